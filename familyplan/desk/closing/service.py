"""Closing a file, by the rule that overdose and guns are asked about once more before it goes quiet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.desk.closing.queries import asked_last
from familyplan.engagements.closing import service as closing
from familyplan.engagements.closing.service import Words
from familyplan.engagements.pauses import queries as pauses
from familyplan.engagements.records import Engagement
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _

LATELY = timedelta(days=14)


def not_lately(asked: Sequence[tuple[str, str, date | None]], today: date) -> list[str]:
    """Name the rows that were not asked in the last two weeks."""
    return [key for key, _question, on in asked if on is None or on < today - LATELY]


def close(db: Session, engagement: Engagement, words: Words, *, by: Person) -> None:
    """
    Close the file as `engagements.closing` does.

    Refused until overdose and guns were asked about once more, or it is said why not. After a death nobody is asked.
    """
    pause = pauses.standing(db, engagement.id, seen_by=by)
    died = pause is not None and pause.for_good
    asked = asked_last(db, engagement, seen_by=by)
    open_rows = not_lately(asked, clock.today(engagement.zone))
    if engagement.closed_at is None and open_rows and not died and not words.not_asked_because:
        raise Refusal(
            _("Please ask once more about opioids and guns before this goes quiet, or say why that was not possible."),
            field="not_asked_because",
        )
    closing.close(db, engagement, words, by=by)
