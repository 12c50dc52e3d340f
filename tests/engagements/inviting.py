"""What the tests about invitations share: a gate at go, an invitation, its link and its mail."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from familyplan.demo.cast import Cast
from familyplan.engagements.gates import service as gates
from familyplan.engagements.invitations import service
from familyplan.engagements.invitations.records import Invitation
from familyplan.engagements.records import Engagement, Member
from familyplan.kernel import vault
from familyplan.kernel.db import Database
from familyplan.mail.records import Mail
from familyplan.mail.service import write_out


def family(db: Session, cast: Cast) -> Engagement:
    return db.scalars(
        select(Engagement).options(joinedload(Engagement.lead)).where(Engagement.id == cast.reyes.id)
    ).one()


def member(db: Session, cast: Cast, name: str) -> Member:
    found = db.scalars(select(Member).where(Member.id == cast.members[name].id)).one()
    found.person = db.merge(cast.person(name), load=True)
    return found


def go(database: Database, cast: Cast, name: str = "theo", kind: str = "A") -> None:
    with database.writing() as db:
        who = member(db, cast, name) if kind == "A" else None
        gates.decide(db, family(db, cast), kind, "go", "Heard alone.", by=cast.dana, member=who)


def invite(database: Database, cast: Cast, name: str = "theo", *, way: str = "mail", word: str = "bluebird") -> str:
    """Decide, invite, and give the link's token."""
    go(database, cast, name)
    with database.writing() as db:
        made = service.invite(db, family(db, cast), member(db, cast, name), by=cast.dana, way=way, word=word)
        return token_of(made)


def digits_of(invitation: Invitation) -> str:
    return service.digits_of(invitation)


def take_back(database: Database, cast: Cast, name: str = "theo") -> None:
    with database.writing() as db:
        service.take_back(db, family(db, cast), member(db, cast, name), by=cast.dana)


def token_of(invitation: Invitation) -> str:
    return vault.current().token("invitation", invitation.id, invitation.counter)


def invitation_of(db: Session, cast: Cast, name: str = "theo") -> Invitation:
    db.rollback()
    return db.scalars(select(Invitation).where(Invitation.member_id == cast.members[name].id)).one()


def mails(db: Session, template: str = "invitation") -> list[tuple[str, str, str]]:
    """The mails that wait: to whom, subject, text."""
    db.rollback()
    waiting = db.scalars(
        select(Mail).where(Mail.template == template, Mail.state == "waiting").order_by(Mail.posted_at)
    )
    written = [write_out(mail, base_url="http://x", sender="office@linden.example", sender_name="") for mail in waiting]
    return [(each["To"], each["Subject"], each.get_content()) for each in written]
