"""After the password: the second factor. And the way in by a passkey alone."""

from typing import Any

from litestar import Request
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.factors import queries, service
from familyplan.access.factors.passkeys import service as passkeys
from familyplan.access.pages import let_in, local
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.access.throttle import guards as throttle
from familyplan.journal.service import note
from familyplan.kernel.forms import Form
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, bearer, found, go, reads, writes

Asked = Request[Person | None, SignedIn | None, Any]


def _factor(db: Session, *, seen_by: Person | None, person: Person, asked: passkeys.Asked) -> Context:
    known = queries.factors(db, seen_by=person)
    return {
        "known": known,
        "options": passkeys.to_sign(asked.where, "factor", asked.bearer, known.passkeys),
        "register": passkeys.to_register(asked, person) if known.count == 0 else "",
        "next": "/",
    }


def _passkey(_db: Session, *, seen_by: Person | None, asked: passkeys.Asked) -> Context:
    return {"options": passkeys.to_sign(asked.where, "sign-in", asked.bearer), "next": "/"}


FACTOR = Page("access/factors/factor.html", _factor)
PASSKEY = Page("access/factors/passkey.html", _passkey)


def asked_by(request: Request[Any, Any, Any]) -> passkeys.Asked:
    """Say for which address, practice and browser a passkey is asked for."""
    practice = request.app.state.site(request).practice_name
    return passkeys.Asked(passkeys.place(request.app.state.settings.base_url), practice, bearer(request))


def who(request: Request[Any, Any, Any]) -> Person:
    """Give whoever works here and asks, half in or wholly."""
    person: Person = found(guards.arriving(request) or request.user)
    return person


def _again(request: Asked, **_given: Any) -> tuple[Page, Context]:
    return FACTOR, {"person": who(request), "asked": asked_by(request)}


@reads("/sign-in/factor", guards=[guards.staff_half_in_too])
def factor_page(request: Asked, db: Db) -> Answer:
    """Ask for the second factor, or, where there is none yet, show the ways to set one up."""
    way = local(request.query_params.get("next", "/"))
    if guards.arriving(request) is None:
        return go(way)
    return FACTOR.show(person=who(request), asked=asked_by(request), says={"next": way})


def _count(request: Asked, _db: Session, _form: Form) -> None:
    throttle.attempt(request, "factor", who(request).address)


@writes("/sign-in/factor", page=_again, before=_count, guards=[guards.staff_half_in_too])
def show_code(request: Asked, db: Db, form: Sent) -> Answer:
    """Let in whoever typed the numbers that count now, or a spare code; the token changes."""
    person = guards.arriving(request)
    if person is None:
        return go(local(form.raw("next")))
    service.take(db, person, form.text("code", longest=60))
    throttle.right(request, db, "factor", person.address)
    return wholly(request, db, person, to=local(form.raw("next")))


@writes("/sign-in/factor/passkey", page=_again, guards=[guards.staff_half_in_too])
def show_passkey(request: Asked, db: Db, form: Sent) -> Answer:
    """Let in whoever's passkey signed after the password; it must be their own."""
    person, asked = guards.arriving(request), asked_by(request)
    if person is None:
        return go(local(form.raw("next")))
    passkeys.take_own(db, person, asked.where, form.text("credential"), "factor", asked.bearer)
    return wholly(request, db, person, to=local(form.raw("next")))


@reads("/sign-in/passkey", guards=[guards.public])
def passkey_page(request: Asked, db: Db) -> Answer:
    """Ask for a passkey; who holds it is not asked before."""
    return PASSKEY.show(asked=asked_by(request), says={"next": local(request.query_params.get("next", "/"))})


@writes(
    "/sign-in/passkey", page=lambda request, **_: (PASSKEY, {"asked": asked_by(request)}), guards=[guards.public]
)  # fmt: skip
def sign_in_by_passkey(request: Asked, db: Db, form: Sent) -> Answer:
    """Sign staff in by a passkey that itself asked who holds it: that is both factors."""
    asked = asked_by(request)
    person = passkeys.take(db, asked.where, form.text("credential"), "sign-in", asked.bearer)
    return wholly(request, db, person, to=local(form.raw("next")))


def wholly(request: Asked, db: Session, person: Person, *, to: str) -> Answer:
    """Sign somebody in who has shown all there is to show."""
    note(db, "person.signed_in", by=person, about="person", about_id=person.id)
    return let_in(request, db, person, to=to, confirmed=True)


HANDLERS = [factor_page, show_code, show_passkey, passkey_page, sign_in_by_passkey]
