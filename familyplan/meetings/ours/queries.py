"""Meetings that one member is asked to: their own answers alone, and nobody else's name."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements import queries as engagements
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.service import surprises
from familyplan.kernel.errors import NotYours
from familyplan.meetings.queries import model_of
from familyplan.meetings.records import Invited, Meeting


@dataclass(frozen=True)
class Ours:
    """Where a member stands before their family's meetings."""

    engagement: Engagement
    member: Member


@dataclass(frozen=True)
class Mine:
    """One meeting as the member who is asked sees it."""

    meeting: Meeting
    invited: Invited


def ours(db: Session, engagement_id: UUID, *, seen_by: Person) -> Ours:
    """
    Reach one's own meetings of a family; raises `NotYours`.

    Whoever is to hear of it on the day has no such page before, and where a way has no meetings nobody has.
    """
    found = engagements.reach(db, engagement_id, seen_by=seen_by, among=("member", "loved_one"))
    hidden = found.what == "loved_one" and surprises(found.engagement)
    model = model_of(found.engagement)
    if found.member is None or hidden or model is None or not model.meetings:
        raise NotYours
    return Ours(found.engagement, found.member)


def mine(db: Session, place: Ours, *, seen_by: Person) -> list[Mine]:
    """Every meeting that this member is asked to, by its time; those without one come first."""
    rows = db.execute(_asked(place, seen_by).order_by(Meeting.starts_at.is_not(None), Meeting.starts_at, Meeting.id))
    return [Mine(row[0], row[1]) for row in rows]


def one(db: Session, place: Ours, meeting_id: UUID, *, seen_by: Person) -> Mine:
    """One meeting that this member is asked to; raises `NotYours`."""
    row = db.execute(_asked(place, seen_by).where(Meeting.id == meeting_id)).first()
    if row is None:
        raise NotYours
    return Mine(row[0], row[1])


def _asked(place: Ours, seen_by: Person) -> Select[Meeting, Invited]:
    mine = and_(Invited.meeting_id == Meeting.id, Invited.dropped_at.is_(None), Invited.member_id == place.member.id)
    here = select(Meeting, Invited).join(Invited, mine).join(Member, Member.id == Invited.member_id)
    return here.where(Meeting.engagement_id == place.engagement.id, Member.person_id == seen_by.id)
