"""Showing a second factor, and being told of each change to how one signs in."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from familyplan.access import queries as people
from familyplan.access.factors import queries
from familyplan.access.factors.records import Passkey, RecoveryCode, Totp
from familyplan.access.factors.spare_codes import service as spare_codes
from familyplan.access.factors.totp import service as totp
from familyplan.access.records import Person
from familyplan.access.sessions import service as sessions
from familyplan.access.sessions.records import SignedIn
from familyplan.journal.service import note
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _, gettext
from familyplan.mail import service as mail

CHANGES = {
    "app.added": _("Numbers from an app on your phone were set up."),
    "app.removed": _("The app on your phone no longer counts."),
    "passkey.added": _("A passkey was added."),
    "passkey.removed": _("A passkey was taken away."),
    "spare_codes.made": _("Ten new spare codes were made; older ones no longer count."),
    "spare_code.used": _("One of your spare codes was used."),
    "factors.reset": _("Your app and passkeys were taken away, so that you can set up new ones."),
    "password.set": _("A new password was chosen."),
}
"""What is told by mail, by the act that the journal names."""


def take(db: Session, person: Person, code: str) -> None:
    """
    Take six numbers from the app, or a spare code, once; the same words for whatever is wrong with it.

    Both are looked for, whatever was typed, so that an answer takes as long either way.
    """
    by_app, by_spare = totp.take(db, person, code), spare_codes.take(db, person, code)
    if not by_app and not by_spare:
        sentence = _("Those are not the numbers that count now. Please type the newest ones, or a fresh spare code.")
        raise Refusal(sentence, field="code")
    if by_spare:
        tell(db, person, "spare_code.used", by=person)


def tell(db: Session, person: Person, what: str, *, by: Person | None) -> None:
    """Note a change to how somebody signs in, and mail it to them: an act of theirs that was not theirs shows so."""
    note(db, f"person.{what}", by=by, about="person", about_id=person.id)
    practice = people.practice(db)
    says = {"name": person.first_name, "practice": practice.name if practice else "", "what": gettext(CHANGES[what])}
    mail.post(db, "sign_in_changed", to=person.address, says=says, links=mail.page("/sign-in/factors"))


def remove(db: Session, person: Person, factor: Totp | Passkey, *, here: SignedIn) -> None:
    """
    Take one factor away, never the last; of two that are taken away at once, one stays.

    What is taken away may be lost or stolen with a session open on it, so every session but *here* ends.
    """
    db.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    if queries.factors(db, seen_by=person).count < 2:  # noqa: PLR2004  this one and another
        raise Refusal(_("This is the only one. Please add another first."))
    kind = type(factor)
    if db.execute(delete(kind).where(kind.id == factor.id)).rowcount == 1:  # type: ignore[attr-defined]  # a DELETE's result counts rows
        tell(db, person, "app.removed" if kind is Totp else "passkey.removed", by=person)
        sessions.end_others(db, here)


def reset(db: Session, person: Person) -> None:
    """
    Take all factors and spare codes of somebody away and end their sessions; they set up new ones after the password.

    For the command line alone, once somebody has made sure by voice whom they speak to. Twice is harmless.
    """
    for kind in (Totp, Passkey, RecoveryCode):
        db.execute(delete(kind).where(kind.person_id == person.id))
    sessions.end_all_of(db, person.id)
    tell(db, person, "factors.reset", by=None)
