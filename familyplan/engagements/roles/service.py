"""Agreeing with the family who takes a role."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement, Member, MemberRole
from familyplan.engagements.roles.queries import agreements
from familyplan.engagements.roles.records import RoleAgreement
from familyplan.engagements.service import in_turn
from familyplan.guidance.models import Role
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _


def check(role: Role, member: Member, why: str, agreed_on: date, *, today: date) -> None:
    """Refuse, in words, an agreement that cannot be, or that needs a reason; changes nothing."""
    if member.is_loved_one or member.relation == "child":
        raise Refusal(_("That is a task for a grown-up of the team."), field="member")
    if agreed_on > today:
        raise Refusal(_("That day is still ahead. When did you agree on it?"), field="agreed_on")
    if member.relation in role.not_by_default and not why:
        sentence = _("Usually somebody else takes this, so that %(name)s is not torn. Why is it right here?")
        raise Refusal(sentence, field="why", name=member.person.first_name)


def agree(
    db: Session, engagement: Engagement, role: Role, member: Member, *, why: str, agreed_on: date | None, by: Person
) -> None:
    """
    Keep that the family agreed on *member* for *role*, who takes it from whoever had it. Twice is once.

    Earlier agreements stay as rows. Refused without a reason where the model would rather have somebody else.
    """
    today = clock.today(engagement.zone)
    agreed_on = agreed_on or today
    check(role, member, why, agreed_on, today=today)
    in_turn(db, engagement)
    stands = agreements(db, engagement, seen_by=by).get(role.key)
    if stands and (stands.member_id, stands.why, stands.agreed_on) == (member.id, why, agreed_on):
        return
    here = select(MemberRole).where(MemberRole.engagement_id == engagement.id, MemberRole.role == role.key)
    if member.id not in {one.member_id for one in db.scalars(here)}:
        held = MemberRole(engagement_id=engagement.id, member_id=member.id, role=role.key, since_at=clock.now())
        db.add(held)
    others = delete(MemberRole).where(MemberRole.engagement_id == engagement.id, MemberRole.role == role.key)
    db.execute(others.where(MemberRole.member_id != member.id))
    agreement = RoleAgreement(engagement_id=engagement.id, member_id=member.id, role=role.key, why=why)
    agreement.agreed_on, agreement.entered_at, agreement.by_id = agreed_on, clock.now(), by.id
    db.add(agreement)
    db.flush()
    note(db, "role.agreed", by=by, about="member", about_id=member.id, engagement_id=engagement.id)
