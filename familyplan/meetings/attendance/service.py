"""Noting that a meeting was held, and who was there; taking it back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement
from familyplan.engagements.service import in_turn
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.meetings import queries
from familyplan.meetings.minutes import service as minutes
from familyplan.meetings.records import ATTENDED, Invited, Meeting
from familyplan.meetings.service import off_the_desk, still_on

THERE = ("came", "late", "phone")


@dataclass(frozen=True, kw_only=True)
class Held:
    """That it was held: on which day, who was there in which way, and how many minutes it took the professional."""

    on: date
    attended: dict[UUID, str] = field(default_factory=dict)
    minutes: int = 0


def note_held(db: Session, engagement: Engagement, meeting: Meeting, held: Held, *, by: Person) -> None:
    """Note that it was held, on a day that may be long past, and who was there. Noting it again corrects."""
    still_on(meeting)
    today = clock.today(engagement.zone)
    if held.on > today:
        raise Refusal(_("That day is still ahead. Note it here once you have met."), field="held_on")
    if held.on < engagement.started_on - timedelta(days=1):
        raise Refusal(_("That is before the family called. Is the year right?"), field="held_on")
    in_turn(db, engagement)
    everybody = {one.member.id: one.invited for one in queries.everybody(db, meeting, seen_by=by)}
    known = {key: word for key, word in held.attended.items() if word in ATTENDED and key in everybody}
    if not any(word in THERE for word in known.values()):
        raise Refusal(_("Nobody is marked as having been there. If you didn't meet, call it off."), field="held_on")
    for key, word in known.items():
        invited = everybody[key]
        if invited is None:  # somebody came who was not on the list
            row = Invited(engagement_id=engagement.id, meeting_id=meeting.id, member_id=key, dropped_at=clock.now())
            row.attended = word
            db.add(row)
        else:
            invited.attended = word
    meeting.held_on, meeting.held_entered_at = held.on, clock.now()
    minutes.of_meeting(db, engagement, meeting, held.minutes, held.on, by=by)
    off_the_desk(db, meeting)
    note(db, "meeting.held", by=by, about="meeting", about_id=meeting.id, engagement_id=engagement.id)
    db.flush()


def not_held(db: Session, engagement: Engagement, meeting: Meeting, *, by: Person) -> None:
    """Take back that it was held: a slip of the finger. Its minutes go with it; twice is harmless."""
    if meeting.held_on is None:
        return
    meeting.held_on = meeting.held_entered_at = None
    db.execute(update(Invited).where(Invited.meeting_id == meeting.id).values(attended=""))
    minutes.of_meeting(db, engagement, meeting, 0, clock.today(engagement.zone), by=by)
    note(db, "meeting.not_held", by=by, about="meeting", about_id=meeting.id, engagement_id=engagement.id)
