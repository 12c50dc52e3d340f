"""Placing a hold by law over a family, and lifting it. While one stands nothing of the family is deleted."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.holds.records import Hold
from familyplan.engagements.records import Engagement
from familyplan.engagements.service import in_turn
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _

LONGEST_REASON = 500  # code points


def place(db: Session, engagement: Engagement, reason: str, *, by: Person) -> None:
    """Stop every deletion for a family, from now on. Where a hold stands already it stays as it is."""
    if not reason:
        raise Refusal(_("Please say in a few words why, for whoever asks later."), field="reason")
    in_turn(db, engagement)
    standing = select(Hold.id).where(Hold.engagement_id == engagement.id, Hold.lifted_at.is_(None)).limit(1)
    if db.scalar(standing) is not None:
        return
    db.add(Hold(engagement_id=engagement.id, reason=reason, placed_at=clock.now(), placed_by_id=by.id))
    note(db, "hold.placed", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)
    db.flush()


def lift(db: Session, engagement: Engagement, *, by: Person) -> None:
    """Let deletions go on, those included that waited. Where no hold stands nothing happens."""
    in_turn(db, engagement)
    standing = update(Hold).where(Hold.engagement_id == engagement.id, Hold.lifted_at.is_(None))
    lifted = db.execute(standing.values(lifted_at=clock.now(), lifted_by_id=by.id))
    if lifted.rowcount:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        note(db, "hold.lifted", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)
