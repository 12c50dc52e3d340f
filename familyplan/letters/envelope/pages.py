"""The writer's print of the other page for its envelope, and the lead's opening of it on the day."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, found, go, reads, writes
from familyplan.letters.envelope import queries, service
from familyplan.letters.other_page import queries as other_page
from familyplan.letters.other_page import service as acts
from familyplan.letters.pages import around
from familyplan.letters.reading import queries as reading
from familyplan.letters.reading.queries import Copy
from familyplan.letters.reading.service import paragraphs
from familyplan.letters.writing import queries as writing

Asked = Request[Person, SignedIn, Any]


def _copy(db: Session, *, seen_by: Person, letter_id: UUID) -> Context:
    reached, _page = other_page.own(db, letter_id, seen_by=seen_by)
    told = reading.read_aloud(writing.parts(db, reached))
    face = reading.face_of(reached.letter.language)
    rows = [[paragraphs(part.section.body)] for part in told]
    return {**around(reached), "copy": Copy([face], rows, "original", has_translation=False, minutes=0)}


def _envelope(db: Session, *, seen_by: Person, letter_id: UUID, confirmed_at: datetime | None = None) -> Context:
    reached, page = queries.led(db, letter_id, seen_by=seen_by)
    parts, opened_at = writing.parts(db, reached), queries.open_since(db, reached, page, seen_by=seen_by)
    return {
        **around(reached),
        "state": other_page.state(page, reached.letter),
        "closed": service.closed_because(reached.engagement),
        "day": service.day_of(reached.engagement),
        "confirmed": service.is_confirmed(reached.engagement, confirmed_at),
        "reasons": service.REASONS,
        "opened_at": opened_at,
        "closes_at": opened_at + queries.SHOWN_FOR if opened_at else None,
        "parts": [part for part in parts if reading.is_read(part)] if opened_at else [],
        "changed_since": other_page.has_changed(page, parts),
        "by_mail": bool(reached.writer.person.address),
    }


COPY = Page("letters/other_page_copy.html", _copy)
ENVELOPE = Page("letters/envelope.html", _envelope)


@reads("/letters/{letter_id:uuid}/other-page/copy", guards=[guards.family])
def copy(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Show the writer, and nobody else, their other page to print for its envelope; the private part is not on it."""
    reached, _page = other_page.own(db, letter_id, seen_by=request.user)
    if not other_page.is_open_to_writer(db, reached, seen_by=request.user):
        return go(f"/letters/{letter_id}/other-page")
    return COPY.show(letter_id=letter_id)


@writes("/letters/{letter_id:uuid}/other-page/envelope", how=get, guards=[guards.interventionist])
def envelope(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Show the lead what lies in the envelope, while it is open before them, journaled; else how it is opened."""
    reached, page = queries.led(db, letter_id, seen_by=request.user)
    if other_page.state(page, reached.letter) != "sealed":
        return go(f"/letters/{letter_id}/other-page")
    if queries.open_since(db, reached, page, seen_by=request.user):
        acts.mark_read(db, reached, by=request.user)
    return ENVELOPE.show(letter_id=letter_id, confirmed_at=found(request.auth).confirmed_at)


def _same(*, request: Asked, letter_id: UUID, **_more: object) -> tuple[Page, Context]:
    return ENVELOPE, {"letter_id": letter_id, "confirmed_at": request.auth.confirmed_at}


@writes(
    "/letters/{letter_id:uuid}/other-page/openings",
    page=_same,
    guards=[guards.interventionist],
    opt={"confirmed": True},  # on the day itself, which is for the act to say; for the table of routes
)
def open_it(request: Asked, db: Db, form: Sent, letter_id: FromPath[UUID]) -> Answer:
    """Open a sealed other page on the day, with a reason; its writer is told at once."""
    reached, page = queries.led(db, letter_id, seen_by=request.user)
    reason, confirmed_at = form.choice("reason", service.REASONS), request.auth.confirmed_at
    service.open_it(db, reached, page, reason, confirmed_at=confirmed_at, by=request.user)
    to = f"/letters/{letter_id}/other-page/envelope"
    return ENVELOPE.changed("envelope", to=to, letter_id=letter_id, confirmed_at=confirmed_at)


HANDLERS = [copy, envelope, open_it]
