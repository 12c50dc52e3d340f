"""What goes with a family, and what goes with a person; each is harmless when done again."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import UUID

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from familyplan.access.factors.records import Passkey, RecoveryCode, Totp
from familyplan.access.records import Password, Person, SignInLink, StaffRole
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements.invitations.records import Invitation
from familyplan.engagements.records import Engagement, Member
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.letters.records import Letter
from familyplan.mail.records import Mail, Stop
from familyplan.outcomes.own.records import OwnOutcome

WAYS_IN = (Password, SignInLink, SignedIn, StaffRole, Totp, Passkey, RecoveryCode)


def is_there(db: Session, what: str, about_id: UUID) -> bool:
    """Say whether something of what was erased is kept here, as after an older backup was brought back."""
    if what == "engagement":
        mails = exists().where(Mail.about_engagement_id == about_id)
        return bool(db.scalar(select(or_(exists().where(Engagement.id == about_id), mails))))
    named = or_(*(getattr(Person, word.column).is_not(None) for word in (Person.name, Person.address, Person.phone)))
    known = exists().where(Person.id == about_id, or_(named, Person.disabled_at.is_(None)))
    ways = [exists().where(kind.person_id == about_id) for kind in WAYS_IN]
    return bool(db.scalar(select(or_(known, *ways))))


def family(db: Session, engagement_id: UUID) -> None:
    """Delete a family's row, and with it every row about it; its mails; and who was known through it alone."""
    people = list(db.scalars(select(Member.person_id).where(Member.engagement_id == engagement_id)))
    db.execute(delete(Mail).where(Mail.about_engagement_id == engagement_id))
    db.execute(delete(Stop).where(Stop.about_engagement_id == engagement_id))
    db.execute(delete(Engagement).where(Engagement.id == engagement_id))
    elsewhere = exists().where(Member.person_id == Person.id)
    alone = select(Person.id).where(Person.id.in_(people), Person.kind == "family", ~elsewhere)
    for person_id in list(db.scalars(alone)):
        person(db, person_id)


def person(db: Session, person_id: UUID) -> None:
    """
    Delete what is a person's own: name, address, telephone, ways in, letters, how it is for them, mails that wait.

    Their row stays, empty, since the rows of families rest on it: it is an id and nothing more.
    """
    mine = select(Member.id).where(Member.person_id == person_id)
    letters = select(Letter.id).where(Letter.member_id.in_(mine))
    db.execute(delete(Mail).where(Mail.id.in_(_waiting_for(db, person_id))))
    for kind in WAYS_IN:
        db.execute(delete(kind).where(kind.person_id == person_id))
    db.execute(delete(Letter).where(Letter.id.in_(letters)))
    db.execute(delete(OwnOutcome).where(OwnOutcome.member_id.in_(mine)))
    db.execute(delete(Invitation).where(Invitation.member_id.in_(mine)))
    blank = {Member.calls.column: None, Member.evening.column: None}
    left = func.coalesce(Member.left_at, clock.now())
    db.execute(update(Member).where(Member.person_id == person_id).values(left_at=left, **blank))
    words = {word.column: None for word in (Person.name, Person.address, Person.phone)}
    over = func.coalesce(Person.disabled_at, clock.now())
    gone = update(Person).where(Person.id == person_id)
    db.execute(gone.values(address_index=None, disabled_at=over, **words))


def _waiting_for(db: Session, person_id: UUID) -> list[UUID]:
    """
    Find the mails that wait with a way in of this person's.

    One with none goes by address, which two may share: then by the name in it as well, and by their own families.
    """
    ways = set(db.scalars(select(SignInLink.id).where(SignInLink.person_id == person_id)))
    invited = select(Invitation.id).join(Member, Member.id == Invitation.member_id)
    ways |= set(db.scalars(invited.where(Member.person_id == person_id)))
    here = db.get(Person, person_id)  # nobody in a backup from before they came
    theirs = {None, *db.scalars(select(Member.engagement_id).where(Member.person_id == person_id))}
    return [
        mail.id
        for mail in db.scalars(select(Mail).where(Mail.state == "waiting"))
        if _is_for(mail, here, ways, among=theirs)
    ]


def _is_for(mail: Mail, person: Person | None, ways: set[UUID], *, among: set[UUID | None]) -> bool:
    told = json.loads(mail.parameters or "{}")
    leads_to = (told.get("links") or {}).get("about")
    if leads_to:
        return UUID(leads_to) in ways
    if person is None or not person.address or mail.about_engagement_id not in among:
        return False
    return mail.recipient == person.address and (told.get("says") or {}).get("name") == person.first_name


ACTS: dict[str, Callable[[Session, UUID], None]] = {"engagement": family, "person": person}


def refuse_who_must_stay(db: Session, person_id: UUID) -> None:
    """Raise `Refusal` where somebody else must take over first, or where there is no such person."""
    if db.scalar(select(Person.id).where(Person.id == person_id)) is None:
        raise Refusal(_("There is no such person."))
    if db.scalar(select(exists().where(Engagement.lead_id == person_id, Engagement.closed_at.is_(None)))):
        raise Refusal(_("This person leads a family. Let somebody else take it over first."))
    owners = set(db.scalars(select(StaffRole.person_id).where(StaffRole.role == "owner")))
    if owners == {person_id}:
        raise Refusal(_("This is the only owner. Make somebody else an owner first."))
