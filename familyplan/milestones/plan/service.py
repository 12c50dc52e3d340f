"""Copying a model's milestones into a family's own rows, and the stages as one can see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement
from familyplan.guidance import shelf
from familyplan.guidance.milestones import Due
from familyplan.guidance.milestones import Milestone as Planned
from familyplan.guidance.models import InterventionModel
from familyplan.kernel import clock
from familyplan.milestones.queries import Laid
from familyplan.milestones.records import Milestone
from familyplan.milestones.service import Step, closed_stages, progress, situation

EVERYWHERE = "everywhere"


def model_of(engagement: Engagement) -> InterventionModel | None:
    """The way this family goes; None before one was chosen, or when its file is no longer there."""
    return shelf.current().models.get(engagement.model_key or "")


def lay_out(db: Session, engagement: Engagement, *, by: Person) -> None:
    """Copy the milestones of the way that was chosen, and those of safety, into rows; doing it twice adds nothing."""
    _bring_in_line(db, engagement)


def change(db: Session, engagement: Engagement, before: str, *, by: Person) -> None:
    """
    Follow a changed way: add what is new, put away what is not in it.

    Nothing that was done is lost: a step of both ways keeps its row with all that was said about it.
    """
    _bring_in_line(db, engagement)


def move(db: Session, engagement: Engagement, before: datetime | None, *, by: Person) -> None:
    """Nothing to write when the day moves: dates are counted each time they are shown."""


def _bring_in_line(db: Session, engagement: Engagement) -> None:
    model = model_of(engagement)
    if model is None:
        return
    known = {
        (one.key, one.anchor, one.days): one
        for one in db.scalars(select(Milestone).where(Milestone.engagement_id == engagement.id))
    }
    for position, (planned, due) in enumerate(planned_steps(model)):
        row = known.pop(_place(planned, due), None)
        if row is None:
            db.add(row_of(engagement.id, planned, due, position))
        else:
            _copy(row, planned, due, position)
    for gone in known.values():
        gone.put_away_at = gone.put_away_at or clock.now()


def planned_steps(model: InterventionModel) -> list[tuple[Planned, Due | None]]:
    """Every row that a model lays out: one for each of a milestone's dates, in order, safety's own at the end."""
    steps = (*model.milestones, *shelf.current().safety.milestones)
    taken = {step.key for step in model.milestones}
    own = [step for step in steps if step in model.milestones or step.key not in taken]
    return [(step, due) for step in own for due in (step.due or (None,))]


def _place(planned: Planned, due: Due | None) -> tuple[str, str, int]:
    return (planned.key, due.anchor if due else "", due.offset_days if due else 0)


def row_of(engagement_id: UUID, planned: Planned, due: Due | None, position: int) -> Milestone:
    """Make the row of one planned step and one of its dates; nothing is stored."""
    row = Milestone(engagement_id=engagement_id, key=planned.key)
    _copy(row, planned, due, position)
    return row


def _copy(row: Milestone, planned: Planned, due: Due | None, position: int) -> None:
    row.stage, row.label, row.position = planned.stage, planned.label, position
    row.anchor, row.days = (due.anchor, due.offset_days) if due else ("", 0)
    row.occasion, row.every_days = (due.label, due.then_every_days) if due else ("", 0)
    row.only_if = due.only_if if due else "always"
    row.done_when = msgspec.json.encode(planned.waits_for).decode()
    row.who, row.before = " ".join(planned.by), " ".join(planned.before)
    row.needed_if, row.verified = planned.needed_if, planned.verified
    row.put_away_at = None


@dataclass(frozen=True)
class Stretch:
    """One stage with its steps: behind, where the family is, begun out of order, or ahead."""

    key: str
    title: str
    state: Literal["done", "now", "begun", "ahead"]
    steps: tuple[Step, ...]
    closed: bool = False
    """It waits for something, and is shown all the same."""
    waits_for: tuple[str, ...] = ()
    """The labels of what keeps it closed."""


@dataclass(frozen=True)
class Way:
    """A family's way as it stands today."""

    steps: tuple[Step, ...]
    stretches: tuple[Stretch, ...]

    @property
    def states(self) -> list[str]:
        """The pieces of the bar."""
        return [stretch.state for stretch in self.stretches if stretch.key]

    @property
    def now(self) -> Stretch | None:
        """The stage where the family is."""
        return next((stretch for stretch in self.stretches if stretch.state == "now"), None)


def way(engagement: Engagement, laid: Laid, today: date | None = None) -> Way:
    """Put a family's steps and stages together, in memory, as they stand *today* where the family lives."""
    model, today = model_of(engagement), today or clock.today(engagement.zone)
    steps = progress(laid.milestones, laid.facts, laid.completions, engagement, today, model=model)
    closed = closed_stages(steps, situation(engagement, model, laid.facts, today))
    return Way(tuple(steps), tuple(_stretches(model, steps, closed)))


def _stretches(model: InterventionModel | None, steps: Sequence[Step], shut: frozenset[str]) -> list[Stretch]:
    labels = {step.milestone.key: step.milestone.label for step in steps if not step.ended}
    found: list[Stretch] = []
    here = False
    for stage in model.stages if model else ():
        mine = tuple(step for step in steps if step.milestone.stage == stage.key)
        closed = stage.key in shut
        state = "ahead" if closed else _state(mine, here=here)
        here = here or state == "now"
        waits = tuple(labels[key] for key in stage.waits_for if key in labels) if closed else ()
        found.append(Stretch(stage.key, stage.title, state, mine, closed, waits))
    loose = tuple(step for step in steps if not step.milestone.stage)
    return [*found, Stretch("", "", "begun", loose)] if loose else found


def _state(steps: Sequence[Step], *, here: bool) -> Literal["done", "now", "begun", "ahead"]:
    if all(step.ended for step in steps):
        return "done"
    if not here:
        return "now"
    return "begun" if any(step.ended for step in steps) else "ahead"
