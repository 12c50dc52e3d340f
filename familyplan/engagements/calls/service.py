"""Asking to be called, and having read that somebody asked. No mail leaves because of either."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.calls.records import CallRequest
from familyplan.engagements.needs import service as waiting
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.service import in_turn
from familyplan.journal.service import note
from familyplan.kernel import clock


def ask(db: Session, engagement: Engagement, member: Member, *, by: Person) -> CallRequest:
    """Ask the professional to call this member; while one request is unread, asking again changes nothing."""
    in_turn(db, engagement)
    unread = select(CallRequest).where(CallRequest.member_id == member.id, CallRequest.read_at.is_(None))
    known = db.scalar(unread.limit(1))
    if known is not None:
        return known
    call = CallRequest(engagement_id=engagement.id, member_id=member.id, asked_at=clock.now())
    db.add(call)
    waiting.needs(db, engagement, "call_request", call.id)
    note(db, "call.asked", by=by, about="call", about_id=call.id, engagement_id=engagement.id)
    db.flush()
    return call


def read(db: Session, engagement: Engagement, call: CallRequest, *, by: Person) -> None:
    """Note that the lead read it, which the member is told; the first time counts."""
    unread = update(CallRequest).where(CallRequest.id == call.id, CallRequest.read_at.is_(None))
    if db.execute(unread.values(read_at=clock.now())).rowcount == 1:  # type: ignore[attr-defined]  # an UPDATE's result
        waiting.met(db, engagement.id, "call_request", call.id)
        note(db, "call.read", by=by, about="call", about_id=call.id, engagement_id=engagement.id)
