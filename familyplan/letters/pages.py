"""A letter's pages: writing it, reading it through, giving it, what comes after; and the lead's page of it."""

import secrets
from functools import partial
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access import queries as access
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.consents import queries as consents
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, found, go, writes
from familyplan.letters import queries, service
from familyplan.letters.coaching import queries as coaching
from familyplan.letters.coaching import service as ideas
from familyplan.letters.coaching.remarks import queries as remarks
from familyplan.letters.comments import queries as comments
from familyplan.letters.comments import service as commenting
from familyplan.letters.history import queries as history
from familyplan.letters.history import service as kept
from familyplan.letters.own_pages import queries as own_pages
from familyplan.letters.paper import queries as paper
from familyplan.letters.queries import Found
from familyplan.letters.reading import queries as reading
from familyplan.letters.recollections import queries as recollections
from familyplan.letters.records import OTHER_PAGE
from familyplan.letters.writing import queries as writing

Asked = Request[Person, SignedIn, Any]


def around(reached: Found) -> Context:
    """What stands around a letter on every page of it."""
    letter_id = reached.letter.id
    apart = "/other-page" if reached.letter.kind == OTHER_PAGE else ""
    return {
        "letter": reached.letter,
        "engagement": reached.engagement,
        "hand_in": reached.hand_in,
        "lead": reached.engagement.lead.first_name,
        "writer": reached.writer.person.name,
        "writer_first": reached.writer.person.first_name,
        "calls": reached.calls,
        "title": reached.kind.title if reached.kind else "",
        "shared": reached.is_shared_by_writer,
        "for_lead": reached.is_for_lead,
        "own_page": own_pages.is_own_page(reached),
        "picked_together": recollections.is_picked_together(reached),
        "home": f"/letters/{letter_id}{apart}",
        "sections": f"/letters/{letter_id}/sections/",
        "tongue": reading.face_of(reached.letter.language),
        "other_page": None,
    }


def page_of_parts(
    parts: list[writing.Part], key: str, *, whole: bool, words_a_minute: int | None = None
) -> Context:  # fmt: skip
    """Which parts a writing page shows, and what lies before and after the one that is open."""
    shown = writing.opened(parts, key)
    if key and shown is None:
        found(shown)
    place = parts.index(shown) if shown else 0
    return {
        "parts": parts,
        "shown": parts if whole else [shown] if shown else [],
        "whole": whole,
        "place": place,
        "before": parts[place - 1] if place > 0 else None,
        "after": parts[place + 1] if place + 1 < len(parts) else None,
        "writing": secrets.token_urlsafe(12),
        "minutes": writing.minutes(parts, words_a_minute),
        "empty": writing.is_empty(parts),
    }


def _letter(db: Session, *, seen_by: Person, letter_id: UUID, key: str = "", whole: bool = False) -> Context:
    reached = queries.letter(db, letter_id, seen_by=seen_by)
    if reached.what != "writer":
        found(None)
    thoughts, parts = comments.of(db, reached), writing.parts(db, reached)
    page = page_of_parts(parts, key, whole=whole, words_a_minute=access.words_a_minute(db))
    return {
        **around(reached),
        "reached": reached,
        **page,
        "help": coaching.help_on(db, reached, parts, page["shown"], seen_by=seen_by),
        "thoughts": [thought for thought in thoughts if comments.is_open(thought)],
        "proposed": commenting.proposed(parts, [thought for thought in thoughts if comments.is_open(thought)]),
        "pieces": comments.pieces,
        "ready": queries.ready_sides(db, reached),
        "came": paper.typed_in(db, reached),
        "family_sees": own_pages.is_own_page(reached) and own_pages.standing(db, reached) is not None,
        "moments": recollections.beside(db, reached, page["shown"]),
    }


def _read(db: Session, *, seen_by: Person, letter_id: UUID, key: str = "", whole: bool = False) -> Context:
    told = _letter(db, seen_by=seen_by, letter_id=letter_id, key=key, whole=whole)
    return {**told, "idea": ideas.idea(db, told["reached"], told["parts"])}


def _after(db: Session, *, seen_by: Person, letter_id: UUID, key: str = "", whole: bool = False) -> Context:
    practice = access.practice(db)
    within = practice.reads_within_days if practice else None
    told = _letter(db, seen_by=seen_by, letter_id=letter_id, key=key, whole=whole)
    return {**told, "reads_within_days": within, "stand_in": reading.stand_in_of(db, told["reached"])}


def _given(db: Session, *, seen_by: Person, letter_id: UUID, idea: str = "") -> Context:
    reached = queries.given(db, letter_id, seen_by=seen_by)
    thoughts, parts, read = comments.of(db, reached), writing.parts(db, reached), history.read_parts(db, reached)
    changed = history.changes_of(read)
    return {
        **around(reached),
        **remarks.beside(reached, parts, idea),
        "parts": parts,
        "thoughts": thoughts,
        "proposed": commenting.proposed(parts, thoughts),
        "is_open": comments.is_open,
        "pieces": comments.pieces,
        "occasions": comments.occasions,
        "changed": changed,
        "changes_in": partial(kept.changes, seconds=kept.DIFF_SECONDS / max(len(changed), 1)),
        "shown": kept.version(read),
        "came": paper.typed_in(db, reached),
        "ready": queries.ready_sides(db, reached),
    }


