"""
Who stays apart from whom.

The list itself is for staff. What follows from it (whose name is kept from whom) is a condition that every page of the
family asks for, and says nothing of why; as sets of ids it is in `service`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.people.records import Hearing
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.ties.records import ORDERED, UNSURE, Speech, Tie

Pair = frozenset[UUID]
ALONE = ("employer",)  # relations that are shown their own letter and their own time, and nobody's name


def parts() -> ColumnElement[bool]:
    """Whether a tie says that its two must not meet; what is not known counts like it."""
    return or_(Tie.may_meet.in_(UNSURE), Tie.court_order.in_(ORDERED))


def must_not_meet(one: type[Member], other: type[Member]) -> ColumnElement[bool]:
    """Whether two people of a statement must not meet; the same whichever of them is named first."""
    here = or_(
        and_(Tie.first_id == one.id, Tie.second_id == other.id), and_(Tie.first_id == other.id, Tie.second_id == one.id)
    )
    return exists().where(here, parts())


def parted_from(member: Member) -> ColumnElement[bool]:
    """Whether the `Member` of a statement must not meet *member*."""
    here = or_(
        and_(Tie.first_id == member.id, Tie.second_id == Member.id),
        and_(Tie.second_id == member.id, Tie.first_id == Member.id),
    )
    return exists().where(here, parts())


def kept_from(reader: type[Member], named: type[Member]) -> ColumnElement[bool]:
    """Whether somebody's name is kept from *reader*: the two must not meet, or *reader* is told nobody's name."""
    return or_(reader.relation.in_(ALONE), must_not_meet(reader, named))


def stands_alone(member: Member) -> bool:
    """Say whether this member is shown nothing but their own letter and time (practice 1.22)."""
    return member.relation in ALONE


@dataclass(frozen=True)
class Known:
    """One pair as staff see it: the two people, and what was noted."""

    tie: Tie
    first: Member
    second: Member

    @property
    def is_apart(self) -> bool:
        """Whether the two must not meet."""
        return self.tie.may_meet in UNSURE or self.tie.court_order in ORDERED


def ties(db: Session, engagement: Engagement, members: Sequence[Member], *, seen_by: Person) -> list[Known]:
    """Every pair that something was noted about, those who must not meet first; nothing for a member. 1 statement."""
    if seen_by.kind != "staff":
        return []
    by_id = {member.id: member for member in members}
    rows = db.scalars(select(Tie).where(Tie.engagement_id == engagement.id).order_by(Tie.noted_at.desc(), Tie.id))
    known = [Known(tie, by_id[tie.first_id], by_id[tie.second_id]) for tie in rows]
    return sorted(known, key=lambda one: not one.is_apart)


def unnamed(newest: dict[UUID, Hearing], known: Iterable[Known]) -> dict[UUID, list[str]]:
    """What people said when heard alone about somebody, while nothing here says about whom: what, by member."""
    named: dict[UUID, set[str]] = {}
    for one in known:
        about = {"may_meet_all"} if one.is_apart else set()
        about |= {"court_order"} if one.tie.court_order in ORDERED else set()
        for member_id in (one.first.id, one.second.id):
            named.setdefault(member_id, set()).update(about)
    open_ends: dict[UUID, list[str]] = {}
    for member_id, hearing in newest.items():
        said = ["may_meet_all"] if hearing.may_meet_all in UNSURE else []
        said += ["court_order"] if hearing.court_order in ORDERED else []
        left = [what for what in said if what not in named.get(member_id, set())]
        if left:
            open_ends[member_id] = left
    return open_ends


def speech_of(db: Session, member: Member, *, seen_by: Person) -> Speech | None:
    """How somebody speaks, for staff; nothing for a member of the family."""
    if seen_by.kind != "staff":
        return None
    return db.scalar(select(Speech).where(Speech.member_id == member.id))
