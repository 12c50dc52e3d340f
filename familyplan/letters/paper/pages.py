"""The form to print; and for the lead, a letter that came on paper and is typed in."""

import secrets
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.kernel.errors import NotYours
from familyplan.kernel.web import Answer, Context, Db, Page, go, reads, writes
from familyplan.letters import queries
from familyplan.letters.pages import around
from familyplan.letters.paper import queries as paper
from familyplan.letters.paper import service
from familyplan.letters.writing import queries as writing

Asked = Request[Person, SignedIn, Any]


def _form(db: Session, *, seen_by: Person, letter_id: UUID) -> Context:
    reached = queries.letter(db, letter_id, seen_by=seen_by)
    asked = [part for part in writing.parts(db, reached) if part.prompt]
    return {**around(reached), "asked": [part.prompt for part in asked]}


def _typed_in(db: Session, *, seen_by: Person, letter_id: UUID, **_part: object) -> Context:
    reached = queries.letter(db, letter_id, seen_by=seen_by)
    if reached.what != "lead":
        raise NotYours
    types = paper.is_typed_by_lead(db, reached)
    return {
        **around(reached),
        "came": paper.typed_in(db, reached),
        "types": types,
        "untouched": reached.hand_in is None and paper.untouched(db, reached),
        "shown": writing.parts(db, reached) if types else [],
        "writing": secrets.token_urlsafe(12),
        "typing": True,
    }


FORM = Page("letters/paper.html", _form)
TYPED_IN = Page("letters/typed_in.html", _typed_in)


@reads("/letters/{letter_id:uuid}/paper", guards=[guards.letter_people])
def form_to_print(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Show the letter's questions with lines to write on, and not a word of the letter."""
    return FORM.show(letter_id=letter_id)


@writes("/letters/{letter_id:uuid}/typed-in", how=get, guards=[guards.interventionist])
def typed_in(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Show the lead the letter that came on paper, to type it in, journaled as read; else whether it can come so."""
    reached = queries.letter(db, letter_id, seen_by=request.user)
    if paper.is_typed_by_lead(db, reached):
        service.mark_opened(db, reached, by=request.user)
    return TYPED_IN.show(letter_id=letter_id)


@writes("/letters/{letter_id:uuid}/typed-in", page=TYPED_IN, guards=[guards.interventionist])
def receive(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Note that the letter came on paper."""
    service.receive(db, queries.letter(db, letter_id, seen_by=request.user), by=request.user)
    return go(f"/letters/{letter_id}/typed-in")


@writes("/engagements/{engagement_id:uuid}/members/{member_id:uuid}/paper", guards=[guards.interventionist])
def lay_out(request: Asked, db: Db, engagement_id: FromPath[UUID], member_id: FromPath[UUID]) -> Answer:
    """Lay out the letter of somebody who has not come in, to be printed and typed in afterwards."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    member = engagements.member(db, engagement, member_id, seen_by=request.user)
    return go(f"/letters/{service.lay_out(db, engagement, member, by=request.user).id}")


HANDLERS = [form_to_print, typed_in, receive, lay_out]
