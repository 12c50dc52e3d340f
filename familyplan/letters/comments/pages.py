"""Marking a phrase, and what the writer says to it."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.kernel.forms import Form
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, found, go, writes
from familyplan.letters import queries
from familyplan.letters.comments import queries as comments
from familyplan.letters.comments import service
from familyplan.letters.pages import AFTER, REVIEW
from familyplan.letters.writing import queries as writing

Asked = Request[Person, SignedIn, Any]
NOT_TOLD = -1


def _place(form: Form, name: str) -> int | None:
    """Where in the text the page said that a phrase is (code points), if it said so."""
    place = form.number(name, NOT_TOLD)
    return None if place < 0 else place


@writes("/letters/{letter_id:uuid}/comments", page=REVIEW, guards=[guards.interventionist])
def comment(request: Asked, db: Db, form: Sent, letter_id: FromPath[UUID]) -> Answer:
    """Mark a phrase of a letter that was given, with a thought, other words, or both."""
    reached = queries.given(db, letter_id, seen_by=request.user)
    found(None if reached.is_for_lead else reached)
    parts = {part.section.key: part for part in writing.parts(db, reached)}
    section = parts[form.choice("section", parts)].section
    service.comment(
        db, reached, section, form.text("phrase"), form.text("note"), form.text("proposal"),
        near=_place(form, "starts"), by=request.user,
    )  # fmt: skip
    return REVIEW.changed("review", to=f"/letters/{letter_id}", says={"sent": True}, letter_id=letter_id)


def _on_the_letter(*, letter_id: UUID, **_more: object) -> tuple[Page, Context]:
    return AFTER, {"letter_id": letter_id}


@writes("/letters/{letter_id:uuid}/comments/{comment_id:uuid}/answer", page=_on_the_letter, guards=[guards.family])
def answer(request: Asked, db: Db, form: Sent, letter_id: FromPath[UUID], comment_id: FromPath[UUID]) -> Answer:
    """Take it, keep mine, or call me."""
    reached = queries.letter(db, letter_id, seen_by=request.user)
    thought = comments.one(db, found(reached if reached.what == "writer" else None), comment_id)
    part = writing.part_with(db, letter_id, thought.section_id, seen_by=request.user)
    said = form.choice("answer", service.ANSWERS)
    service.answer(db, part, thought, said, place=_place(form, "place"), by=request.user)
    if reached.hand_in is None:
        return go(f"/letters/{letter_id}?part={part.section.key}")
    return AFTER.changed("after", to=f"/letters/{letter_id}", letter_id=letter_id)


HANDLERS = [comment, answer]
