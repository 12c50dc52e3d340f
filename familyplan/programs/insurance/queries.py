"""What was said about money in one family."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement
from familyplan.kernel.errors import NotYours
from familyplan.programs.insurance.records import MoneySaid


def said(db: Session, engagement: Engagement, *, seen_by: Person) -> list[MoneySaid]:
    """Everything, the newest day first, what was struck out too; for staff who reached the family."""
    if seen_by.kind != "staff":
        return []
    here = select(MoneySaid).options(joinedload(MoneySaid.program)).where(MoneySaid.engagement_id == engagement.id)
    return list(db.scalars(here.order_by(MoneySaid.said_on.desc(), MoneySaid.entered_at.desc(), MoneySaid.id.desc())))


def one(db: Session, engagement: Engagement, money_id: UUID, *, seen_by: Person) -> MoneySaid:
    """One of them, for the family's lead; raises `NotYours`."""
    found = db.scalar(select(MoneySaid).where(MoneySaid.id == money_id, MoneySaid.engagement_id == engagement.id))
    if found is None or engagement.lead_id != seen_by.id:
        raise NotYours
    return found
