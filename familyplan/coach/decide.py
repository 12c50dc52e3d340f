"""What is said in the end, out of what the rules are certain of and what the model holds likely."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from familyplan.coach.reading import CONCERNS, STRENGTHS, Strength
from familyplan.coach.sentence import Hit, Sentence


class Score(NamedTuple):
    """What a model says of one label in one sentence."""

    yes: bool
    weighed: tuple[tuple[int, int], ...] = ()
    """Code points of the words that spoke for it most, the weightiest first."""
    over: int = 0
    """Hundredths of log-odds above what a yes needs: the label's own, or, if that is less, those of any concern."""


KIND: tuple[Strength, ...] = ("love", "memory", "gratitude", "hope", "request")
"""Strengths that silence a concern which speaks no louder: a scene and a wish share their words with a reproach."""
FAIRLY = 100
"""Hundredths of log-odds from which on a sentence counts as one of an unkind text."""
CLOSED = frozenset({"label_stigma", "profanity", "diagnosing", "guilt"})
"""Kinds whose words are few enough that a certain family needs no model beside it."""

Scores = Mapping[str, Score]
Model = Callable[[Sentence], Scores]
"""From a parsed sentence, its hits included, to a score for every concern and strength."""


def decide(sentence: Sentence, hits: Sequence[Hit], scores: Scores | None) -> tuple[list[Hit], list[Hit]]:
    """
    Concerns and strengths, at most one of each kind. Without *scores* the rules decide alone, with them only in CLOSED.

    What the rules except (love with "always", the writer's own fault, somebody else's words) no model can bring
    back.
    A sentence that reports harm has no concern at all, and one in which the writer does not want to live is neither
    marked nor praised. Without a model a sentence with a concern keeps no strength but a feeling.
    """
    despair = any(hit.kind == "now_self" for hit in hits)
    spared = despair or any(hit.kind == "harm" for hit in hits)
    concerns = [] if spared else [hit for kind in CONCERNS if (hit := _concern(sentence, kind, hits, scores))]
    strengths = [
        hit
        for kind in STRENGTHS
        if not despair and (hit := _strength(sentence, kind, hits, scores, concerned=bool(concerns)))
    ]
    return concerns, strengths


def _concern(sentence: Sentence, kind: str, hits: Sequence[Hit], scores: Scores | None) -> Hit | None:
    mine = sorted((hit for hit in hits if hit.kind == kind), key=lambda hit: not hit.certain)
    if mine and mine[0].certain and (scores is None or kind in CLOSED):
        return mine[0]
    if scores is None or not scores[kind].yes or (kind in sentence.excepted and not mine):
        return None
    if any(scores[kind].over <= scores[good].over for good in KIND if scores[good].yes):
        return None
    return _clause(sentence, mine[0]) if mine else _weighed(sentence, kind, scores[kind])


def _strength(
    sentence: Sentence, kind: str, hits: Sequence[Hit], scores: Scores | None, *, concerned: bool
) -> Hit | None:
    mine = sorted((hit for hit in hits if hit.kind == kind), key=lambda hit: not hit.certain)
    if scores is not None:
        if not scores[kind].yes:
            return None
        return _clause(sentence, mine[0]) if mine else _weighed(sentence, kind, scores[kind])
    certain = bool(mine) and mine[0].certain
    return mine[0] if certain and (kind == "feeling" or not concerned) else None


def _weighed(sentence: Sentence, kind: str, score: Score) -> Hit:
    """The clause of the weightiest word, where no family points at a place."""
    at = 0
    if score.weighed:
        start = score.weighed[0][0]
        at = next((number for number, word in enumerate(sentence.words) if word.end > start), 0)
    return _clause(sentence, Hit(kind, 0, 0, "", certain=False, first=at, last=at))


def _clause(sentence: Sentence, hit: Hit) -> Hit:
    """A place that reads as something: the clause around what the rules only point at."""
    first, last = hit.first, max(hit.last, sentence.clause_end(hit.first) - 1)
    while (
        first and sentence.clauses[first - 1] == sentence.clauses[hit.first] and sentence.words[first - 1].norm != '"'
    ):
        first -= 1
    while last > first and not sentence.words[last].norm[0].isalnum():
        last -= 1
    start, end = sentence.words[first].start, sentence.words[last].end
    return hit._replace(start=start, end=end, first=first, last=last)


def is_plain(concerns: Sequence[Hit], scores: Scores | None) -> bool:
    """Say whether a sentence carries a concern without much doubt: by closed words, or a model that is fairly sure."""
    if scores is None:
        return bool(concerns)
    return any((hit.certain and hit.kind in CLOSED) or scores[hit.kind].over >= FAIRLY for hit in concerns)
