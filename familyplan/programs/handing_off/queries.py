"""The receipts of one family."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement
from familyplan.kernel.errors import NotYours
from familyplan.programs.handing_off.records import HandOff


def receipts(db: Session, engagement: Engagement, *, seen_by: Person) -> list[HandOff]:
    """Every receipt, the newest day first, with its program and release; for staff who reached the family."""
    if seen_by.kind != "staff":
        return []
    return list(db.scalars(_whole(engagement).order_by(HandOff.handed_on.desc(), HandOff.id.desc())))


def receipt(db: Session, engagement: Engagement, hand_off_id: UUID, *, seen_by: Person) -> HandOff:
    """One of them, for staff who reached the family; raises `NotYours`."""
    found = db.scalar(_whole(engagement).where(HandOff.id == hand_off_id)) if seen_by.kind == "staff" else None
    if found is None:
        raise NotYours
    return found


def _whole(engagement: Engagement) -> Select[HandOff]:
    with_both = select(HandOff).options(joinedload(HandOff.program), joinedload(HandOff.release))
    return with_both.where(HandOff.engagement_id == engagement.id)
