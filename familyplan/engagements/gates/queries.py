"""What stands at the three gates of a family. Staff only: no member ever reads a gate's reason."""

from __future__ import annotations

from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements import queries as engagements
from familyplan.engagements.gates import service
from familyplan.engagements.gates.service import Standing
from familyplan.engagements.records import Engagement


def standing(db: Session, engagement: Engagement, *, seen_by: Person) -> Standing:
    """What stands at the gates of a family that *seen_by* leads or oversees; `NotYours` otherwise. Three statements."""
    engagements.overseen(db, engagement.id, seen_by=seen_by)
    return service.standing_of(db, engagement.id)
