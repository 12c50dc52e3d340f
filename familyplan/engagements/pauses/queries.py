"""Who stands still now, and why."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.pauses.records import Pause
from familyplan.engagements.records import Engagement, Member


def standing(db: Session, engagement_id: UUID, *, seen_by: Person) -> Pause | None:
    """The pause that holds for a family now; members read its sentence alone. None for a family that is not theirs."""
    return standing_among(db, [engagement_id], seen_by=seen_by).get(engagement_id)


def standing_among(db: Session, engagement_ids: Collection[UUID], *, seen_by: Person) -> dict[UUID, Pause]:
    """The pauses that hold now among families that somebody reached, by family; one statement however many."""
    now = select(Pause).where(Pause.engagement_id.in_(engagement_ids), Pause.resumed_at.is_(None))
    if seen_by.kind != "staff":
        now = now.where(Pause.engagement_id.in_(select(Member.engagement_id).where(Member.person_id == seen_by.id)))
    return {pause.engagement_id: pause for pause in db.scalars(now.order_by(Pause.for_good, Pause.paused_at))}


def led_families(db: Session, *, seen_by: Person) -> list[tuple[Engagement, Pause | None]]:
    """Every family that this person leads and did not close, with the pause that holds for it, newest first."""
    open_now = select(Engagement).where(Engagement.lead_id == seen_by.id, Engagement.closed_at.is_(None))
    families = list(db.scalars(open_now.order_by(Engagement.entered_at.desc())))
    pauses = standing_among(db, [family.id for family in families], seen_by=seen_by)
    return [(family, pauses.get(family.id)) for family in families]
