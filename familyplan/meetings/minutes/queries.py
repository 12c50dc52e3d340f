"""How much of a professional's time one family took; for staff alone."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement
from familyplan.meetings.minutes.records import ProfessionalTime
from familyplan.meetings.records import Meeting

SHOWN = 8


def spent(db: Session, engagement: Engagement, *, seen_by: Person, until_on: date | None = None) -> int:
    """The minutes spent for a family so far, or up to and with a day, such as the day on which help began."""
    if seen_by.kind != "staff":
        return 0
    total = select(func.coalesce(func.sum(ProfessionalTime.minutes), 0))
    total = total.where(ProfessionalTime.engagement_id == engagement.id, ProfessionalTime.withdrawn_at.is_(None))
    return int(db.scalar(total if until_on is None else total.where(ProfessionalTime.happened_on <= until_on)) or 0)


def latest(db: Session, engagement: Engagement, *, seen_by: Person) -> list[ProfessionalTime]:
    """The newest counts of a family, for staff who reached it."""
    if seen_by.kind != "staff":
        return []
    here = select(ProfessionalTime).where(ProfessionalTime.engagement_id == engagement.id)
    here = here.where(ProfessionalTime.withdrawn_at.is_(None))
    return list(db.scalars(here.order_by(ProfessionalTime.entered_at.desc(), ProfessionalTime.id.desc()).limit(SHOWN)))


def of(db: Session, meeting: Meeting, *, seen_by: Person) -> int:
    """How many minutes one held meeting counts for; for staff."""
    if seen_by.kind != "staff":
        return 0
    here = select(ProfessionalTime.minutes).where(ProfessionalTime.meeting_id == meeting.id)
    return db.scalar(here.where(ProfessionalTime.withdrawn_at.is_(None)).limit(1)) or 0
