"""A linear model over features: a number for each label, and the words that moved it most."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from familyplan.coach.decide import Score, Scores
from familyplan.coach.features import features
from familyplan.coach.reading import CONCERNS, STRENGTHS
from familyplan.coach.sentence import Sentence
from familyplan.kernel.files import Broken

FILE = "weights.tsv"
LABELS = (*CONCERNS, *STRENGTHS, "any")
"""``any``: that a sentence carries some concern, whichever."""
SCALE = 100
"""Weights are written as whole hundredths of a log-odds."""
KNOWN = 0.6
"""Share of a sentence's words. Of 462 English sentences none had less than 0.69, of other languages none over 0.4."""
_SHOWN = 3

Pairs = tuple[tuple[int, int], ...]


class Weights:
    """
    ``table`` holds for each feature pairs of a label's place in LABELS and a weight; ``at_least`` a bound per label.

    Sums are exact whole numbers, so that every machine answers alike.
    """

    def __init__(self, table: Mapping[str, Pairs], begin: Mapping[str, int], at_least: Mapping[str, int]) -> None:
        self.table = table
        self.begin = [begin[label] for label in LABELS]
        self.at_least = [at_least[label] for label in LABELS]

    def sums(self, sentence: Sentence) -> list[int]:
        """The log-odds of each label in whole hundredths, in the order of LABELS."""
        sums = list(self.begin)
        for name in features(sentence):
            for label, weight in self.table.get(name, ()):
                sums[label] += weight
        return sums

    def __call__(self, sentence: Sentence) -> Scores:
        """
        Which labels are likely. A concern needs, beside its own bound, that of ``any``.

        Where ``any`` is reached and no concern reaches its bound, the one that comes nearest to its own is taken.
        """
        if not self.is_known(sentence):
            return {label: Score(yes=False) for label in LABELS[:-1]}
        found = features(sentence)
        sums = list(self.begin)
        for name in found:
            for label, weight in self.table.get(name, ()):
                sums[label] += weight
        over = [one - bound for one, bound in zip(sums, self.at_least, strict=True)]
        yes = [one >= 0 for one in over]
        count = len(CONCERNS)
        if not yes[-1]:
            yes[:count] = [False] * count
        elif not any(yes[:count]):
            yes[max(range(count), key=over.__getitem__)] = True
        return {
            label: Score(
                yes[at],
                self._weighed(sentence, found, at) if yes[at] else (),
                min(over[at], over[-1]) if at < count else over[at],
            )
            for at, label in enumerate(LABELS[:-1])
        }

    def is_known(self, sentence: Sentence) -> bool:
        """Say whether most of its words were met in training: another language is not judged."""
        norms = [word.norm for word in sentence.words if word.norm.isalpha()]
        return sum(f"w={norm}" in self.table or f"b={norm}" in self.table for norm in norms) >= KNOWN * len(norms)

    def _weighed(
        self, sentence: Sentence, found: Mapping[str, tuple[int, int]], label: int
    ) -> tuple[tuple[int, int], ...]:
        """Code points of the words that spoke for the label most."""
        by_word: dict[int, float] = {}
        for name, (first, last) in found.items():
            if first < 0:
                continue
            for other, weight in self.table.get(name, ()):
                if other == label:
                    for at in range(first, last + 1):
                        by_word[at] = by_word.get(at, 0) + weight / (last + 1 - first)
        best = sorted((at for at in by_word if by_word[at] > 0), key=lambda at: (-by_word[at], at))[:_SHOWN]
        return tuple((sentence.words[at].start, sentence.words[at].end) for at in best)


def read(path: Path) -> Weights:
    """
    Read a file that ``benchmarks/coach/train.py`` wrote.

    Lines are ``#`` notes, ``@begin`` and ``@at_least`` with a label and a number, then a feature and its pairs.

    Raises:
        Broken: It is not such a file.
    """
    table: dict[str, Pairs] = {}
    numbers: dict[str, dict[str, int]] = {"@begin": {}, "@at_least": {}}
    try:
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("# "):
                continue
            name, *rest = line.split("\t")
            if name in numbers:
                numbers[name][rest[0]] = int(rest[1])
            else:
                table[name] = tuple((int(label), int(weight)) for label, weight in (one.split(":") for one in rest))
        return Weights(table, numbers["@begin"], numbers["@at_least"])
    except (ValueError, KeyError, IndexError, OSError) as why:
        raise Broken(f"coach/{FILE}", "", f"it cannot be read: {why}") from why
