"""Signing in, and one's own sessions."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Request
from litestar.datastructures import Cookie
from litestar.params import FromPath
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from familyplan.access import guards, queries, service
from familyplan.access.links import service as links
from familyplan.access.records import Person
from familyplan.access.sessions import service as sessions
from familyplan.access.sessions.records import SignedIn
from familyplan.access.throttle import guards as throttle
from familyplan.kernel.errors import Refusal
from familyplan.kernel.forms import Form
from familyplan.kernel.intake import visitor_name
from familyplan.kernel.language import _
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, go, reads, writes

Asked = Request[Person | None, SignedIn | None, Any]
AWAY = {"clear-site-data": '"cache", "storage"'}


def cookie(request: Asked, token: str, session: SignedIn | None) -> Cookie:
    """Make the session's cookie; on one's own phone it outlives the browser, elsewhere it goes with it."""
    https: bool = request.app.state.settings.https
    stays = session is not None and session.phone == "own"
    return Cookie(
        key=guards.cookie_name(https=https),
        value=token,
        path="/",
        httponly=True,
        secure=https,
        samesite="lax",
        max_age=int((session.ends_at - session.started_at).total_seconds()) if stays and session else None,
    )


def let_in(request: Asked, db: Session, person: Person, *, to: str, confirmed: bool = False) -> Answer:
    """
    Sign *person* in on this browser and lead on, to what waits where *to* is "/"; what it held before ends.

    Staff who have not shown both factors (*confirmed*) are half in, and are led to the second.
    """
    session, token = sessions.start(db, person, former=request.auth, confirmed=confirmed, browser=browser(request))
    if guards.is_half_in(session, person):
        to = f"/sign-in/factor?next={quote(to)}" if to != "/" else "/sign-in/factor"
    kept = [cookie(request, token, session)]
    if person.kind == "staff" and confirmed:
        kept.append(throttle.remember(request, person.address))
    return go(to if to != "/" else service.way_on(db, person), cookies=kept)


def browser(request: Request[Any, Any, Any]) -> str:
    """Name this browser, as far as it says so itself."""
    return sessions.browser_words(request.headers.get("user-agent", ""))


def local(target: str) -> str:
    """Keep only a way on within this program; anything else leads home."""
    plain = (
        target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable() and "\\" not in target
    )
    return target if plain else "/"


def _sign_in(_db: Session, *, seen_by: Person | None) -> Context:
    return {"person": seen_by, "about": None}


def _door(db: Session, *, seen_by: Person | None, token: str, demo: bool = False) -> Context:
    link, person = queries.living_link(db, token, demo=demo) or (None, None)
    other = bool(seen_by and person and seen_by.id != person.id)
    return {"link": link, "person": person, "token": token, "other": other}


SIGN_IN = Page("access/sign_in.html", _sign_in)
DOOR = Page("access/door.html", _door)


@reads("/sign-in", guards=[guards.public])
def sign_in_page(request: Asked, db: Db) -> Answer:
    """Show the ways in: a mailed link or six digits for families, a password for staff; the likely one first."""
    nobody = request.user is None and guards.arriving(request) is None
    ended = nobody and request.scope["state"].get("had_session", False)
    way = local(request.query_params.get("next", "/"))
    return SIGN_IN.show(says={"next": way, "ended": ended, "staff_here": throttle.knows_staff(request)})


def _check_password(request: Asked, db: Session, form: Form) -> Person | None:
    address = form.text("address", longest=320)
    throttle.attempt(request, "password", address)
    known = queries.password_at(db, address)
    person, kept = known or (None, None)
    request.scope["state"]["tried_at"] = person.id if person else None
    return person if service.matches(kept, form.raw("password")) else None


@writes("/sign-in", page=SIGN_IN, before=_check_password, guards=[guards.public])
def sign_in(request: Asked, db: Db, form: Sent) -> Answer:
    """Let staff half in by password; the same words for an unknown address and a wrong password."""
    person: Person | None = request.state.proof
    if person is None:
        raise Refusal(_("That address and password do not belong together."), field="password")
    throttle.right(request, db, "password", person.address)
    return let_in(request, db, person, to=local(form.raw("next")))


@writes("/sign-in/links", page=SIGN_IN, guards=[guards.public])
def ask_for_link(request: Asked, db: Db, form: Sent) -> Answer:
    """Mail a link and six digits to an address; the answer is the same whether anybody has it."""
    address = form.needed("email", _("Please type the address that our email came to."), longest=320)
    about = uuid7()
    links.send_link(db, queries.people_at(db, address, "family"), about)
    return SIGN_IN.show(says={"about": about, "next": "/"})


def _asked_as(form: Form) -> UUID:
    try:
        return UUID(form.raw("about"))
    except ValueError:
        raise Refusal(_("Please ask for a new email first."), field="code") from None


def _count_try(request: Asked, _db: Session, form: Form) -> None:
    throttle.attempt(request, "code", form.raw("about"))
    with request.app.state.database.writing() as own:
        service.count_try(own, _asked_as(form))


@writes("/sign-in/codes", page=SIGN_IN, before=_count_try, guards=[guards.public])
def type_code(request: Asked, db: Db, form: Sent) -> Answer:
    """Let in whoever types the six digits from the mail."""
    person = service.take_code(db, _asked_as(form), form.text("code", longest=20))
    throttle.right(request, db, "code", form.raw("about"))
    return let_in(request, db, person, to="/")


@reads("/sign-in/{token:str}", guards=[guards.public])
def door(request: Asked, db: Db, token: FromPath[str]) -> Answer:
    """Show one button; looking uses nothing up, so a mail scanner may look as often as it likes."""
    demo: bool = request.app.state.settings.demo
    alive = queries.living_link(db, token, demo=demo) is not None
    return DOOR.show(token=token, demo=demo, status=200 if alive else 410)


def _hash_if_asked(request: Asked, db: Session, form: Form) -> str:
    living = queries.living_link(db, request.path_params["token"])
    if living is None or living[0].purpose != "set_up":
        return ""
    return service.hashed(form.raw("password"), queries.known_of(db, living[1]))


def _same_door(request: Asked, token: str, **_given: Any) -> tuple[Page, Context]:
    return DOOR, {"token": token, "demo": request.app.state.settings.demo}


@writes("/sign-in/{token:str}", page=_same_door, before=_hash_if_asked, guards=[guards.public])
def enter(request: Asked, db: Db, token: FromPath[str]) -> Answer:
    """
    Use the link: sign in, and on a set-up link set the password first.

    A set-up link is one factor: whoever works here is half in by it, and no link of a family's lets them further.
    """
    living = queries.living_link(db, token, demo=request.app.state.settings.demo)
    if living is None:
        return DOOR.show(token=token, status=410)
    link, person = living
    if link.purpose == "set_up":
        service.set_password(db, person, _new_password(request))
    service.use(db, link, person)
    return let_in(request, db, person, to="/", confirmed=link.purpose == "demo")


def _new_password(request: Asked) -> str:
    kept: str = request.state.proof
    if not kept:
        raise Refusal(_("Please choose a password."), field="password")
    return kept


def gone(request: Request[Any, Any, Any]) -> list[Cookie]:
    """Take both cookies back from this browser: the session's, and the one of a visitor who is not signed in."""
    https: bool = request.app.state.settings.https
    names = (guards.cookie_name(https=https), visitor_name(https=https))
    return [
        Cookie(key=name, value="", path="/", max_age=0, httponly=True, secure=https, samesite="lax") for name in names
    ]


HANDLERS = [
    sign_in_page,
    sign_in,
    ask_for_link,
    type_code,
    door,
    enter,
]
