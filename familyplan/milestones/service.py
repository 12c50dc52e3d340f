"""How far a family is: a plain rule over its milestones, facts and days. Nothing here reads or writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Literal
from uuid import UUID

import msgspec

from familyplan.engagements.records import Engagement
from familyplan.guidance.milestones import Wait
from familyplan.guidance.models import InterventionModel
from familyplan.guidance.safety import ROW_OF
from familyplan.kernel import clock
from familyplan.milestones.facts import OLDEST
from familyplan.milestones.known.queries import Known, Planned
from familyplan.milestones.records import Completion
from familyplan.outcomes.records import LEVEL_REACHED, NOT_WANTED

State = Literal["done", "not_needed", "open", "overdue", "closed", "no_date"]
ENDED = ("done", "not_needed")
COUNTED = frozenset({"meeting_held"})  # facts of which there is a row for each time
_WAITS = msgspec.json.Decoder(tuple[Wait, ...])


@lru_cache(maxsize=1024)
def waits_of(done_when: str) -> tuple[Wait, ...]:
    """Read what a row waits for; the same few texts come again and again."""
    return _WAITS.decode(done_when)


@dataclass(frozen=True)
class Step:
    """One milestone as it stands today. `times` counts how often a repeated one was done."""

    milestone: Planned
    state: State
    due_on: date | None = None
    done_on: date | None = None
    by_hand: Completion | None = None
    times: int = 0

    @property
    def ended(self) -> bool:
        """Whether nothing is left to do."""
        return self.state in ENDED


@dataclass(frozen=True)
class Situation:
    """What decides about dates in one family: the day, the answer, when help began, and whether all stands still."""

    engagement: Engagement
    model: InterventionModel | None
    facts: Sequence[Known]
    today: date
    anchors: Mapping[str, date | None] = field(default_factory=dict)
    offer_open: bool = False
    entered: bool = False
    quiet: bool = False
    """A pause, a death or a closed file: nothing is overdue."""
    past: bool = False
    """The offer stays open, help began, or the day is not held: what was to be prepared no longer presses."""

    @property
    def over(self) -> bool:
        """Whether the day is past, or an answer or a beginning is known, as far as these facts tell."""
        day = self.anchors.get("day")
        known = self.anchors.get("answer") or self.anchors.get("entered")
        return known is not None or (day is not None and day < self.today)

    def has(self, word: str, detail: str | None = None) -> Known | None:
        """The fact of that word, the newest where there are several."""
        among = [one for one in self.by_word.get(word, ()) if detail is None or one.detail == detail]
        return max(among, key=lambda one: one.happened_on, default=None) if among else None

    @cached_property
    def by_word(self) -> dict[str, list[Known]]:
        """The facts by their word."""
        found: dict[str, list[Known]] = {}
        for one in self.facts:
            found.setdefault(one.word, []).append(one)
        return found


def situation(
    engagement: Engagement, model: InterventionModel | None, facts: Sequence[Known], today: date
) -> Situation:
    """Read the anchors and what stands still from the facts; the day is a date where the family lives."""
    bare = Situation(engagement, model, facts, today)
    answer = bare.has("answer_recorded")
    began = [one.happened_on for one in facts if one.word == "entered_recorded"]
    entered = min(began, default=None)
    answered = answer.happened_on if answer else None
    open_words = {one.key for one in model.outcomes if one.leaves_offer_open} if model else set()
    offer_open = (
        answer is not None and answer.detail in open_words and (entered is None or answer.happened_on > entered)
    )
    day = clock.local(engagement.day_at, engagement.zone).date() if engagement.day_at else None
    return Situation(
        engagement, model, facts, today,
        anchors={"start": engagement.started_on, "day": day, "answer": answered, "entered": entered},
        offer_open=offer_open,
        entered=entered is not None,
        quiet=bare.has("stands_still") is not None or engagement.closed_at is not None,
        past=offer_open or entered is not None or bare.has("gate_c", "no") is not None,
    )  # fmt: skip


def progress(
    milestones: Sequence[Planned], facts: Sequence[Known], completions: Mapping[UUID, Sequence[Completion]],
    engagement: Engagement, today: date, *, model: InterventionModel | None,
) -> list[Step]:  # fmt: skip
    """
    Every step of this family as it stands on *today*, in the order of the plan.

    A step that is not for this family (no opioids, no children) is left out. A stage is closed until what it waits
    for has ended; its steps can still be done, by fact or by hand, and then are done.
    """
    here = situation(engagement, model, facts, today)
    steps = [
        _step(one, list(completions.get(one.id, ())), here) for one in milestones if _exists(one, completions, here)
    ]
    closed = closed_stages(steps, here)
    return [_settled(step, closed, here) for step in steps]


def _exists(milestone: Planned, completions: Mapping[UUID, Sequence[Completion]], here: Situation) -> bool:
    """Say whether a step is for this family: not a look back that it wants none of, or an offer's that is over."""
    if milestone.id in completions:
        return True
    if "followup_recorded" in milestone.done_when and here.has(NOT_WANTED, f"{milestone.anchor}:{milestone.days}"):
        return False
    if milestone.only_if == "offer_open":
        return here.offer_open or _fact_day(milestone, here, None) is not None
    row = ROW_OF.get(milestone.needed_if)  # type: ignore[call-overload]  # a level or "always" has no row
    return row is None or here.has("possible", row) is not None


