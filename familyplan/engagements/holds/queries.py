"""Which families nothing may be deleted of."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, false, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import InstrumentedAttribute

from familyplan.access.records import Person
from familyplan.engagements.holds.records import Hold
from familyplan.engagements.records import Engagement, Member


def over(engagement_id: InstrumentedAttribute[object]) -> ColumnElement[bool]:
    """Whether a hold stands over the family of a row; for a statement about many such rows."""
    return exists().where(Hold.engagement_id == engagement_id, Hold.lifted_at.is_(None))


def standing(db: Session, engagement: Engagement, *, seen_by: Person) -> tuple[Hold, Person] | None:
    """The hold that stands over a family, and who placed it, for the office; a relative is not told why or by whom."""
    if seen_by.kind != "staff":
        return None
    here = select(Hold, Person).join(Person, Person.id == Hold.placed_by_id).where(Hold.engagement_id == engagement.id)
    row = db.execute(here.where(Hold.lifted_at.is_(None)).order_by(Hold.placed_at).limit(1)).one_or_none()
    return (row[0], row[1]) if row else None


def before(db: Session, engagement: Engagement, *, seen_by: Person) -> list[Hold]:
    """The holds that were lifted, the newest first, for the office."""
    mine = Hold.engagement_id == engagement.id if seen_by.kind == "staff" else false()
    return list(db.scalars(select(Hold).where(mine, Hold.lifted_at.is_not(None)).order_by(Hold.placed_at.desc())))


def is_kept(db: Session, engagement: Engagement, *, seen_by: Person) -> bool:
    """Whether the office must keep all of it for now, for those of the family who would delete something."""
    here = select(exists().where(Hold.engagement_id == engagement.id, Hold.lifted_at.is_(None)))
    if seen_by.kind != "staff":
        here = here.where(exists().where(Member.engagement_id == engagement.id, Member.person_id == seen_by.id))
    return bool(db.scalar(here))
