"""The other page: its writer's, the lead's while they go through it together, and otherwise only how it stands."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.guidance import shelf
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, go, writes
from familyplan.letters import service as letters
from familyplan.letters.coaching import queries as coaching
from familyplan.letters.coaching import service as ideas
from familyplan.letters.coaching.remarks import queries as remarks
from familyplan.letters.comments.queries import Piece
from familyplan.letters.envelope import queries as envelope
from familyplan.letters.envelope.service import TOLD
from familyplan.letters.other_page import queries, service
from familyplan.letters.pages import around, page_of_parts
from familyplan.letters.writing import queries as writing

Asked = Request[Person, SignedIn, Any]
ANSWERS = ("no", "not_sure", "yes")


def _other(db: Session, *, seen_by: Person, letter_id: UUID, key: str = "", whole: bool = False) -> Context:
    found, page = queries.own(db, letter_id, seen_by=seen_by)
    parts = writing.parts(db, found)
    pages = page_of_parts(parts, key, whole=whole)
    return {
        **around(found),
        **pages,
        "help": coaching.help_on(db, found, parts, pages["shown"], seen_by=seen_by),
        "idea": ideas.idea(db, found, parts),
        "other_page": page,
        "state": queries.state(page, found.letter),
        "closed": found.letter.could_endanger in queries.ENDANGERS,
        "is_theirs": bool(queries.could_have(db, found.engagement, [found.writer], seen_by=seen_by)),
        "changed_since": queries.has_changed(page, parts),
        "openings": envelope.openings(db, found),
        "reasons": TOLD,
        "numbers": shelf.current().help_numbers["US"],
        "thoughts": [],
    }


def _shown(db: Session, *, seen_by: Person, letter_id: UUID) -> Context:
    found, page = queries.shown(db, letter_id, seen_by=seen_by)
    parts = writing.parts(db, found)
    return {**around(found), **remarks.beside(found, parts), "parts": parts, "other_page": page, "piece": Piece}


def _state(db: Session, *, seen_by: Person, letter_id: UUID) -> Context:
    found, page = queries.reach(db, letter_id, seen_by=seen_by)
    changed = queries.has_changed(page, writing.parts(db, found))
    return {**around(found), "other_page": page, "state": queries.state(page, found.letter), "changed_since": changed}


OTHER = Page("letters/other_page.html", _other)
TOGETHER = Page("letters/other_page_together.html", _shown)
SEALED = Page("letters/other_page_state.html", _state)


@writes("/letters/{letter_id:uuid}/other-page", how=get, guards=[guards.letter_people])
def other_page(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Show the other page to its writer; to the lead only while it is shown, journaled, and else how it stands."""
    found, page = queries.reach(db, letter_id, seen_by=request.user)
    if found.what == "lead":
        if queries.state(page, found.letter) != "shown":
            return SEALED.show(letter_id=letter_id)
        service.mark_read(db, found, by=request.user)
        return TOGETHER.show(letter_id=letter_id)
    letters.mark_opened(db, found)
    key, whole = request.query_params.get("part", ""), "part" not in request.query_params
    return OTHER.show(letter_id=letter_id, key=key, whole=whole)


@writes("/engagements/{engagement_id:uuid}/members/{member_id:uuid}/other-page", guards=[guards.interventionist])
def open_page(request: Asked, db: Db, engagement_id: FromPath[UUID], member_id: FromPath[UUID]) -> Answer:
    """Open the other page for a member, after talking with them."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    member = engagements.member(db, engagement, member_id, seen_by=request.user)
    service.open_page(db, engagement, member, by=request.user)
    return go(f"/engagements/{engagement_id}/letters")


def _changed(letter_id: UUID) -> Answer:
    return OTHER.changed("other", to=f"/letters/{letter_id}/other-page", letter_id=letter_id, whole=True)


@writes("/letters/{letter_id:uuid}/other-page/none", page=OTHER, guards=[guards.family])
def have_none(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Say "I don't have one"."""
    found, _page = queries.own(db, letter_id, seen_by=request.user)
    service.have_none(db, found, by=request.user)
    return _changed(letter_id)


@writes("/letters/{letter_id:uuid}/other-page/none/withdrawal", page=OTHER, guards=[guards.family])
def have_one(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Take "I don't have one" back."""
    found, _page = queries.own(db, letter_id, seen_by=request.user)
    service.have_one_after_all(db, found, by=request.user)
    return _changed(letter_id)


@writes("/letters/{letter_id:uuid}/other-page/danger", page=OTHER, guards=[guards.family])
def say_danger(request: Asked, db: Db, form: Sent, letter_id: FromPath[UUID]) -> Answer:
    """Keep the private answer; "yes" and "not sure" close the page softly."""
    found, page = queries.own(db, letter_id, seen_by=request.user)
    service.say_danger(db, found, page, form.choice("danger", ANSWERS), by=request.user)
    return _changed(letter_id)


@writes("/letters/{letter_id:uuid}/other-page/showing", page=OTHER, guards=[guards.family])
def show(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Ask the professional to go through it together."""
    found, page = queries.own(db, letter_id, seen_by=request.user)
    service.show(db, found, page, by=request.user)
    return _changed(letter_id)


@writes("/letters/{letter_id:uuid}/other-page/showing/withdrawal", page=OTHER, guards=[guards.family])
def hide(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Take that back before it was done, or the sealed page, so that nobody opens it on the day."""
    found, _page = queries.own(db, letter_id, seen_by=request.user)
    service.hide(db, found, by=request.user)
    return _changed(letter_id)


@writes("/letters/{letter_id:uuid}/other-page/sealing", page=SEALED, guards=[guards.letter_people])
def seal(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Say that both went through it; from here on nobody but the writer can read it."""
    found, page = queries.reach(db, letter_id, seen_by=request.user)
    service.seal(db, found, page, by=request.user)
    return go(f"/letters/{letter_id}/other-page")


HANDLERS = [other_page, open_page, have_none, have_one, say_danger, show, hide, seal]
