"""How one signs in: what there is, adding, taking away, and spare codes."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards, queries, service
from familyplan.access.factors import queries as factor_queries
from familyplan.access.factors import service as factors
from familyplan.access.factors.pages import FACTOR, asked_by, who, wholly
from familyplan.access.factors.passkeys import service as passkeys
from familyplan.access.factors.spare_codes import service as spare_codes
from familyplan.access.factors.totp import service as totp
from familyplan.access.pages import let_in
from familyplan.access.records import Person
from familyplan.access.sessions import service as sessions
from familyplan.access.sessions.records import SignedIn
from familyplan.kernel.errors import NotYours, Refusal
from familyplan.kernel.forms import Form
from familyplan.kernel.language import _
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, bearer, found, go, reads, writes

Asked = Request[Person | None, SignedIn | None, Any]
HERE = "/sign-in/factors"


def _factors(db: Session, *, seen_by: Person, asked: passkeys.Asked, lately: bool) -> Context:
    known = factor_queries.factors(db, seen_by=seen_by)
    register = passkeys.to_register(asked, seen_by, known.passkeys) if lately else ""
    return {"known": known, "lately": lately, "register": register}


def _app(_db: Session, *, seen_by: Person | None, person: Person, asked: passkeys.Asked, secret: str = "") -> Context:
    secret = secret or totp.new_secret()
    return {
        "secret": secret,
        "marked": totp.mark(secret, asked.bearer),
        "in_fours": totp.in_fours(secret),
        "picture": totp.picture(secret, person, asked.practice),
        "uri": totp.uri(secret, person, asked.practice),
    }


FACTORS = Page("access/factors/factors.html", _factors)
APP = Page("access/factors/app.html", _app)
CODES = Page("access/factors/spare_codes.html")


def _where(request: Asked, **_given: Any) -> tuple[Page, Context]:
    """The page that a refusal comes back on."""
    if guards.arriving(request) is not None:
        return FACTOR, {"person": who(request), "asked": asked_by(request)}
    return FACTORS, {"asked": asked_by(request), "lately": guards.is_confirmed(request)}


def _same_secret(request: Asked, **_given: Any) -> tuple[Page, Context]:
    form: Form = request.scope["state"]["form"]
    ours = totp.is_ours(form.raw("secret"), form.raw("marked"), bearer(request))
    secret = form.raw("secret") if ours else ""
    return APP, {"person": who(request), "asked": asked_by(request), "secret": secret}


@reads(HERE, guards=[guards.staff])
def my_factors(request: Asked, db: Db) -> Answer:
    """Show what one signs in with."""
    page, reach = _where(request)
    return page.show(**reach)


def may_add(request: Asked, db: Session) -> Person:
    """
    Give whoever may add a factor: one who has shown both lately, or one who is half in and has none.

    Half in with a factor is somebody who knows a password and no more: for them the page is not there.
    """
    person = who(request)
    if guards.arriving(request) is not None and factor_queries.factors(db, seen_by=person).count:
        raise NotYours
    return person


def added(request: Asked, db: Session, person: Person, what: str) -> Answer:
    """Go on after a factor was added: wholly in with a new token, and with the first ten spare codes on the page."""
    first = not factor_queries.factors(db, seen_by=person).spare_codes
    factors.tell(db, person, what, by=person)
    cookies = []
    if guards.arriving(request) is not None:
        cookies = wholly(request, db, person, to=HERE).cookies
        request.scope["state"].update(bearer=cookies[0].value, half_in=None)  # the page is of the new session
        request.scope["user"] = person
    if not first:
        return go(HERE, cookies=cookies)
    return CODES.show(cookies=cookies, says={"codes": spare_codes.make(db, person)})


@reads(f"{HERE}/app", guards=[guards.staff_half_in_too, guards.confirmed()])
def app_page(request: Asked, db: Db) -> Answer:
    """Show a new secret, to be scanned or typed; nothing is kept before a code from it comes back."""
    return APP.show(person=may_add(request, db), asked=asked_by(request))


@writes(f"{HERE}/app", page=_same_secret, guards=[guards.staff_half_in_too, guards.confirmed()])
def add_app(request: Asked, db: Db, form: Sent) -> Answer:
    """Keep the secret, once a code from it was typed; an app that was set up before no longer counts."""
    person, secret = may_add(request, db), form.raw("secret")
    if not totp.is_ours(secret, form.raw("marked"), bearer(request)):
        raise Refusal(_("This picture has had its day. Here is a new one."), field="code")
    replaced = factor_queries.app(db, person) is not None
    if not totp.enrol(db, person, secret, form.text("code", longest=60)):
        raise Refusal(_("Those are not the numbers that count now. Please wait for the next ones."), field="code")
    if replaced:
        sessions.end_others(db, found(request.auth))
    return added(request, db, person, "app.added")


@writes(f"{HERE}/passkeys", page=_where, guards=[guards.staff_half_in_too, guards.confirmed()])
def add_passkey(request: Asked, db: Db, form: Sent) -> Answer:
    """Keep a passkey that this browser's person just made."""
    person, asked = may_add(request, db), asked_by(request)
    passkeys.register(
        db, person, asked.where, form.text("credential"), asked.bearer, form.text("called", longest=40)
    )  # fmt: skip
    return added(request, db, person, "passkey.added")


@writes(f"{HERE}/app/removal", page=_where, guards=[guards.staff, guards.confirmed()])
def remove_app(request: Asked, db: Db) -> Answer:
    """Let the app count no longer; never where it is the only factor. Twice is harmless."""
    person = found(request.user)
    app = factor_queries.app(db, person)
    if app is not None:
        factors.remove(db, person, app, here=found(request.auth))
    return go(HERE)


@writes(
    f"{HERE}/passkeys/{{passkey_id:uuid}}/removal", page=_where, guards=[guards.staff, guards.confirmed()]
)  # fmt: skip
def remove_passkey(request: Asked, db: Db, passkey_id: FromPath[UUID]) -> Answer:
    """Let a passkey count no longer; never the only one."""
    person = found(request.user)
    factors.remove(db, person, factor_queries.own_passkey(db, passkey_id, seen_by=person), here=found(request.auth))
    return go(HERE)


@writes(f"{HERE}/spare-codes", page=_where, guards=[guards.staff, guards.confirmed()])
def new_spare_codes(request: Asked, db: Db) -> Answer:
    """Make ten new codes and show them, this once; the earlier ones no longer count."""
    person = found(request.user)
    codes = spare_codes.make(db, person)
    factors.tell(db, person, "spare_codes.made", by=person)
    return CODES.show(says={"codes": codes})


def _hashed(request: Asked, db: Session, form: Form) -> str:
    return service.hashed(form.raw("password"), queries.known_of(db, found(request.user)))


@writes(f"{HERE}/password", page=_where, before=_hashed, guards=[guards.staff, guards.confirmed()])
def change_password(request: Asked, db: Db) -> Answer:
    """Choose another password; every other session of one's own ends, and this one's token changes."""
    person = found(request.user)
    service.set_password(db, person, request.state.proof)
    return let_in(request, db, person, to=HERE, confirmed=True)


HANDLERS = [
    my_factors,
    app_page,
    add_app,
    add_passkey,
    remove_app,
    remove_passkey,
    new_spare_codes,
    change_password,
]
