"""What was noted on the day, and whether anything can be noted now."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.day.live.records import EMERGENCY, DayTap
from familyplan.engagements.gates import service as gates
from familyplan.engagements.gates.service import Stood
from familyplan.engagements.pauses import queries as pauses
from familyplan.engagements.pauses.records import Pause
from familyplan.engagements.records import Engagement
from familyplan.guidance import shelf
from familyplan.guidance.models import InterventionModel
from familyplan.kernel import clock
from familyplan.kernel.errors import NotYours

Closed = Literal["", "died", "file_closed", "no_way", "no_day_here", "below_level", "no_day", "ahead", "over", "no_go"]
RUNS_ON = timedelta(hours=24)  # after its hour, or its beginning, the same meeting can still be noted


@dataclass(frozen=True)
class Log:
    """The taps of one family in the order in which things happened, those taken back too."""

    taps: tuple[DayTap, ...]

    @property
    def standing(self) -> list[DayTap]:
        """Those that were not taken back."""
        return [tap for tap in self.taps if tap.withdrawn_at is None]

    def last(self, kind: str) -> DayTap | None:
        """The newest of a kind that stands."""
        return next((tap for tap in reversed(self.standing) if tap.kind == kind), None)

    def runs(self, now: datetime) -> bool:
        """Whether a meeting was begun lately, so that what happens in it can be noted whatever stands at the gate."""
        began = self.last("began")
        return began is not None and now - began.happened_at < RUNS_ON

    def called_at(self, now: datetime) -> datetime | None:
        """When 911 was called lately; from then on nothing else on the page matters."""
        called = self.last(EMERGENCY)
        return called.happened_at if called and now - called.happened_at < RUNS_ON else None


@dataclass(frozen=True)
class Ground:
    """What stands around the log: the way, its gate, a pause."""

    engagement: Engagement
    model: InterventionModel | None
    gate: Stood
    pause: Pause | None


def ground(db: Session, engagement: Engagement, *, seen_by: Person) -> Ground:
    """What decides whether something can be noted now, for staff who reached the family."""
    return Ground(
        engagement,
        shelf.current().models.get(engagement.model_key or ""),
        gates.standing_of(db, engagement.id).c,
        pauses.standing(db, engagement.id, seen_by=seen_by),
    )


def log(db: Session, engagement: Engagement, *, seen_by: Person) -> Log:
    """Everything that was noted, for whoever leads or oversees the family; a member is handed an empty log."""
    if seen_by.kind != "staff":
        return Log(())
    here = select(DayTap).where(DayTap.engagement_id == engagement.id)
    return Log(tuple(db.scalars(here.order_by(DayTap.happened_at, DayTap.entered_at, DayTap.id))))


def tap(db: Session, engagement: Engagement, tap_id: UUID, *, seen_by: Person) -> DayTap:
    """One line of the log of a family that *seen_by* leads; raises `NotYours`."""
    found = db.scalar(select(DayTap).where(DayTap.id == tap_id, DayTap.engagement_id == engagement.id))
    if found is None or engagement.lead_id != seen_by.id:
        raise NotYours
    return found


def day_of(engagement: Engagement) -> date | None:
    """Which day it is on, where the family lives."""
    return clock.local(engagement.day_at, engagement.zone).date() if engagement.day_at else None


def no_day_because(engagement: Engagement, model: InterventionModel | None, today: date) -> Closed:
    """Say why there is no day to note anything of, up to *today*; "" where there is one."""
    if model is None:
        return "no_way"
    if model.day is None:
        return "no_day_here"
    if (engagement.level or model.first_level) < model.day.level:
        return "below_level"
    day = day_of(engagement)
    if day is None:
        return "no_day"
    return "ahead" if today < day else ""


def closed_because(around: Ground, noted: Log, now: datetime) -> Closed:
    """
    Say why nothing can be noted now; "" where it can.

    Once a meeting was begun it is noted to its end, whatever is decided at the gate meanwhile: the record says what
    happened. That 911 was called can be noted at any time.
    """
    engagement = around.engagement
    if around.pause is not None and around.pause.for_good:
        return "died"
    if engagement.closed_at is not None:
        return "file_closed"
    closed = no_day_because(engagement, around.model, clock.local(now, engagement.zone).date())
    if closed or noted.runs(now) or engagement.day_at is None:
        return closed
    if now > engagement.day_at + RUNS_ON:
        return "over"
    return "" if around.gate.open else "no_go"


def kept_under(engagement: Engagement, person: Person) -> str:
    """Name what a browser keeps without a signal: the same for one person and family, and telling nothing."""
    return hashlib.sha256(f"kept:{engagement.id}:{person.id}".encode()).hexdigest()[:20]
