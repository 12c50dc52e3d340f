"""
How first calls are counted (practice 1.15): always so many of so many, no call left out, no share, no comparison.

A family counts under the way that it goes by now. What was corrected or withdrawn is not counted; what is not known
is a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from uuid import UUID

from familyplan.guidance.models import InterventionModel

FEWEST = 10  # of fewer first calls no number is told
ANSWERS, ENDS = "answer", "end"


@dataclass(frozen=True)
class Call:
    """One first call: when it was, which way was chosen since ("" while none), and what stands on record about it."""

    engagement_id: UUID
    began_on: date
    way: str
    happened: tuple[Happened, ...] = ()


@dataclass(frozen=True)
class Happened:
    """One fact that stands: which, when, and at which level of the way."""

    kind: str
    on: date
    level: int | None = None


@dataclass(frozen=True)
class Line:
    """So many of a way's first calls of which something stands on record; `label` is the way's own word for it."""

    label: str
    count: int


@dataclass(frozen=True)
class Numbers:
    """What one way's first calls came to. Where they are fewer than ten, `few` is true and no count is in it."""

    title: str
    calls: int = 0
    few: bool = True
    answers: tuple[Line, ...] = ()
    began: int = 0
    levels: tuple[Line, ...] = ()
    ends: tuple[Line, ...] = ()
    open: int = 0
    """Of how many nothing stands on record yet: no answer, no beginning, no end."""
    half_within: int | None = None
    """In how many days, counted from the first call, help began for half of those for whom it began; 10 at least."""


@dataclass(frozen=True)
class Report:
    """All first calls, how many of them chose a way, and each way's numbers."""

    calls: int = 0
    few: bool = True
    chose: int = 0
    ways: tuple[Numbers, ...] = field(default=())


def report(calls: Sequence[Call], models: Mapping[str, InterventionModel]) -> Report:
    """Count what these calls came to; ways that nobody chose are left out."""
    by_way: dict[str, list[Call]] = {}
    for call in calls:
        by_way.setdefault(call.way, []).append(call)
    ways = tuple(numbers(models[key], by_way[key]) for key in models if key in by_way)
    if len(calls) < FEWEST:
        return Report(ways=ways)
    return Report(len(calls), few=False, chose=sum(bool(call.way) for call in calls), ways=ways)


def numbers(model: InterventionModel, calls: Sequence[Call]) -> Numbers:
    """Count one way's first calls in its own words; of fewer than ten, nothing."""
    if len(calls) < FEWEST:
        return Numbers(model.title)
    beginnings = {one.key for one in model.outcomes if one.begins_help}
    began = [first for call in calls if (first := _first(call, beginnings)) is not None]
    lines = {about: _lines(model, calls, about) for about in (ANSWERS, ENDS)}
    told = beginnings | {one.key for one in model.outcomes if one.about in (ANSWERS, ENDS)}
    return Numbers(
        model.title, len(calls), few=False, answers=lines[ANSWERS], began=len(began),
        levels=tuple(
            Line(level.title, sum(one.level == level.number for _call, one in began)) for level in model.levels
        ),
        ends=lines[ENDS],
        open=sum(not any(one.kind in told for one in call.happened) for call in calls),
        half_within=_half(began),
    )  # fmt: skip


def _lines(model: InterventionModel, calls: Iterable[Call], about: str) -> tuple[Line, ...]:
    counted = {one.key: 0 for one in model.outcomes if one.about == about}
    for call in calls:
        for kind in {one.kind for one in call.happened} & set(counted):
            counted[kind] += 1
    return tuple(Line(one.label, counted[one.key]) for one in model.outcomes if one.key in counted)


def _first(call: Call, kinds: set[str]) -> tuple[Call, Happened] | None:
    """The earliest of these facts; help that began twice began once."""
    ordered = sorted((one for one in call.happened if one.kind in kinds), key=lambda one: one.on)
    return (call, ordered[0]) if ordered else None


def _half(began: Sequence[tuple[Call, Happened]]) -> int | None:
    if len(began) < FEWEST:
        return None
    return round(median((one.on - call.began_on).days for call, one in began))