def _step(milestone: Planned, by_hand: list[Completion], here: Situation) -> Step:
    """Judge one step alone, before its stage is looked at."""
    done = [one for one in by_hand if one.how == "done"]
    times = len({one.happened_on for one in done} | _days_again(milestone, here))
    put_off = [one for one in by_hand if one.how == "not_needed"]
    due_on = _due_on(milestone, here, times)
    if put_off:
        return Step(milestone, "not_needed", due_on, put_off[-1].happened_on, put_off[-1], times)
    if done and not milestone.every_days:
        return Step(milestone, "done", due_on, done[-1].happened_on, done[-1], times)
    known = None if milestone.every_days else _fact_day(milestone, here, due_on)
    if known is not None:
        return Step(milestone, "done", due_on, known, None, times)
    if _level(milestone) > (here.engagement.level or 0):
        return Step(milestone, "not_needed" if here.entered else "closed", due_on)
    if due_on is None and milestone.anchor:
        return Step(milestone, "no_date", by_hand=done[-1] if done else None, times=times)
    return Step(milestone, "open", due_on, by_hand=done[-1] if done else None, times=times)


def _level(milestone: Planned) -> int:
    return int(milestone.needed_if.removeprefix("level:")) if milestone.needed_if.startswith("level:") else 0


def _due_on(milestone: Planned, here: Situation, times: int) -> date | None:
    anchor = here.anchors.get(milestone.anchor)
    return anchor + timedelta(days=milestone.days + milestone.every_days * times) if anchor else None


def _fact_day(milestone: Planned, here: Situation, due_on: date | None) -> date | None:
    """On which day the last of the facts came that a step waits for; None while one is missing."""
    days = [_day_of(wait, milestone, here, due_on) for wait in waits_of(milestone.done_when)]
    came = [one for one in days if one is not None]
    return max(came) if came and len(came) == len(days) else None


def _days_again(milestone: Planned, here: Situation) -> set[date]:
    """On which days what a repeated step waits for came about: each of them counts, and the next one is due."""
    if not milestone.every_days:
        return set()
    waits = [wait for wait in waits_of(milestone.done_when) if wait.fact in COUNTED]
    found = [(one, wait) for wait in waits for one in here.by_word.get(wait.fact, ())]
    return {one.happened_on for one, wait in found if not wait.kind or one.detail == wait.kind}


def _day_of(wait: Wait, milestone: Planned, here: Situation, due_on: date | None) -> date | None:
    if wait.fact == "safety_asked" and wait.within_days is not None:
        oldest = here.has("safety_asked", OLDEST)
        fresh = oldest is not None and due_on is not None and (due_on - oldest.happened_on).days <= wait.within_days
        return oldest.happened_on if oldest is not None and fresh else None
    if wait.fact == "gate_c":
        either = here.model is not None and here.model.day is not None and here.model.day.may_choose_not_to
        decided = here.has("gate_c") if either else here.has("gate_c", "go")
        return decided.happened_on if decided else None
    if wait.fact == "level_recorded":
        return _level_day(milestone, here)
    details = {
        "lessons_read": wait.role,
        "letters_handed_in": wait.kind,
        "safety_asked": "",
        "meeting_held": wait.kind or None,
        "followup_recorded": f"{milestone.anchor}:{milestone.days}",
        "called_after": f"{milestone.anchor}:{milestone.days}",
    }
    known = here.has(wait.fact, details.get(wait.fact))
    return known.happened_on if known else None


def _level_day(milestone: Planned, here: Situation) -> date | None:
    """A level is over when help began at it or later, or when the next one was reached."""
    stages = {stage.key: stage.level for stage in here.model.stages} if here.model else {}
    level = stages.get(milestone.stage, 0)
    for known in sorted((one for one in here.facts if one.word == "level_recorded"), key=lambda one: one.happened_on):
        kind, _colon, number = known.detail.partition(":")
        reached = int(number) if number.isdigit() else 0
        if reached > level or (kind != LEVEL_REACHED and reached == level):
            return known.happened_on
    return None


def closed_stages(steps: Sequence[Step], here: Situation) -> frozenset[str]:
    """Stages that wait for a step that has not ended, unless somebody opened them early with a reason."""
    waiting = {step.milestone.key for step in steps if not step.ended}
    stages = here.model.stages if here.model else ()
    shut = (stage.key for stage in stages if waiting.intersection(stage.waits_for))
    return frozenset(key for key in shut if here.has("stage_opened", key) is None)


def _settled(step: Step, closed: frozenset[str], here: Situation) -> Step:
    """Say of a step that is still to do whether its stage is closed, or its day has gone by."""
    if step.state != "open":
        return step
    if step.milestone.stage in closed:
        return Step(step.milestone, "closed", step.due_on, by_hand=step.by_hand, times=step.times)
    presses = not here.quiet and not (here.past and step.milestone.anchor in ("start", "day"))
    if presses and step.due_on is not None and step.due_on < here.today:
        return Step(step.milestone, "overdue", step.due_on, by_hand=step.by_hand, times=step.times)
    return step


def next_step(steps: Sequence[Step]) -> Step | None:
    """The one to do next: what has a day first, the earliest of them; then whatever stands first in the plan."""
    to_do = [step for step in steps if step.state in ("open", "overdue")]

    def soonest(step: Step) -> tuple[date, int]:
        return (step.due_on or date.max, step.milestone.position)

    return min(to_do, key=soonest, default=None)
