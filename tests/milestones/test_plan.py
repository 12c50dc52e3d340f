"""the plan: laid out when a way is chosen, changed with it, stages opened early, the day set and moved."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements import service as engagements
from familyplan.engagements.records import Engagement
from familyplan.guidance import shelf
from familyplan.journal.records import Entry
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.milestones.completions import service as completions
from familyplan.milestones.plan import service as plan
from familyplan.milestones.records import Completion, Milestone, StageOpening
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
EVERY_MODEL = pytest.mark.parametrize("model", ["johnson", "arise", "love_first"], indirect=True)


def _rows(db: Session, cast: Cast, *, put_away: bool = False) -> list[Milestone]:
    db.rollback()
    rows = db.scalars(select(Milestone).where(Milestone.engagement_id == cast.reyes.id).order_by(Milestone.position))
    return [row for row in rows.all() if (row.put_away_at is not None) == put_away]


@EVERY_MODEL
def test_every_milestone_of_the_way_and_of_safety_is_laid_out(db: Session, cast: Cast, model: str) -> None:
    planned = {step.key for step, _due in plan.planned_steps(shelf.current().models[model])}

    assert {row.key for row in _rows(db, cast)} == planned
    assert {"naloxone_at_hand", "guns_out"} <= planned


@EVERY_MODEL
def test_laying_it_out_twice_adds_nothing(database: Database, db: Session, cast: Cast) -> None:
    before = len(_rows(db, cast))
    with database.writing() as writing:
        plan.lay_out(writing, cast.reyes, by=cast.dana)

    assert len(_rows(db, cast)) == before


@pytest.mark.parametrize("model", ["none"], indirect=True)
def test_before_a_way_is_chosen_there_is_no_plan(visit: Visit, db: Session, cast: Cast) -> None:
    assert _rows(db, cast) == []
    assert "No way is chosen yet." in visit("dana").get(f"/engagements/{cast.reyes.id}/milestones").text


@pytest.mark.parametrize("model", ["love_first"], indirect=True)
def test_changing_the_way_adds_puts_away_and_keeps_what_was_done(database: Database, db: Session, cast: Cast) -> None:
    both = next(row for row in _rows(db, cast) if row.key == "team_agreed")
    only_old = next(row for row in _rows(db, cast) if row.key == "training")
    with database.writing() as writing:
        for step in (both, only_old):
            completions.complete(writing, cast.reyes, step, "done", why="", happened_on=None, by=cast.dana)
        family = writing.merge(cast.reyes)
        engagements.choose_way(writing, family, shelf.current().models["johnson"], by=cast.dana)

    assert only_old.id in {row.id for row in _rows(db, cast, put_away=True)}
    assert "session_one" in {row.key for row in _rows(db, cast)}
    assert {one.milestone_id for one in db.scalars(select(Completion))} == {both.id, only_old.id}


@pytest.mark.parametrize("model", ["love_first"], indirect=True)
def test_changing_back_brings_the_same_rows_back(database: Database, db: Session, cast: Cast) -> None:
    before = {row.id for row in _rows(db, cast)}
    with database.writing() as writing:
        family = writing.merge(cast.reyes)
        for key in ("johnson", "love_first"):
            engagements.choose_way(writing, family, shelf.current().models[key], by=cast.dana)

    assert {row.id for row in _rows(db, cast)} == before


@pytest.mark.parametrize("model", ["johnson"], indirect=True)
def test_a_stage_is_opened_early_with_a_reason(visit: Visit, db: Session, cast: Cast) -> None:
    dana = visit("dana")
    path = f"/engagements/{cast.reyes.id}/stages/learning/opening"

    assert "Please say in a word why this can begin now." in dana.post(path, {"why": " "}).text
    page = dana.post(path, {"why": "They met already, before they called."}, follow=True)
    dana.post(path, {"why": "They met already, before they called."})
    db.rollback()
    assert page.status_code == 200
    assert [one.stage for one in db.scalars(select(StageOpening))] == ["learning"]
    assert len(list(db.scalars(select(Entry).where(Entry.act == "stage.opened")))) == 1


@pytest.mark.parametrize("model", ["johnson"], indirect=True)
def test_a_stage_that_the_way_does_not_have_is_not_there(visit: Visit, cast: Cast) -> None:
    path = f"/engagements/{cast.reyes.id}/stages/{{stage}}/opening"

    assert visit("dana").post(path.format(stage="level_1"), {"why": "so"}).status_code == 404
    assert visit("priya").post(path.format(stage="learning"), {"why": "so"}).status_code == 404
    assert visit("sol").post(path.format(stage="learning"), {"why": "so"}).status_code == 403


def _family(db: Session, cast: Cast) -> Engagement:
    db.rollback()
    return db.scalars(
        select(Engagement).where(Engagement.id == cast.reyes.id).execution_options(populate_existing=True)
    ).one()


def test_the_day_is_set_as_it_is_said_where_the_family_lives(visit: Visit, db: Session, cast: Cast) -> None:
    day = clock.today(cast.reyes.zone) + timedelta(days=12)
    path = f"/engagements/{cast.reyes.id}/day-date"
    page = visit("dana").post(path, {"day": day.isoformat(), "time": "18:30", "place": "Elm Street"}, follow=True)

    kept = _family(db, cast)
    assert kept.day_at is not None
    assert clock.local(kept.day_at, kept.zone).strftime("%Y-%m-%d %H:%M") == f"{day} 18:30"
    assert "Elm Street" in page.text
    assert "When the day moves, these move with it:" in page.text


def test_moving_the_day_moves_what_counts_back_from_it(visit: Visit, cast: Cast) -> None:
    dana, path = visit("dana"), f"/engagements/{cast.reyes.id}/day-date"
    first = clock.today(cast.reyes.zone) + timedelta(days=40)
    second = first + timedelta(days=7)
    dana.post(path, {"day": first.isoformat()})
    moved = dana.post(path, {"day": second.isoformat()}, follow=True).text

    assert f"{(second - timedelta(days=7)):%-d %B}" in moved
    assert f"{(first - timedelta(days=4)):%-d %B}" not in moved


def test_an_hour_that_nobody_can_read_keeps_what_was_typed(visit: Visit, cast: Cast) -> None:
    path = f"/engagements/{cast.reyes.id}/day-date"
    answer = visit("dana").post(path, {"day": "2030-05-12", "time": "half six", "place": "Elm Street"})

    assert answer.status_code == 422
    assert "That is not an hour we can read." in answer.text
    assert "Elm Street" in answer.text


def test_a_day_before_the_first_call_is_asked_about(visit: Visit, cast: Cast) -> None:
    path = f"/engagements/{cast.reyes.id}/day-date"
    answer = visit("dana").post(path, {"day": "2001-05-12"})

    assert answer.status_code == 422
    assert "That is before the family called. Is the year right?" in answer.text


def test_an_empty_day_takes_it_back(visit: Visit, db: Session, cast: Cast) -> None:
    dana, path = visit("dana"), f"/engagements/{cast.reyes.id}/day-date"
    dana.post(path, {"day": "2030-05-12"})
    dana.post(path, {"day": ""})

    assert _family(db, cast).day_at is None


@pytest.mark.parametrize("model", ["johnson"], indirect=True)
def test_a_stage_that_was_opened_early_says_since_when_and_why(visit: Visit, cast: Cast) -> None:
    """The reason is on the record, where the plan is read, and for the supervisor too."""
    family = f"/engagements/{cast.reyes.id}"
    why = "The bed had to be asked for <today>."
    visit("dana").post(f"{family}/stages/rehearsal/opening", {"why": why})
    for name in ("dana", "sol"):
        page = visit(name).get(f"{family}/milestones").text

        assert "Opened early on" in page
        assert "The bed had to be asked for &lt;today&gt;." in page
