"""What the model looks at in one sentence: words, words in a row, and who each word is said of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from familyplan.coach.sentence import NOT, Sentence
from familyplan.coach.signals import signals

SPAN_WORDS = 6
"""How many words after its subject a word is still counted as said of it."""
NEGATED_WORDS = 4
_SAID_OF = {"i": "I", "we": "W", "you": "Y", "he": "H", "she": "H", "they": "H", "it": "T"}
_OWN = {
    "my": "I", "me": "I", "our": "W", "us": "W", "your": "Y", "yourself": "Y",
    "his": "H", "her": "H", "him": "H", "their": "H", "them": "H",
}  # fmt: skip
_ENDINGS = ("ingly", "edly", "ings", "ing", "ied", "ies", "ed", "es", "ly", "er", "est", "s")
_SHORTEST = 3
_KEPT_WHOLE = frozenset({
    "was", "his", "this", "does", "has", "yes", "thus", "us", "is", "as", "always", "yours", "ours", "hers", "theirs",
    "bed", "red", "sing", "king", "thing", "nothing", "something", "everything", "anything", "during", "morning",
    "evening", "never", "ever", "over", "under", "after", "other", "another", "either", "neither", "whether", "her",
    "their", "there", "where", "were", "here", "very", "only", "every", "any", "many", "family", "early", "ugly",
    "holy",
})  # fmt: skip


def features(sentence: Sentence) -> dict[str, tuple[int, int]]:
    """
    Names of what is there, each with the first and last word that it rests on; stable from one start to the next.

    What rests on no word in particular (its length, a question) stands at ``(-1, -1)``.
    """
    norms = [word.norm for word in sentence.words]
    stems = [stem(norm) for norm in norms]
    found: dict[str, tuple[int, int]] = {f"S:{name}": (-1, -1) for name in signals(sentence)}
    for name, first, last in (*_rows(norms, stems), *_said_of(norms, stems)):
        found.setdefault(name, (first, last))
    if norms:
        found[f"first={stems[0]}"] = (0, 0)
        found["first2=" + "_".join(stems[:2])] = (0, min(1, len(stems) - 1))
        found[f"last={stems[-2] if len(stems) > 1 else stems[-1]}"] = (len(stems) - 1, len(stems) - 1)
        asks = norms[-1] == "?"
        who = "".join(sorted({_SAID_OF.get(norm) or _OWN.get(norm, "") for norm in norms}))
        found["who=" + who] = (-1, -1)
        if asks:
            found["asks=" + who] = (-1, -1)
            found["asks1=" + stems[0]] = (0, 0)
        if norms[-1] == ",":
            found["greeting"] = (-1, -1)
    return found


def stem(word: str) -> str:
    """The word without its ending, roughly: only so that its forms meet, never shown."""
    if word in _KEPT_WHOLE:
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            word = word[: -len(ending)]
            if len(word) > _SHORTEST and word[-1] == word[-2] and word[-1] not in "lse":
                word = word[:-1]
            break
    if word.endswith("e") and len(word) > _SHORTEST:
        word = word[:-1]
    return f"{word[:-1]}y" if word.endswith("i") and len(word) >= _SHORTEST else word


def _rows(norms: list[str], stems: list[str]) -> Iterator[tuple[str, int, int]]:
    row = ["<", *stems, ">"]
    top = len(stems) - 1
    for at, (norm, short) in enumerate(zip(norms, stems, strict=True)):
        yield f"w={norm}", at, at
        yield f"s={short}", at, at
    for at, (one, two) in enumerate(pairwise(row)):
        yield f"b={one}_{two}", max(at - 1, 0), min(at, top)
    for at, (one, two, three) in enumerate(zip(row, row[1:], row[2:], strict=False)):
        yield f"t={one}_{two}_{three}", max(at - 1, 0), min(at + 1, top)
        yield f"k={one}_*_{three}", max(at - 1, 0), min(at + 1, top)


def _said_of(norms: list[str], stems: list[str]) -> Iterator[tuple[str, int, int]]:
    subject, since, negated = "", 0, 0
    for at, norm in enumerate(norms):
        if norm in _SAID_OF:
            subject, since, negated = _SAID_OF[norm], 0, 0
        elif norm.isalpha() and norm not in _OWN:
            since += 1
            if not subject:
                yield f"a=0>{stems[at]}", at, at
            elif since <= SPAN_WORDS:
                yield f"a={subject}{'-' if negated else ''}>{stems[at]}", max(at - since, 0), at
        negated = NEGATED_WORDS if norm in NOT else max(negated - 1, 0)
        for back in (1, 2):
            if at >= back and norms[at - back] in {"my", "our", "your"}:
                yield f"p={norms[at - back]}>{stems[at]}", at - back, at
