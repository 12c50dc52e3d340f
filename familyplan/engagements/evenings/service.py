"""Settling who is with a member this evening: asked after what is hard, never required."""

from __future__ import annotations

from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement, Member
from familyplan.journal.service import note
from familyplan.kernel import clock

LONGEST = 300  # code points


def settle(db: Session, engagement: Engagement, member: Member, words: str, *, by: Person) -> None:
    """Keep what a member says about this evening, for their own eyes and the lead's; empty takes it away."""
    today = clock.today(engagement.zone)
    if (member.evening, member.evening_on) == (words, today):
        return
    member.evening, member.evening_on = words, today
    note(db, "evening.settled", by=by, about="member", about_id=member.id, engagement_id=engagement.id)


def tonight(engagement: Engagement, member: Member) -> str:
    """What a member said today; what was said about another evening is over."""
    return member.evening if member.evening_on == clock.today(engagement.zone) else ""
