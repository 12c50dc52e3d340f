"""Plain figures of a text: words, how long it takes to read aloud, and how hard it is to follow."""

from __future__ import annotations

import re

from familyplan.coach.sentences import cut

WORDS_A_MINUTE = 130
FEWEST_WORDS = 30
_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_OLDEST = 30


def words(text: str) -> int:
    """How many words stand in it."""
    return sum(1 for _ in _WORD.finditer(text))


def read_aloud_seconds(count: int, words_a_minute: int = WORDS_A_MINUTE) -> int:
    """How long *count* words take, to the next whole second."""
    return -(-count * 60 // max(words_a_minute, 1))


def reading_age(text: str) -> int | None:
    """
    Years of age at which it is followed easily; none under :data:`FEWEST_WORDS` words.

    The Flesch-Kincaid grade (J. P. Kincaid and others, Navy Research Branch Report 8-75, 1975) and five years for the
    age at which first grade ends less one. Syllables are counted by groups of vowels: good for a whole letter only.
    """
    found = [match[0].casefold() for match in _WORD.finditer(text)]
    if len(found) < FEWEST_WORDS:
        return None
    sentences = max(len(cut(text)), 1)
    syllables = sum(_syllables(word) for word in found)
    grade = 0.39 * len(found) / sentences + 11.8 * syllables / len(found) - 15.59
    return round(min(max(grade, 0) + 5, _OLDEST))


def _syllables(word: str) -> int:
    groups = len(_VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(groups - silent, 1)
