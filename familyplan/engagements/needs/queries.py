"""What waits for one lead."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.needs.records import Need


def waiting(db: Session, *, seen_by: Person, until_on: date, limit: int = 60) -> list[Need]:
    """What waits for this lead up to a day, the oldest due first."""
    mine = select(Need).where(Need.lead_id == seen_by.id, Need.settled_at.is_(None), Need.due_on <= until_on)
    return list(db.scalars(mine.order_by(Need.due_on, Need.arisen_at).limit(limit)))


def families_waiting(db: Session, *, seen_by: Person, until_on: date) -> int:
    """How many families wait for this lead up to a day."""
    mine = select(func.count(Need.engagement_id.distinct()))
    return db.scalar(mine.where(Need.lead_id == seen_by.id, Need.settled_at.is_(None), Need.due_on <= until_on)) or 0


def of(db: Session, engagement_id: UUID, *, seen_by: Person) -> list[Need]:
    """What waits in one family, for its lead alone."""
    here = select(Need).where(Need.engagement_id == engagement_id, Need.lead_id == seen_by.id)
    return list(db.scalars(here.where(Need.settled_at.is_(None)).order_by(Need.due_on)))
