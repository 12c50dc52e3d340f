"""
Which family may this person reach, and as what.

Every reach is one statement. Not yours and not there are the same: `NotYours`, 404, with the same body.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement, Grant, Member, MemberRole
from familyplan.guidance.models import InterventionModel
from familyplan.kernel import clock
from familyplan.kernel.errors import NotYours

As = Literal["lead", "supervisor", "counselor", "owner", "member", "loved_one"]
PAGE = 25


@dataclass(frozen=True)
class Reach:
    """What somebody is to one family, with the row that makes them so."""

    engagement: Engagement
    what: As
    member: Member | None = None
    grant: Grant | None = None


def reach(db: Session, engagement_id: UUID, *, seen_by: Person, among: Sequence[As]) -> Reach:
    """Reach one family as one of *among*, the first that fits; raises `NotYours` otherwise."""
    today = clock.now().date()
    mine = and_(Member.engagement_id == Engagement.id, Member.person_id == seen_by.id, Member.left_at.is_(None))
    granted = and_(
        Grant.engagement_id == Engagement.id, Grant.person_id == seen_by.id, Grant.ended_at.is_(None),
        Grant.from_on <= today, or_(Grant.until_on.is_(None), Grant.until_on >= today),
    )  # fmt: skip
    rows = db.execute(
        select(Engagement, Member, Grant)
        .outerjoin(Member, mine)
        .outerjoin(Grant, granted)
        .options(joinedload(Engagement.lead))
        .where(Engagement.id == engagement_id)
    ).all()
    reaches = [found for row in rows for found in _reaches(seen_by, row[0], row[1], row[2])]
    for what in among:
        for found in reaches:
            if found.what == what:
                return found
    raise NotYours


def _reaches(person: Person, engagement: Engagement, member: Member | None, grant: Grant | None) -> list[Reach]:
    found = []
    if engagement.lead_id == person.id and "interventionist" in person.roles:
        found.append(Reach(engagement, "lead"))
    if member is not None and person.kind == "family":
        found.append(Reach(engagement, "loved_one" if member.is_loved_one else "member", member=member))
    if grant is not None and grant.kind in person.roles:
        found.append(Reach(engagement, "supervisor" if grant.kind == "supervisor" else "counselor", grant=grant))
    if "owner" in person.roles:
        found.append(Reach(engagement, "owner"))
    return found


def level_in(model: InterventionModel, level: int | None) -> int:
    """On which level of *model* a family goes on that has reached *level*, perhaps in another way; 0 without levels."""
    return min(level or model.first_level, model.levels[-1].number) if model.levels else 0


def led(db: Session, engagement_id: UUID, *, seen_by: Person) -> Engagement:
    """The family that this person leads; raises `NotYours`."""
    return reach(db, engagement_id, seen_by=seen_by, among=("lead",)).engagement


def overseen(db: Session, engagement_id: UUID, *, seen_by: Person) -> Engagement:
    """The family that this person leads or, by grant, supervises; raises `NotYours`."""
    return reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor")).engagement


def membership(db: Session, engagement_id: UUID, *, seen_by: Person) -> Member:
    """One's own place in a family, as member or loved one; raises `NotYours`."""
    found = reach(db, engagement_id, seen_by=seen_by, among=("member", "loved_one")).member
    if found is None:
        raise NotYours
    return found


def memberships(db: Session, *, seen_by: Person) -> list[tuple[Member, Engagement]]:
    """Every family that this person has a place in, with its lead, newest first."""
    mine = select(Member, Engagement).join(Engagement, Engagement.id == Member.engagement_id)
    here = mine.where(Member.person_id == seen_by.id, Member.left_at.is_(None))
    rows = db.execute(here.options(joinedload(Engagement.lead)).order_by(Member.joined_at.desc())).all()
    return [(row[0], row[1]) for row in rows]


def members(db: Session, engagement: Engagement, *, seen_by: Person, gone_too: bool = False) -> list[Member]:
    """
    Everybody in a family with their person, the loved one last. For staff who reached *engagement*.

    A member is handed an empty list: whoever else is in the circle is not theirs to see.
    """
    if seen_by.kind != "staff":
        return []
    here = select(Member).join(Member.person).options(contains_eager(Member.person))
    here = here.where(Member.engagement_id == engagement.id).order_by(Member.is_loved_one, Member.joined_at)
    return list(db.scalars(here if gone_too else here.where(Member.left_at.is_(None))))


def member(db: Session, engagement: Engagement, member_id: UUID, *, seen_by: Person) -> Member:
    """One person of a family, with their person, for staff who reached *engagement*; raises `NotYours`."""
    here = select(Member).options(joinedload(Member.person))
    found = db.scalar(here.where(Member.id == member_id, Member.engagement_id == engagement.id))
    if found is None or (seen_by.kind != "staff" and found.person_id != seen_by.id):
        raise NotYours
    return found


def roles_of(db: Session, engagement: Engagement, *, seen_by: Person) -> dict[UUID, list[str]]:
    """Which tasks each member has taken, by member; a member is told their own alone."""
    of = select(MemberRole).where(MemberRole.engagement_id == engagement.id)
    if seen_by.kind != "staff":
        of = of.join(Member, Member.id == MemberRole.member_id).where(Member.person_id == seen_by.id)
    taken: dict[UUID, list[str]] = {}
    for role in db.scalars(of):
        taken.setdefault(role.member_id, []).append(role.role)
    return taken


def engagements(db: Session, *, seen_by: Person, page: int = 1) -> tuple[list[Engagement], int]:
    """The families that this person may reach as staff, newest first, 25 a page, and how many there are."""
    today = clock.now().date()
    granted = select(Grant.engagement_id).where(
        Grant.person_id == seen_by.id, Grant.ended_at.is_(None), Grant.kind.in_(seen_by.roles),
        Grant.from_on <= today, or_(Grant.until_on.is_(None), Grant.until_on >= today),
    )  # fmt: skip
    mine = Engagement.lead_id == seen_by.id if "interventionist" in seen_by.roles else Engagement.id.is_(None)
    within = or_(mine, Engagement.id.in_(granted))
    reachable = select(Engagement) if "owner" in seen_by.roles else select(Engagement).where(within)
    if seen_by.kind != "staff":
        return [], 0
    count = db.scalar(select(func.count()).select_from(reachable.subquery())) or 0
    newest = reachable.options(joinedload(Engagement.lead)).order_by(Engagement.entered_at.desc(), Engagement.id)
    return list(db.scalars(newest.limit(PAGE).offset((max(page, 1) - 1) * PAGE))), count
