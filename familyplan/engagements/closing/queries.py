"""Whether a family's file is closed, since when, and what its people read then."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.closing.records import Closing
from familyplan.engagements.records import Engagement, Member


def standing(db: Session, engagement: Engagement, *, seen_by: Person) -> Closing | None:
    """The closing that holds for a family now; members read its sentence alone. None for another's family."""
    here = select(Closing).where(Closing.engagement_id == engagement.id, Closing.reopened_at.is_(None))
    if seen_by.kind != "staff":
        here = here.where(Closing.engagement_id.in_(select(Member.engagement_id).where(Member.person_id == seen_by.id)))
    return db.scalar(here.order_by(Closing.closed_at.desc()).limit(1))


def before(db: Session, engagement: Engagement, *, seen_by: Person) -> list[Closing]:
    """Closings after which the file was opened again, the newest first, for the office."""
    if seen_by.kind != "staff":
        return []
    here = select(Closing).where(Closing.engagement_id == engagement.id, Closing.reopened_at.is_not(None))
    return list(db.scalars(here.order_by(Closing.closed_at.desc())))
