"""One thought about one's letter: shown, answered, and wanted no more; and the help card under the words."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.kernel.forms import Form
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, go, page_html, reads, writes
from familyplan.letters import queries as letters
from familyplan.letters.coaching import queries, service
from familyplan.letters.coaching.service import Said
from familyplan.letters.pages import around
from familyplan.letters.queries import Found
from familyplan.letters.records import OTHER_PAGE
from familyplan.letters.writing import queries as writing
from familyplan.letters.writing.queries import OpenPart, Part
from familyplan.letters.writing.service import LONGEST_SECTION

Asked = Request[Person, SignedIn, Any]
NOWHERE = -1  # a place and a revision that no sentence ever had


def _onward(found: Found, parts: list[Part], after: str) -> str:
    """Where the writer was going: the part after the one that was finished, or the whole letter."""
    if found.letter.kind == OTHER_PAGE:
        return f"/letters/{found.letter.id}/other-page"
    keys = [part.section.key for part in parts]
    later = keys[keys.index(after) + 1 :] if after in keys else []
    return f"/letters/{found.letter.id}?part={later[0]}" if later else f"/letters/{found.letter.id}?read=1"


def _thought(db: Session, *, seen_by: Person, letter_id: UUID, after: str = "") -> Context:
    found = letters.own(db, letter_id, seen_by=seen_by)
    parts = writing.parts(db, found)
    return {
        **around(found),
        "idea": service.idea(db, found, parts, after),
        "after": after,
        "onward": _onward(found, parts, after),
    }


THOUGHT = Page("letters/thought.html", _thought)


@reads("/letters/{letter_id:uuid}/thought", guards=[guards.family])
def thought(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Show the one idea there is about a part that was finished, or about the letter; without one, go on."""
    after = request.query_params.get("after", "")
    found = letters.own(db, letter_id, seen_by=request.user)
    parts = writing.parts(db, found)
    if service.idea(db, found, parts, after) is None:
        return go(_onward(found, parts, after))
    return THOUGHT.show(letter_id=letter_id, after=after)


def _again(*, form: Form, letter_id: UUID, **_more: object) -> tuple[Page, Context]:
    return THOUGHT, {"letter_id": letter_id, "after": form.raw("after")}


@writes("/letters/{letter_id:uuid}/thought", page=_again, guards=[guards.family])
def answer(request: Asked, db: Db, form: Sent, letter_id: FromPath[UUID]) -> Answer:
    """Use other words, or keep one's own; then on to where the writer was going."""
    found = letters.own(db, letter_id, seen_by=request.user)
    parts = writing.parts(db, found)
    part = next((one for one in parts if one.section.key == form.raw("part")), None)
    if part is not None:
        said = Said(
            form.raw("phrase"), form.number("place", NOWHERE), form.number("revision", NOWHERE),
            form.raw("words"),
        )  # fmt: skip
        service.answer(db, OpenPart(part.section, found), queries.look(found, parts), said)
    return go(_onward(found, parts, form.raw("after")))


@writes("/letters/{letter_id:uuid}/thought/none", page=_again, guards=[guards.family])
def no_more(request: Asked, db: Db, form: Sent, letter_id: FromPath[UUID]) -> Answer:
    """Be shown no more of these about this letter."""
    found = letters.own(db, letter_id, seen_by=request.user)
    service.no_more(db, found)
    return go(_onward(found, writing.parts(db, found), form.raw("after")))


@writes("/letters/{letter_id:uuid}/thought/none/withdrawal", page=_again, guards=[guards.family])
def again(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Be shown such thoughts again."""
    found = letters.own(db, letter_id, seen_by=request.user)
    service.again(db, found)
    return go(f"/letters/{letter_id}/thought")


def read_ahead(request: Asked, db: Session, form: Form) -> bool:
    """Let the coach read what is about to be saved, outside the writer's place, and say whether it sounds like now."""
    body = form.raw("body")
    return len(body) <= LONGEST_SECTION and queries.sounds_like_now(body)


def help_card(request: Asked, db: Session, part: OpenPart) -> str:
    """Render the card for under the words just saved by themselves; it is not written down anywhere that it opened."""
    one = Part(part.section, "", "")
    card = queries.help_on(db, part.found, [one], seen_by=request.user)
    return page_html(request, "letters/_help_card.html", {**around(part.found), "help": card}) if card else ""


HANDLERS = [thought, answer, no_more, again]
