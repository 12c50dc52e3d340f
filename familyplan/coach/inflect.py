"""English endings, so that a practice writes ``betray`` and the coach knows ``betrayed``."""

from __future__ import annotations

_VOWELS = frozenset("aeiou")
_SHORTEST = 3
"""Letters of the shortest verb whose last consonant can be doubled."""
_SIBILANT = ("s", "x", "z", "ch", "sh")
_STRESSED_LAST = frozenset({
    "admit", "begin", "commit", "forget", "forgive", "occur", "omit", "permit", "prefer", "refer", "regret", "submit",
    "abet", "rebel", "repel", "confer", "deter", "abhor", "upset", "reset",
})  # fmt: skip


def verb(lemma: str, irregular: dict[str, str]) -> dict[str, str]:
    """Every form of a verb with its tense: ``base``, ``past`` (also participles), ``ing`` or ``third``."""
    forms = {lemma: "base", _third(lemma): "third", ing(lemma): "ing"}
    if lemma in irregular:
        forms |= {form: "past" for form in irregular[lemma].split() if form != lemma}
    else:
        forms[_past(lemma)] = "past"
    return forms | {british: tense for form, tense in forms.items() if (british := _british(form)) != form}


def noun(lemma: str) -> tuple[str, ...]:
    """Singular and plural."""
    plural = lemma[:-1] + "ies" if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS else _third(lemma)
    return lemma, plural


def past(lemma: str, irregular: dict[str, str]) -> str:
    """The simple past, for a sentence that is put anew."""
    return irregular[lemma].split()[0] if lemma in irregular else _past(lemma)


def ing(lemma: str) -> str:
    """The form in ``-ing``."""
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        return lemma[:-1] + "ing"
    return _doubled(lemma) + "ing"


def _third(lemma: str) -> str:
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith((*_SIBILANT, "o")) else "s")


def _past(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ied"
    return _doubled(lemma) + "ed"


def _doubled(lemma: str) -> str:
    """Double the last consonant where English does: ``stop``, ``admit``, not ``open``."""
    if len(lemma) < _SHORTEST or lemma[-1] in _VOWELS | set("wxy") or lemma[-2] not in _VOWELS or lemma[-3] in _VOWELS:
        return lemma
    one_beat = sum(letter in _VOWELS for letter in lemma) == 1
    return lemma + lemma[-1] if one_beat or lemma in _STRESSED_LAST else lemma


def _british(form: str) -> str:
    return form.replace("iz", "is", 1) if form.endswith(("ize", "izes", "ized", "izing")) else form
