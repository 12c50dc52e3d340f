"""tick: what time makes due is put on the lead's desk, once; never for a family that stands still."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements.needs.records import Need
from familyplan.engagements.needs.service import met
from familyplan.engagements.pauses import service as pauses
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.mail.records import Mail
from familyplan.milestones.completions import service as completions
from familyplan.milestones.records import Milestone
from familyplan.outcomes.records import FollowUp, Outcome
from familyplan.upkeep.tick import tick


def _later(days: int) -> None:
    clock.stand_at(clock.now() + timedelta(days=days))


def _waiting(db: Session) -> Sequence[Need]:
    db.rollback()
    return db.scalars(select(Need).where(Need.settled_at.is_(None), Need.kind == "milestone_due")).all()


def test_on_the_first_day_nothing_is_due(database: Database, db: Session, cast: Cast) -> None:
    tick(database)

    assert _waiting(db) == []


def test_a_step_whose_day_has_gone_by_waits_for_the_lead(database: Database, db: Session, cast: Cast) -> None:
    _later(4)
    tick(database)

    words = {need.words for need in _waiting(db)}
    assert "Safety asked" in words
    assert {need.lead_id for need in _waiting(db)} == {cast.dana.id}


def test_doing_it_again_adds_nothing(database: Database, db: Session, cast: Cast) -> None:
    _later(4)
    tick(database)
    first = [(need.id, need.arisen_at) for need in _waiting(db)]
    _later(1)
    tick(database)

    assert set(first) <= {(need.id, need.arisen_at) for need in _waiting(db)}


def test_a_step_that_was_done_meanwhile_leaves_the_desk(database: Database, db: Session, cast: Cast) -> None:
    _later(4)
    tick(database)
    with database.writing() as writing:
        step = writing.scalars(select(Milestone).where(Milestone.key == "first_call")).one()
        completions.complete(writing, cast.reyes, step, "done", why="", happened_on=None, by=cast.dana)
    tick(database)

    assert "First call" not in {need.words for need in _waiting(db)}


@pytest.mark.parametrize("why", ["died", "hospital", "arrested"])
def test_a_year_of_standing_still_makes_nothing_due_and_sends_nothing(
    database: Database, db: Session, cast: Cast, why: str
) -> None:
    with database.writing() as writing:
        pauses.pause(writing, cast.reyes, why, by=cast.dana)
    for _month in range(12):
        _later(31)
        tick(database)

    assert _waiting(db) == []
    assert list(db.scalars(select(Mail))) == []


def test_what_fell_into_a_pause_is_not_made_up_for(database: Database, db: Session, cast: Cast) -> None:
    with database.writing() as writing:
        pauses.pause(writing, cast.reyes, "family_asked", by=cast.dana)
    _later(60)
    with database.writing() as writing:
        pauses.resume(writing, cast.reyes, by=cast.dana)
    _later(1)
    tick(database)

    assert _waiting(db) == []


def _look_back(db: Session, cast: Cast, days: int) -> FollowUp:
    today = clock.today(cast.reyes.zone)
    began = Outcome(engagement_id=cast.reyes.id, kind="residential", source="family", happened_on=today)
    began.entered_at, began.by_id = clock.now(), cast.dana.id
    db.add(began)
    db.flush()
    look = FollowUp(engagement_id=cast.reyes.id, outcome_id=began.id, anchor="entered", days=days)
    look.due_on = today + timedelta(days=days)
    db.add(look)
    return look


def _looks(db: Session) -> Sequence[Need]:
    db.rollback()
    return db.scalars(select(Need).where(Need.settled_at.is_(None), Need.kind == "follow_up")).all()


def test_a_look_back_waits_from_its_day_on_once(database: Database, db: Session, cast: Cast) -> None:
    with database.writing() as writing:
        _look_back(writing, cast, 30)
    tick(database)
    assert _looks(db) == []

    _later(30)
    tick(database)
    tick(database)
    assert [need.words for need in _looks(db)] == ["30 days"]


def test_a_look_back_that_was_settled_comes_again_only_on_a_later_day(
    database: Database, db: Session, cast: Cast
) -> None:
    with database.writing() as writing:
        look = _look_back(writing, cast, 3)
    _later(3)
    tick(database)
    with database.writing() as writing:
        met(writing, cast.reyes.id, "follow_up", look.id)
    tick(database)
    assert _looks(db) == []

    with database.writing() as writing:
        writing.merge(look).due_on = clock.today(cast.reyes.zone) + timedelta(days=5)
    _later(5)
    tick(database)
    assert len(_looks(db)) == 1