def _unsent(db: Session, *, seen_by: Person, letter_id: UUID) -> Context:
    reached = queries.letter(db, letter_id, seen_by=seen_by)
    standing = queries.standing(db, reached)
    return {**around(reached), "standing": standing, "untouched": paper.untouched(db, reached)}


WRITE = Page("letters/write.html", _letter)
READ = Page("letters/read.html", _read)
GIVE = Page("letters/give.html", _letter)
AFTER = Page("letters/after.html", _after)
REVIEW = Page("letters/review.html", _given)
UNSENT = Page("letters/unsent.html", _unsent)


@writes("/letters/{letter_id:uuid}", how=get, guards=[guards.letter_people])
def letter(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Show a letter to its writer; to the lead once it was given, journaled, and until then its state alone."""
    reached = queries.letter(db, letter_id, seen_by=request.user)
    if reached.what == "lead":
        if reached.hand_in is None:
            return UNSENT.show(letter_id=letter_id)
        service.mark_read(db, reached, by=request.user)
        return REVIEW.show(letter_id=letter_id, idea=request.query_params.get("idea", ""))
    pledge = consents.pledge_of(db, reached.writer)
    if pledge is None or pledge.agreed_at is None:
        return go(f"/engagements/{reached.engagement.id}/pledge")
    service.mark_opened(db, reached)
    return _view(request, reached).show(
        letter_id=letter_id,
        key=request.query_params.get("part", ""),
        whole="all" in request.query_params,
        says={"taken_back": "taken-back" in request.query_params},
    )


def _view(request: Asked, reached: Found) -> Page:
    """Which of the writer's pages the address asks for; without a word, where the writer goes on."""
    asked = request.query_params
    if "read" in asked:
        return READ
    if "give" in asked and reached.hand_in is None:
        return GIVE
    return WRITE if "part" in asked or "all" in asked or reached.hand_in is None else AFTER


def _writers_or_leads(*, request: Asked, letter_id: UUID, **_more: object) -> tuple[Page, Context]:
    return (REVIEW if request.user.kind == "staff" else AFTER), {"letter_id": letter_id}


@writes("/letters/{letter_id:uuid}/hand-in", page=GIVE, guards=[guards.family])
def hand_in(request: Asked, db: Db, form: Sent, letter_id: FromPath[UUID]) -> Answer:
    """Give the letter to the professional, or, where somebody typed for the writer, ask to talk first."""
    reached = _own(db, request, letter_id)
    if form.raw("own_words") == "talk" and reached.letter.helper and reached.hand_in is None:
        service.want_to_talk(db, reached, by=request.user)
        return GIVE.show(letter_id=letter_id, says={"talks": True})
    service.hand_in(db, reached, writing.parts(db, reached), form.raw("own_words"), by=request.user)
    return go(f"/letters/{letter_id}")


@writes("/letters/{letter_id:uuid}/hand-in/withdrawal", page=AFTER, guards=[guards.family])
def take_back(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Take the letter back; from here on only the writer can read it."""
    service.take_back(db, _own(db, request, letter_id), by=request.user)
    return go(f"/letters/{letter_id}?read=1&taken-back=1")


def _own(db: Session, request: Asked, letter_id: UUID) -> Found:
    reached = queries.letter(db, letter_id, seen_by=request.user)
    return found(reached if reached.what == "writer" else None)


def _agreeing(db: Session, request: Asked, letter_id: UUID) -> Found:
    """The letter as one of the two who agree on it: its writer, or the lead once it was given."""
    staff = request.user.kind == "staff"
    reached = queries.given(db, letter_id, seen_by=request.user) if staff else _own(db, request, letter_id)
    return found(None if reached.is_for_lead else reached)


def _agreed(request: Asked, letter_id: UUID) -> Answer:
    page, block = (REVIEW, "review") if request.user.kind == "staff" else (AFTER, "after")
    return page.changed(block, to=f"/letters/{letter_id}", letter_id=letter_id)


@writes("/letters/{letter_id:uuid}/readiness", page=_writers_or_leads, guards=[guards.letter_people])
def agree(request: Asked, db: Db, form: Sent, letter_id: FromPath[UUID]) -> Answer:
    """Say "ready to read" for one's own side, about the words that stood on the page."""
    reached, shown = _agreeing(db, request, letter_id), form.number("shown", -1)
    service.agree(db, reached, writing.parts(db, reached), shown=None if shown < 0 else shown, by=request.user)
    return _agreed(request, letter_id)


@writes("/letters/{letter_id:uuid}/readiness/withdrawal", page=_writers_or_leads, guards=[guards.letter_people])
def think_again(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Take one's own "ready to read" back."""
    service.think_again(db, _agreeing(db, request, letter_id), by=request.user)
    return _agreed(request, letter_id)


def _all_parts(*, letter_id: UUID, **_more: object) -> tuple[Page, Context]:
    return WRITE, {"letter_id": letter_id, "whole": True}


@writes("/letters/{letter_id:uuid}/helper", page=_all_parts, guards=[guards.family])
def name_helper(request: Asked, db: Db, form: Sent, letter_id: FromPath[UUID]) -> Answer:
    """Note who types for the writer; an empty name means nobody does."""
    name = form.text("helper", longest=service.LONGEST_NAME)
    service.name_helper(db, _own(db, request, letter_id), name, by=request.user)
    return WRITE.changed("helping", to=f"/letters/{letter_id}?all=1#helping", letter_id=letter_id, whole=True)


HANDLERS = [letter, hand_in, take_back, agree, think_again, name_helper]
