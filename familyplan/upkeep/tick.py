"""
What time makes due. Nobody is mailed but who wished to be reminded of a meeting.

Steps and looks back whose day has come are put on the lead's desk; earlier texts of letters go whose time is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from familyplan.access.throttle import service as throttle
from familyplan.engagements.needs.records import Need
from familyplan.engagements.needs.service import met, needs
from familyplan.engagements.pauses.records import Pause
from familyplan.engagements.records import Engagement
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.kernel.language import ngettext
from familyplan.meetings.reminders import service as reminders
from familyplan.milestones import queries
from familyplan.milestones.plan import service as plan
from familyplan.outcomes.records import FollowUp
from familyplan.programs.places.queries import lapsing
from familyplan.programs.places.records import Place
from familyplan.programs.places.service import NEED as PLACE
from familyplan.upkeep import forgetting

AT_ONCE = 25  # families at a time
STEP, LOOK_BACK = "milestone_due", "follow_up"


@dataclass(frozen=True)
class Due:
    """One thing whose day has come, or has gone by."""

    kind: str
    about_id: UUID
    words: str
    on: date


@dataclass(frozen=True)
class Change:
    """What to write for one family: something to put on the desk, or a step to take off it."""

    family: Engagement
    due: Due
    gone: bool = False


def tick(database: Database) -> None:
    """
    Look, without holding up anybody who writes, what became due by now; then write it, if there is anything.

    Then reminders of meetings; what letters said before, and yesterday's counts of what was tried, go last. Each has
    a transaction of its own.
    """
    with database.reading() as db:
        changes = changes_by(db, clock.now())
    if changes:
        with database.writing() as db:
            write(db, changes)
    reminders.remind(database)
    forgetting.forget(database)
    with database.reading() as db:
        old = throttle.is_old(db)
    if old:
        with database.writing() as db:
            throttle.forget(db)


def changes_by(db: Session, now: datetime) -> list[Change]:
    """
    What became due by *now* and is not on its lead's desk yet, and which steps are due no more. Writes nothing.

    A family that stands still, after a death for good, or whose file is closed gets nothing, and what fell into a
    pause is not made up for when the family goes on.
    """
    paused = exists().where(Pause.engagement_id == Engagement.id, Pause.resumed_at.is_(None))
    running = select(Engagement).where(Engagement.closed_at.is_(None), ~paused).order_by(Engagement.id)
    families = list(db.scalars(running.options(joinedload(Engagement.lead))))
    parts = (families[at : at + AT_ONCE] for at in range(0, len(families), AT_ONCE))
    return [change for part in parts for change in _changes(db, part, now)]


def write(db: Session, changes: Sequence[Change]) -> None:
    """Write what `changes_by` found; twice is harmless."""
    for change in changes:
        if change.gone:
            met(db, change.family.id, change.due.kind, change.due.about_id)
        else:
            due = change.due
            needs(db, change.family, due.kind, due.about_id, words=due.words, due_on=due.on)


def _changes(db: Session, families: Sequence[Engagement], now: datetime) -> list[Change]:
    ids = [family.id for family in families]
    due = _steps(db, families, now)
    for engagement_id, looks in _looks_back(db, families, now).items():
        due[engagement_id] += looks
    for place in lapsing(db, ids, now, seen_by=families[0].lead):
        due[place.engagement_id].append(_lapses(place, families, now))
    pauses = list(db.scalars(select(Pause).where(Pause.engagement_id.in_(ids), Pause.resumed_at.is_not(None))))
    kept = list(db.scalars(select(Need).where(Need.engagement_id.in_(ids), Need.kind.in_((STEP, LOOK_BACK, PLACE)))))
    found: list[Change] = []
    for family in families:
        mine = {(need.kind, need.about_id): need for need in kept if need.engagement_id == family.id}
        breaks = [_days(one, family.zone) for one in pauses if one.engagement_id == family.id]
        wanted = [
            one
            for one in due[family.id]
            if one.kind == PLACE or not any(since <= one.on <= until for since, until in breaks)
        ]
        found += [
            Change(family, one) for one in wanted if _is_new(one, mine.get((one.kind, one.about_id)), family.zone)
        ]
        still = {one.about_id for one in wanted}
        found += [
            Change(family, Due(STEP, need.about_id, "", need.due_on), gone=True)
            for need in mine.values()
            if need.kind == STEP and need.settled_at is None and need.about_id not in still
        ]
    return found


def _days(pause: Pause, zone: str) -> tuple[date, date]:
    until = pause.resumed_at or pause.paused_at
    return clock.local(pause.paused_at, zone).date(), clock.local(until, zone).date()


def _lapses(place: Place, families: Sequence[Engagement], now: datetime) -> Due:
    """A place that lapses within a day: on the desk from today on, unless that was its last day."""
    zone = next(family.zone for family in families if family.id == place.engagement_id)
    until_at = clock.local(place.until_at, zone)
    words = f"{place.program.name}, {until_at:%-d %B, %H:%M}"
    return Due(PLACE, place.id, words, min(until_at.date(), clock.local(now, zone).date()))


def _is_new(due: Due, known: Need | None, zone: str) -> bool:
    """Say whether it is to be put there; a look back that was settled comes again only on a day after that."""
    if known is None:
        return True
    if known.settled_at is None:
        return False
    return due.kind == STEP or due.on > clock.local(known.settled_at, zone).date()


def _steps(db: Session, families: Sequence[Engagement], now: datetime) -> dict[UUID, list[Due]]:
    """Steps whose day has gone by, by family; the labels are the model's, nobody's words."""
    laid = queries.laid_out(db, families, seen_by=families[0].lead)
    found: dict[UUID, list[Due]] = {}
    for family in families:
        steps = plan.way(family, laid[family.id], clock.local(now, family.zone).date()).steps
        late = [step for step in steps if step.state == "overdue"]
        found[family.id] = [Due(STEP, one.milestone.id, one.milestone.label, one.due_on) for one in late if one.due_on]
    return found


def _looks_back(db: Session, families: Sequence[Engagement], now: datetime) -> dict[UUID, list[Due]]:
    """Looks back whose day has come, by family."""
    today = {family.id: clock.local(now, family.zone).date() for family in families}
    open_ones = select(FollowUp).where(FollowUp.engagement_id.in_(list(today)), FollowUp.happened_on.is_(None))
    found: dict[UUID, list[Due]] = {}
    for one in db.scalars(open_ones.where(FollowUp.dropped_at.is_(None)).order_by(FollowUp.due_on)):
        if one.due_on <= today[one.engagement_id]:
            words = ngettext("%(days)d day", "%(days)d days", one.days) % {"days": one.days}
            found.setdefault(one.engagement_id, []).append(Due(LOOK_BACK, one.id, words, one.due_on))
    return found
