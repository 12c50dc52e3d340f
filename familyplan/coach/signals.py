"""What the model may look at beside the words: who does what to whom, in classes, and which families hold."""

from __future__ import annotations

from itertools import pairwise

from familyplan.coach.sentence import _OBJECTS, NOT, Sentence

_NEAR = 4


def signals(sentence: Sentence) -> list[str]:
    """
    Names of what is there, each once, in no promised order.

    ``YOU+HARM`` a class with the subject of its clause, ``YOU+not+DUTY`` the same negated, ``CLASS``, ``CLASS+me``,
    ``fam:key``, ``hit:kind``, ``if+you``, ``?`` and so on; stable from one start of the program to the next.
    """
    found: set[str] = set()
    norms = [word.norm for word in sentence.words]
    for at, keys in enumerate(sentence.keys):
        _word(sentence, at, keys, found)
        _pair(norms, at, found)
    _classes_in_order(sentence, found)
    _frame(sentence, norms, found)
    found |= {f"off:{kind}" for kind in sentence.excepted}
    for hit in sentence.hits:
        found |= {f"fam:{hit.family}", f"hit:{hit.kind}"}
        if hit.certain:
            found.add(f"sure:{hit.kind}")
    return sorted(found)


def _word(sentence: Sentence, at: int, keys: frozenset[str], found: set[str]) -> None:
    norm = sentence.words[at].norm
    classes = [key for key in keys if key != norm and key.isupper()]
    if not classes:
        return
    subject, negated = sentence.subject(at), sentence.negated(at)
    near = {_OBJECTS[word.norm] for word in sentence.words[at + 1 : at + 1 + _NEAR] if word.norm in _OBJECTS}
    before = _OBJECTS.get(sentence.words[at - 1].norm) if at else None
    for key in classes:
        found.add(f"{key}")
        found.add(f"{subject or '-'}+{'not+' if negated else ''}{key}")
        found.update(f"{key}+{one}" for one in near)
        if before:
            found.add(f"{before}+{key}")
        if sentence.quoted[at]:
            found.add(f"quoted+{key}")


def _pair(norms: list[str], at: int, found: set[str]) -> None:
    """Small words in a row carry much of who speaks of whom."""
    here, after = norms[at], norms[at + 1] if at + 1 < len(norms) else "$"
    if here in _LITTLE and after in _LITTLE:
        found.add(f"{here}+{after}")


_LITTLE = frozenset({
    "i", "you", "we", "he", "she", "they", "it", "me", "us", "my", "your", "our", "if", "or", "and", "but", "so",
    "when", "while", "because", "until", "unless", "not", "never", "always", "every", "will", "would", "could",
    "can", "do", "did", "does", "have", "has", "had", "am", "are", "is", "was", "were", "be", "been", "to", "for",
    "of", "with", "this", "that", "what", "why", "how", "who", "'d", "'s", "please", "thanks", "thank", "again",
    "yet", "even", "just", "only", "still", "one", "no", "all", "any", "?", "!", ",", "$", "yourself", "myself",
})  # fmt: skip


def _classes_in_order(sentence: Sentence, found: set[str]) -> None:
    """Classes that follow one another within a clause, whatever stands between them."""
    row: list[tuple[int, str]] = []
    for at, keys in enumerate(sentence.keys):
        norm = sentence.words[at].norm
        if norm in {"i", "you", "we", "if", "or", "not", "never", "your", "me", "my"}:
            row.append((sentence.clauses[at], norm))
        row.extend((sentence.clauses[at], key) for key in sorted(keys & _ORDERED))
    for (clause, one), (other_clause, other) in pairwise(row):
        if clause == other_clause and one != other:
            found.add(f"{one}>{other}")


_ORDERED = frozenset({
    "HARM", "DUTY", "INSULT_NOUN", "INSULT", "LABEL", "SWEAR", "FEELING", "WARM", "HELP", "HELP_NOUN", "CONDITION",
    "ABSOLUTE", "WORRY", "HOPE", "THANK", "LEAVE", "LAW", "LOSS", "TIME", "FAMILY", "SUBSTANCE", "ILLNESS", "SIGN",
})  # fmt: skip


def _frame(sentence: Sentence, norms: list[str], found: set[str]) -> None:
    bag = set(norms)
    if norms:
        found.add(f"first:{norms[0]}" if norms[0] in _LITTLE else "first:other")
        found.update(f"firstclass:{key}" for key in sentence.keys[0] if key.isupper())
        if "BASE" in sentence.keys[0] and norms[-1] != "?":
            found.add("imperative")
    for mark in ("?", "!", '"'):
        if mark in bag:
            found.add(mark)
    for pronoun in ("i", "you", "we", "your", "my", "me", "he", "she", "they"):
        found.add(pronoun if pronoun in bag else f"no+{pronoun}")
    for subject in sentence.subjects:
        if subject:
            found.add(f"subject:{subject}")
    if bag & NOT:
        found.add("negation")
    found.add(f"length:{min(len(norms) // 5, 6)}")
