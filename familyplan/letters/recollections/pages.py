"""Going through somebody's moments together: the lead's page of them, once they were given."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.forms import Form
from familyplan.kernel.language import _
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, writes
from familyplan.letters import service as letters
from familyplan.letters.pages import around
from familyplan.letters.recollections import queries, service
from familyplan.letters.recollections.queries import PICKED, RESTS, Moment
from familyplan.letters.writing import queries as writing

Asked = Request[Person, SignedIn, Any]
CHOICES = (PICKED, RESTS)
NOT_SHOWN = -1


def _moments(db: Session, *, seen_by: Person, letter_id: UUID) -> Context:
    reached = queries.given(db, letter_id, seen_by=seen_by)
    told = queries.moments(db, reached, writing.parts(db, reached))
    return {**around(reached), "moments": told, "today": clock.today(reached.engagement.zone)}


MOMENTS = Page("letters/moments.html", _moments)


def _choices(form: Form, moments: list[Moment]) -> dict[str, str]:
    keys = [one.part.section.key for one in moments]
    said = {key: form.raw(f"choice_{key}") for key in keys if form.raw(f"choice_{key}")}
    if set(said.values()) - set(CHOICES):
        raise Refusal(_("Please choose one of these."), field="talked_on")
    return said


@writes("/letters/{letter_id:uuid}/moments", how=get, guards=[guards.interventionist])
def moments(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Show the lead the moments that somebody gave, journaled as read."""
    letters.mark_read(db, queries.given(db, letter_id, seen_by=request.user), by=request.user)
    return MOMENTS.show(letter_id=letter_id)


@writes("/letters/{letter_id:uuid}/moments", page=MOMENTS, guards=[guards.interventionist])
def pick(request: Asked, db: Db, form: Sent, letter_id: FromPath[UUID]) -> Answer:
    """Keep what both said of each moment when they talked: fields talked_on, choice_<key>, shown_<key>."""
    reached = queries.given(db, letter_id, seen_by=request.user)
    told = queries.moments(db, reached, writing.parts(db, reached))
    chosen = _choices(form, told)
    shown = {key: form.number(f"shown_{key}", NOT_SHOWN) for key in chosen}
    service.pick(db, reached, told, service.Talk(form.day("talked_on"), chosen, shown), by=request.user)
    return MOMENTS.changed("moments", to=f"/letters/{letter_id}/moments", says={"kept": True}, letter_id=letter_id)


HANDLERS = [moments, pick]
