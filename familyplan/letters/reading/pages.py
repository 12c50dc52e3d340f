"""The reading copy of a letter, on the screen and as a PDF; and its writer's plain copy."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access import queries as access
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.kernel import language
from familyplan.kernel.language import gettext as _
from familyplan.kernel.pdf import Sheets, clean, runs
from familyplan.kernel.web import Answer, Context, Db, Page, reads, send, writes
from familyplan.letters import queries as letters
from familyplan.letters.reading import queries, service
from familyplan.letters.reading.queries import SHOWS, Copy, Face, Show
from familyplan.letters.reading.service import Paragraph
from familyplan.letters.writing import queries as writing

Asked = Request[Person, SignedIn, Any]
MOST_SENTENCES = 3000  # of a column that are set one by one
LONGEST_WHOLE = 400  # code points of a sentence that is never parted by a page's end


def _copy(db: Session, *, seen_by: Person, letter_id: UUID, show: Show = "original") -> Context:
    found = queries.to_read(db, letter_id, seen_by=seen_by)
    return {
        "letter": found.letter,
        "as_what": found.what,
        "writer_first": found.writer.person.first_name,
        "copy": queries.copy_of(db, found, show, words_a_minute=access.words_a_minute(db)),
        "other_name": language.own_name(found.letter.translated_into),
        "unprintable": False,
    }


def face_data(face: Face) -> dict[str, str]:
    """A language as a print template takes it: the plain tag, and a direction where it is known."""
    return {"lang": (face.lang or language.spoken()).split("-")[0], "dir": face.dir}


def column_data(column: list[Paragraph]) -> list[list[dict[str, Any]]]:
    """
    Paragraphs of sentences as a print template takes them; one that fits on a page is kept `whole` on it.

    A text of thousands of lines is set in large pieces instead, so that no letter keeps the program busy for long.
    """
    if sum(len(paragraph) for paragraph in column) > MOST_SENTENCES:
        return [[_sentence(clean("\n".join(sentence for paragraph in column for sentence in paragraph)))]]
    return [[_sentence(clean(sentence)) for sentence in paragraph] for paragraph in column]


def _sentence(said: str) -> dict[str, Any]:
    return {"runs": runs(said), "whole": len(said) <= LONGEST_WHOLE}


def copy_data(copy: Copy) -> dict[str, Any]:
    """A copy as a print template takes it."""
    return {
        "faces": [face_data(face) for face in copy.faces],
        "parts": [[column_data(column) for column in row] for row in copy.parts],
    }


def _sheets_of(context: Context) -> dict[str, Any]:
    copy: Copy = context["copy"]
    told = copy_data(copy)
    lang = told["faces"][0]["lang"]
    return {"title": _("To read aloud"), "lang": lang, "letters": [told], "of": _("of")}


COPY = Page("letters/reading_copy.html", _copy)
COPY_SHEETS = Sheets(COPY, "reading_copy.typ", _sheets_of, "reading-copy.pdf")


def _asked_for(request: Asked) -> Show:
    asked = request.query_params.get("show", "")
    return next((show for show in SHOWS if show == asked), "original")


@writes("/letters/{letter_id:uuid}/reading-copy", how=get, guards=[guards.letter_people])
def reading_copy(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Show a letter large, to be read aloud; journaled where it is not the writer's own reading."""
    service.mark_read(db, queries.to_read(db, letter_id, seen_by=request.user), by=request.user)
    return COPY.show(letter_id=letter_id, show=_asked_for(request))


@writes("/letters/{letter_id:uuid}/reading-copy.pdf", how=get, guards=[guards.letter_people])
def reading_copy_pdf(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Hand the same out as a tagged PDF, or, where a sign cannot be printed, show the page and say so."""
    service.mark_read(db, queries.to_read(db, letter_id, seen_by=request.user), by=request.user)
    return COPY_SHEETS.show(letter_id=letter_id, show=_asked_for(request))


@reads("/letters/{letter_id:uuid}/copy", guards=[guards.family])
def copy(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Hand the writer the letter as a plain file with a name that says nothing; also after leaving the family."""
    reached = letters.own(db, letter_id, seen_by=request.user, gone_too=True)
    words = [part.section.body for part in writing.parts(db, reached) if part.section.body.strip()]
    text = "\n\n".join(words) + "\n"
    named = {"content-disposition": 'attachment; filename="my-words.txt"'}
    return send(text.encode("utf-8", "replace"), "text/plain", headers=named)


HANDLERS = [reading_copy, reading_copy_pdf, copy]
