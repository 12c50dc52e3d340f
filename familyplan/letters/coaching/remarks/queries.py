"""The coach's remarks on a letter that its lead reached: marked in the text, with reasons and other words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from familyplan.coach.reading import Finding
from familyplan.coach.sentences import cut
from familyplan.kernel.language import _
from familyplan.letters.coaching.queries import Looked, look, sounds_like_now
from familyplan.letters.coaching.service import HARM, quote
from familyplan.letters.comments.queries import Piece
from familyplan.letters.queries import Found
from familyplan.letters.records import Comment
from familyplan.letters.writing.queries import Part

NOW = "now"
NAMES = {
    "blame": _("Blame"),
    "label_stigma": _("A label for the person"),
    "threat": _("A threat"),
    "absolute": _("Always or never"),
    "shame_contempt": _("Shame or contempt"),
    "diagnosing": _("A diagnosis"),
    "guilt": _("Guilt"),
    "profanity": _("A curse"),
    "children": _("Time with children"),
    "authorities": _("Police, courts or employers"),
    "not_own_hands": _("In somebody else's hands"),
    "no_date": _("No day yet"),
    "cannot_keep": _("Hard to keep"),
    "belongings": _("What belongs to another person"),
    "punishment": _("Sounds like a punishment"),
    "secrets": _("Telling others"),
    "love": _("Love"),
    "memory": _("A memory"),
    "feeling": _("A feeling"),
    "concern": _("Concern"),
    "hope": _("Hope"),
    "request": _("A clear request"),
    "gratitude": _("Thanks"),
    HARM: _("Harm reported"),
    NOW: _("Sounds like now"),
}
"""What the kinds are called on a professional's page; no member's page names any."""
ELSE = _("Worth a look")


@dataclass(frozen=True)
class Remark:
    """One sentence to look at again, which begins at `place`, and what could stand in its place; `spans` are marked."""

    id: str
    kinds: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    place: int
    phrase: str
    whys: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """What its kinds are called; to be translated where they are said."""
        return [NAMES.get(kind, ELSE) for kind in self.kinds]


@dataclass(frozen=True)
class OnPart:
    """What there is to say about one part: what is good as it is, what to look at again, and what it has none of."""

    key: str
    title: str
    good: list[tuple[str, str]]  # what it is called, and the words
    remarks: list[Remark]
    missing: list[str]  # any one of these would do

    @property
    def praised(self) -> list[tuple[str, list[str]]]:
        """What is good, each run of words once, with everything that is good in it."""
        told: dict[str, list[str]] = {}
        for name, words in self.good:
            told.setdefault(words, []).append(name)
        return list(told.items())


@dataclass(frozen=True)
class Bit:
    """A run of a part's words; the open thought on it, if any, and the remark."""

    text: str
    comment: Comment | None = None
    remark: Remark | None = None


def of(found: Found, parts: Sequence[Part]) -> list[OnPart]:
    """Everything the coach would say, for the lead of a letter that may be read now; nothing for anybody else."""
    if found.what != "lead":
        return []
    return [_on(one) for one in look(found, parts)]


def beside(found: Found, parts: Sequence[Part], named: str = "") -> dict[str, Any]:
    """Gather what stands beside a letter on its lead's page; *named* is the rewording that a thought begins with."""
    told = of(found, parts)
    return {"beside": told, "bits": bits, "proposal": proposal(told, named)}


def _on(one: Looked) -> OnPart:
    good = [
        (NAMES.get(strong.kind, ELSE), quote(one, strong.start, strong.end))
        for strong in one.reading.strengths
        if not any(span.start < strong.end and strong.start < span.end for span in one.reading.harms)
    ]  # fmt: skip
    missing = [NAMES.get(kind, ELSE) for kind in one.reading.missing]
    remarks = sorted([*_findings(one), *_harms(one), *_nows(one)], key=lambda remark: remark.place)
    return OnPart(one.part.section.key, one.part.title, list(dict.fromkeys(good)), remarks, missing)


def _findings(one: Looked) -> list[Remark]:
    """One remark for each sentence, with every reason said once."""
    body, key = one.part.section.body, one.part.section.key
    told: dict[int, list[Finding]] = {}
    for finding in one.reading.findings:
        told.setdefault(finding.sentence.start, []).append(finding)
    return [
        Remark(
            f"{key}.{place}", tuple(finding.kind for finding in here),
            tuple((finding.start, _end(body, finding)) for finding in here), place,
            body[place : here[0].sentence.end], tuple(dict.fromkeys(finding.why for finding in here)),
            tuple(dict.fromkeys(words for finding in here for words in finding.instead)),
        )
        for place, here in told.items()
    ]  # fmt: skip


def _end(body: str, finding: Finding) -> int:
    """Where a finding ends, with the stop of its sentence where nothing else follows."""
    left = body[finding.end : finding.sentence.end]
    return finding.end if any(sign.isalnum() for sign in left) else max(finding.end, finding.sentence.end)


def _harms(one: Looked) -> list[Remark]:
    return [_whole(one, HARM, span.start, span.end) for span in one.reading.harms]


def _nows(one: Looked) -> list[Remark]:
    if not one.reading.now:
        return []
    body = one.part.section.body
    return [_whole(one, NOW, start, end) for start, end in cut(body) if sounds_like_now(body[start:end])]


def _whole(one: Looked, kind: str, start: int, end: int) -> Remark:
    section = one.part.section
    return Remark(f"{section.key}.{start}.{kind}", (kind,), ((start, end),), start, section.body[start:end])


def bits(pieces: Sequence[Piece], on: OnPart | None) -> list[Bit]:
    """Cut the pieces of a text once more, where remarks are; where two overlap, each run is marked once."""
    spans = [(*span, one) for one in (on.remarks if on else []) for span in one.spans]
    told, at = [], 0
    for piece in pieces:
        end = at + len(piece.text)
        inside = {edge for first, last, _one in spans for edge in (first, last) if at < edge < end}
        for first, last in pairwise(sorted({at, end, *inside})):
            over = next((one for began, ended, one in spans if began <= first and last <= ended), None)
            told.append(Bit(piece.text[first - at : last - at], piece.comment, over))
        at = end
    return told


def proposal(told: Sequence[OnPart], named: str) -> dict[str, str]:
    """
    Fill the form of a thought with a remark and one of its rewordings, by the name that stood in the page's link.

    Nothing where the words changed since, and the link's remark is no more.
    """
    name, _dot, number = named.rpartition(".")
    for on in told:
        for remark in on.remarks:
            if remark.id == name and number in {str(place) for place in range(len(remark.instead))}:
                words = remark.instead[int(number)]
                return {
                    "section": on.key, "phrase": remark.phrase, "starts": str(remark.place), "note": "",
                    "proposal": words,
                }  # fmt: skip
    return {}
