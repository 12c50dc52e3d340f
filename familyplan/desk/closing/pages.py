"""Closing a family's file: what stays, what is asked once more, and opening it again."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.desk.closing import queries, service
from familyplan.engagements import queries as engagements
from familyplan.engagements.closing import queries as closings
from familyplan.engagements.closing import service as closing
from familyplan.engagements.closing.service import Words
from familyplan.engagements.pauses import queries as pauses
from familyplan.kernel import clock
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, reads, writes

Asked = Request[Person, SignedIn, Any]
AT = "/engagements/{engagement_id:uuid}/closing"


def _closing(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    engagement = engagements.led(db, engagement_id, seen_by=seen_by)
    pause, today = pauses.standing(db, engagement.id, seen_by=seen_by), clock.today(engagement.zone)
    asked = queries.asked_last(db, engagement, seen_by=seen_by)
    return {
        "engagement": engagement,
        "closing": closings.standing(db, engagement, seen_by=seen_by),
        "earlier": closings.before(db, engagement, seen_by=seen_by),
        "asked": asked,
        "not_lately": service.not_lately(asked, today),
        "died": pause is not None and pause.for_good,
        "today": today,
    }


CLOSING = Page("desk/closing.html", _closing)


@reads(AT, guards=[guards.interventionist])
def closing_page(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show whether the file is closed, or how it is."""
    return CLOSING.show(engagement_id=engagement_id)


@writes(AT, page=CLOSING, guards=[guards.interventionist])
def close(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Close the file."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    words = Words(
        happened_on=form.day("happened_on") or clock.today(engagement.zone),
        sentence=form.text("sentence", longest=closing.LONGEST),
        not_asked_because=form.text("not_asked_because", longest=closing.LONGEST),
    )
    service.close(db, engagement, words, by=request.user)
    return CLOSING.changed("closing", to=f"/engagements/{engagement_id}/closing", engagement_id=engagement_id)


@writes(AT + "/reopening", page=CLOSING, guards=[guards.interventionist])
def reopen(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Open the file again."""
    closing.reopen(db, engagements.led(db, engagement_id, seen_by=request.user), by=request.user)
    return CLOSING.changed("closing", to=f"/engagements/{engagement_id}/closing", engagement_id=engagement_id)


HANDLERS = [closing_page, close, reopen]
