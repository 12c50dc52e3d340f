"""The letter in the writer's own language, and the page on which a person types what it says in another."""

import secrets
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.kernel import language
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, go, reads, writes
from familyplan.letters.pages import around
from familyplan.letters.reading.queries import face_of
from familyplan.letters.translation import queries, service

Asked = Request[Person, SignedIn, Any]
LONGEST_NAME = 100


def _translation(db: Session, *, seen_by: Person, letter_id: UUID, key: str = "") -> Context:
    reached = queries.reach(db, letter_id, seen_by=seen_by)
    letter = reached.letter
    return {
        **around(reached),
        "mine": reached.what == "writer",
        "beside": queries.beside(db, reached),
        "own": face_of(letter.language),
        "other": face_of(letter.translated_into),
        "own_name": language.own_name(letter.language),
        "other_name": language.own_name(letter.translated_into),
        "languages": language.languages(),
        "writing": secrets.token_urlsafe(12),
    }


TRANSLATION = Page("letters/translation.html", _translation)


@reads("/letters/{letter_id:uuid}/translation", guards=[guards.letter_people])
def translation(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Show each part and what says it again, beside each other."""
    return TRANSLATION.show(letter_id=letter_id)


@writes("/letters/{letter_id:uuid}/language", page=TRANSLATION, guards=[guards.family])
def say_language(request: Asked, db: Db, form: Sent, letter_id: FromPath[UUID]) -> Answer:
    """Keep in which language the writer writes."""
    reached = queries.reach(db, letter_id, seen_by=request.user)
    service.say_language(db, reached, form.choice("language", language.WRITTEN, default=""), by=request.user)
    return TRANSLATION.changed("language", to=f"/letters/{letter_id}/translation", letter_id=letter_id)


@writes("/letters/{letter_id:uuid}/translation", page=TRANSLATION, guards=[guards.letter_people])
def begin(request: Asked, db: Db, form: Sent, letter_id: FromPath[UUID]) -> Answer:
    """Make room for a translation, and note who types it."""
    reached = queries.reach(db, letter_id, seen_by=request.user)
    into = form.choice("into", language.WRITTEN)
    service.begin(db, reached, into, form.text("translator", longest=LONGEST_NAME), by=request.user)
    return go(f"/letters/{letter_id}/translation#beside")


@writes("/letters/{letter_id:uuid}/translation/{key:str}", page=TRANSLATION, guards=[guards.letter_people])
def fits(request: Asked, db: Db, form: Sent, letter_id: FromPath[UUID], key: FromPath[str]) -> Answer:
    """Note that a part still says what the original says now."""
    reached = queries.reach(db, letter_id, seen_by=request.user)
    service.fits(db, reached, key, form.number("of_revision", -1))
    return go(f"/letters/{letter_id}/translation#part-{key}")


HANDLERS = [translation, say_language, begin, fits]
