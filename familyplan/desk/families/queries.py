"""What stands on one family's own page, for its lead and a supervisor."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.desk.queries import Family, Waits, lines, waiting
from familyplan.engagements import queries as engagements
from familyplan.engagements.pauses import queries as pauses
from familyplan.engagements.pauses.records import Pause
from familyplan.engagements.records import Engagement, Member
from familyplan.guidance.models import InterventionModel
from familyplan.kernel import clock
from familyplan.letters import queries as letters
from familyplan.letters.queries import OnBoard
from familyplan.milestones.facts import OLDEST
from familyplan.milestones.plan import service as plan
from familyplan.milestones.service import Step, next_step


@dataclass(frozen=True)
class Overview:
    """One family at a glance: who, how far, what waits. No word of a letter, no safety answer is opened for it."""

    family: Family
    model: InterventionModel | None
    leads: bool
    next: Step | None
    members: list[Member] = field(default_factory=list)
    letters: list[OnBoard] = field(default_factory=list)
    waits: list[Waits] = field(default_factory=list)
    pause: Pause | None = None
    today: date = date.min

    @property
    def engagement(self) -> Engagement:
        """Whose page it is."""
        return self.family.engagement

    @property
    def safety_asked_on(self) -> date | None:
        """The day of the oldest answer that counts; None while a row was never asked."""
        return max((one.happened_on for one in self.family.laid.facts if one.detail == OLDEST), default=None)

    @property
    def overdue(self) -> int:
        """How many steps' days have gone by."""
        return sum(step.state == "overdue" for step in self.family.way.steps)


def overview(db: Session, engagement_id: UUID, *, seen_by: Person) -> Overview:
    """Gather one family's page in eight statements at most; raises `NotYours`."""
    reached = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    family = lines(db, [reached.engagement], seen_by=seen_by)[0]
    return Overview(
        family=family,
        model=plan.model_of(reached.engagement),
        leads=reached.what == "lead",
        next=next_step(family.way.steps),
        members=engagements.members(db, reached.engagement, seen_by=seen_by),
        letters=letters.board(db, reached.engagement, seen_by=seen_by),
        waits=waiting(db, reached.engagement, seen_by=seen_by),
        pause=pauses.standing(db, engagement_id, seen_by=seen_by) if family.stands_still else None,
        today=clock.today(reached.engagement.zone),
    )
