"""Reporting considered: a page for staff."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.engagements import service as acts
from familyplan.kernel import clock
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, found, writes
from familyplan.safety.reporting import queries, service

Asked = Request[Person, SignedIn, Any]
LINE = 1_000
NOTE = 8_000


def _context(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    engagement = engagements.overseen(db, engagement_id, seen_by=seen_by)
    return {
        "engagement": engagement,
        "leads": engagement.lead_id == seen_by.id,
        "noted": queries.considered(db, engagement, seen_by=seen_by),
        "today": clock.today(engagement.zone),
    }


SHOW = Page("safety/reporting.html", _context)


@writes("/engagements/{engagement_id:uuid}/safety/reporting", how=get, guards=[guards.team])
def show(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show what was noted."""
    acts.look(db, engagement_id, "reporting", by=request.user)
    return SHOW.show(engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/safety/reporting", page=SHOW, guards=[guards.interventionist])
def consider(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Note that reporting was considered."""
    engagement = engagements.led(db, engagement_id, seen_by=found(request.user))
    what = service.Considered(
        learned=form.text("learned", longest=NOTE),
        from_whom=form.text("from_whom", longest=LINE),
        consulted=form.text("consulted", longest=LINE),
        reported=form.choice("reported", ("yes", "no"), default=""),
        to_whom=form.text("to_whom", longest=LINE),
        reference=form.text("reference", longest=LINE),
    )
    service.consider(db, engagement, what, form.day("happened_on"), by=request.user)
    to = f"/engagements/{engagement_id}/safety/reporting"
    return SHOW.changed("reporting", to=to, engagement_id=engagement_id)


HANDLERS = [show, consider]
