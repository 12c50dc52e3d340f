"""Whether it is over, for slices below that cannot see answers: letters ask it before they offer what comes after."""

from __future__ import annotations

from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement
from familyplan.kernel import clock
from familyplan.milestones.plan.service import model_of
from familyplan.milestones.queries import laid_out
from familyplan.milestones.service import situation


def is_over(db: Session, engagement: Engagement, *, seen_by: Person) -> bool:
    """Whether the day is past or an answer is known to *seen_by*, who reached the family; two statements."""
    facts = laid_out(db, [engagement], seen_by=seen_by)[engagement.id].facts
    return situation(engagement, model_of(engagement), facts, clock.today(engagement.zone)).over
