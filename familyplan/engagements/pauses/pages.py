"""Pausing one family or all of one's own, and starting again."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.engagements.pauses import queries, service
from familyplan.engagements.pauses.records import REASONS
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, reads, writes

Asked = Request[Person, SignedIn, Any]


def _pause(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    engagement = engagements.led(db, engagement_id, seen_by=seen_by)
    return {"engagement": engagement, "pause": queries.standing(db, engagement.id, seen_by=seen_by)}


def _pauses(db: Session, *, seen_by: Person) -> Context:
    families = queries.led_families(db, seen_by=seen_by)
    return {"families": families, "running": [family for family, pause in families if pause is None]}


PAUSE = Page("engagements/pauses/pause.html", _pause)
PAUSES = Page("engagements/pauses/pauses.html", _pauses)


@reads("/engagements/{engagement_id:uuid}/pause", guards=[guards.interventionist])
def pause_page(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show whether this family stands still, and the form to pause or to start again."""
    return PAUSE.show(engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/pause", page=PAUSE, guards=[guards.interventionist])
def pause(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Let everything stand still for this family."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    words, sentence = form.text("note"), form.text("sentence", longest=500)
    service.pause(db, engagement, form.choice("why", REASONS), by=request.user, words=words, sentence=sentence)
    return PAUSE.changed("pause", to=f"/engagements/{engagement_id}/pause", engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/pause/ending", page=PAUSE, guards=[guards.interventionist])
def resume(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Start again, without catching up."""
    service.resume(db, engagements.led(db, engagement_id, seen_by=request.user), by=request.user)
    return PAUSE.changed("pause", to=f"/engagements/{engagement_id}/pause", engagement_id=engagement_id)


@reads("/pauses", guards=[guards.interventionist])
def pauses_page(request: Asked, db: Db) -> Answer:
    """Show which of one's families stand still."""
    return PAUSES.show()


@writes("/pauses", page=PAUSES, guards=[guards.interventionist])
def pause_all(request: Asked, db: Db, form: Sent) -> Answer:
    """Pause every family that one leads and that does not stand still already. No family has died as a whole."""
    why = form.choice("why", tuple(reason for reason in REASONS if reason != "died"))
    for engagement, standing in queries.led_families(db, seen_by=request.user):
        if standing is None:
            service.pause(db, engagement, why, by=request.user, words=form.text("note"))
    return PAUSES.changed("pauses", to="/pauses")


HANDLERS = [pause_page, pause, resume, pauses_page, pause_all]
