"""
Patterns over words, all matched at once.

A pattern is a row of elements: ``word``, ``CLASS``, ``a|b|CLASS`` (one of), ``*`` (any word), ``x?`` (or nothing),
``..4`` (up to four words, not over a mark), ``!a|b`` (a word that is none of these), ``~a|b`` (the next is none of
these; takes no word), ``^`` and ``$`` (the sentence's two ends).

Every element is one bit of a large number, and a word moves all patterns on by a few operations on it (the extended
Shift-And of G. Navarro and M. Raffinot, Flexible Pattern Matching in Strings, 2002), so the time does not grow with
the number of rules, and no text can make it go back. Where a pattern ends, its own row is walked backwards once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

MARKS = frozenset(',;:.!?-()[]"…$^')
_GAP = re.compile(r"\.\.([1-9]\d?)")
_LITERAL = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*|'s|'d|[^\w\s]", re.IGNORECASE)
Keys = frozenset[str]


class PatternError(ValueError):
    """A pattern says something that cannot be read."""


class Step(NamedTuple):
    """One element: ``is`` one of the keys, ``not`` one of them, ``any`` word, or ``ahead`` (the next is none)."""

    kind: str
    keys: Keys
    optional: bool = False


class Found(NamedTuple):
    """A pattern's number, its first word and the word after its last."""

    number: int
    first: int
    end: int


class Patterns:
    """Many patterns, each with a number that is given back where it matches. Numbers may be shared."""

    def __init__(self, classes: set[str]) -> None:
        self._classes = classes
        self._rows: dict[int, tuple[int, tuple[Step, ...]]] = {}
        self._size = self._begins = self._ends = self._any = self._not = 0
        self._is: dict[str, int] = {}
        self._barred: dict[str, int] = {}
        self._skipped = self._before = self._last = 0
        self._moves: dict[Keys, int] = {}

    def add(self, pattern: str, number: int) -> None:
        """Add one; a :class:`PatternError` where it cannot be read or names a class that does not exist."""
        row = tuple(step for element in pattern.split() for step in self._steps(element, pattern))
        if all(step.optional or step.kind == "ahead" for step in row):
            raise PatternError(f"`{pattern}` would match everywhere")
        leading = True
        for step in row:
            if step.kind == "ahead":
                continue
            bit = 1 << self._size
            self._admit(step, bit)
            if leading:
                self._begins |= bit
            elif step.optional:
                self._skip(bit)
            leading = leading and step.optional
            self._size += 1
        self._ends |= 1 << (self._size - 1)
        self._rows[self._size - 1] = (number, row)

    def find(self, keys: Sequence[Keys]) -> list[Found]:
        """Every match, the longest at each beginning."""
        found: dict[tuple[int, int], int] = {}
        state = 0
        for at, here in enumerate(keys):
            moves = self._moves.get(here)
            if moves is None:
                moves = self._learn(here)
            state = (state << 1 | self._begins) & moves
            reached = state | self._last
            state |= self._skipped & (~(reached - self._before) ^ reached)
            ended = state & self._ends
            while ended:
                bit = ended.bit_length() - 1
                ended ^= 1 << bit
                number, row = self._rows[bit]
                for first in _firsts(row, keys, at + 1):
                    found[number, first] = at + 1
        return [Found(number, first, end) for (number, first), end in found.items()]

    def _learn(self, here: Keys) -> int:
        moves = barred = 0
        for key in here:
            moves |= self._is.get(key, 0)
            barred |= self._barred.get(key, 0)
        if not here & MARKS:
            moves |= self._any | (self._not & ~barred)
        if len(self._moves) > _REMEMBERED:
            self._moves.clear()
        self._moves[here] = moves
        return moves

    def _admit(self, step: Step, bit: int) -> None:
        if step.kind == "any":
            self._any |= bit
        elif step.kind == "not":
            self._not |= bit
            for key in step.keys:
                self._barred[key] = self._barred.get(key, 0) | bit
        else:
            for key in step.keys:
                self._is[key] = self._is.get(key, 0) | bit

    def _skip(self, bit: int) -> None:
        """Let a bit be skipped; bits in a row make one block, of which the bit before and the last are kept."""
        if self._skipped & bit >> 1:
            self._last ^= bit >> 1
        else:
            self._before |= bit >> 1
        self._last |= bit
        self._skipped |= bit

    def _steps(self, element: str, pattern: str) -> list[Step]:
        if gap := _GAP.fullmatch(element):
            return [Step("any", frozenset(), optional=True)] * int(gap[1])
        if element == "*":
            return [Step("any", frozenset())]
        kind = {"~": "ahead", "!": "not"}.get(element[0], "is") if len(element) > 1 else "is"
        body = element if kind == "is" else element[1:]
        optional = len(body) > 1 and body.endswith("?") and not body.endswith("|?")
        keys = frozenset((body[:-1] if optional else body).split("|"))
        for key in keys:
            self._check(key, pattern)
        return [Step(kind, keys, optional)]

    def _check(self, key: str, pattern: str) -> None:
        if key[:1].isupper():
            if key not in self._classes:
                raise PatternError(f"there is no class of words `{key}` (in `{pattern}`)")
        elif not _LITERAL.fullmatch(key):
            raise PatternError(f"`{key}` in `{pattern}` can be no word of a sentence")


_REMEMBERED = 20_000


def _firsts(row: tuple[Step, ...], keys: Sequence[Keys], end: int) -> list[int]:
    """Where a row can have begun that ends before word *end*: walked backwards, all ways at once."""
    ways = {end}
    for step in reversed(row):
        if step.kind == "ahead":
            ways = {at for at in ways if at >= len(keys) or not keys[at] & step.keys}
        else:
            taken = {at - 1 for at in ways if at and _holds(step, keys[at - 1])}
            ways = ways | taken if step.optional else taken
        if not ways:
            break
    return list(ways)


def _holds(step: Step, here: Keys) -> bool:
    if step.kind == "is":
        return not step.keys.isdisjoint(here)
    return MARKS.isdisjoint(here) and (step.kind == "any" or step.keys.isdisjoint(here))
