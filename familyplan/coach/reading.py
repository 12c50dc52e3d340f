"""What the coach says about a text. All offsets are code points of the text that was read, half-open."""

from typing import Literal, get_args

import msgspec

Concern = Literal[
    "blame", "label_stigma", "threat", "absolute", "shame_contempt", "diagnosing", "guilt", "profanity"
]  # fmt: skip
"""Words of the field for what may close an ear. Never shown to anybody in the family."""

Strength = Literal["love", "memory", "feeling", "concern", "hope", "request", "gratitude"]

Limit = Literal[
    "children", "authorities", "not_own_hands", "no_date", "cannot_keep", "belongings", "punishment", "secrets"
]  # fmt: skip
"""What is looked at on the other page alone, where a boundary is welcome and a lever is not."""

CONCERNS: tuple[Concern, ...] = get_args(Concern)
STRENGTHS: tuple[Strength, ...] = get_args(Strength)
LIMITS: tuple[Limit, ...] = get_args(Limit)


class Span(msgspec.Struct, frozen=True):
    """A stretch of the text."""

    start: int
    end: int


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One place worth a second look. ``text`` is what stands there now; ``instead`` may be empty, ``why`` never is."""

    start: int
    end: int
    kind: str
    text: str
    why: str
    instead: tuple[str, ...] = ()
    """Whole sentences to put in the place of the sentence ``sentence`` points at; each reads without this kind."""
    sentence: Span = Span(0, 0)
    """The sentence that a rewording would replace."""
    sure: bool = True
    """Whether there is little doubt about the sentence. A doubtful mark is for staff, not for the writer."""


class Strong(msgspec.Struct, frozen=True, kw_only=True):
    """One place that is good as it is."""

    start: int
    end: int
    kind: str


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """
    What was read. Never a score: nothing in it counts or ranks a writer.

    ``harms`` are first-hand reports of harm done to the writer or to children; such a sentence has no finding.
    """

    findings: tuple[Finding, ...] = ()
    """In the order of the text. On the other page their kinds are those of :data:`Limit` beside the concerns."""
    strengths: tuple[Strong, ...] = ()
    missing: tuple[str, ...] = ()
    """What this part was expected to have one of, and has none. For staff; no writer is told."""
    harms: tuple[Span, ...] = ()
    now: Literal["", "self", "other"] = ""
    """Words that sound like now: the writer's own life, or somebody in danger this minute. For the writer alone."""
    words: int = 0
    read_aloud_seconds: int = 0
    reading_age: int | None = None
    """Years, for staff; none under thirty words, where no formula says anything."""
