"""What a member would do next: one thing, by a plain rule. Nothing here reads or writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from familyplan.letters.queries import OnBoard
from familyplan.milestones.plan.service import Way
from familyplan.milestones.service import Step, waits_of

Kind = Literal["pledge", "declined", "phone", "write", "go_on", "thought", "read", "with_lead", "ready", "nothing"]
DONE_SHOWN, AHEAD_SHOWN = 3, 2
OWN = {"member": frozenset({"member", "first_caller"}), "loved_one": frozenset({"loved_one"})}
"""Whose steps stand on the page of one of the family, and whose on the loved one's."""
TOLD = frozenset(
    {
        "by_hand",
        "first_call_noted",
        "model_chosen",
        "pledges_signed",
        "lessons_read",
        "letters_handed_in",
        "letters_ready",
        "meeting_held",
        "recollections_picked",
        "roles_agreed",
    }
)
"""Facts of a step that a family may be shown: what they do themselves, never what was asked or decided about them."""


@dataclass(frozen=True)
class MemberState:
    """All that decides what comes next for one member."""

    agreed: bool = False
    declined: bool = False
    phone_known: bool = True
    letters: Sequence[OnBoard] = ()
    lesson: str = ""
    """The slug of the next one to read; empty when all is read."""
    behind: bool = False
    """What the letters were written for is behind the family: whoever has not finished is not asked to any more."""


@dataclass(frozen=True)
class Next:
    """One thing to do, and the letter or lesson that it is about."""

    kind: Kind
    letter_id: UUID | None = None
    title: str = ""
    for_lead: bool = False
    """It is written for the professional alone, before a letter."""
    slug: str = ""


def next_for(state: MemberState) -> Next:
    """
    Say the one next step: agree, whose phone, write, answer a thought, read; then nothing, because somebody has it.

    A letter that waits for its writer comes before one that waits for the professional. Once it is behind them nobody
    is led to a letter; it stays on the page, and what becomes of it is asked elsewhere.
    """
    if not state.agreed:
        return Next("declined" if state.declined else "pledge")
    if not state.phone_known:
        return Next("phone")
    by_state = {} if state.behind else {one.state: one for one in reversed(state.letters)}
    order: tuple[tuple[str, Kind], ...] = (
        ("writing", "go_on"), ("opened", "write"), ("not_opened", "write"), ("change_asked", "thought"),
    )  # fmt: skip
    for letter_state, kind in order:
        one = by_state.get(letter_state)  # type: ignore[call-overload]  # the states of letters.queries
        if one is not None:
            return Next(kind, one.letter.id, one.title, one.for_lead)
    if state.lesson:
        return Next("read", slug=state.lesson)
    waiting = by_state.get("handed_in") or by_state.get("ready")
    if waiting is None:
        return Next("nothing")
    return Next("with_lead" if waiting.state == "handed_in" else "ready", waiting.letter.id, waiting.title)


@dataclass(frozen=True)
class Road:
    """What a family has done together, and what comes; without a date ahead, for dates could tell the day."""

    done: tuple[Step, ...]
    ahead: tuple[Step, ...]


def road(way: Way, *, of: Literal["member", "loved_one"] = "member") -> Road:
    """
    Choose the steps of a plan that one of the family may be shown: the last done and the next to come.

    The loved one is shown those that are theirs too, and none of what the others prepared.
    """
    mine = [step for step in way.steps if _is_for(step, OWN[of])]
    done = sorted((step for step in mine if step.state == "done"), key=lambda step: step.milestone.position)
    ahead = [step for step in mine if not step.ended and not step.milestone.only_if.startswith("offer")]
    return Road(tuple(done[-DONE_SHOWN:]), tuple(ahead[:AHEAD_SHOWN]))


def _is_for(step: Step, people: frozenset[str]) -> bool:
    words = {wait.fact for wait in waits_of(step.milestone.done_when)}
    safety = step.milestone.needed_if != "always" and not step.milestone.needed_if.startswith("level:")
    return bool(people.intersection(step.milestone.who.split())) and words <= TOLD and not safety
