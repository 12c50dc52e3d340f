"""Noting that reporting was considered. A note is never changed or deleted; a second thought is a second note."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.safety.records import ReportingConsidered


@dataclass(frozen=True)
class Considered:
    """What is noted; every part but the first may be empty. `reported` is "yes", "no" or not decided yet ("")."""

    learned: str
    from_whom: str = ""
    consulted: str = ""
    reported: str = ""
    to_whom: str = ""
    reference: str = ""


def consider(
    db: Session, engagement: Engagement, what: Considered, on: date | None, *, by: Person
) -> ReportingConsidered:
    """Note it. Nobody is told, nothing is filed and no clock runs. The same note twice on one day is one."""
    today = clock.today(engagement.zone)
    if not what.learned:
        raise Refusal(_("Write down what was learned. One sentence is enough."), field="learned")
    if on is not None and on > today:
        raise Refusal(_("That day is still ahead. On which day was it?"), field="happened_on")
    day = on or today
    here = select(ReportingConsidered).where(ReportingConsidered.engagement_id == engagement.id)
    for known in db.scalars(here.where(ReportingConsidered.happened_on == day)):
        if _what(known) == what:
            return known
    noted = ReportingConsidered(
        engagement_id=engagement.id,
        learned=what.learned,
        from_whom=what.from_whom,
        consulted=what.consulted,
        reported=what.reported,
        to_whom=what.to_whom,
        reference=what.reference,
        happened_on=day,
        entered_at=clock.now(),
        by_id=by.id,
    )
    db.add(noted)
    note(db, "reporting.considered", by=by, about="reporting", about_id=noted.id, engagement_id=engagement.id)
    return noted


def _what(noted: ReportingConsidered) -> Considered:
    return Considered(
        noted.learned, noted.from_whom, noted.consulted, noted.reported, noted.to_whom, noted.reference
    )  # fmt: skip
