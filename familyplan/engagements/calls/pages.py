"""A member's request for a call, and the lead's reading of it."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.pages import local
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.engagements.calls import queries, service
from familyplan.kernel.errors import NotYours
from familyplan.kernel.forms import Form
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, go, reads, writes

Asked = Request[Person, SignedIn, Any]


def _ask(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    found = engagements.reach(db, engagement_id, seen_by=seen_by, among=("member", "loved_one"))
    if found.member is None:
        raise NotYours
    lead_name = found.engagement.lead.first_name
    return {
        "engagement": found.engagement,
        "lead_name": lead_name,
        "calls": queries.mine(db, found.member, seen_by=seen_by),
    }


ASK = Page("engagements/calls/ask.html", _ask)
PART = Page("engagements/calls/_ask.html", _ask)


def _engagement(form: Form) -> UUID:
    try:
        return UUID(form.raw("engagement_id"))
    except ValueError:
        raise NotYours from None


@reads("/engagements/{engagement_id:uuid}/calls", guards=[guards.family])
def ask_page(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show one's own newest request and the button, on a page of their own."""
    return ASK.show(engagement_id=engagement_id)


@writes("/calls", guards=[guards.family])
def ask(request: Asked, db: Db, form: Sent) -> Answer:
    """Ask to be called."""
    place = engagements.reach(db, _engagement(form), seen_by=request.user, among=("member", "loved_one"))
    if place.member is None:
        raise NotYours
    service.ask(db, place.engagement, place.member, by=request.user)
    return PART.changed("ask", to=local(form.raw("back") or "/"), engagement_id=place.engagement.id)


@writes("/engagements/{engagement_id:uuid}/calls/{call_id:uuid}/reading", guards=[guards.interventionist])
def read(request: Asked, db: Db, engagement_id: FromPath[UUID], call_id: FromPath[UUID]) -> Answer:
    """Note that the lead has read it, and go back to the desk."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    service.read(db, engagement, queries.call(db, engagement, call_id, seen_by=request.user), by=request.user)
    return go("/")


HANDLERS = [ask_page, ask, read]
