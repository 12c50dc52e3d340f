"""Raising and meeting needs; the acts of the slices call these in their own transaction."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Select, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from familyplan.engagements.needs.records import Need
from familyplan.engagements.records import Engagement
from familyplan.kernel import clock

KINDS = (
    "next_step", "told", "call_request", "right_now", "letter_given", "comment_answered", "other_page_shown",
    "own_words", "invitation_lost", "pledge_declined", "milestone_due", "follow_up", "outcome_entered",
    "outcome_corrected", "outcome_expected", "does_not_want", "erasure_asked", "invitation_word",
    "place_lapses",
    "evening_call", "next_day_call",
    "kept_apart",
    "meeting_answered",
)  # fmt: skip


def needs(
    db: Session, engagement: Engagement, kind: str, about: UUID, *, words: str = "", due_on: date | None = None
) -> None:
    """Say that something waits for the lead; the same thing again renews it instead of standing twice."""
    known = select(Need).where(Need.engagement_id == engagement.id, Need.kind == kind, Need.about_id == about)
    due_on = due_on or clock.today(engagement.zone)
    need = db.scalar(known)
    if need is not None:
        _renew(need, words, due_on)
        return
    need = Need(engagement_id=engagement.id, lead_id=engagement.lead_id, kind=kind, about_id=about)
    _renew(need, words, due_on)
    try:
        with db.begin_nested():
            db.add(need)
    except IntegrityError:  # somebody said so at the same moment
        _renew(db.scalars(known).one(), words, due_on)


def met_of(db: Session, engagement_id: UUID, about: Select[UUID]) -> None:
    """Say that whatever waited about these things waits no longer."""
    waiting = update(Need).where(Need.engagement_id == engagement_id, Need.about_id.in_(about))
    db.execute(waiting.where(Need.settled_at.is_(None)).values(settled_at=clock.now()))


def _renew(need: Need, words: str, due_on: date) -> None:
    need.words, need.due_on = words, due_on
    need.arisen_at, need.settled_at = clock.now(), None


def met(db: Session, engagement_id: UUID, kind: str, about: UUID) -> None:
    """Say that it waits no longer; where nothing waited nothing happens."""
    waiting = update(Need).where(Need.engagement_id == engagement_id, Need.kind == kind, Need.about_id == about)
    db.execute(waiting.where(Need.settled_at.is_(None)).values(settled_at=clock.now()))
