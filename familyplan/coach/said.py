"""What single sentences gave, and what that says of the text they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

import msgspec

from familyplan.coach.reading import Finding, Span, Strong
from familyplan.coach.sentence import Hit
from familyplan.coach.sentences import cut

FEWEST, ONE_IN = 4, 12
"""A text of so many sentences, of which fewer than one in so many is plainly unkind, is taken for a kind one."""


class Said(NamedTuple):
    """What one sentence gave, all spans counted from its own beginning."""

    findings: tuple[Finding, ...] = ()
    strengths: tuple[Strong, ...] = ()
    plain: bool = False
    """Whether a concern stands in it beyond much doubt."""
    harmed: bool = False
    now: Literal["", "self", "other"] = ""
    commits: bool = False
    """A sentence of the other page that says what the writer will do."""
    dated: bool = False


Read = Sequence[tuple[int, Said]]
"""The sentences of a text, each with its first code point."""


def is_kind(read: Read) -> bool:
    """Say whether a doubtful mark in this text is more likely the coach's mistake than the writer's."""
    return len(read) >= FEWEST and sum(said.plain for _start, said in read) * ONE_IN < len(read)


def moved(finding: Finding, by: int) -> Finding:
    """The same finding, counted from the beginning of the text."""
    there = Span(finding.sentence.start + by, finding.sentence.end + by)
    return msgspec.structs.replace(finding, start=finding.start + by, end=finding.end + by, sentence=there)


def harmed(text: str, read: Read) -> Iterator[Span]:
    """The sentences in which harm is reported."""
    if any(said.harmed for _start, said in read):
        ends = dict(cut(text))
        yield from (Span(start, ends[start]) for start, said in read if said.harmed)


def now(read: Read) -> Literal["", "self", "other"]:
    """Whose life, as it sounds, is in danger this minute; the writer's own before anybody's."""
    nows = {said.now for _start, said in read}
    return "self" if "self" in nows else "other" if "other" in nows else ""


def first_of_each(hits: Iterable[Hit]) -> list[Hit]:
    """One hit of each kind, the first."""
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.kind, hit)
    return list(first.values())
