"""The page on which the lead says who sits next to whom; a supervisor reads it."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.day import queries as days
from familyplan.day.pages import page_or_none
from familyplan.day.seats import queries, service
from familyplan.engagements import queries as engagements
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, id_in, writes

Asked = Request[Person, SignedIn, Any]


def _seats(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    reached = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    chairs = queries.chairs(db, reached.engagement, seen_by=seen_by)
    sitting = [chair for chair in chairs if chair.in_room]
    names = {chair.id: chair.name for chair in chairs}
    pairs = queries.apart(db, reached.engagement, seen_by=seen_by)
    close = service.too_close(pairs, [chair.id for chair in sitting])
    return {
        "engagement": reached.engagement,
        "leads": reached.what == "lead",
        "sitting": sitting,
        "not_there": [chair for chair in chairs if not chair.in_room],
        "seal": queries.seal_of(chairs),
        "close": [(names[one], names[other]) for one, other in close],
    }


SEATS = Page("day/seats.html", _seats)


@writes("/engagements/{engagement_id:uuid}/day/seats", how=get, guards=[guards.team])
def seats(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show who sits next to whom."""
    return page_or_none(db, SEATS, engagement_id, by=request.user)


@writes("/engagements/{engagement_id:uuid}/day/seats", page=SEATS, guards=[guards.interventionist])
def move(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Let somebody sit further up or down (way), or right before another (before; empty is last)."""
    engagement = days.led(db, engagement_id, seen_by=request.user)
    who, seen = id_in(form.raw("who")), form.raw("seen")
    if form.raw("way"):
        way = form.choice("way", service.WAYS)
        service.move(db, engagement, who, way, seen, by=request.user)
    else:
        before = form.raw("before")
        service.place(db, engagement, who, id_in(before) if before else None, seen, by=request.user)
    return _changed(engagement_id)


@writes("/engagements/{engagement_id:uuid}/day/seats/room", page=SEATS, guards=[guards.interventionist])
def let_in(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Say whether somebody is in the room."""
    engagement = days.led(db, engagement_id, seen_by=request.user)
    in_room = form.choice("in_room", ("yes", "no")) == "yes"
    service.let_in(db, engagement, id_in(form.raw("who")), form.raw("seen"), in_room=in_room, by=request.user)
    return _changed(engagement_id)


def _changed(engagement_id: UUID) -> Answer:
    return SEATS.changed("seats", to=f"/engagements/{engagement_id}/day/seats", engagement_id=engagement_id)


HANDLERS = [seats, move, let_in]
