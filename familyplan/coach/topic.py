"""
Whom or what a sentence touches beside the loved one: what can still be said when no clause of it can be kept.

Few things only, people, days and the home, since everything else reads strangely on its own.
"""

from __future__ import annotations

from familyplan.coach.sentence import Sentence

_PARENTS = frozenset({"mom", "mum", "mama", "dad", "daddy", "papa", "grandma", "grandpa", "nana", "granny"})
_FEASTS = frozenset({"christmas", "thanksgiving", "easter"})
_DAYS = frozenset({"birthday", "wedding", "graduation", "funeral", "anniversary", "christmas", "night", "evening"})
_HOME = frozenset({"home", "marriage", "family", "life", "lives", "childhood"})
_OWN = frozenset({"my", "our"})
_POINTING = frozenset({"the", "that"})
_MAYBE_YOU = frozenset(
    {"family", "parent", "brother", "sister", "husband", "wife", "son", "daughter", "boy", "girl", "friend"}
)
_IS = frozenset({"as", "am", "are", "is", "was", "were", "be", "been", "not", "a", "an", "call", "called", "like"})
_PAUSES = frozenset(',.!?;:"$')


def topic(sentence: Sentence) -> str:
    """``the kids``, ``that night``, ``Christmas``, in the writer's own words; empty where nothing is sure."""
    for at in range(len(sentence.words)):
        if end := _ends(sentence, at):
            begin, stop = sentence.words[at].start, sentence.words[end - 1].end
            said = sentence.text[begin:stop]
            return said if sentence.words[at].norm in _PARENTS | _FEASTS else said[0].lower() + said[1:]
    return ""


def _ends(sentence: Sentence, at: int) -> int:
    """The number of the word after a thing that begins here; nothing where none does."""
    norms = [word.norm for word in sentence.words[at : at + 3]] + ["$", "$"]
    before = sentence.words[at - 1].norm if at else "$"
    if sentence.quoted[at] or before in _IS:
        return 0
    if norms[0] in _PARENTS | _FEASTS:
        if not sentence.text[sentence.words[at].start].isupper():
            return 0
        spoken_to = norms[0] in _PARENTS and before in _PAUSES | {"dear", "oh"} and norms[1] in _PAUSES
        return 0 if spoken_to or norms[1] == "'s" else at + 1
    if norms[2] == "'s" or at + 1 >= len(sentence.words):
        return 0
    person = "FAMILY" in sentence.keys[at + 1] and norms[0] in _OWN | {"the"} and norms[1] not in _MAYBE_YOU
    day = norms[1] in _DAYS and norms[0] in _OWN | _POINTING
    home = norms[1] in _HOME and norms[0] in _OWN
    return at + 2 if person or day or home else 0
