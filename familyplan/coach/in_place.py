"""Ways that change or leave out one word and keep the rest of the sentence as it was written."""

from __future__ import annotations

import re

from familyplan.coach.clauses import MARKS
from familyplan.coach.lexicon import Lexicon
from familyplan.coach.sentence import Hit, Sentence


def person_first(sentence: Sentence, hit: Hit, lexicon: Lexicon) -> str:
    """The noun changed in place, everything else as it stands."""
    return _exchanged(sentence.text, lexicon.words.person_first)


def without_swear(sentence: Sentence, hit: Hit, lexicon: Lexicon) -> str:
    """The swear word changed or left out in place; nothing where it carries the sentence."""
    text = _exchanged(sentence.text, lexicon.words.swears) or sentence.text
    pieces, at, left = [], 0, 0
    for number, word in enumerate(sentence.words):
        if "SWEAR_MORE" in sentence.keys[number] and text == sentence.text and _only_louder(sentence, number):
            pieces.append(text[at : word.start].rstrip() + " ")
            at, left = word.end, left + 1
    if left:
        text = "".join(pieces) + text[at:].lstrip()
    return _A.sub(r"\1n", text) if text != sentence.text else ""


_A = re.compile(r"\b([Aa])(?= (?!one|uni|use|eu)[aeiou])")


def _only_louder(sentence: Sentence, at: int) -> bool:
    """Whether a swear word stands before a noun; ``damn you`` curses, and cannot be left out."""
    before = sentence.words[at - 1].norm if at else "god"
    after = sentence.words[at + 1].norm if at + 1 < len(sentence.words) else "."
    return before != "god" and after not in _CURSED and after not in MARKS


_CURSED = frozenset({
    "you", "it", "this", "that", "the", "me", "him", "her", "them", "us", "what", "how", "if", "who", "where",
    "when", "about", "sight", "thing",
})  # fmt: skip


def _exchanged(text: str, table: dict[str, str]) -> str:
    changed = text
    for old in sorted(table, key=len, reverse=True):
        after = _NO_NOUN if table[old].startswith(_PEOPLE) else ""
        changed = re.sub(
            rf"(?<![\w'\u2019-]){re.escape(old)}(?![\w'\u2019-]){after}", table[old], changed, flags=re.IGNORECASE
        )
    return changed if changed != text else ""


_PEOPLE = ("someone", "people", "the person")
_NO_NOUN = (
    r"(?=\s*(?:[^\w\s]|$)|\s+(?:and|but|or|who|when|for|to|in|with|at|like|because|since|from|now|all|on|that|as|if|do|"
    r"does|did|is|are|was|were|has|have|had|can|could|will|would|about|before|after|by|than|again|too|until|while|just|"
    r"my|his|her|i|you|he|she|they|we|the|of|get|lie|don't|won't|never|always|need|want|make)\b)"
)
"""What may follow a person: no further noun, as in ``an alcoholic father``."""


def without_absolute(sentence: Sentence, hit: Hit, lexicon: Lexicon) -> str:
    """The one word left out that says there was never a better day."""
    kept = [number for number, word in enumerate(sentence.words) if "ABSOLUTE_DROP" not in sentence.keys[number]]
    if len(kept) == len(sentence.words):
        return ""
    text = sentence.text
    for number in range(len(sentence.words) - 1, -1, -1):
        if number not in kept:
            word = sentence.words[number]
            text = text[: word.start].rstrip() + " " + text[word.end :].lstrip()
    return text
