"""How a sentence could be put anew out of its own words. Every way gives a whole sentence, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

from familyplan.coach.clauses import (
    clause_end,
    dangles,
    own_words,
    plain,
    said_of_you,
    verb_from,
    what_follows,
    words_between,
    you_of,
)
from familyplan.coach.in_place import person_first, without_absolute, without_swear
from familyplan.coach.lexicon import Lexicon
from familyplan.coach.sentence import Hit, Sentence
from familyplan.coach.topic import topic

Way = Callable[[Sentence, Hit, Lexicon], str]
_HOLE = re.compile(r"\{(\w+)\}")


def put(template: str, sentence: Sentence, hit: Hit, lexicon: Lexicon) -> str:
    """One candidate: a way by its name, or a template with holes; empty where the sentence does not give the words."""
    if way := WAYS.get(template):
        return _finished(way(sentence, hit, lexicon))
    filled = template
    for hole in set(_HOLE.findall(template)):
        value = HOLES[hole](sentence, hit, lexicon)
        if not value:
            return ""
        filled = filled.replace("{" + hole + "}", value)
    return _finished(filled)


def _finished(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r" ([,.;:!?])", r"\1", text)
    text = re.sub(r",(?=[.!?])", "", text)
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text[-1] in '.!?…"”' else text.rstrip(",;:- ") + "."


def _when(sentence: Sentence, hit: Hit, lexicon: Lexicon) -> str:
    said, was = said_of_you(sentence, hit, lexicon)
    return f"When {said}, I {'felt' if was else 'feel'} hurt" if said and plain(sentence) else ""


def _times(sentence: Sentence, hit: Hit, lexicon: Lexicon) -> str:
    said, was = said_of_you(sentence, hit, lexicon)
    if not said or not plain(sentence):
        return ""
    return f"There {'were' if was else 'are'} times when {said}, and that {'was' if was else 'is'} hard for me"


def _hard(sentence: Sentence, hit: Hit, lexicon: Lexicon) -> str:
    """``You ruined Christmas`` and ``How could you miss her birthday?`` as something that was hard to bear."""
    norms = [word.norm for word in sentence.words[:4]]
    if norms[:1] == ["how"] and norms[1:2] != ["can"] and norms[2:3] == ["you"]:
        verb = verb_from(sentence, 3) if len(sentence.words) > len(norms[:3]) else -1
        if verb < 0 or "ING" in sentence.keys[verb]:
            return ""
        did = lexicon.past(sentence.words[verb].norm)
        return f"It has been hard for me that you {did} {what_follows(sentence, verb, clause_end(sentence, verb))}"
    said, was = said_of_you(sentence, hit, lexicon)
    return f"It {'was' if was else 'is'} hard for me when {said}" if said and plain(sentence) else ""


def _wish(sentence: Sentence, hit: Hit, lexicon: Lexicon) -> str:
    """``You never call`` and ``You won't listen`` as what the writer would like instead."""
    you = _asked_of_you(sentence)
    wished = you >= 0
    you = you if wished else you_of(sentence, hit)
    verb = verb_from(sentence, you + 1) if you >= 0 else -1
    if verb < 0 or not (wished or words_between(sentence, you, verb) & {"not", "never"}):
        return ""
    base, end = lexicon.base(sentence.words[verb].norm), clause_end(sentence, verb)
    if base == "grow" or dangles(sentence, end):
        return ""
    tail = re.sub(r"\bany(thing|one|body)?\b", r"some\1", what_follows(sentence, verb, end))
    return f"I wish you would {base} {tail}"


def _asked_of_you(sentence: Sentence) -> int:
    """The ``you`` of ``why can't you stop`` or of ``if you loved us you would stop``; -1 where there is none."""
    norms = [word.norm for word in sentence.words]
    if norms[:1] == ["why"] and norms[2:4] == ["not", "you"]:
        return 3
    if norms[:2] == ["if", "you"]:
        pairs = (at for at in range(2, len(norms) - 1) if norms[at] == "you" and norms[at + 1] in {"would", "'d"})
        return next(pairs, -1)
    return -1


def _please(sentence: Sentence, hit: Hit, lexicon: Lexicon) -> str:
    """``If you don't go today`` becomes ``Please go today``."""
    for at, word in enumerate(sentence.words):
        if word.norm not in {"if", "unless", "until"} or at + 1 >= len(sentence.words):
            continue
        if sentence.words[at + 1].norm != "you":
            continue
        verb = verb_from(sentence, at + 2)
        if verb < 0 or (word.norm == "if") != ("not" in words_between(sentence, at + 1, verb)):
            return ""
        base = lexicon.base(sentence.words[verb].norm)
        return f"Please {base} {what_follows(sentence, verb, clause_end(sentence, verb))}"
    return ""


def _worry(sentence: Sentence, hit: Hit, lexicon: Lexicon) -> str:
    heard = " ".join(word.norm for word in sentence.words[hit.first : hit.last + 2])
    for condition, about in lexicon.words.worries.items():
        if condition in heard:
            return f"I am worried about {about}"
    return "I am worried, and I would like to know how it is for you"


def _think(sentence: Sentence, hit: Hit, lexicon: Lexicon) -> str:
    about = topic(sentence)
    felt = "afraid" if hit.kind == "threat" else "sad"
    return f"When I think of {about}, I feel {felt}" if about else ""


WAYS: dict[str, Way] = {
    "@when": _when,
    "@times": _times,
    "@hard": _hard,
    "@wish": _wish,
    "@please": _please,
    "@worry": _worry,
    "@think": _think,
    "@person_first": person_first,
    "@without_swear": without_swear,
    "@without_absolute": without_absolute,
}
"""What ``instead`` of a rule file may name."""
IN_PLACE = frozenset({"@person_first", "@without_swear"})
"""Ways that change a word and leave the sentence, with whatever else is in it."""


def _hole_verb(sentence: Sentence, hit: Hit) -> int:
    you = you_of(sentence, hit)
    return verb_from(sentence, you + 1) if you >= 0 else -1


def _hole_base(sentence: Sentence, hit: Hit, lexicon: Lexicon) -> str:
    verb = _hole_verb(sentence, hit)
    return lexicon.base(sentence.words[verb].norm) if verb >= 0 else ""


def _hole_ing(sentence: Sentence, hit: Hit, lexicon: Lexicon) -> str:
    verb = _hole_verb(sentence, hit)
    return lexicon.ing(sentence.words[verb].norm) if verb >= 0 else ""


def _hole_tail(sentence: Sentence, hit: Hit, lexicon: Lexicon) -> str:
    verb = _hole_verb(sentence, hit)
    return what_follows(sentence, verb, clause_end(sentence, verb)) if verb >= 0 else ""


def _hole_rest(sentence: Sentence, hit: Hit, lexicon: Lexicon) -> str:
    return (
        own_words(sentence, hit.last + 1, clause_end(sentence, hit.last)) if hit.last + 1 < len(sentence.words) else ""
    )


HOLES: dict[str, Way] = {"base": _hole_base, "ing": _hole_ing, "tail": _hole_tail, "rest": _hole_rest}
"""What may stand in braces in ``instead``: the verb about ``you``, what follows it, what follows the hit."""
