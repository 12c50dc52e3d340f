"""How the loved one is asked, as it is planned, and who can carry it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.gates.service import UNSURE
from familyplan.engagements.invitations.records import ReachingOut
from familyplan.engagements.people.records import Hearing
from familyplan.engagements.records import Engagement


def plans(db: Session, engagement: Engagement, *, seen_by: Person) -> list[ReachingOut]:
    """Every time that somebody asked or is to ask, newest first, for staff who reached the family."""
    if seen_by.kind != "staff":
        return []
    here = select(ReachingOut).where(ReachingOut.engagement_id == engagement.id)
    return list(db.scalars(here.order_by(ReachingOut.entered_at.desc(), ReachingOut.id.desc())))


def fears(db: Session, engagement: Engagement, *, seen_by: Person) -> dict[UUID, str]:
    """What each member answered last to being afraid of anyone, where it was yes or don't know; for staff."""
    if seen_by.kind != "staff":
        return {}
    heard = select(Hearing.member_id, Hearing.afraid).where(Hearing.engagement_id == engagement.id)
    newest = {row.member_id: row.afraid for row in db.execute(heard.order_by(Hearing.entered_at, Hearing.id))}
    return {member: answer for member, answer in newest.items() if answer in UNSURE}
