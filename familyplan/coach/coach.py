"""The coach: reads a text sentence by sentence, each sentence once, and says what it would look at again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

import msgspec

from familyplan.coach import measures
from familyplan.coach.decide import Model, decide, is_plain
from familyplan.coach.families import Exceptions
from familyplan.coach.lexicon import Lexicon
from familyplan.coach.reading import LIMITS, Finding, Reading, Span, Strong
from familyplan.coach.reword import IN_PLACE, put
from familyplan.coach.rules import Rules
from familyplan.coach.said import Read, Said, first_of_each, harmed, is_kind, moved, now
from familyplan.coach.sentence import Hit, Sentence, parse
from familyplan.coach.sentences import cut, words
from familyplan.coach.signals import signals

BUDGET = 30_000
"""Code points of different sentences read in one text, some forty minutes aloud; what comes after is counted only."""
MOST_REWORDED = 100
"""Sentences of one text that are put anew; what is found after that has its reason alone."""
REMEMBERED = 4096
"""Sentences whose reading is kept, so that an edit reads only what changed."""
MOST_INSTEAD = 2
LEFT_OVER: frozenset[str] = frozenset()
"""What a sentence that was put anew may still raise: nothing. One with a word changed may keep what it had beside."""
_NO_BETTER_DAY = frozenset({
    "always", "never", "every", "everything", "everyone", "everybody", "nothing", "nobody", "constantly", "forever",
})  # fmt: skip


class Coach:
    """Words, rules and model together. Stateless but for what it remembers of sentences; may be shared by threads."""

    def __init__(self, lexicon: Lexicon, rules: Rules, wording: Exceptions, model: Model | None = None) -> None:
        self.lexicon = lexicon
        self.rules = rules
        self.wording = wording
        self.model = model
        self.read_sentence = lru_cache(maxsize=REMEMBERED)(self._read_sentence)

    def parse(self, sentence: str) -> Sentence:
        """One sentence with its words, classes and hits; what a model learns from."""
        parsed = parse(sentence, self.lexicon)
        hits, excepted = self.rules.look(parsed)
        return parsed._replace(hits=tuple(hits), excepted=excepted)

    def signals(self, sentence: str) -> list[str]:
        """:func:`familyplan.coach.signals.signals` of one sentence."""
        return signals(self.parse(sentence))

    def read(
        self,
        text: str,
        *,
        expects: Sequence[str] = (),
        other_page: bool = False,
        words_a_minute: int = measures.WORDS_A_MINUTE,
    ) -> Reading:
        """
        Read a text of any size and kind; never raises.

        ``expects`` is what a part of a letter should have one of. With ``other_page`` a boundary is no threat, and the
        page is looked at for :data:`LIMITS` instead; give it the whole page, since one date serves all of it.
        """
        read = list(self._sentences(text, other_page=other_page))
        strengths = tuple(
            msgspec.structs.replace(one, start=start + one.start, end=start + one.end)
            for start, said in read
            for one in said.strengths
        )
        count = measures.words(text)
        return Reading(
            findings=tuple(sorted(self._marked(text, read, other_page=other_page), key=_in_order)),
            strengths=strengths,
            missing=() if {one.kind for one in strengths} & set(expects) else tuple(expects),
            harms=tuple(harmed(text, read)),
            now=now(read),
            words=count,
            read_aloud_seconds=measures.read_aloud_seconds(count, words_a_minute),
            reading_age=measures.reading_age(text[:BUDGET]),
        )

    def _marked(self, text: str, read: Read, *, other_page: bool) -> Iterator[Finding]:
        """What is found in the text as a whole: in a kind one, nothing that is doubtful."""
        kind = is_kind(read)
        for start, said in read:
            for finding in said.findings:
                if said.plain or not kind or finding.kind in LIMITS:
                    yield moved(finding, start)
        if other_page and not any(said.dated for _start, said in read):
            yield from self._undated(text, read)

    def _sentences(self, text: str, *, other_page: bool) -> Iterator[tuple[int, Said]]:
        seen: set[str] = set()
        spent = reworded = 0
        for start, end in cut(text):
            sentence = text[start:end]
            if sentence not in seen:
                spent += len(sentence)
                if spent > BUDGET:
                    continue
                seen.add(sentence)
            said = self.read_sentence(sentence, other_page, reworded < MOST_REWORDED)
            reworded += bool(said.findings)
            yield start, said

    def _read_sentence(self, text: str, other_page: bool, reworded: bool) -> Said:  # noqa: FBT001  parts of the key
        sentence = self.parse(text)
        if not sentence.words:
            return Said()
        scores = self.model(sentence) if self.model else None
        concerns, strengths = decide(sentence, sentence.hits, scores)
        plain = is_plain(concerns, scores)
        if other_page:
            concerns = [hit for hit in concerns if hit.kind != "threat"]
            concerns += first_of_each(hit for hit in sentence.hits if hit.kind in LIMITS)
        kinds = {hit.kind for hit in sentence.hits}
        return Said(
            findings=tuple(self._findings(sentence, concerns, plain=plain, reworded=reworded)),
            strengths=tuple(Strong(start=hit.start, end=hit.end, kind=hit.kind) for hit in strengths),
            plain=plain,
            harmed="harm" in kinds,
            now="self" if "now_self" in kinds else "other" if "now_other" in kinds else "",
            commits="commits" in kinds,
            dated="dated" in kinds,
        )

    def _findings(self, sentence: Sentence, hits: Sequence[Hit], *, plain: bool, reworded: bool) -> Iterator[Finding]:
        there = {hit.kind for hit in hits}
        raised: dict[str, set[str]] = {}
        for hit in hits:
            found = self._finding(sentence, hit, there, raised if reworded else None)
            yield msgspec.structs.replace(found, sure=plain or hit.kind in LIMITS)

    def _finding(
        self, sentence: Sentence, hit: Hit, there: AbstractSet[str], raised: dict[str, set[str]] | None
    ) -> Finding:
        family = self.rules.by_key.get(hit.family)
        default = self.wording.whys.get(hit.kind, ("",))
        ways = dict.fromkeys((*(family.instead if family else ()), *self.wording.ways.get(hit.kind, ())))
        instead = self._instead(sentence, hit, ways, there, raised) if raised is not None else ()
        why = (family.why if family else "") or default[0]
        think = (family.think if family else "") or (default[1] if len(default) > 1 else "")
        return Finding(
            start=hit.start,
            end=hit.end,
            kind=hit.kind,
            text=sentence.text[hit.start : hit.end],
            why=why if instead or not think else f"{why} {think}",
            instead=instead,
            sentence=Span(0, len(sentence.text)),
        )

    def _instead(
        self,
        sentence: Sentence,
        hit: Hit,
        ways: Iterable[str],
        there: AbstractSet[str],
        raised: dict[str, set[str]],
    ) -> tuple[str, ...]:
        """Candidates that read without this kind. One that would raise it again is never shown."""
        found: list[str] = []
        for way in ways:
            candidate = put(way, sentence, hit, self.lexicon)
            if not candidate or candidate in found or candidate == sentence.text:
                continue
            if way not in IN_PLACE and _no_better_day(candidate):
                continue
            left = raised.get(candidate)
            if left is None:
                left = raised[candidate] = self._raised(candidate)
            if hit.kind not in left and left <= (there if way in IN_PLACE else LEFT_OVER):
                found.append(candidate)
            if len(found) == MOST_INSTEAD:
                break
        return tuple(found)

    def _raised(self, text: str) -> set[str]:
        """The kinds that a candidate would raise."""
        raised: set[str] = set()
        for start, end in cut(text):
            sentence = self.parse(text[start:end])
            concerns, _strengths = decide(sentence, sentence.hits, self.model(sentence) if self.model else None)
            raised |= {hit.kind for hit in concerns} | ({hit.kind for hit in sentence.hits} & set(LIMITS))
        return raised

    def _undated(self, text: str, read: Read) -> Iterator[Finding]:
        ends = dict(cut(text))
        for start, said in read:
            if said.commits:
                end = ends[start]
                why = " ".join(self.wording.whys.get("no_date", ("",)))
                yield Finding(
                    start=start, end=end, kind="no_date", text=text[start:end], why=why, sentence=Span(start, end)
                )
                return


def _no_better_day(text: str) -> bool:
    """Whether a word stands in it that says there was never a better day, even where no rule marks it."""
    return any(word.norm in _NO_BETTER_DAY for word in words(text))


def _in_order(finding: Finding) -> tuple[int, int, str]:
    return finding.start, finding.end, finding.kind
