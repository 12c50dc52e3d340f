"""What stands on a member's page once the day or the answer is behind them; nothing of it before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.closing import queries as closings
from familyplan.engagements.closing.records import Closing
from familyplan.milestones.plan.service import Way
from familyplan.milestones.queries import NEXT_CALL
from familyplan.milestones.service import Situation
from familyplan.outcomes.own.queries import asked_on


@dataclass(frozen=True)
class After:
    """Whether it is over, when the next call is, whether they are asked how it is, and whether the file is closed."""

    over: bool
    call_on: date | None
    asks_how_it_is: bool
    closing: Closing | None


def after(db: Session, here: Situation, way: Way, *, seen_by: Person) -> After:
    """Gather it from facts that the family may know (*here*, *way*); one statement if the file is closed."""
    family = here.engagement
    closing = closings.standing(db, family, seen_by=seen_by) if family.closed_at is not None else None
    call_on = None
    if here.offer_open and not here.quiet:
        looks = here.has(NEXT_CALL)
        call_on = min([*calls_ahead(way, here.today), *([looks.happened_on] if looks else [])], default=None)
    asks = asked_on(here.model, here.anchors, here.today) is not None
    return After(here.over, call_on, asks and not here.quiet, closing)


def calls_ahead(way: Way, today: date) -> list[date]:
    """Days of calls after the answer that the plan has still to come, looks back apart: they have days of their own."""
    ahead = [one for one in way.steps if one.milestone.anchor == "answer" and not one.ended]
    calls = [one.due_on for one in ahead if "followup_recorded" not in one.milestone.done_when]
    return [on for on in calls if on is not None and on >= today]
