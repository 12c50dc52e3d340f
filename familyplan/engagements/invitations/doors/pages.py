"""The door of an invitation, its renewal, the six numbers, and the question whose phone it is."""

from typing import Any

from litestar import Request
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.pages import SIGN_IN, cookie, let_in
from familyplan.access.records import Person
from familyplan.access.sessions import service as sessions
from familyplan.access.sessions.records import SignedIn
from familyplan.access.throttle import service as throttle
from familyplan.engagements.invitations import service as invitations
from familyplan.engagements.invitations.doors import service
from familyplan.engagements.ties import service as ties
from familyplan.kernel import whence
from familyplan.kernel.forms import Form
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, bearer, found, go, reads, writes

Asked = Request[Person | None, SignedIn | None, Any]
PHONES = {"own": "own", "others": "shared", "unsure": "shared"}


def _door(db: Session, *, seen_by: Person | None, token: str) -> Context:
    way = service.living(db, token)
    elsewhere = way is not None and seen_by is not None and seen_by.id != way.person.id
    apart = elsewhere and way is not None and seen_by is not None and ties.keep_apart(db, seen_by, way.person)
    return {
        "name": way.person.first_name if way else "",
        "token": token,
        "other": seen_by.first_name if elsewhere and seen_by else "",
        "apart": apart,
        "asks_for_fact": way is not None and service.asks_for_fact(way.invitation),
        "no_more": way is not None and service.has_no_try_left(way.invitation),
    }


DOOR = Page("engagements/invitations/door.html", _door)
SENT = Page("engagements/invitations/sent.html")
PHONE = Page("engagements/invitations/phone.html")
LEAVING = Page("engagements/invitations/leaving.html")


@reads("/invitations/{token:str}", guards=[guards.public])
def door(request: Asked, db: Db, token: FromPath[str]) -> Answer:
    """Show one button; looking uses nothing up and signs nobody in, so a mail scanner may look as often as it likes."""
    return DOOR.show(token=token, status=200 if service.living(db, token) else service.GONE)


def _tell_fact(request: Asked, _db: Session, form: Form) -> None:
    told = form.text("fact", longest=200)
    with request.app.state.database.writing() as own:
        way = service.living(own, request.path_params["token"])
        if way is not None:
            service.tell_fact(own, way, told)


@writes("/invitations/{token:str}", page=DOOR, before=_tell_fact, guards=[guards.public])
def enter(request: Asked, db: Db, token: FromPath[str]) -> Answer:
    """Use the link, sign its person in on this browser and ask whose phone it is."""
    way = service.living(db, token)
    if way is None:
        return DOOR.show(token=token, status=service.GONE)
    return let_in(request, db, service.enter(db, way), to="/phone")


@writes("/invitations/{token:str}/renewal", guards=[guards.public])
def renew(request: Asked, db: Db, token: FromPath[str]) -> Answer:
    """Mail a new link to where the old one went; the answer is the same whether one was sent."""
    invitations.send_a_new_one(db, token)
    return SENT.show()


def _count_try(request: Asked, _db: Session, _form: Form) -> None:
    with request.app.state.database.writing() as own:
        service.count_try(own, throttle.place(whence.address()), bearer(request))


@writes("/invitations/codes", page=SIGN_IN, before=_count_try, guards=[guards.public])
def type_code(request: Asked, db: Db, form: Sent) -> Answer:
    """Let in whoever types the six numbers that were read out and the word that was agreed on."""
    numbers, word = form.text("numbers", longest=40), form.text("word", longest=200)
    way = service.open_by_code(db, numbers, word, bearer(request))
    return let_in(request, db, service.enter(db, way), to="/phone")


@reads("/phone", guards=[guards.family])
def phone(request: Asked, db: Db) -> Answer:
    """Ask whether anybody else picks up this phone."""
    return PHONE.show()


@writes("/phone", page=PHONE, guards=[guards.family])
def keep_phone(request: Asked, db: Db, form: Sent) -> Answer:
    """Stay signed in for thirty days on one's own phone; anywhere else until the browser closes."""
    session = found(request.auth)
    kept = PHONES[form.choice("phone", PHONES, default="unsure")]
    sessions.remember_phone(db, session, kept)
    session.phone = kept
    session.ends_at = session.started_at + (sessions.OWN_PHONE_LASTS if kept == "own" else sessions.SHARED_LASTS)
    token = request.cookies[guards.cookie_name(https=request.app.state.settings.https)]
    return go("/" if kept == "own" else "/phone/leaving", cookies=[cookie(request, token, session)])


@reads("/phone/leaving", guards=[guards.family])
def leaving(request: Asked, db: Db) -> Answer:
    """Show once, on a phone that others pick up, how to leave at once and what that cannot do."""
    return LEAVING.show()


HANDLERS = [door, enter, renew, type_code, phone, keep_phone, leaving]
