"""All that the run sheet says of one family's day, for staff who reached it. No word of a letter is in it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.day import queries as days
from familyplan.day import service as day_rules
from familyplan.day.answers import queries as answers
from familyplan.day.answers.queries import Line
from familyplan.day.queries import Reader
from familyplan.day.run_sheet import service
from familyplan.day.run_sheet.service import Step
from familyplan.day.seats import queries as seats
from familyplan.day.seats.service import may_sit
from familyplan.engagements.records import Engagement
from familyplan.guidance import shelf
from familyplan.guidance.day import Filled
from familyplan.guidance.safety import HelpNumber
from familyplan.letters.queries import Found
from familyplan.letters.writing import queries as writing

COUNTRY = "US"


@dataclass(frozen=True)
class RunSheet:
    """The day as it is planned: minute by minute, who sits where, who reads when, what is answered, whom to call."""

    steps: list[Step]
    sitting: list[str]
    readers: list[Reader]
    answers: list[Line]
    plan_b: list[Filled]
    numbers: list[HelpNumber]
    is_paused: bool
    close: bool
    """Two who must not meet would sit next to each other: the seats are to be looked at first."""


def run_sheet(db: Session, engagement: Engagement, *, seen_by: Person) -> RunSheet:
    """Put the run sheet together, in five statements at most; for staff who reached the family."""
    day = day_rules.day_of(engagement)
    here = days.people(db, engagement, seen_by=seen_by)
    agreed = days.agreed(db, engagement, seen_by=seen_by)
    readers = days.readers(db, engagement, seen_by=seen_by)
    lines = answers.agreed(db, engagement, seen_by=seen_by)
    chairs = seats.seated(engagement, here, agreed)
    sitting = [chair for chair in chairs if chair.in_room]
    names = [chair.name[:1] if chair.is_loved_one else chair.name for chair in sitting]  # it lies on tables
    lead = engagement.lead.first_name
    stopping = (agreed.plan.stopping if agreed.plan else "") or day_rules.STOPPING
    told = service.Agreed(
        engagement.day_at, names, [chair.name for chair in chairs if not chair.in_room],
        (agreed.plan.how_there if agreed.plan else "") or "", stopping, len(lines),
    )  # fmt: skip
    times = reckoned(db, engagement, readers, seen_by=seen_by)
    steps = service.steps(service.who(day, here, lead), told, readers, times) if day else []
    pairs = seats.apart(db, engagement, seen_by=seen_by)
    return RunSheet(
        steps, names, readers, lines, plan_b(lead, stopping),
        list(shelf.current().help_numbers[COUNTRY].values()), agreed.is_paused,
        close=not may_sit(pairs, [chair.id for chair in sitting]),
    )  # fmt: skip


def reckoned(db: Session, engagement: Engagement, readers: list[Reader], *, seen_by: Person) -> dict[UUID, int]:
    """Seconds from the length of letters that were given and not timed; for the lead alone, who may read them."""
    untimed = [one for one in readers if not one.seconds and one.hand_in is not None]
    if engagement.lead_id != seen_by.id or not untimed:
        return {}
    found = [Found(one.letter, engagement, one.hand_in, "lead") for one in untimed]
    return {letter_id: writing.minutes(parts) * 60 for letter_id, parts in writing.parts_of(db, found).items()}


def plan_b(lead: str, stopping: str) -> list[Filled]:
    """The cards for when it goes otherwise, with this family's names and numbers put in."""
    numbers = shelf.current().help_numbers[COUNTRY]
    values = {"professional": lead, "stopping": stopping, "emergency": numbers["emergency"].number,
              "crisis": numbers["crisis"].number}  # fmt: skip
    return [card.filled(values) for card in shelf.current().day.plan_b]
