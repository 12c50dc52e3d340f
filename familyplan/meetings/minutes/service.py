"""Counting a professional's minutes, and taking a count back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.meetings.minutes.records import ProfessionalTime
from familyplan.meetings.records import Meeting

A_DAY = 24 * 60


def add(db: Session, engagement: Engagement, minutes: int, how: str, on: date, tap: UUID, *, by: Person) -> None:
    """Count some minutes, on a day that may be past. The same press (*tap*) sent twice counts once."""
    if not 1 <= minutes <= A_DAY:
        raise Refusal(_("Please give the minutes as a number from 1 to 1440."), field="minutes")
    if on > clock.today(engagement.zone):
        raise Refusal(_("That day is still ahead."), field="happened_on")
    row = ProfessionalTime(engagement_id=engagement.id, minutes=minutes, how=how, happened_on=on, tap=tap)
    row.entered_at, row.by_id = clock.now(), by.id
    try:
        with db.begin_nested():
            db.add(row)
    except IntegrityError:  # this press has been counted
        return
    note(db, "minutes.added", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)


def withdraw(db: Session, engagement: Engagement, row_id: UUID, *, by: Person) -> None:
    """Take one count back; twice is harmless."""
    mine = update(ProfessionalTime).where(ProfessionalTime.id == row_id, ProfessionalTime.withdrawn_at.is_(None))
    here = mine.where(ProfessionalTime.engagement_id == engagement.id)
    if db.execute(here.values(withdrawn_at=clock.now())).rowcount == 1:  # type: ignore[attr-defined]  # counts rows
        note(db, "minutes.withdrawn", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)


def of_meeting(
    db: Session, engagement: Engagement, meeting: Meeting, minutes: int, on: date, *, by: Person
) -> None:  # fmt: skip
    """Let a held meeting count for exactly so many minutes; 0 takes its count back."""
    if not 0 <= minutes <= A_DAY:
        raise Refusal(_("Please give the minutes as a number from 0 to 1440."), field="minutes")
    of = select(ProfessionalTime).where(ProfessionalTime.meeting_id == meeting.id)
    row = db.scalar(of.where(ProfessionalTime.withdrawn_at.is_(None)))
    if not minutes:
        if row is not None:
            row.withdrawn_at = clock.now()
        return
    if row is None:
        row = ProfessionalTime(engagement_id=engagement.id, meeting_id=meeting.id, how="meeting", tap=uuid7())
        row.entered_at, row.by_id = clock.now(), by.id
        db.add(row)
    row.minutes, row.happened_on = minutes, on
