"""One look back: asking, noting, putting it on another day."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.kernel import clock
from familyplan.kernel.errors import NotYours, Refusal
from familyplan.kernel.forms import Form
from familyplan.kernel.language import _
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, go, id_in, reads, writes
from familyplan.outcomes import queries as outcomes
from familyplan.outcomes.follow_ups import queries, service
from familyplan.outcomes.follow_ups.service import Look
from familyplan.outcomes.queries import Place
from familyplan.outcomes.records import SOURCES

Asked = Request[Person, SignedIn, Any]
LONGEST_NOTE = 2_000
AT = "/engagements/{engagement_id:uuid}/follow-ups/{follow_up_id:uuid}"


def _follow_up(db: Session, *, seen_by: Person, engagement_id: UUID, follow_up_id: UUID) -> Context:
    place = outcomes.place(db, engagement_id, seen_by=seen_by)
    return {
        "place": place,
        "engagement": place.engagement,
        "follow_up": queries.follow_up(db, place, follow_up_id, seen_by=seen_by),
        "at": f"/engagements/{engagement_id}/follow-ups/{follow_up_id}",
        "today": clock.today(place.engagement.zone),
    }


def _fewer(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    place = outcomes.place(db, engagement_id, seen_by=seen_by)
    if place.reach.what != "lead":
        raise NotYours
    rows = queries.to_choose(db, place, seen_by=seen_by)
    return {"engagement": place.engagement, "follow_ups": rows, "at": f"/engagements/{engagement_id}/follow-ups"}


FEWER = Page("outcomes/fewer.html", _fewer)
FOLLOW_UP = Page("outcomes/follow_up.html", _follow_up)


@reads(AT, guards=[guards.recorders])
def follow_up(request: Asked, db: Db, engagement_id: FromPath[UUID], follow_up_id: FromPath[UUID]) -> Answer:
    """Show one look back: its questions, or what was found."""
    return FOLLOW_UP.show(engagement_id=engagement_id, follow_up_id=follow_up_id)


def look_of(form: Form, place: Place) -> Look:
    """Read what was found; a counselor's word is always their program's, under its release."""
    today = clock.today(place.engagement.zone)
    happened_on = form.day("happened_on") or today
    if happened_on < place.engagement.started_on - timedelta(days=1):
        raise Refusal(_("That is before the family called. Is the year right?"), field="happened_on")
    source = "program" if place.is_counselor else form.choice("source", SOURCES)
    return Look(
        happened_on=happened_on,
        reached=form.choice("reached", service.REACHED),
        in_treatment=form.choice("in_treatment", service.IN_TREATMENT),
        going=form.choice("going", service.GOING, default=""),
        source=source,
        words=form.text("words", longest=LONGEST_NOTE),
        release=place.release,
    )


@writes(AT, page=FOLLOW_UP, guards=[guards.recorders])
def note(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], follow_up_id: FromPath[UUID]) -> Answer:
    """Note what was found."""
    place = outcomes.place(db, engagement_id, seen_by=request.user)
    row = queries.follow_up(db, place, follow_up_id, seen_by=request.user)
    service.look(db, place.engagement, row, look_of(form, place), by=request.user)
    return go(f"/engagements/{engagement_id}/outcomes")


@writes(AT + "/day", page=FOLLOW_UP, guards=[guards.recorders])
def move(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], follow_up_id: FromPath[UUID]) -> Answer:
    """Put it on another day."""
    place = outcomes.place(db, engagement_id, seen_by=request.user)
    row = queries.follow_up(db, place, follow_up_id, seen_by=request.user)
    due_on = form.day("due_on")
    if due_on is None:
        raise Refusal(_("Which day suits better?"), field="due_on")
    service.move(db, place.engagement, row, due_on, by=request.user)
    return go(f"/engagements/{engagement_id}/outcomes")


@reads("/engagements/{engagement_id:uuid}/follow-ups", guards=[guards.interventionist])
def fewer(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show which days of asking are still ahead, so that the family can say which they want."""
    return FEWER.show(engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/follow-ups", page=FEWER, guards=[guards.interventionist])
def want_fewer(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Keep the days that are ticked, and let the others go."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    service.want_fewer(db, engagement, [id_in(one) for one in form.every("wanted")], by=request.user)
    return FEWER.changed("fewer", to=f"/engagements/{engagement_id}/follow-ups", engagement_id=engagement_id)


HANDLERS = [follow_up, note, move, fewer, want_fewer]
