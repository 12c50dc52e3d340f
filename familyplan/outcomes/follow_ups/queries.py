"""The looks back of one family."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.kernel.errors import NotYours
from familyplan.outcomes.queries import Place
from familyplan.outcomes.records import FollowUp


def follow_ups(db: Session, place: Place, *, seen_by: Person) -> list[FollowUp]:
    """
    What was looked back on and what is still ahead, by its day; dropped ones are left out.

    A counselor under a release in force gets those after help began that are open, and those that they noted.
    """
    here = select(FollowUp).where(FollowUp.engagement_id == place.engagement.id, FollowUp.dropped_at.is_(None))
    if place.is_counselor:
        if place.release is None:
            return []
        here = here.where(FollowUp.anchor == "entered", (FollowUp.by_id == seen_by.id) | FollowUp.happened_on.is_(None))
    return list(db.scalars(here.order_by(FollowUp.due_on, FollowUp.id)))


def to_choose(db: Session, place: Place, *, seen_by: Person) -> list[FollowUp]:
    """What is still ahead and what the family wants none of, by its day, for whoever leads the family."""
    if place.reach.what != "lead" or place.engagement.lead_id != seen_by.id:
        return []
    here = select(FollowUp).where(FollowUp.engagement_id == place.engagement.id, FollowUp.happened_on.is_(None))
    here = here.where(or_(FollowUp.dropped_at.is_(None), FollowUp.not_wanted_at.is_not(None)))
    return list(db.scalars(here.order_by(FollowUp.due_on, FollowUp.id)))


def follow_up(db: Session, place: Place, follow_up_id: UUID, *, seen_by: Person) -> FollowUp:
    """One look back that this person may note; raises `NotYours`."""
    found = next((one for one in follow_ups(db, place, seen_by=seen_by) if one.id == follow_up_id), None)
    if found is None or not place.records:
        raise NotYours
    return found
