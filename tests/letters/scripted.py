"""A coach that says what a test needs, whatever the real one learns: of a few words it always says the same."""

from collections.abc import Sequence

from familyplan.coach.reading import Finding, Reading, Span, Strong
from familyplan.coach.sentences import cut

ALWAYS, BARE, LOVE = "You always leave me alone.", "You are late.", "I love you."
HIT, NOW = "You hit me on the stairs.", "I want to die."
INSTEAD = "On Christmas Eve I waited until two."
WHY = "He may hear only that one word."


class Scripted:
    """Marks "always" (with other words) and "late" (without), harm by "hit", love by "love", now by "die"."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def read(self, text: str, *, expects: Sequence[str] = (), other_page: bool = False) -> Reading:
        self.asked.append(text)
        sentences = [(start, end, text[start:end]) for start, end in cut(text)]
        kind = "authorities" if other_page else "absolute"
        strengths = [
            Strong(start=start + words.index("love"), end=start + words.index("love") + 4, kind="love")
            for start, _end, words in sentences
            if "love" in words
        ]
        return Reading(
            findings=tuple(
                Finding(
                    start=start + words.index(mark), end=start + words.index(mark) + len(mark), text=mark, why=WHY,
                    kind=kind if mark == "always" else "blame", sentence=Span(start, end),
                    instead=(INSTEAD,) if mark == "always" else (),
                )
                for start, end, words in sentences
                for mark in ("always", "late")
                if mark in words and "hit" not in words
            ),
            strengths=tuple(strengths),
            missing=() if {one.kind for one in strengths} & set(expects) else tuple(expects),
            harms=tuple(Span(start, end) for start, end, words in sentences if "hit" in words),
            now="self" if "die" in text else "",
        )  # fmt: skip


class Broken:
    """A coach that fails at everything, and would tell the words if anybody wrote down why."""

    def read(self, text: str, **_more: object) -> Reading:
        raise ValueError(text)
