"""What was noted of the calls, and who is with whom tonight."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.day.afterwards.records import AfterCall
from familyplan.engagements import queries as engagements
from familyplan.engagements.evenings.service import tonight
from familyplan.engagements.records import Engagement
from familyplan.kernel.errors import NotYours


@dataclass(frozen=True)
class Evening:
    """Who is with one member tonight, in that member's words; "" where they said nothing today."""

    name: str
    phone: str
    words: str


def calls(db: Session, engagement: Engagement, *, seen_by: Person) -> list[AfterCall]:
    """Every call that was noted, the earliest first, for staff who reached the family."""
    if seen_by.kind != "staff":
        return []
    here = select(AfterCall).where(AfterCall.engagement_id == engagement.id)
    return list(db.scalars(here.order_by(AfterCall.called_at, AfterCall.id)))


def call(db: Session, engagement: Engagement, call_id: UUID, *, seen_by: Person) -> AfterCall:
    """One call of a family that *seen_by* leads; raises `NotYours`."""
    found = db.scalar(select(AfterCall).where(AfterCall.id == call_id, AfterCall.engagement_id == engagement.id))
    if found is None or engagement.lead_id != seen_by.id:
        raise NotYours
    return found


def evenings(db: Session, engagement: Engagement, *, seen_by: Person) -> list[Evening]:
    """Whom to call and who is with them tonight: theirs and the lead's, so nobody else is handed anything."""
    if engagement.lead_id != seen_by.id:
        return []
    return [
        Evening(member.person.name, member.person.phone or "", tonight(engagement, member) or "")
        for member in engagements.members(db, engagement, seen_by=seen_by)
        if not member.is_loved_one
    ]
