"""When members were last here, and who was reminded lately; for staff alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.desk.board.service import NUDGED
from familyplan.engagements.records import Engagement, Member
from familyplan.journal.records import Entry


def last_here(db: Session, members: Sequence[Member], *, seen_by: Person) -> dict[UUID, datetime]:
    """When each person was last signed in, by person, to the minute; members are told nothing of each other."""
    if seen_by.kind != "staff":
        return {}
    people = [member.person_id for member in members]
    seen = select(SignedIn.person_id, func.max(SignedIn.seen_at)).where(SignedIn.person_id.in_(people))
    return {row[0]: row[1] for row in db.execute(seen.group_by(SignedIn.person_id))}


def nudged(db: Session, engagement: Engagement, *, seen_by: Person) -> dict[UUID, datetime]:
    """When each member was last reminded, by member."""
    if seen_by.kind != "staff":
        return {}
    sent = select(Entry.about_id, func.max(Entry.happened_at)).where(Entry.about_engagement_id == engagement.id)
    rows = db.execute(sent.where(Entry.act == NUDGED).group_by(Entry.about_id))
    return {row[0]: row[1] for row in rows if row[0] is not None}
