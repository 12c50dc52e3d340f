"""One sentence as the rules see it: words with classes, quotation, clauses and who each clause is about."""

from __future__ import annotations

from typing import NamedTuple

from familyplan.coach.lexicon import GAP, GAP_WIDTH, Lexicon, Phrase
from familyplan.coach.sentences import Word, words

Keys = frozenset[str]
_BOUNDARY = frozenset(',;:.!?-()…"')
_JOINS = frozenset({
    "and", "but", "because", "so", "when", "while", "if", "although", "though", "until", "since", "that", "than",
    "or", "whenever", "where", "as",
})  # fmt: skip
_SUBJECTS = {
    "i": "I", "we": "WE", "you": "YOU", "he": "HE", "she": "HE", "they": "HE", "it": "IT", "this": "IT", "that": "IT",
    "there": "IT", "nobody": "HE", "everyone": "HE", "everybody": "HE", "who": "HE",
}  # fmt: skip
_OBJECTS = {"me": "me", "us": "me", "my": "my", "our": "my", "your": "your", "yourself": "your", "yours": "your"}
NOT = frozenset({
    "not", "never", "no", "nobody", "nothing", "without", "hardly", "neither", "nor", "none", "nowhere",
})  # fmt: skip
_CAPITALS = 3


class Hit(NamedTuple):
    """A rule that holds in a sentence. ``start`` and ``end`` are code points, ``first`` and ``last`` words."""

    kind: str
    start: int
    end: int
    family: str
    certain: bool
    first: int
    last: int


class Sentence(NamedTuple):
    """Read-only; the rows of ``words`` and of all that follows go together."""

    text: str
    words: tuple[Word, ...]
    keys: tuple[Keys, ...]
    quoted: tuple[bool, ...]
    clauses: tuple[int, ...]
    subjects: tuple[str, ...]
    """By clause: ``YOU``, ``I``, ``WE``, ``HE`` (a third person), ``IT``, ``SICK`` (the illness) or nothing."""
    phrase_ends: dict[int, int]
    hits: tuple[Hit, ...] = ()
    excepted: Keys = frozenset()
    """Kinds that are not meant here, as far as the rules know, unless a hit of theirs is left."""

    @property
    def marked(self) -> list[Keys]:
        """The words' keys between the marks of beginning and end: what patterns are matched against."""
        return [_BEGIN, *self.keys, _FINISH]

    def clause_end(self, word: int) -> int:
        """The number of the first word after the clause in which *word* stands; past the last word itself."""
        if word >= len(self.words):
            return len(self.words)
        clause = self.clauses[word]
        while word < len(self.words) and self.clauses[word] == clause:
            word += 1
        return word

    def subject(self, word: int) -> str:
        """Who the clause of *word* is about."""
        return self.subjects[self.clauses[word]]

    def negated(self, word: int) -> bool:
        """Whether a negation stands before it in its clause."""
        clause = self.clauses[word]
        return any(self.words[at].norm in NOT for at in range(max(0, word - 5), word) if self.clauses[at] == clause)


_BEGIN: Keys = frozenset(("^",))
_FINISH: Keys = frozenset(("$",))


def parse(text: str, lexicon: Lexicon) -> Sentence:
    """Cut and class the words of one sentence; no rule has been read yet."""
    found = tuple(words(text))
    keys = [_keys(word, number, text, lexicon) for number, word in enumerate(found)]
    ends = _phrases(found, keys, lexicon)
    clauses = _clauses(found, keys)
    return Sentence(
        text=text,
        words=found,
        keys=tuple(keys),
        quoted=_quoted(found),
        clauses=clauses,
        subjects=_subjects(found, keys, clauses),
        phrase_ends=ends,
    )


def _keys(word: Word, number: int, text: str, lexicon: Lexicon) -> Keys:
    keys = lexicon.keys(word.norm)
    raw = text[word.start : word.end]
    tense = lexicon.tenses.get(word.norm)
    more = []
    if tense:
        more.append(tense.upper())
    if raw[:1].isdigit():
        more.append("NUM")
    if len(raw) >= _CAPITALS and raw.isupper():
        more.append("CAPS")
    if number and raw[:1].isupper() and raw[1:].islower() and len(keys) == 1:
        more.append("NAME")
    return keys.union(more) if more else keys


def _phrases(found: tuple[Word, ...], keys: list[Keys], lexicon: Lexicon) -> dict[int, int]:
    ends: dict[int, int] = {}
    for at, word in enumerate(found):
        following = found[at + 1].norm if at + 1 < len(found) else ""
        for phrase in lexicon.phrases(word.norm, following):
            if end := _phrase_end(found, at, phrase):
                keys[at] |= {phrase.key}
                ends[at] = max(end, ends.get(at, 0))
    return ends


def _phrase_end(found: tuple[Word, ...], at: int, phrase: Phrase) -> int:
    here, gap = at, 0
    for wanted in phrase.words:
        if wanted == GAP:
            gap = GAP_WIDTH
            continue
        while here < len(found) and found[here].norm != wanted and gap and found[here].norm not in _BOUNDARY:
            here, gap = here + 1, gap - 1
        if here >= len(found) or found[here].norm != wanted:
            return 0
        here, gap = here + 1, 0
    return here


def _clauses(found: tuple[Word, ...], keys: list[Keys]) -> tuple[int, ...]:
    number, clauses = 0, []
    for at, word in enumerate(found):
        if word.norm in _BOUNDARY:
            clauses.append(number)
            number += 1
            continue
        after = found[at + 1].norm if at + 1 < len(found) else ""
        if word.norm in _JOINS and (after in _SUBJECTS or "SUBJECT" in (keys[at + 1] if after else ())):
            number += 1
        clauses.append(number)
    return tuple(clauses)


def _subjects(found: tuple[Word, ...], keys: list[Keys], clauses: tuple[int, ...]) -> tuple[str, ...]:
    subjects: dict[int, str] = {}
    for at, clause in enumerate(clauses):
        if subjects.get(clause):
            continue
        if "ILLNESS" in keys[at] or "SUBSTANCE" in keys[at]:
            subjects[clause] = "SICK"
        else:
            subjects[clause] = _SUBJECTS.get(found[at].norm, "")
    return tuple(subjects.get(clause, "") for clause in range((clauses[-1] if clauses else 0) + 1))


def _quoted(found: tuple[Word, ...]) -> tuple[bool, ...]:
    """What stands between two double, or two single, quotation marks; a mark without its fellow opens nothing."""
    quoted = [False] * len(found)
    for mark in ('"', "'"):
        places = [at for at, word in enumerate(found) if word.norm == mark]
        for first, second in zip(places[::2], places[1::2], strict=False):
            quoted[first : second + 1] = [True] * (second + 1 - first)
    return tuple(quoted)
