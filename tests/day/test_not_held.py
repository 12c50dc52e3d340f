"""The dignified no (practice 6.4, test 9): not held, review dates ahead, nothing of later stages overdue."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from familyplan.demo.cast import Cast
from familyplan.engagements import queries as engagements
from familyplan.guidance import shelf
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.milestones import queries as milestones
from familyplan.milestones.plan import service as plan
from familyplan.outcomes import queries as places
from familyplan.outcomes import service as outcomes
from familyplan.outcomes.follow_ups import queries as looks
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


def not_held(database: Database, cast: Cast) -> None:
    with database.writing() as db:
        place = places.place(db, cast.reyes.id, seen_by=cast.dana)
        line = outcomes.Line(kind="not_held", happened_on=clock.today(cast.reyes.zone), source="professional", words="")
        outcomes.record(db, place, line, by=cast.dana)


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("&#39;", "'").split())


@pytest.mark.parametrize("model", ["johnson"], indirect=True)
def test_a_no_says_what_holds_and_what_to_note(
    dana: Visitor, maria: Visitor, family: str, set_day: Callable[..., None], decide: Callable[..., None]
) -> None:
    set_day()
    decide("no")
    page = words(dana.get(f"{family}/day").text)
    assert "You do not hold it" in page
    assert "Not today is an answer, not an end." in page
    assert "Dana calls this evening, and again tomorrow." in page
    assert f'href="{family}/outcomes/new"' in dana.get(f"{family}/day").text
    assert maria.get(f"{family}/day").status_code == 404


@pytest.mark.parametrize("model", ["johnson"], indirect=True)
def test_review_dates_are_laid_out_and_shown_and_no_later_step_is_overdue(
    visit: Visit, database: Database, cast: Cast, family: str, set_day: Callable[..., None],
    decide: Callable[..., None],
) -> None:  # fmt: skip
    set_day(days=2)
    decide("no")
    not_held(database, cast)
    today = clock.today(cast.reyes.zone)
    model = shelf.current().models["johnson"]
    with database.reading() as db:
        place = places.place(db, cast.reyes.id, seen_by=cast.dana)
        due = [one.due_on for one in looks.follow_ups(db, place, seen_by=cast.dana)]
    assert [(on - today).days for on in due if (on - today).days in model.review_days] == list(model.review_days)
    assert visit("dana").get(f"{family}/outcomes").text.count("follow-ups/") >= len(model.review_days)

    clock.stand_at(clock.now() + timedelta(days=10))
    with database.reading() as db:
        engagement = engagements.led(db, cast.reyes.id, seen_by=cast.dana)
        way = plan.way(engagement, milestones.laid_out(db, [engagement], seen_by=cast.dana)[engagement.id])
    before = {"contact", "learning", "recollection", "rehearsal", "meeting"}
    assert [
        step.milestone.key for step in way.steps if step.state == "overdue" and step.milestone.stage in before
    ] == []
    assert "hold_or_not" in [step.milestone.key for step in way.steps if step.state == "done"]


@pytest.mark.parametrize("model", ["johnson"], indirect=True)
def test_the_family_reads_that_it_is_not_an_end(
    visit: Visit, database: Database, cast: Cast, decide: Callable[..., None], in_family: Any
) -> None:
    decide("no")
    not_held(database, cast)
    assert "Not today is an answer, not an end." in words(visit("maria").get("/").text)
