"""The lines about travel and home, as the lead, the one who keeps the details, and everybody else may see them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements import queries as engagements
from familyplan.engagements.queries import As
from familyplan.engagements.records import Engagement, Member
from familyplan.guidance import shelf
from familyplan.kernel.errors import NotYours
from familyplan.programs.options.queries import done_by
from familyplan.programs.travel.records import TravelLine

FACT = "travel_set"


@dataclass(frozen=True)
class Place:
    """Where somebody stands before these lines. `edits` is the lead, and who has the role that the way gives it to."""

    engagement: Engagement
    what: As
    edits: bool
    member: Member | None = None


def place(db: Session, engagement_id: UUID, *, seen_by: Person) -> Place:
    """Reach a family's lines as its lead, supervisor or one of its members; never the loved one. Raises `NotYours`."""
    reached = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor", "member"))
    if reached.member is None:
        return Place(reached.engagement, reached.what, edits=reached.what == "lead")
    roles = engagements.roles_of(db, reached.engagement, seen_by=seen_by).get(reached.member.id, [])
    return Place(reached.engagement, reached.what, bool(keepers(reached.engagement) & set(roles)), reached.member)


def keepers(engagement: Engagement) -> frozenset[str]:
    """Which roles of this way keep these lines, by the step that waits for them; none where the way has no such."""
    model = shelf.current().models.get(engagement.model_key or "")
    return done_by(engagement, FACT) & {role.key for role in model.roles} if model else frozenset()


def lines(db: Session, place: Place, *, seen_by: Person) -> list[TravelLine]:
    """All lines for whoever edits or supervises, else those that are one's own; the earliest first."""
    here = select(TravelLine).where(TravelLine.engagement_id == place.engagement.id, TravelLine.put_away_at.is_(None))
    if not place.edits and place.member is not None:
        here = here.join(Member, Member.id == TravelLine.member_id).where(Member.person_id == seen_by.id)
    return list(db.scalars(here.order_by(TravelLine.entered_at, TravelLine.id)))


def line(db: Session, place: Place, line_id: UUID, *, seen_by: Person) -> TravelLine:
    """One line that this person may see; raises `NotYours`."""
    found = next((one for one in lines(db, place, seen_by=seen_by) if one.id == line_id), None)
    if found is None:
        raise NotYours
    return found
