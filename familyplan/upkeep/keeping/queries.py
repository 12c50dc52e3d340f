"""What stands on the page on which a family's words are kept or erased, for the owner and the family's lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from familyplan.access.records import Person, StaffRole
from familyplan.engagements import queries as engagements
from familyplan.engagements.records import Engagement
from familyplan.kernel import clock
from familyplan.upkeep.keeping.records import ErasureAsked

ALONE_WAITS = timedelta(hours=24)  # where nobody else works here who could agree
COUNTS_FOR = timedelta(days=7)  # then it must be asked anew


@dataclass(frozen=True)
class Wish:
    """A wish to erase a family that still counts, and who else here can agree to it."""

    asked: ErasureAsked
    asked_by: Person
    others: list[Person]

    @property
    def may_begin_at(self) -> datetime:
        """From when it may be erased without anybody else; only where there is nobody else."""
        return self.asked.asked_at + ALONE_WAITS

    @property
    def is_agreed(self) -> bool:
        """Whether it may be erased now: somebody else agreed or, where nobody else is there, a day has gone by."""
        if self.asked.agreed_at is not None:
            return True
        return not self.others and clock.now() >= self.may_begin_at


def kept(db: Session, engagement_id: UUID, *, seen_by: Person) -> engagements.Reach:
    """Reach a family to decide about its words as a whole: as an owner, or as its lead; raises `NotYours`."""
    return engagements.reach(db, engagement_id, seen_by=seen_by, among=("owner", "lead"))


def wish(db: Session, engagement: Engagement, *, seen_by: Person) -> Wish | None:
    """The newest wish to erase this family that still counts, for the office."""
    if seen_by.kind != "staff":
        return None
    here = select(ErasureAsked, Person).join(Person, Person.id == ErasureAsked.asked_by_id)
    here = here.where(ErasureAsked.engagement_id == engagement.id, ErasureAsked.let_be_at.is_(None))
    newest = here.where(ErasureAsked.asked_at > clock.now() - COUNTS_FOR).order_by(ErasureAsked.asked_at.desc())
    row = db.execute(newest.limit(1)).one_or_none()
    return Wish(row[0], row[1], who_can_agree(db, engagement, row[1].id, seen_by=seen_by)) if row else None


def who_can_agree(db: Session, engagement: Engagement, asked_by_id: UUID, *, seen_by: Person) -> list[Person]:
    """Who else could agree: another owner, or the family's lead, of those who still work here."""
    if seen_by.kind != "staff":
        return []
    owns = exists().where(StaffRole.person_id == Person.id, StaffRole.role == "owner")
    here = select(Person).where(Person.kind == "staff", Person.disabled_at.is_(None), Person.id != asked_by_id)
    return list(db.scalars(here.where(or_(owns, Person.id == engagement.lead_id))))
