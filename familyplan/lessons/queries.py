"""What somebody was given to read, and who of a family has read what."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements import queries as engagements
from familyplan.engagements.records import Engagement, Member
from familyplan.guidance import shelf
from familyplan.guidance.lessons import Lesson
from familyplan.lessons.records import Assignment


@dataclass(frozen=True)
class Given:
    """A lesson that somebody was given, in their language."""

    lesson: Lesson
    assignment: Assignment
    member: Member


@dataclass
class Readers:
    """One lesson in one family: who has read it, who has begun, who has not opened it yet."""

    lesson: Lesson
    read: list[Given] = field(default_factory=list)
    begun: list[Given] = field(default_factory=list)
    not_yet: list[Given] = field(default_factory=list)


def mine(db: Session, *, seen_by: Person, slug: str = "", engagement_id: UUID | None = None) -> list[Given]:
    """What this person was given, in the order in which it is best read; one *slug* or one family where asked."""
    own = select(Assignment, Member).join(Member, Member.id == Assignment.member_id)
    own = own.where(Member.person_id == seen_by.id, Member.left_at.is_(None), Assignment.put_away_at.is_(None))
    if slug:
        own = own.where(Assignment.slug == slug)
    if engagement_id is not None:
        own = own.where(Assignment.engagement_id == engagement_id)
    rows = db.execute(own.order_by(Assignment.given_at, Assignment.id)).all()
    return _given([(row[0], row[1]) for row in rows], seen_by)


def next_to_read(db: Session, engagement_id: UUID, *, seen_by: Person) -> Given | None:
    """What this member would read next in one family; None when all is read."""
    unread = (one for one in mine(db, seen_by=seen_by, engagement_id=engagement_id) if not one.assignment.read_at)
    return next(unread, None)


def _given(rows: list[tuple[Assignment, Member]], reader: Person) -> list[Given]:
    lessons = shelf.current().lessons
    return [
        Given(lessons[assignment.slug].in_language(reader.language), assignment, member)
        for assignment, member in rows
        if assignment.slug in lessons
    ]


def readers(db: Session, engagement: Engagement, *, seen_by: Person) -> list[Readers]:
    """Lesson by lesson, who of a family has read it and who not yet; nothing for anybody but staff."""
    people = {member.id: member for member in engagements.members(db, engagement, seen_by=seen_by)}
    here = select(Assignment).where(Assignment.engagement_id == engagement.id, Assignment.put_away_at.is_(None))
    rows = [(one, people[one.member_id]) for one in db.scalars(here.order_by(Assignment.given_at, Assignment.id))
            if one.member_id in people]  # fmt: skip
    found: dict[str, Readers] = {}
    for given in _given(rows, seen_by):
        of = found.setdefault(given.assignment.slug, Readers(given.lesson))
        state = of.read if given.assignment.read_at else of.begun if given.assignment.opened_at else of.not_yet
        state.append(given)
    return list(found.values())
