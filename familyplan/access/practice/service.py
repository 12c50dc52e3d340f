"""Founding the practice, and saying how it can be reached."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from familyplan.access import queries
from familyplan.access.records import Person, Practice, StaffRole
from familyplan.access.service import SET_UP_LASTS, employ, make_link
from familyplan.access.sessions import service as sessions
from familyplan.guidance.telling import telling_words
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.mail import service as mail

SLOWEST, FASTEST = 60, 250  # words a minute


def neutral(name: str) -> str:
    """Give a practice's name back, or refuse one that tells a stranger what the practice does."""
    for word in telling_words(name):
        sentence = _("“%(word)s” tells a stranger what this is about, on every shared phone. Please leave it out.")
        raise Refusal(sentence, field="name", word=word)
    return name


def found(db: Session, name: str, zone: str) -> Practice:
    """Make the one practice of this installation; a second, and a name that is not neutral, is refused."""
    if queries.practice(db) is not None:
        raise Refusal(_("This installation already has a practice."))
    practice = Practice(name=neutral(name), zone=zone, founded_at=clock.now())
    db.add(practice)
    return practice


def describe(
    db: Session, practice: Practice, *, name: str, phone: str, hours: str, reads_within_days: int | None,
    trained_in: list[str], by: Person,
) -> None:  # fmt: skip
    """Say how the practice is reached and what its people are trained in; members read hours and days as they stand."""
    practice.name, practice.phone, practice.hours = neutral(name), phone, hours
    practice.reads_within_days, practice.trained_in = reads_within_days, " ".join(trained_in)
    note(db, "practice.described", by=by, about="practice", about_id=practice.id)


def read_at(practice: Practice, words_a_minute: int | None) -> None:
    """Say how fast letters are read aloud; None is the usual pace. Noted with what `describe` notes."""
    if words_a_minute is not None and not SLOWEST <= words_a_minute <= FASTEST:
        sentence = _("Between %(slowest)d and %(fastest)d words a minute, please; or leave it empty.")
        raise Refusal(sentence, field="words_a_minute", slowest=SLOWEST, fastest=FASTEST)
    practice.words_a_minute = words_a_minute


def engage(
    db: Session, name: str, address: str, roles: tuple[str, ...], *, by: Person | None, zone: str
) -> tuple[Person, str]:
    """Make somebody staff and mail them a set-up link; gives the link's token too, for whoever must read it out."""
    person = employ(db, name, address, roles, by=by, zone=zone)
    return person, send_set_up(db, person)


def sign_out(db: Session, person: Person, *, by: Person) -> None:
    """End every session of somebody who works here, wherever they are signed in."""
    sessions.end_all_of(db, person.id)
    note(db, "person.signed_out", by=by, about="person", about_id=person.id)


def dismiss(db: Session, person: Person, *, by: Person | None) -> None:
    """
    Close the door to somebody who works here no more: every session and link ends, no password or key lets in again.

    What they wrote stays, under their name. Refused for the only owner. Twice is harmless; whoever comes back is added
    anew.
    """
    db.execute(select(Practice.id).with_for_update())  # of two owners who end each other at once, one stays
    owns = select(StaffRole.person_id).join(Person, Person.id == StaffRole.person_id).where(StaffRole.role == "owner")
    if set(db.scalars(owns.where(Person.disabled_at.is_(None)))) == {person.id}:
        raise Refusal(_("This is the only owner. Make somebody else an owner first."))
    closed = update(Person).where(Person.id == person.id, Person.disabled_at.is_(None))
    if db.execute(closed.values(disabled_at=clock.now())).rowcount == 1:  # type: ignore[attr-defined]  # an UPDATE's result
        sessions.end_all_of(db, person.id)
        note(db, "person.dismissed", by=by, about="person", about_id=person.id)


def send_set_up(db: Session, person: Person, *, lasts: timedelta = SET_UP_LASTS) -> str:
    """Mail a one-use link to choose a password; for a new colleague, or one who forgot."""
    link, token = make_link(db, person, "set_up", lasts=lasts)
    practice = queries.practice(db)
    says = {"name": person.first_name, "practice": practice.name if practice else "", "days": str(lasts.days)}
    mail.post(db, "staff_set_up", to=person.address, says=says, links=mail.link("sign-in", link.id, 1, "/sign-in/"))
    note(db, "person.set_up_sent", by=None, about="person", about_id=person.id)
    return token
