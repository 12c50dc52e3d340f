"""Making people known, setting passwords, and letting somebody in by a link or six digits."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from familyplan.access import queries
from familyplan.access.factors import service as factors
from familyplan.access.passwords import service as passwords
from familyplan.access.records import STAFF_ROLES, Password, Person, SignInLink, StaffRole
from familyplan.access.sessions import service as sessions
from familyplan.journal.service import note
from familyplan.kernel import clock, vault
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.kernel.web import Person as Whoever
from familyplan.mail import service as mail

LINK_LASTS = timedelta(minutes=10)
MAILED_LINK_LASTS = timedelta(days=3)  # in a mail that nobody asked for, and that is read when it is read
SET_UP_LASTS = timedelta(hours=72)
MOST_TRIES = 5
MOST_TRIES_A_DAY = 50  # wrong digits for one person; after that the mailed links alone let in, for a day

_hasher = PasswordHasher()
_nobody = ""


def hash_with(hasher: PasswordHasher) -> None:
    """Use *hasher* from now on; tests use a cheap one, but for the test of the real one."""
    global _hasher, _nobody  # noqa: PLW0603  one way of hashing for a process
    _hasher = hasher
    _nobody = hasher.hash(secrets.token_urlsafe(16))


def make_known(db: Session, kind: str, name: str, *, address: str = "", phone: str = "", zone: str = "") -> Person:
    """Make a person known; the address need not be theirs alone."""
    person = Person(kind=kind, name=name, known_since_at=clock.now())
    move_to(person, address)
    person.phone = phone
    if zone:
        person.zone = zone
    db.add(person)
    return person


def move_to(person: Person, address: str) -> None:
    """Give a person an address, and the index that it is found by."""
    person.address = address.strip()
    person.address_index = vault.current().address_index(address) if address.strip() else None


def employ(
    db: Session, name: str, address: str, roles: tuple[str, ...], *, by: Whoever | None, zone: str = ""
) -> Person:
    """Make somebody staff, with roles; they set their own password by a set-up link. Refuses an address in use."""
    if set(roles) - set(STAFF_ROLES) or not roles:
        raise Refusal(_("Please choose one of these."), field="role")
    index = vault.current().address_index(address)
    here = select(Person.id).where(Person.address_index == index, Person.kind == "staff")
    if db.scalar(here.where(Person.disabled_at.is_(None))):
        raise Refusal(_("Somebody here already signs in with that address."), field="address")
    person = make_known(db, "staff", name, address=address, zone=zone)
    person.roles = frozenset(roles)
    db.flush()
    for role in roles:
        db.add(StaffRole(person_id=person.id, role=role, since_at=clock.now()))
    note(db, "person.employed", by=by, about="person", about_id=person.id)
    return person


def make_link(db: Session, person: Person, purpose: str, *, lasts: timedelta) -> tuple[SignInLink, str]:
    """Make a one-use link and give its token, which is derived and not stored."""
    now = clock.now()
    link = SignInLink(person_id=person.id, purpose=purpose, made_at=now, expires_at=now + lasts, token_hash=b"")
    token = vault.current().token("sign-in", link.id, 1)
    link.token_hash = vault.fingerprint(token)
    db.add(link)
    return link, token


def readdress(db: Session, person: Person, address: str) -> None:
    """Give a person another address; what was mailed to the former one lets nobody in any more."""
    move_to(person, address)
    end_links(db, person.id)


def end_links(db: Session, person_id: UUID) -> None:
    """End every link that was mailed to somebody, with its six digits; twice is harmless."""
    now = clock.now()
    mailed = update(SignInLink).where(SignInLink.person_id == person_id, SignInLink.purpose == "sign_in")
    db.execute(mailed.where(SignInLink.used_at.is_(None), SignInLink.expires_at > now).values(expires_at=now))


Welcome = Callable[[Session, list[Person]], list[Person]]
_welcome: list[Welcome] = []


def welcome(*which: Welcome) -> None:
    """Set who says which of the people at an address a link may be mailed to; `app` alone sets it, once."""
    _welcome[:] = which


_mailboxes: list[Welcome] = []


def mail_only(*which: Welcome) -> None:
    """Set who says to which people nothing may be mailed, since of somebody else reading there; set by `app` alone."""
    _mailboxes[:] = which


WayOn = Callable[[Session, Person], str]
_ways_on: list[WayOn] = []


def lead_on(*which: WayOn) -> None:
    """Set who knows of something that waits for a person who signs in; `app` alone sets it, once."""
    _ways_on[:] = which


def way_on(db: Session, person: Person) -> str:
    """Where somebody goes on who just signed in: to what waits for them, else to their first page."""
    return next((way for find in _ways_on if (way := find(db, person))), "/")


def welcomed(db: Session, people: list[Person]) -> list[Person]:
    """Of the *people* at an address, give those whom a link may be mailed to."""
    for which in (*_welcome, *_mailboxes):
        people = which(db, people)
    return people


def write_to(db: Session, template: str, person: Person, *, by: Person, engagement_id: UUID) -> bool:
    """
    Mail a member that something waits on their page: not what, no name but theirs and the professional's, one link.

    False, and no mail, for whoever has no address or never came in by an invitation that stands, whose mailbox somebody
    reads who must not come across their name, and for a family that stands still.
    """
    if not person.address or not welcomed(db, [person]):
        return False
    practice = queries.practice(db)
    link, _token = make_link(db, person, "sign_in", lasts=MAILED_LINK_LASTS)
    says = {
        "name": person.first_name,
        "professional": by.first_name,
        "practice": practice.name if practice else "",
        "telephone": practice.phone if practice else "",
    }
    way = mail.link("sign-in", link.id, 1, "/sign-in/")
    return mail.post(db, template, to=person.address, says=says, links=way, engagement_id=engagement_id) is not None


def signature(db: Session) -> dict[str, str]:
    """Say who writes, where no professional does: the practice by its neutral name."""
    practice = queries.practice(db)
    return {"professional": practice.name, "telephone": practice.phone} if practice else {}


def take_code(db: Session, about: UUID, code: str) -> Person:
    """Let in whoever typed the digits that were mailed for *about*; five tries, then a new mail is needed."""
    now, digits = clock.now(), "".join(sign for sign in code if sign.isdigit())
    asked = select(SignInLink, Person).join(Person, Person.id == SignInLink.person_id)
    living = asked.where(SignInLink.asked_as == about, SignInLink.used_at.is_(None), SignInLink.expires_at > now)
    for link, person in db.execute(living).all():
        right = secrets.compare_digest(vault.current().code("sign-in", link.id, 1), digits)
        if right and link.tries <= MOST_TRIES and _digits_count(db, person):
            return use(db, link, person)
    raise Refusal(
        _("Those are not the numbers from the newest email. Please look once more, or press the link in it."),
        field="code",
    )


def _digits_count(db: Session, person: Person) -> bool:
    """Say whether digits still let somebody in today: not after many wrong ones. A mailed link always does."""
    today = SignInLink.made_at > clock.now() - timedelta(days=1)
    tried = select(func.sum(SignInLink.tries)).where(SignInLink.person_id == person.id, today)
    return (db.scalar(tried) or 0) <= MOST_TRIES_A_DAY


def count_try(db: Session, about: UUID) -> None:
    """Count one wrong try; in a transaction of its own, since a refusal undoes everything else."""
    db.execute(update(SignInLink).where(SignInLink.asked_as == about).values(tries=SignInLink.tries + 1))


def use(db: Session, link: SignInLink, person: Person) -> Person:
    """Use a link up; of two that press at once exactly one gets in. A demo's link stays."""
    if link.purpose != "demo":
        taken = update(SignInLink).where(SignInLink.id == link.id, SignInLink.used_at.is_(None))
        if db.execute(taken.values(used_at=clock.now())).rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
            raise Refusal(_("This link has had its day. Please ask for a new one."))
    act = "person.link_used" if link.purpose == "set_up" else "person.signed_in"  # a set-up link alone lets nobody in
    note(db, act, by=person, about="person", about_id=person.id)
    return person


def hashed(password: str, about: Sequence[str] = ()) -> str:
    """
    Hash a new password with Argon2id (slow; call it outside a transaction); refuses what `passwords.weigh` refuses.

    *about* is what a stranger knows of its owner, so that it is no part of a good password.
    """
    password = passwords.plain(password)
    passwords.weigh(password, about)
    return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Compare a password (slow; outside a transaction); nobody's takes as long as somebody's."""
    try:
        _hasher.verify(kept or _nobody, passwords.plain(password))
    except (Argon2Error, InvalidHashError):
        return False
    return kept is not None


def set_password(db: Session, person: Person, kept: str) -> None:
    """Keep a hashed password and end every session that the old one began."""
    known = db.scalar(select(Password).where(Password.person_id == person.id))
    if known is None:
        db.add(Password(person_id=person.id, hashed=kept, set_at=clock.now()))
    else:
        known.hashed, known.set_at = kept, clock.now()
        factors.tell(db, person, "password.set", by=person)
    sessions.end_all_of(db, person.id)
    note(db, "person.password_set", by=person, about="person", about_id=person.id)
