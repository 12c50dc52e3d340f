"""What each person said when heard alone. For staff who reached the family; never for a member."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.people.records import Hearing
from familyplan.engagements.records import Engagement, Member


def hearings(db: Session, engagement: Engagement, *, seen_by: Person) -> dict[UUID, list[Hearing]]:
    """Every conversation in a family by member, newest first; a member of the family is handed nothing."""
    if seen_by.kind != "staff":
        return {}
    here = (
        select(Hearing)
        .where(Hearing.engagement_id == engagement.id)
        .order_by(Hearing.entered_at.desc(), Hearing.id.desc())
    )
    by_member: dict[UUID, list[Hearing]] = {}
    for hearing in db.scalars(here):
        by_member.setdefault(hearing.member_id, []).append(hearing)
    return by_member


def newest(hearings: dict[UUID, list[Hearing]]) -> dict[UUID, Hearing]:
    """The conversation that counts for each member: the newest."""
    return {member_id: of[0] for member_id, of in hearings.items()}


def sharing_an_address(members: list[Member]) -> list[list[Member]]:
    """Groups of people of one family who can be reached at one and the same address."""
    groups: dict[bytes, list[Member]] = {}
    for member in members:
        if member.person.address_index is not None:
            groups.setdefault(member.person.address_index, []).append(member)
    return [group for group in groups.values() if len(group) > 1]
