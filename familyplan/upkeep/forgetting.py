"""
Letting go of what letters said before: a week after their writer asked for it, and by itself long after the day.

A letter that its writer let go of as a whole goes here too, a week later; not while its family stands still.

Nothing of a family goes while a hold by law stands over it (`may_delete`). What still waits for its writer to look at
it never goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from familyplan.engagements.pauses.records import Pause
from familyplan.engagements.records import Engagement
from familyplan.guidance import shelf
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.letters.afterwards import service as afterwards
from familyplan.letters.afterwards.records import LetterChoice
from familyplan.letters.history.queries import UNDO, forgotten
from familyplan.letters.history.service import let_go, let_old_go, may_delete
from familyplan.letters.records import Letter, Revision
from familyplan.outcomes.records import Outcome

KEPT_AFTER_THE_DAY = timedelta(days=90)


@dataclass(frozen=True)
class Going:
    """What is due to go: earlier texts that were asked for, and when; those whose day is long gone; whole letters."""

    asked: Sequence[tuple[Letter, datetime]]
    old: Sequence[Letter]
    before: datetime
    whole: Sequence[LetterChoice] = ()


def forget(database: Database) -> None:
    """Look, without holding up anybody who writes, what is due to go; then delete it. Twice is harmless."""
    with database.reading() as db:
        going = due(db, clock.now())
    if going.asked or going.old or going.whole:
        with database.writing() as db:
            for letter, asked_at in going.asked:
                let_go(db, letter, asked_at)
            let_old_go(db, going.old, going.before)
            for choice in going.whole:
                afterwards.go(db, choice.letter_id, choice.engagement_id)


def due(db: Session, now: datetime) -> Going:
    """What goes by *now*; writes nothing. A family that stands still loses nothing but what a writer asked for."""
    before = now - KEPT_AFTER_THE_DAY
    letters = select(Letter).join(Engagement, Engagement.id == Letter.engagement_id).where(may_delete())
    asked = db.scalars(letters.where(Letter.forget_asked_at <= now - UNDO)).all()
    rows = exists().where(Revision.letter_id == Letter.id, forgotten(before))
    paused = exists().where(Pause.engagement_id == Engagement.id, Pause.resumed_at.is_(None))
    old = db.scalars(letters.where(_day_is_over(before), ~paused, rows)).all()
    chosen = select(LetterChoice).join(Engagement, Engagement.id == LetterChoice.engagement_id)
    whole = db.scalars(chosen.where(afterwards.is_due(now), ~paused)).all()
    return Going([(one, one.forget_asked_at) for one in asked if one.forget_asked_at], old, before, whole)


def _day_is_over(before: datetime) -> ColumnElement[bool]:
    """
    Families whose day was before then: the day that was set, or, where none was, the day of the answer.

    That one is over everywhere: its date is before the one that it was then in UTC.
    """
    answers = [one.key for model in shelf.current().models.values() for one in model.outcomes if one.about == "answer"]
    answered = exists().where(
        Outcome.engagement_id == Engagement.id, Outcome.kind.in_(answers), Outcome.withdrawn_at.is_(None),
        Outcome.happened_on < before.date(),
    )  # fmt: skip
    return or_(Engagement.day_at <= before, and_(Engagement.day_at.is_(None), answered))
