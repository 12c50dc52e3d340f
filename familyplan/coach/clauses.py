"""The clause about ``you`` in a sentence: its verb, its tense, where it ends, and the writer's own words of it."""

from __future__ import annotations

import re
from itertools import chain

from familyplan.coach.lexicon import Lexicon
from familyplan.coach.sentence import Hit, Sentence

_MODAL = frozenset({
    "will", "would", "could", "should", "can", "may", "might", "must", "'d", "shall", "going", "are", "is", "were",
    "was", "be", "been", "being", "am",
})  # fmt: skip
_DROPPED = frozenset({
    "always", "never", "just", "even", "only", "ever", "constantly", "again", "still", "simply", "really",
})  # fmt: skip
MARKS = frozenset(',;:.!?-()"…')
_HANGS = frozenset({
    "that", "where", "how", "what", "who", "than", "as", "which", "whose",
})  # fmt: skip
_DANGLING = frozenset({
    "about", "to", "with", "of", "for", "at", "from", "the", "a", "an", "and", "or", "is", "was", "in", "on", "by",
    "my", "your", "our",
})  # fmt: skip
_OPENS = frozenset({
    "and", "but", "because", "so", "when", "while", "since", "until", "or", "if", "watch", "watched", "watching",
    "saw", "see", "seen", "seeing", "then", "dad", "mom", "mum", "yet",
})  # fmt: skip
"""Words after which a ``you`` begins its own clause."""
_LONGEST_CLAUSE = 22
_FARTHEST_VERB = 4
"""As in ``you have never really tried``."""


def own_words(sentence: Sentence, first: int, end: int, *, without: frozenset[str] = frozenset()) -> str:
    """The writer's own letters from word *first* up to word *end*, some words left out."""
    parts = []
    at = sentence.words[first].start if first < len(sentence.words) else len(sentence.text)
    for number in range(first, min(end, len(sentence.words))):
        word = sentence.words[number]
        gap = sentence.text[at : word.start]
        at = word.end
        if word.norm in without or "SWEAR_MORE" in sentence.keys[number]:
            continue
        parts.append(gap + sentence.text[word.start : word.end])
    return "".join(parts).strip()


def you_of(sentence: Sentence, hit: Hit) -> int:
    """The ``you`` that the hit is about; -1 where it is not a clause about ``you``."""
    for at in chain(range(hit.first, hit.last + 1), range(hit.first - 1, -1, -1)):
        if sentence.words[at].norm == "you" and sentence.clauses[at] == sentence.clauses[max(at, hit.first)]:
            return at
    return -1


def verb_from(sentence: Sentence, begin: int) -> int:
    """The first full verb from *begin* to the end of its clause; -1 where there is none."""
    for at in range(begin, sentence.clause_end(begin)):
        keys, norm = sentence.keys[at], sentence.words[at].norm
        if norm in {"do", "did", "does", "have", "has", "had", "not", "i", "you"} or norm in _MODAL:
            continue
        if not keys.isdisjoint({"BASE", "PAST", "THIRD", "ING"}):
            return at
        if norm not in _DROPPED and "ADVERB" not in keys:
            return -1
    return -1


def words_between(sentence: Sentence, you: int, verb: int) -> set[str]:
    """Helping words and adverbs between ``you`` and its verb."""
    return {word.norm for word in sentence.words[you + 1 : verb]}


def clause_end(sentence: Sentence, at: int) -> int:
    """Where what is said about ``you`` ends: a mark, or a clause that does not hang on it."""
    end = sentence.clause_end(at)
    while (
        end < len(sentence.words) and sentence.words[end].norm in _HANGS and sentence.words[end - 1].norm not in MARKS
    ):
        end = sentence.clause_end(end)
    while end > at + 1 and sentence.words[end - 1].norm in MARKS:
        end -= 1
    return end


def you_verb_end(sentence: Sentence, hit: Hit) -> tuple[int, int, int]:
    """``you``, the verb, and the end of its clause; the verb is -1 where it cannot be put anew."""
    you = you_of(sentence, hit)
    verb = verb_from(sentence, you + 1) if you >= 0 else -1
    far = verb - you > _FARTHEST_VERB
    if (
        verb < 0
        or far
        or _says_little(sentence, verb)
        or words_between(sentence, you, verb) & _MODAL
        or not _own_clause(sentence, you)
    ):
        return you, -1, 0
    end = clause_end(sentence, verb)
    whole = end - verb <= _LONGEST_CLAUSE and not dangles(sentence, end)
    return (you, verb, end) if whole else (you, -1, 0)


def dangles(sentence: Sentence, end: int) -> bool:
    """Whether what ends before word *end* would stop in the middle, as after ``to`` or ``the``."""
    return sentence.words[end - 1].norm in _DANGLING


def _says_little(sentence: Sentence, verb: int) -> bool:
    """``You used to``, ``you knew it``: nothing that could be told as a moment."""
    word = sentence.words[verb].norm
    after = sentence.words[verb + 1].norm if verb + 1 < len(sentence.words) else ""
    return (word == "used" and after == "to") or word in {"knew", "know", "want", "wanted", "need", "needed"}


def what_follows(sentence: Sentence, verb: int, end: int) -> str:
    """The writer's words after the verb; ``in your life`` says only that it was always so, and is left out."""
    return re.sub(r"\s+in (my|your) (whole |entire )?life$", "", own_words(sentence, verb + 1, end))


def _own_clause(sentence: Sentence, you: int) -> bool:
    before = sentence.words[you - 1].norm if you else ""
    if before in {"all", "both"}:
        return False
    return not before or before in MARKS or before in _OPENS or "ADVERB" in sentence.keys[you - 1]


def said_of_you(sentence: Sentence, hit: Hit, lexicon: Lexicon, *, past: bool | None = None) -> tuple[str, bool]:
    """``you lied to me`` in plain tense, and whether it is past; empty where there is no such clause."""
    you, verb, end = you_verb_end(sentence, hit)
    if verb < 0:
        return "", False
    before, norm = words_between(sentence, you, verb), sentence.words[verb].norm
    if "ING" in sentence.keys[verb] and "BASE" not in sentence.keys[verb]:
        return "", False
    was = bool(before & {"did", "had", "have"}) or ("PAST" in sentence.keys[verb] and "do" not in before)
    was = was if past is None else past
    denied = bool(before & {"not", "never"})
    if denied:
        body = f"{'did' if was else 'do'} not {lexicon.base(norm)}"
    else:
        body = lexicon.past(norm) if was else lexicon.base(norm)
    return f"you {body} {what_follows(sentence, verb, end)}".strip(), was


def plain(sentence: Sentence) -> bool:
    """Whether it states something: no question, and no clause with ``when`` or ``if`` at its head."""
    return sentence.words[-1].norm != "?" and sentence.words[0].norm not in {"if", "when", "how", "why"}
