"""Showing once more who one is, before what a stolen session must not do."""

from typing import Any

from litestar import Request
from sqlalchemy.orm import Session

from familyplan.access import guards, queries, service
from familyplan.access.factors import queries as factor_queries
from familyplan.access.factors import service as factors
from familyplan.access.factors.pages import asked_by
from familyplan.access.factors.passkeys import service as passkeys
from familyplan.access.pages import let_in, local
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.access.throttle import guards as throttle
from familyplan.journal.service import note
from familyplan.kernel.errors import Refusal
from familyplan.kernel.forms import Form
from familyplan.kernel.language import _
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, found, reads, writes

Asked = Request[Person | None, SignedIn | None, Any]


def _confirm(db: Session, *, seen_by: Person, asked: passkeys.Asked) -> Context:
    known = factor_queries.factors(db, seen_by=seen_by)
    options = passkeys.to_sign(asked.where, "confirm", asked.bearer, known.passkeys)
    return {"known": known, "options": options, "next": "/"}


CONFIRM = Page("access/confirm.html", _confirm)


def _again(request: Asked, **_given: Any) -> tuple[Page, Context]:
    return CONFIRM, {"asked": asked_by(request)}


@reads("/confirm", guards=[guards.staff])
def confirm_page(request: Asked, db: Db) -> Answer:
    """Ask for password and second factor; `next` leads back to where it was asked for."""
    return CONFIRM.show(asked=asked_by(request), says={"next": local(request.query_params.get("next", "/"))})


def _check_own_password(request: Asked, db: Session, form: Form) -> bool:
    throttle.attempt(request, "confirm", found(request.user).address)
    return service.matches(queries.password_of(db, found(request.user)), form.raw("password"))


@writes("/confirm", page=_again, before=_check_own_password, guards=[guards.staff])
def confirm(request: Asked, db: Db, form: Sent) -> Answer:
    """
    Note that password and second factor were shown again, and lead back; the token changes.

    The same words whichever was wrong, and a code that came with a wrong password stays good.
    """
    try:
        factors.take(db, found(request.user), form.text("code", longest=60))
    except Refusal:
        request.state.proof = False
    if not request.state.proof:
        raise Refusal(_("That password and those numbers do not fit. Please try once more."), field="password")
    throttle.right(request, db, "confirm", found(request.user).address)
    return _confirmed(request, db, form)


@writes("/confirm/passkey", page=_again, guards=[guards.staff])
def confirm_by_passkey(request: Asked, db: Db, form: Sent) -> Answer:
    """Note that a passkey asked once more who holds it, and lead back."""
    asked = asked_by(request)
    passkeys.take_own(db, found(request.user), asked.where, form.text("credential"), "confirm", asked.bearer)
    return _confirmed(request, db, form)


def _confirmed(request: Asked, db: Session, form: Form) -> Answer:
    person = found(request.user)
    note(db, "person.confirmed", by=person, about="person", about_id=person.id)
    return let_in(request, db, person, to=local(form.raw("next")), confirmed=True)


HANDLERS = [confirm_page, confirm, confirm_by_passkey]
