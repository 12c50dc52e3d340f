"""What stands on the page on which a file is closed: what was asked last about overdose and guns, and when."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement
from familyplan.guidance import shelf
from familyplan.safety import queries as safety
from familyplan.safety import service as rules

BEFORE_QUIET = ("opioids", "guns")  # asked once more before a file goes quiet (practice 6.4)


def asked_last(db: Session, engagement: Engagement, *, seen_by: Person) -> list[tuple[str, str, date | None]]:
    """Each of those rows with its question and the day on which it was last asked; None was never asked."""
    asked = rules.asked_on(safety.answers(db, engagement, seen_by=seen_by))
    rows, name = shelf.current().safety.rows, engagement.loved_name
    return [(key, rows[key].question.replace("NAME", name), asked.get(key)) for key in BEFORE_QUIET if key in rows]
