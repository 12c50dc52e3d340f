"""Saving one section, choosing between two texts, and what a letter said before."""

import json
import secrets
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
from familyplan.kernel.errors import Refusal
from familyplan.kernel.forms import Form
from familyplan.kernel.language import _
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, go, id_in, send, writes
from familyplan.letters.coaching import pages as coaching
from familyplan.letters.coaching import service as ideas
from familyplan.letters.other_page.pages import OTHER
from familyplan.letters.pages import WRITE
from familyplan.letters.paper import service as paper
from familyplan.letters.paper.pages import TYPED_IN
from familyplan.letters.records import OTHER_PAGE, TRANSLATED
from familyplan.letters.translation.pages import TRANSLATION
from familyplan.letters.writing import queries as writing
from familyplan.letters.writing import service
from familyplan.letters.writing.queries import OpenPart

Asked = Request[Person, SignedIn, Any]
NEVER_SEEN = -1  # a revision that no section ever had


def _page_of(part: OpenPart) -> Page:
    if part.section.key.endswith(TRANSLATED):
        return TRANSLATION
    if part.found.what == "lead":
        return TYPED_IN
    return OTHER if part.found.letter.kind == OTHER_PAGE else WRITE


def _where(*, request: Asked, db: Session, letter_id: UUID, key: str, **_more: object) -> tuple[Page, Context]:
    """Come back, after a refusal, to the page that the words were typed on."""
    return _page_of(_part(db, request, letter_id, key)), {"letter_id": letter_id, "key": key}


def _part(db: Session, request: Asked, letter_id: UUID, key: str) -> OpenPart:
    return writing.part_of(db, letter_id, key, seen_by=request.user)


def _both(part: OpenPart) -> Answer:
    """Show the two texts on the page of the part, with 409: neither was lost, and the writer chooses."""
    return _page_of(part).show(status=409, letter_id=part.found.letter.id, key=part.section.key)


def writing_id(form: Form, part: OpenPart) -> str:
    """Name the open page, so that nobody's page passes for another person's."""
    named = form.text("writing", longest=service.LONGEST_WRITING).replace(":", "")  # PAPER ends with one
    if part.hand:
        named = named or secrets.token_urlsafe(12)  # a page without a name never counts as the same one
    return f"{part.hand}{named}"[: service.LONGEST_WRITING]


def _saved(db: Session, part: OpenPart, form: Form) -> bool:
    """Save what the form holds; a form without the words themselves is no empty text."""
    if not form.every("body"):
        raise Refusal(_("Nothing arrived here. Your words are still on your page; please try once more."), field="body")
    paper.knows_who_reads(part.found, form.raw("given"))
    revision, turn = form.number("revision", NEVER_SEEN), form.number("turn", 0)
    return service.save(db, part, form.raw("body"), revision, writing_id(form, part), max(turn, 0))


@writes(
    "/letters/{letter_id:uuid}/sections/{key:str}", how=put, page=_where, before=coaching.read_ahead,
    guards=[guards.letter_people],
)  # fmt: skip
def save(request: Asked, db: Db, form: Sent, letter_id: FromPath[UUID], key: FromPath[str]) -> Answer:
    """Save one section by itself, as the page does while somebody writes: JSON, or 409 with both texts."""
    part = _part(db, request, letter_id, key)
    if not _saved(db, part, form):
        return _both(part)
    return _kept(part, request.user.zone, coaching.help_card(request, db, part) if request.state.proof else "")


def _kept(part: OpenPart, zone: str, card: str) -> Answer:
    saved_at: datetime = part.section.saved_at or clock.now()
    told = {"revision": part.section.revision, "saved_at": templates.time(saved_at, zone)}
    told |= {"help": card} if card else {}
    return send(json.dumps(told), "application/json", headers={"x-revision": str(part.section.revision)})


@writes(
    "/letters/{letter_id:uuid}/sections/{key:str}", page=_where, before=coaching.read_ahead,
    guards=[guards.letter_people],
)  # fmt: skip
def send_part(request: Asked, db: Db, form: Sent, letter_id: FromPath[UUID], key: FromPath[str]) -> Answer:
    """Save one section by its button and go on; "nothing comes" is noted where nothing stands."""
    part = _part(db, request, letter_id, key)
    empty = bool(form.every("body")) and service.says_nothing(
        part.section, form.raw("body"), form.number("revision", NEVER_SEEN)
    )
    if not empty and not _saved(db, part, form):
        return _both(part)
    if form.raw("go") == "nothing":
        service.nothing_comes(db, part.section)
    return go(_onward(db, part, form.raw("go")))


def _home(part: OpenPart) -> str:
    if part.section.key.endswith(TRANSLATED):
        return f"/letters/{part.found.letter.id}/translation"
    apart = "/other-page" if part.found.letter.kind == OTHER_PAGE else ""
    return f"/letters/{part.found.letter.id}{'/typed-in' if part.found.what == 'lead' else apart}"


def _onward(db: Session, part: OpenPart, wish: str) -> str:
    """Where the button leads: the next part, the whole letter when this was the last, or back to all parts."""
    home = _home(part)
    if part.section.key.endswith(TRANSLATED):
        return f"{home}#part-{part.section.key.removesuffix(TRANSLATED)}"
    if part.found.what == "lead":
        return f"{home}#part-{part.section.key}"
    if wish == "all":
        return f"{home}?all=1#part-{part.section.key}"
    parts = writing.parts(db, part.found)
    if wish == "next" and ideas.idea(db, part.found, parts, part.section.key):
        return f"/letters/{part.found.letter.id}/thought?after={part.section.key}"
    keys = [one.section.key for one in parts]
    after = keys[keys.index(part.section.key) + 1 :] if part.section.key in keys else []
    return f"{home}?part={after[0]}" if after else f"{home}?read=1"


@writes("/letters/{letter_id:uuid}/sections/{key:str}/choice", page=_where, guards=[guards.letter_people])
def choose(request: Asked, db: Db, form: Sent, letter_id: FromPath[UUID], key: FromPath[str]) -> Answer:
    """Settle two texts of one section."""
    part = _part(db, request, letter_id, key)
    choice = form.choice("choice", ("this", "that", "both"))
    beside, shown = id_in(form.raw("conflict")), form.number("revision", NEVER_SEEN)
    if not service.choose(db, part, beside, choice, shown, form.raw("body")):  # type: ignore[arg-type]  # one of the three
        return _both(part)
    on_one_page = part.found.what == "lead" or key.endswith(TRANSLATED)
    return go(_home(part) if on_one_page else f"{_home(part)}?part={key}")


HANDLERS = [save, send_part, choose]
