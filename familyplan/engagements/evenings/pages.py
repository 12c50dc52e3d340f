"""A member's page for this evening: one line, if they like."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.engagements.evenings import service
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, found, reads, writes

Asked = Request[Person, SignedIn, Any]


def _evening(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    place = engagements.reach(db, engagement_id, seen_by=seen_by, among=("member", "loved_one"))
    return {
        "engagement": place.engagement,
        "lead_name": place.engagement.lead.first_name,
        "tonight": service.tonight(place.engagement, found(place.member)),
    }


EVENING = Page("engagements/evenings/evening.html", _evening)


@reads("/engagements/{engagement_id:uuid}/evening", guards=[guards.family])
def evening(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show what this member said about this evening, and the line to say it on."""
    return EVENING.show(engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/evening", page=EVENING, guards=[guards.family])
def settle(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Keep who is with this member this evening."""
    place = engagements.reach(db, engagement_id, seen_by=request.user, among=("member", "loved_one"))
    words = form.text("evening", longest=service.LONGEST)
    service.settle(db, place.engagement, found(place.member), words, by=request.user)
    return EVENING.changed("evening", to=f"/engagements/{engagement_id}/evening", engagement_id=engagement_id)


HANDLERS = [evening, settle]
