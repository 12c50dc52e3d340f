"""Which roles a family's way agrees on together, and who was agreed on."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, false, func, literal, or_, select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement, Member, MemberRole
from familyplan.engagements.roles.records import RoleAgreement
from familyplan.guidance import shelf
from familyplan.guidance.models import Role
from familyplan.kernel.errors import NotYours


def roles(engagement: Engagement) -> tuple[Role, ...]:
    """The roles on which this family's way has them agree; raises `NotYours` where there are none: no page either."""
    model = shelf.current().models.get(engagement.model_key or "")
    agreed = tuple(role for role in model.roles if role.agreed_together) if model else ()
    if not agreed:
        raise NotYours
    return agreed


def agreements(db: Session, engagement: Engagement, *, seen_by: Person) -> dict[str, RoleAgreement]:
    """The agreement that stands on each role, by role, for staff who reached *engagement*; nothing for anybody else."""
    if seen_by.kind != "staff":
        return {}
    holds = and_(MemberRole.member_id == RoleAgreement.member_id, MemberRole.role == RoleAgreement.role)
    here = select(RoleAgreement).join(MemberRole, holds).join(Member, Member.id == RoleAgreement.member_id)
    here = here.where(RoleAgreement.engagement_id == engagement.id, Member.left_at.is_(None))
    return {one.role: one for one in db.scalars(here.order_by(RoleAgreement.entered_at, RoleAgreement.id))}


def agreed_fact() -> Select[UUID, date, bool]:
    """Families in which every such role has somebody who was agreed on, is here and still holds it."""
    wanted = {
        key: [role.key for role in model.roles if role.agreed_together] for key, model in shelf.current().models.items()
    }
    ways: list[Any] = [
        and_(Engagement.model_key == key, RoleAgreement.role.in_(keys)) for key, keys in wanted.items() if keys
    ]
    enough: list[Any] = [
        and_(Engagement.model_key == key, func.count(RoleAgreement.role.distinct()) == len(keys))
        for key, keys in wanted.items()
        if keys
    ]
    holds = and_(MemberRole.member_id == RoleAgreement.member_id, MemberRole.role == RoleAgreement.role)
    found = select(
        RoleAgreement.engagement_id,
        func.max(RoleAgreement.agreed_on).label("happened_on"),
        literal(value=True).label("family_may_know"),
    )
    found = found.join(Engagement, Engagement.id == RoleAgreement.engagement_id).join(MemberRole, holds)
    found = found.join(Member, Member.id == RoleAgreement.member_id).where(
        Member.left_at.is_(None), or_(false(), *ways)
    )
    return found.group_by(RoleAgreement.engagement_id, Engagement.model_key).having(or_(false(), *enough))
