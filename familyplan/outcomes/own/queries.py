"""What members said about themselves: each for their own eyes, and all of it for the family's lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement, Member
from familyplan.guidance.models import InterventionModel
from familyplan.kernel.errors import NotYours
from familyplan.outcomes.own.records import OwnOutcome


def of_member(db: Session, member: Member, *, seen_by: Person) -> list[OwnOutcome]:
    """What a member said about themselves, the newest first; empty for anybody else."""
    if member.person_id != seen_by.id:
        return []
    here = select(OwnOutcome).where(OwnOutcome.member_id == member.id, OwnOutcome.taken_back_at.is_(None))
    return list(db.scalars(here.order_by(OwnOutcome.said_at.desc(), OwnOutcome.id.desc())))


def one(db: Session, member: Member, own_outcome_id: UUID, *, seen_by: Person) -> OwnOutcome:
    """One answer of one's own, taken back or not; raises `NotYours`."""
    here = select(OwnOutcome).where(OwnOutcome.id == own_outcome_id, OwnOutcome.member_id == member.id)
    found = db.scalar(here) if member.person_id == seen_by.id else None
    if found is None:
        raise NotYours
    return found


def of_family(db: Session, engagement: Engagement, *, seen_by: Person) -> list[tuple[Member, list[OwnOutcome]]]:
    """What each member said, in the order they came, the earliest first; for the family's lead alone; one statement."""
    if engagement.lead_id != seen_by.id:
        return []
    here = select(OwnOutcome, Member).join(Member, Member.id == OwnOutcome.member_id).join(Member.person)
    here = here.options(contains_eager(Member.person))
    here = here.where(OwnOutcome.engagement_id == engagement.id, OwnOutcome.taken_back_at.is_(None))
    here = here.where(Member.left_at.is_(None)).order_by(Member.joined_at, Member.id, OwnOutcome.said_at)
    found: dict[UUID, tuple[Member, list[OwnOutcome]]] = {}
    for row in db.execute(here):
        found.setdefault(row[1].id, (row[1], []))[1].append(row[0])
    return list(found.values())


def asked_on(model: InterventionModel | None, anchors: Mapping[str, date | None], today: date) -> date | None:
    """On which day a family was last asked how it is, by its way's own marks; None before the first of them."""
    if model is None:
        return None
    laid: list[tuple[date | None, Sequence[int]]] = [
        (anchors.get("entered"), model.follow_up_days), (anchors.get("answer"), model.review_days),
    ]  # fmt: skip
    days = [anchor + timedelta(days=number) for anchor, every in laid if anchor for number in every]
    return max((day for day in days if day <= today), default=None)
