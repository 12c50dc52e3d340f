"""Saving one section, choosing between two texts, and what a letter said before."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, put
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.kernel import clock, templates
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, found, go, reads, send, writes
from familyplan.letters import queries
from familyplan.letters.other_page.pages import OTHER
from familyplan.letters.pages import WRITE, around
from familyplan.letters.records import OTHER_PAGE
from familyplan.letters.writing import queries as writing
from familyplan.letters.writing import service
from familyplan.letters.writing.queries import OpenPart

Asked = Request[Person, SignedIn, Any]
NEVER_SEEN = -1  # a revision that no section ever had


def _page_of(part: OpenPart) -> Page:
    return OTHER if part.found.letter.kind == OTHER_PAGE else WRITE


def _where(*, request: Asked, db: Session, letter_id: UUID, key: str, **_more: object) -> tuple[Page, Context]:
    """Come back, after a refusal, to the page that the words were typed on."""
    return _page_of(_part(db, request, letter_id, key)), {"letter_id": letter_id, "key": key}


def _part(db: Session, request: Asked, letter_id: UUID, key: str) -> OpenPart:
    return writing.part_of(db, letter_id, key, seen_by=request.user)


def _both(part: OpenPart) -> Answer:
    """Show the two texts on the page of the part, with 409: neither was lost, and the writer chooses."""
    return _page_of(part).show(status=409, letter_id=part.found.letter.id, key=part.section.key)


@writes("/letters/{letter_id:uuid}/sections/{key:str}", how=put, page=_where, guards=[guards.family])
def save(request: Asked, db: Db, form: Sent, letter_id: FromPath[UUID], key: FromPath[str]) -> Answer:
    """Save one section by itself, as the page does while somebody writes: JSON, or 409 with both texts."""
    part = _part(db, request, letter_id, key)
    writing_id = form.text("writing", longest=service.LONGEST_WRITING)
    if not service.save(db, part, form.raw("body"), form.number("revision", NEVER_SEEN), writing_id):
        return _both(part)
    return _kept(part, request.user.zone)


def _kept(part: OpenPart, zone: str) -> Answer:
    saved_at: datetime = part.section.saved_at or clock.now()
    told = {"revision": part.section.revision, "saved_at": templates.time(saved_at, zone)}
    return send(json.dumps(told), "application/json", headers={"x-revision": str(part.section.revision)})


@writes("/letters/{letter_id:uuid}/sections/{key:str}", page=_where, guards=[guards.family])
def send_part(request: Asked, db: Db, form: Sent, letter_id: FromPath[UUID], key: FromPath[str]) -> Answer:
    """Save one section by its button and go on; "nothing comes" is noted where nothing stands."""
    part = _part(db, request, letter_id, key)
    writing_id = form.text("writing", longest=service.LONGEST_WRITING)
    if not service.save(db, part, form.raw("body"), form.number("revision", NEVER_SEEN), writing_id):
        return _both(part)
    if form.raw("go") == "nothing":
        service.nothing_comes(db, part.section)
    return go(_onward(db, part, form.raw("go")))


def _onward(db: Session, part: OpenPart, wish: str) -> str:
    """Where the button leads: the next part, the whole letter when this was the last, or back to all parts."""
    home = f"/letters/{part.found.letter.id}"
    home += "/other-page" if part.found.letter.kind == OTHER_PAGE else ""
    if wish == "all":
        return f"{home}?all=1#part-{part.section.key}"
    keys = [one.section.key for one in writing.parts(db, part.found)]
    after = keys[keys.index(part.section.key) + 1 :] if part.section.key in keys else []
    return f"{home}?part={after[0]}" if after else f"{home}?read=1"


@writes("/letters/{letter_id:uuid}/sections/{key:str}/choice", page=_where, guards=[guards.family])
def choose(request: Asked, db: Db, form: Sent, letter_id: FromPath[UUID], key: FromPath[str]) -> Answer:
    """Settle two texts of one section."""
    part = _part(db, request, letter_id, key)
    choice = form.choice("choice", ("this", "that", "both"))
    beside, shown = _uuid(form.raw("conflict")), form.number("revision", NEVER_SEEN)
    if not service.choose(db, part, beside, choice, shown, form.raw("body")):  # type: ignore[arg-type]  # one of the three
        return _both(part)
    home = f"/letters/{letter_id}{'/other-page' if part.found.letter.kind == OTHER_PAGE else ''}"
    return go(f"{home}?part={key}")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return found(None)


def _revisions(db: Session, *, seen_by: Person, letter_id: UUID, page: int = 1, version: UUID | None = None) -> Context:
    reached = queries.own(db, letter_id, seen_by=seen_by)
    rows, more = writing.history(db, reached, page)
    shown = writing.earlier(db, reached, version) if version else None
    titles = {part.section.id: part.title for part in writing.parts(db, reached)}
    return {**around(reached), "rows_of": rows, "more": more, "page": page, "shown": shown, "titles": titles}


REVISIONS = Page("letters/revisions.html", _revisions)


@reads("/letters/{letter_id:uuid}/revisions", guards=[guards.family])
def revisions(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Show the writer, and nobody else, what the letter said before."""
    asked = request.query_params
    typed = asked.get("page", "")
    page = int(typed) if typed.isdecimal() and len(typed) < len("10000") else 1
    version = _uuid(asked["version"]) if "version" in asked else None
    return REVISIONS.show(letter_id=letter_id, page=max(page, 1), version=version)


def _at_revisions(*, letter_id: UUID, **_more: object) -> tuple[Page, Context]:
    return REVISIONS, {"letter_id": letter_id}


@writes("/letters/{letter_id:uuid}/revisions/{revision_id:uuid}/return", page=_at_revisions, guards=[guards.family])
def bring_back(request: Asked, db: Db, letter_id: FromPath[UUID], revision_id: FromPath[UUID]) -> Answer:
    """Put an earlier text in place again; what stands now goes into the history first."""
    reached = queries.own(db, letter_id, seen_by=request.user)
    row, key = writing.earlier(db, reached, revision_id)
    part = writing.part_of(db, letter_id, key, seen_by=request.user)
    service.bring_back(db, part, row.id)
    home = f"/letters/{letter_id}{'/other-page' if reached.letter.kind == OTHER_PAGE else ''}"
    return go(f"{home}?part={key}")


HANDLERS = [save, send_part, choose, revisions, bring_back]
