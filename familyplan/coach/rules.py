"""Which families hold in a sentence, after everything that switches them off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from familyplan.coach.families import Except, Family
from familyplan.coach.lexicon import Lexicon
from familyplan.coach.patterns import PatternError, Patterns
from familyplan.coach.reading import CONCERNS
from familyplan.coach.sentence import Hit, Keys, Sentence
from familyplan.kernel.files import Broken

NEAR = 6
"""Words between an exception and what it excepts."""
_SCARE = 3
MORE_CLASSES = frozenset({"NUM", "CAPS", "NAME", "BASE", "PAST", "ING", "THIRD"})
"""Classes that come from the form of a word, not from a list."""


class Filed(NamedTuple):
    """A family, and the file in which a practice finds it."""

    file: str
    family: Family


class _Off(NamedTuple):
    kinds: frozenset[str]
    family: str
    anywhere: bool


class Rules:
    """Every family and exception, compiled. Read-only."""

    def __init__(self, filed: Sequence[Filed], exceptions: Sequence[Except], lexicon: Lexicon) -> None:
        classes = lexicon.classes | MORE_CLASSES
        self.filed = tuple(filed)
        self.by_key = {one.family.key: one.family for one in filed}
        self._patterns = Patterns(classes)
        self._off: dict[int, _Off] = {}
        for number, (file, family) in enumerate(filed):
            _add(self._patterns, family.patterns, number, file, family.key)
            for patterns, anywhere in ((family.unless, False), (family.never_with, True)):
                self._except(patterns, _Off(frozenset(family.kinds), family.key, anywhere), file, family.key)
        for one in exceptions:
            self._except(one.patterns, _Off(frozenset(one.kinds), "", one.anywhere), "coach/exceptions.toml", one.key)

    def read(self, sentence: Sentence) -> list[Hit]:
        """Every hit, in the order of the words; one for each kind of a family."""
        return self.look(sentence)[0]

    def look(self, sentence: Sentence) -> tuple[list[Hit], Keys]:
        """Every hit, and the kinds that are not meant in this sentence unless a hit of theirs is left."""
        found = self._patterns.find(sentence.marked)
        offs = [(self._off[one.number], one.first, one.end) for one in found if one.number < 0]
        hits: list[Hit] = []
        for number, first, end in found:
            if number < 0:
                continue
            family = self.filed[number].family
            at, last = max(first - 1, 0), min(end - 1, len(sentence.words)) - 1
            if last < at or (not family.quoted and _said_by_others(sentence, at, last)):
                continue
            hits.extend(
                _hit(sentence, family, kind, at, last)
                for kind in family.kinds
                if not any(_switches(off, begin, stop, kind, family.key, first, end) for off, begin, stop in offs)
            )
        excepted = [off.kinds for off, _begin, _stop in offs if not off.family]
        if _mostly_said_by_others(sentence):
            excepted.append(frozenset(CONCERNS))
        return _longest(hits), frozenset().union(*excepted)

    def _except(self, patterns: Sequence[str], off: _Off, file: str, key: str) -> None:
        if patterns:
            number = -1 - len(self._off)
            _add(self._patterns, patterns, number, file, key)
            self._off[number] = off


def _add(automaton: Patterns, patterns: Sequence[str], number: int, file: str, key: str) -> None:
    for pattern in patterns:
        try:
            automaton.add(pattern, number)
        except PatternError as error:
            raise Broken(file, key, str(error)) from error


def _switches(off: _Off, begin: int, stop: int, kind: str, family: str, first: int, end: int) -> bool:
    if off.family not in ("", family) or kind not in off.kinds:
        return False
    return off.anywhere or (begin < end and stop >= first - NEAR)


def _said_by_others(sentence: Sentence, first: int, last: int) -> bool:
    """Whether it stands in a real quotation; a word or two in quotation marks are the writer's own scorn."""
    if not sentence.quoted[first] or not sentence.quoted[last]:
        return False
    begin, end = first, last
    while begin and sentence.quoted[begin - 1]:
        begin -= 1
    while end + 1 < len(sentence.words) and sentence.quoted[end + 1]:
        end += 1
    return end - begin - 1 > _SCARE


def _mostly_said_by_others(sentence: Sentence) -> bool:
    if not any(sentence.quoted):
        return False
    said = sum(_said_by_others(sentence, at, at) for at in range(len(sentence.words)))
    return 2 * said > len(sentence.words)


def _hit(sentence: Sentence, family: Family, kind: str, first: int, last: int) -> Hit:
    for at in range(first, last + 1):
        last = max(last, sentence.phrase_ends.get(at, 0) - 1)
    start, end = sentence.words[first].start, sentence.words[last].end
    return Hit(kind, start, end, family.key, family.certain, first, last)


def _longest(hits: list[Hit]) -> list[Hit]:
    """Of one family's overlapping hits of a kind the first and longest."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.family, hit.kind, hit.start, -hit.end)):
        before = kept[-1] if kept else None
        if before and before.family == hit.family and before.kind == hit.kind and hit.start < before.end:
            continue
        kept.append(hit)
    return sorted(kept, key=lambda hit: (hit.start, hit.end))
