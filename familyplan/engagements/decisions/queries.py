"""Decisions as they stand, each as far as its reader may know of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements import queries as engagements
from familyplan.engagements.decisions.records import Agreement, Decision
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.ties.queries import parted_from, stands_alone
from familyplan.guidance import shelf
from familyplan.guidance.models import InterventionModel
from familyplan.kernel.errors import NotYours


def model_of(engagement: Engagement) -> InterventionModel | None:
    """The way this family goes; None before one was chosen, or when its file is no longer there."""
    return shelf.current().models.get(engagement.model_key or "")


@dataclass
class Known:
    """One decision and the names of those who agreed."""

    decision: Decision
    names: list[str] = field(default_factory=list)


def family_place(db: Session, engagement_id: UUID, *, seen_by: Person) -> tuple[Engagement, Member]:
    """
    Reach a family's decisions as one of the family, where its way shows them; raises `NotYours`.

    Somebody from work is told nobody's name, and so has no such page.
    """
    place = engagements.reach(db, engagement_id, seen_by=seen_by, among=("member", "loved_one"))
    model, member = model_of(place.engagement), place.member
    shown = model.decisions if model else None
    if member is None or shown is None or stands_alone(member):
        raise NotYours
    if member.is_loved_one and not shown.shown_to_loved_one:
        raise NotYours
    return place.engagement, member


def shown(db: Session, engagement: Engagement, member: Member, *, seen_by: Person) -> list[Known]:
    """
    What one of the family may read: what the way showed them when it was decided, and was not taken back.

    Among those who agreed nobody is named who must not meet them.
    """
    if member.person_id != seen_by.id:
        return []
    theirs = Decision.for_loved_one if member.is_loved_one else Decision.for_family
    return _known(db, engagement, theirs.is_(True), Decision.taken_back_at.is_(None), unnamed=parted_from(member))


def decisions(db: Session, engagement: Engagement, *, seen_by: Person) -> list[Known]:
    """Every decision, the newest first, also what was taken back; for staff who reached the family."""
    return _known(db, engagement) if seen_by.kind == "staff" else []


def _known(
    db: Session, engagement: Engagement, *where: ColumnElement[bool], unnamed: ColumnElement[bool] | None = None
) -> list[Known]:
    """Read decisions with their names in one statement, but for those of members who are *unnamed*."""
    of_whom = Member.id == Agreement.member_id if unnamed is None else and_(Member.id == Agreement.member_id, ~unnamed)
    rows = (
        select(Decision, Person)
        .outerjoin(Agreement, Agreement.decision_id == Decision.id)
        .outerjoin(Member, of_whom)
        .outerjoin(Person, Person.id == Member.person_id)
        .where(Decision.engagement_id == engagement.id, *where)
        .order_by(Decision.decided_on.desc(), Decision.id.desc(), Member.joined_at, Member.id)
    )
    found: dict[UUID, Known] = {}
    for decision, person in db.execute(rows):
        known = found.setdefault(decision.id, Known(decision))
        if person is not None:
            known.names.append(person.name)
    return list(found.values())


def decision(db: Session, engagement: Engagement, decision_id: UUID, *, seen_by: Person) -> Decision:
    """One decision, for staff who reached the family; raises `NotYours`."""
    here = select(Decision).where(Decision.id == decision_id, Decision.engagement_id == engagement.id)
    found = db.scalar(here) if seen_by.kind == "staff" else None
    if found is None:
        raise NotYours
    return found


def opened(db: Session, engagement: Engagement, level: int, *, seen_by: Person) -> bool:
    """Say whether a decision stands that this level of the way begins."""
    here = select(Decision.id).where(Decision.engagement_id == engagement.id, Decision.level == level)
    return seen_by.kind == "staff" and db.scalars(here.where(Decision.taken_back_at.is_(None))).first() is not None
