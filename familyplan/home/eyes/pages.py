"""Looking at what a member sees: journaled each time, and no act can be done from there."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.engagements.records import Engagement, Member
from familyplan.home.eyes import queries, service
from familyplan.journal.service import note
from familyplan.kernel.errors import NotYours
from familyplan.kernel.web import Answer, Context, Db, Page, writes

Asked = Request[Person, SignedIn, Any]


def _eyes(db: Session, *, seen_by: Person, place: tuple[Engagement, Member]) -> Context:
    engagement, member = place
    seen = queries.through(db, engagement, member, seen_by=seen_by)
    return {
        "home": seen, "engagement": engagement, "member": member, "lead_name": engagement.lead.first_name,
        "unsent": {one.letter.id for one in seen.letters if service.is_unsent(one)},
        "next_is_unsent": service.is_next_unsent(seen),
    }  # fmt: skip


EYES = Page("home/eyes/eyes.html", _eyes)


@writes("/engagements/{engagement_id:uuid}/members/{member_id:uuid}/eyes", how=get, guards=[guards.team])
def eyes(request: Asked, db: Db, engagement_id: FromPath[UUID], member_id: FromPath[UUID]) -> Answer:
    """Show one member's page as they see it; that somebody looked is written down before anything is shown."""
    engagement = engagements.overseen(db, engagement_id, seen_by=request.user)
    member = engagements.member(db, engagement, member_id, seen_by=request.user)
    if member.left_at is not None:
        raise NotYours
    note(db, "member.looked_through", by=request.user, about="member", about_id=member.id, engagement_id=engagement.id)
    return EYES.show(place=(engagement, member))


HANDLERS = [eyes]
