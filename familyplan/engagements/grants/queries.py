"""Who was given a look into a family."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement, Grant
from familyplan.kernel.errors import NotYours


def given(db: Session, engagement: Engagement, *, seen_by: Person) -> list[Grant]:
    """Every look that was given into a family, the ended ones last. For staff who reached *engagement*."""
    if seen_by.kind != "staff":
        return []
    here = select(Grant).where(Grant.engagement_id == engagement.id)
    return list(db.scalars(here.order_by(Grant.ended_at.is_not(None), Grant.given_at.desc())))


def one(db: Session, engagement: Engagement, grant_id: UUID, *, seen_by: Person) -> Grant:
    """One look into a family that *seen_by* leads; raises `NotYours`."""
    here = select(Grant).where(Grant.id == grant_id, Grant.engagement_id == engagement.id)
    found = db.scalar(here)
    if found is None or engagement.lead_id != seen_by.id:
        raise NotYours
    return found


def supervised(db: Session, engagement_ids: Collection[UUID], *, seen_by: Person) -> set[UUID]:
    """Those of these families that *seen_by* was given a look into as a supervisor, and not as a counselor alone."""
    mine = select(Grant.engagement_id).where(Grant.person_id == seen_by.id, Grant.ended_at.is_(None))
    return set(db.scalars(mine.where(Grant.kind == "supervisor", Grant.engagement_id.in_(engagement_ids))))
