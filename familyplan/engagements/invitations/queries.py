"""How the invitations of a family stand, for staff."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.invitations.records import Invitation
from familyplan.engagements.people.records import Hearing
from familyplan.engagements.records import Engagement, Member
from familyplan.kernel import clock
from familyplan.mail.records import Mail

State = Literal["none", "on_its_way", "sent", "came_back", "opened", "taken_back", "run_out", "read_out"]


def of(db: Session, member: Member, *, seen_by: Person) -> tuple[Invitation | None, State]:
    """The invitation of one member and how it stands, for staff who reached the member; one statement."""
    here = select(Invitation, Mail.state).outerjoin(Mail, Mail.id == Invitation.mail_id)
    row = db.execute(here.where(Invitation.member_id == member.id)).first()
    if row is None or seen_by.kind != "staff":
        return None, "none"
    return row[0], state(row[0], row[1])


def newest_hearing(db: Session, member: Member, *, seen_by: Person) -> Hearing | None:
    """What this member said when they were last heard, for staff who reached the member."""
    heard = select(Hearing).where(Hearing.member_id == member.id).order_by(Hearing.entered_at.desc(), Hearing.id.desc())
    return db.scalar(heard.limit(1)) if seen_by.kind == "staff" else None


def of_family(db: Session, engagement: Engagement, *, seen_by: Person) -> dict[UUID, State]:
    """How every invitation of a family stands, by member, for staff who reached it; one statement."""
    if seen_by.kind != "staff":
        return {}
    here = select(Invitation, Mail.state).outerjoin(Mail, Mail.id == Invitation.mail_id)
    rows = db.execute(here.where(Invitation.engagement_id == engagement.id)).all()
    return {row[0].member_id: state(row[0], row[1]) for row in rows}


def state(invitation: Invitation | None, mailed: str | None) -> State:
    """Say how an invitation stands, from its row and the state of its newest mail."""
    if invitation is None:
        return "none"
    holds: list[tuple[bool, State]] = [
        (invitation.taken_back_at is not None, "taken_back"),
        (invitation.taken_at is not None, "opened"),
        (mailed == "lost", "came_back"),
        (invitation.expires_at <= clock.now(), "run_out"),
        (invitation.way == "code", "read_out"),
        (mailed == "waiting", "on_its_way"),
    ]
    return next((state for true, state in holds if true), "sent")
