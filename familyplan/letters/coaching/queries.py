"""
What the coach says about the parts of a letter that somebody reached. Nothing of it is kept.

The coach is a help beside the writing: where there is none, or it fails, every answer here is "nothing" and letters are
written, saved and given as ever.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeVar

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.coach import shelf
from familyplan.coach.reading import Finding, Reading, Span, Strong
from familyplan.coach.shelf import Coach
from familyplan.engagements.calls import queries as calls
from familyplan.engagements.calls.records import CallRequest
from familyplan.guidance import shelf as guidance
from familyplan.guidance.safety import HelpNumber
from familyplan.kernel import language
from familyplan.letters.other_page.queries import ENDANGERS
from familyplan.letters.queries import Found
from familyplan.letters.records import OTHER_PAGE, CoachAnswer
from familyplan.letters.writing.queries import Part

T = TypeVar("T")
KNOWS = "en"  # the language whose words the coach knows
BETWEEN = "\n\n"  # between the parts of a page that is read as one
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Looked:
    """One part of a letter as the coach read it; offsets are code points of the part's words."""

    part: Part
    reading: Reading


@dataclass(frozen=True)
class Help:
    """What the help card says: the part it stands under, the numbers by key, and whether a call was asked for."""

    key: str
    numbers: dict[str, HelpNumber]
    asked: CallRequest | None


def _said(say: Callable[[Coach], T], nothing: T) -> T:
    coach = shelf.current()
    if coach is None:
        return nothing
    try:
        return say(coach)
    except Exception as why:  # noqa: BLE001  whatever fails in it, writing goes on
        _log.warning("the coach could not read: %s", type(why).__name__)  # never the message: it may hold words
        return nothing


def speaks(found: Found) -> bool:
    """Say whether the letter is in the language that the coach knows."""
    return (found.letter.language or language.spoken()).split("-")[0] == KNOWS


def look(found: Found, parts: Sequence[Part]) -> list[Looked]:
    """
    Read those parts that are asked for and may be read by somebody else one day; nothing where there is no coach.

    A part of which "nothing comes" is left alone. The other page is read as one, since one day may serve all of it.
    """
    if not speaks(found) or found.is_for_lead:
        return []
    read = [part for part in parts if part.prompt and not part.never_read and not part.section.nothing_comes_at]
    if found.letter.kind == OTHER_PAGE:
        return _said(lambda coach: _as_one(coach, read), [])
    asked = {one.key: one.expects for one in found.kind.sections} if found.kind else {}
    return _said(
        lambda coach: [
            Looked(part, coach.read(part.section.body, expects=asked.get(part.section.key, ()))) for part in read
        ],
        [],
    )


def _as_one(coach: Coach, parts: Sequence[Part]) -> list[Looked]:
    bodies = [part.section.body for part in parts]
    whole = coach.read(BETWEEN.join(bodies), other_page=True)
    begins = accumulate((len(body) + len(BETWEEN) for body in bodies), initial=0)
    return [Looked(part, _of(whole, begin, len(part.section.body))) for part, begin in zip(parts, begins, strict=False)]


def _of(whole: Reading, begin: int, length: int) -> Reading:
    """Give what was said about one part of a page that was read as one, counted from the part's own beginning."""

    def here(one: Finding | Strong | Span) -> bool:
        return begin <= one.start and one.end <= begin + length

    return msgspec.structs.replace(
        whole,
        findings=tuple(_moved(one, -begin) for one in whole.findings if here(one) and here(one.sentence)),
        strengths=tuple(
            msgspec.structs.replace(one, start=one.start - begin, end=one.end - begin)
            for one in whole.strengths
            if here(one)
        ),
        harms=tuple(Span(one.start - begin, one.end - begin) for one in whole.harms if here(one)),
    )


def _moved(one: Finding, by: int) -> Finding:
    sentence = Span(one.sentence.start + by, one.sentence.end + by)
    return msgspec.structs.replace(one, start=one.start + by, end=one.end + by, sentence=sentence)


def sounds_like_now(body: str) -> bool:
    """Say whether words sound like now, and like the writer or somebody beside them. Nobody is told."""
    return _said(lambda coach: bool(coach.read(body).now), nothing=False) if body.strip() else False


def is_open_for_ideas(found: Found) -> bool:
    """Say whether the writer may be shown ideas: not once they wanted no more, nor on a page that was closed softly."""
    letter = found.letter
    closed = letter.has_none_at is not None or letter.could_endanger in ENDANGERS
    return found.what == "writer" and letter.no_more_thoughts_at is None and not closed


def answers(db: Session, found: Found) -> list[CoachAnswer]:
    """What the writer of a letter said to the ideas about it, to the writer alone."""
    if found.what != "writer":
        return []
    return list(db.scalars(select(CoachAnswer).where(CoachAnswer.letter_id == found.letter.id)))


def help_on(
    db: Session, found: Found, parts: Sequence[Part], shown: Sequence[Part] = (), *, seen_by: Person
) -> Help | None:
    """
    The help card of a writing page, where words in the letter sound like now; for the writer alone.

    It stands under the first part that is *shown* with such words; else it is about the first part that has any.
    """
    if found.what != "writer" or not speaks(found):
        return None
    keys = [part.section.key for part in parts if sounds_like_now(part.section.body)]
    if not keys:
        return None
    key = next((part.section.key for part in shown if part.section.key in keys), keys[0])
    return Help(key, guidance.current().help_numbers["US"], calls.mine(db, found.writer, seen_by=seen_by))
