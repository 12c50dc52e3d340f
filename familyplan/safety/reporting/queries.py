"""What was noted about reporting, for the lead and a supervisor alone."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement
from familyplan.safety.queries import may_see
from familyplan.safety.records import ReportingConsidered


def considered(db: Session, engagement: Engagement, *, seen_by: Person) -> list[ReportingConsidered]:
    """Every note, the newest first; nothing for anybody but the lead and a supervisor who reached *engagement*."""
    if not may_see(engagement, seen_by):
        return []
    here = select(ReportingConsidered).where(ReportingConsidered.engagement_id == engagement.id)
    return list(db.scalars(here.order_by(ReportingConsidered.happened_on.desc(), ReportingConsidered.id.desc())))
