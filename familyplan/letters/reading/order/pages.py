"""The page on which the lead says who reads when, and who reads for whom."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access import queries as access
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.engagements.ties import service as ties
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, id_in, reads, writes
from familyplan.letters.reading.order import queries, service
from familyplan.letters.writing import queries as writing

Asked = Request[Person, SignedIn, Any]


def _order(db: Session, *, seen_by: Person, engagement_id: UUID, **_about: object) -> Context:
    engagement = engagements.led(db, engagement_id, seen_by=seen_by)
    order = queries.in_order(db, engagement, seen_by=seen_by)
    given = writing.parts_of(db, [one.found for one in order if one.is_given])
    members, pairs = engagements.members(db, engagement, seen_by=seen_by), ties.apart_pairs(db, engagement)
    can = queries.reader_ids(db, engagement, seen_by=seen_by)
    pace = access.words_a_minute(db)
    minutes = {letter_id: writing.minutes(parts, pace) for letter_id, parts in given.items()}
    return {
        "engagement": engagement,
        "order": order,
        "minutes": minutes,
        "sitting": sum(minutes.values()),
        "seal": queries.seal_of(order),
        "readers": {one.found.letter.id: queries.readers_for(one.found.writer, members, can, pairs) for one in order},
        "together": queries.together_in(order, engagement, pairs, members),
    }


ORDER = Page("letters/order.html", _order)


@reads("/engagements/{engagement_id:uuid}/reading-order", guards=[guards.interventionist])
def order(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show the letters in the order in which they are read."""
    return ORDER.show(engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/reading-order", page=ORDER, guards=[guards.interventionist])
def move(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Read one letter earlier or later (way), or right before another (before; empty is last)."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    letter_id, seen, before = id_in(form.raw("letter")), form.raw("seen"), form.raw("before")
    if form.raw("way"):
        service.move(db, engagement, letter_id, form.choice("way", service.WAYS), seen, by=request.user)
    else:
        service.place(db, engagement, letter_id, id_in(before) if before else None, seen, by=request.user)
    return ORDER.changed("order", to=f"/engagements/{engagement_id}/reading-order", engagement_id=engagement_id)


@writes(
    "/engagements/{engagement_id:uuid}/reading-order/{letter_id:uuid}/stand-in", page=ORDER,
    guards=[guards.interventionist],
)  # fmt: skip
def ask(
    request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], letter_id: FromPath[UUID]
) -> Answer:  # fmt: skip
    """Say who reads a letter if its writer cannot."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    chosen = form.raw("member")
    service.ask(db, engagement, letter_id, id_in(chosen) if chosen else None, form.raw("was"), by=request.user)
    return ORDER.changed("order", to=f"/engagements/{engagement_id}/reading-order", engagement_id=engagement_id)


HANDLERS = [order, move, ask]
