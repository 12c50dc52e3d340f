"""How old what was asked about safety is, for a decision to remember."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.engagements.records import Engagement
from familyplan.safety.records import SafetyAnswer
from familyplan.safety.service import oldest_asked


def safety_asked_at(db: Session, engagement: Engagement) -> datetime | None:
    """
    The noon, where the family lives, of the day of the oldest answer that counts; None while a row was never asked.

    A gate keeps it beside its decision, so that it can say later how old the answers were.
    """
    here = select(SafetyAnswer).where(SafetyAnswer.engagement_id == engagement.id)
    oldest = oldest_asked(db.scalars(here))
    return datetime.combine(oldest, time(12), ZoneInfo(engagement.zone)).astimezone(UTC) if oldest else None
