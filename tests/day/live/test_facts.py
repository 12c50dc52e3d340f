"""the log and the plan: a beginning completes the day, a call that reached somebody completes its call; by hand too."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.day.live.records import DayTap
from familyplan.demo.cast import Cast
from familyplan.engagements.records import Engagement
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.milestones import queries
from familyplan.milestones.plan import service as plan
from familyplan.milestones.records import Milestone
from tests.day.live.conftest import NOON
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
TODAY = NOON.date()
DAY = ("the_day", "formal_meeting")
CALLS = ("evening_after", "next_day", "evening_and_next_day")


def done(database: Database, cast: Cast, keys: tuple[str, ...], by: Person | None = None) -> list[bool]:
    with database.reading() as db:
        engagement = db.get_one(Engagement, cast.reyes.id)
        laid = queries.laid_out(db, [engagement], seen_by=by or cast.dana)[cast.reyes.id]
        steps = plan.way(engagement, laid).steps
        return [step.done_on is not None for step in steps if step.milestone.key in keys]


@pytest.mark.parametrize("model", ["johnson", "arise", "love_first"], indirect=True)
def test_a_beginning_completes_the_day_and_nothing_else_does(
    visit: Visit, database: Database, db: Session, cast: Cast, the_day: Engagement
) -> None:
    path = f"/engagements/{the_day.id}/day/live"
    with database.writing() as writing:
        writing.execute(update(Engagement).where(Engagement.id == the_day.id).values(level=3))
    visit("dana").post(path, {"kind": "all_read"})
    assert done(database, cast, DAY) == [False]
    visit("dana").post(path, {"kind": "began"})
    assert done(database, cast, DAY) == [True]

    began = db.scalars(select(DayTap.id).where(DayTap.kind == "began")).one()
    visit("dana").post(f"{path}/{began}/withdrawal")
    assert done(database, cast, DAY) == [False]


@pytest.mark.parametrize("model", ["johnson", "arise", "love_first"], indirect=True)
def test_each_call_completes_its_own_day(visit: Visit, database: Database, cast: Cast, the_day: Engagement) -> None:
    with database.writing() as writing:
        writing.execute(update(Engagement).where(Engagement.id == the_day.id).values(level=3))
    visit("dana").post(f"/engagements/{the_day.id}/day/live", {"kind": "ended"})
    calls = f"/engagements/{the_day.id}/day/afterwards"
    visit("dana").post(calls, {"which": "evening", "reached": "no"})
    assert done(database, cast, CALLS) == [False, False]
    visit("dana").post(calls, {"which": "evening", "reached": "yes"})
    assert done(database, cast, CALLS) == [True, False]
    clock.stand_at(NOON + timedelta(days=1))
    visit("dana").post(calls, {"which": "next_day", "reached": "yes"})
    assert done(database, cast, CALLS) == [True, True]


def test_a_plan_laid_out_before_goes_on_by_hand(
    visit: Visit, database: Database, cast: Cast, the_day: Engagement
) -> None:
    with database.writing() as writing:
        rows = update(Milestone).where(Milestone.engagement_id == the_day.id, Milestone.key.in_((*DAY, *CALLS)))
        writing.execute(rows.values(done_when='[{"fact": "by_hand"}]'))
    visit("dana").post(f"/engagements/{the_day.id}/day/live", {"kind": "began"})
    assert done(database, cast, DAY) == [False]

    with database.reading() as db:
        row = db.scalars(select(Milestone.id).where(Milestone.key == "the_day")).one()
    visit("dana").post(
        f"/engagements/{the_day.id}/milestones/{row}/completions", {"how": "done", "happened_on": TODAY.isoformat()}
    )
    assert done(database, cast, DAY) == [True]


def test_the_calls_are_the_leads_to_know_and_that_the_day_was_is_everybodys(
    visit: Visit, database: Database, cast: Cast, the_day: Engagement
) -> None:
    for kind in ("began", "ended"):
        visit("dana").post(f"/engagements/{the_day.id}/day/live", {"kind": kind})
    visit("dana").post(f"/engagements/{the_day.id}/day/afterwards", {"which": "evening", "reached": "yes"})
    with database.reading() as db:
        known = queries.laid_out(db, [db.get_one(Engagement, the_day.id)], seen_by=cast.dana)[the_day.id].facts

    told = {one.word: one.family_may_know for one in known if one.word in ("day_logged", "called_after")}
    assert told == {"day_logged": True, "called_after": False}
