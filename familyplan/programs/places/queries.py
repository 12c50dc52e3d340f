"""The places that were held for a family."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement
from familyplan.kernel.errors import NotYours
from familyplan.programs.places.records import Place

WARN_BEFORE = timedelta(hours=24)


def places(db: Session, engagement: Engagement, *, seen_by: Person) -> list[Place]:
    """Every place that was ever held for a family, the newest first, with its program; for staff who reached it."""
    if seen_by.kind != "staff":
        return []
    here = select(Place).join(Place.program).options(contains_eager(Place.program))
    here = here.where(Place.engagement_id == engagement.id)
    return list(db.scalars(here.order_by(Place.entered_at.desc(), Place.id.desc())))


def place(db: Session, engagement: Engagement, place_id: UUID, *, seen_by: Person) -> Place:
    """One of them, for the family's lead; raises `NotYours`."""
    found = db.scalar(select(Place).where(Place.id == place_id, Place.engagement_id == engagement.id))
    if found is None or engagement.lead_id != seen_by.id:
        raise NotYours
    return found


def lapsing(db: Session, engagement_ids: Sequence[UUID], now: datetime, *, seen_by: Person) -> list[Place]:
    """Places of these families, which were reached, that still stand and lapse within a day; with their programs."""
    if seen_by.kind != "staff":
        return []
    here = select(Place).join(Place.program).options(contains_eager(Place.program))
    here = here.where(Place.engagement_id.in_(engagement_ids), Place.let_go_at.is_(None), Place.replaced_at.is_(None))
    return list(db.scalars(here.where(Place.until_at > now, Place.until_at <= now + WARN_BEFORE)))
