"""Word classes: which words a practice counts as harm, duty, help and so on, with every inflection of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from familyplan.coach import inflect
from familyplan.kernel.files import Broken

_CLASS = re.compile(r"[A-Z][A-Z_]*")
GAP = "_"
GAP_WIDTH = 3
_NO_VERBS = frozenset({"not", "never", "can", "could", "there"})


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``words.toml``. Entries are parted by commas; an entry of several words may hold ``_`` for up to three words."""

    irregular: dict[str, str] = {}
    """Past forms of verbs that are not made with ``-ed``, the simple past first."""
    verbs: dict[str, str]
    nouns: dict[str, str]
    plain: dict[str, str]
    """Words and phrases taken as they stand."""
    person_first: dict[str, str]
    """A noun phrase that makes the illness the person, and what to say for it."""
    worries: dict[str, str]
    """A condition, and what a relative can be worried about without naming one."""
    swears: dict[str, str] = {}
    """A swear word, and a plain word for it; swear words that are not here are left out."""


class Phrase(NamedTuple):
    """Several words of one class: the first counts for all; :data:`GAP` stands for up to three words."""

    words: tuple[str, ...]
    key: str


_NONE: list[Phrase] = []


class Lexicon:
    """What each word is. Read-only."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.classes: set[str] = set()
        self.lemmas: dict[str, str] = {}
        self.tenses: dict[str, str] = {}
        self._keys: dict[str, set[str]] = {}
        self._phrases: dict[tuple[str, str], list[Phrase]] = {}
        self._heads: set[str] = set()
        for key, entry in _entries(words.verbs):
            self._add_verb(key, entry)
        for key, entry in _entries(words.nouns):
            *before, last = entry.split()
            for form in inflect.noun(last):
                self._add(key, (*before, form))
        for key, entry in _entries(words.plain):
            self._add(key, tuple(entry.split()))
        self._frozen = {word: frozenset(keys | {word}) for word, keys in self._keys.items()}

    def keys(self, word: str) -> frozenset[str]:
        """The word itself and its classes."""
        return self._frozen.get(word) or frozenset((word,))

    def phrases(self, word: str, following: str) -> list[Phrase]:
        """Phrases that may begin with these two words."""
        if word not in self._heads:
            return _NONE
        return self._phrases.get((word, following), _NONE) + self._phrases.get((word, GAP), _NONE)

    def base(self, form: str) -> str:
        """The lemma of a verb form; the word itself where it is no verb we know."""
        return self.lemmas.get(form, form)

    def past(self, form: str) -> str:
        """The simple past of a verb form."""
        return inflect.past(self.base(form), self.words.irregular)

    def ing(self, form: str) -> str:
        """The form in ``-ing`` of a verb form."""
        return inflect.ing(self.base(form))

    def _add_verb(self, key: str, entry: str) -> None:
        head, *rest = entry.split()
        if head in _NO_VERBS:
            self._add(key, (head, *rest))
            return
        for form, tense in inflect.verb(head, self.words.irregular).items():
            self._add(key, (form, *rest))
            self.lemmas.setdefault(form, head)
            self.tenses.setdefault(form, tense)

    def _add(self, key: str, words: tuple[str, ...]) -> None:
        self.classes.add(key)
        if len(words) == 1:
            self._keys.setdefault(words[0], set()).add(key)
        else:
            self._heads.add(words[0])
            self._phrases.setdefault((words[0], words[1]), []).append(Phrase(words, key))


def _entries(group: dict[str, str]) -> Iterator[tuple[str, str]]:
    for key, listed in group.items():
        if not _CLASS.fullmatch(key):
            raise Broken("coach/words.toml", key, "a class of words is named in capitals")
        for entry in re.split(r"[,\n]", listed):
            if words := entry.strip().casefold():
                yield key, words
