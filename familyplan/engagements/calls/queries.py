"""Requests for a call, as the member and the lead see them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.calls.records import CallRequest
from familyplan.engagements.records import Engagement, Member
from familyplan.kernel.errors import NotYours


def mine(db: Session, member: Member, *, seen_by: Person) -> CallRequest | None:
    """The newest request of one's own, read or not, for `calls/_ask.html`; None for anybody else's."""
    newest = select(CallRequest).join(Member, Member.id == CallRequest.member_id)
    newest = newest.where(CallRequest.member_id == member.id, Member.person_id == seen_by.id)
    return db.scalar(newest.order_by(CallRequest.asked_at.desc(), CallRequest.id.desc()).limit(1))


def unread(db: Session, engagement: Engagement, *, seen_by: Person) -> list[tuple[CallRequest, Member]]:
    """Who asked to be called and was not read yet, the longest waiting first; for the lead alone."""
    here = select(CallRequest, Member).join(Member, Member.id == CallRequest.member_id)
    here = here.join(Engagement, Engagement.id == CallRequest.engagement_id)
    here = here.where(CallRequest.engagement_id == engagement.id, Engagement.lead_id == seen_by.id)
    rows = db.execute(here.where(CallRequest.read_at.is_(None)).order_by(CallRequest.asked_at)).all()
    return [(row[0], row[1]) for row in rows]


def call(db: Session, engagement: Engagement, call_id: UUID, *, seen_by: Person) -> CallRequest:
    """One request of a family that *seen_by* leads; raises `NotYours`."""
    here = select(CallRequest).join(Engagement, Engagement.id == CallRequest.engagement_id)
    here = here.where(CallRequest.engagement_id == engagement.id, Engagement.lead_id == seen_by.id)
    found = db.scalar(here.where(CallRequest.id == call_id))
    if found is None:
        raise NotYours
    return found
