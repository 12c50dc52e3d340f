"""The letters of one family that were given, for its lead, to be laid side by side. Never an other page."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, contains_eager

from familyplan.access.records import Person
from familyplan.coach import shelf
from familyplan.coach.reading import Strong
from familyplan.coach.shelf import Coach
from familyplan.engagements.records import Engagement, Member
from familyplan.letters.across.service import Moment, moments, sentences
from familyplan.letters.queries import Found
from familyplan.letters.reading.queries import read_aloud
from familyplan.letters.records import OTHER_PAGE, HandIn, Letter
from familyplan.letters.writing import queries as writing
from familyplan.letters.writing.queries import Part

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Beside:
    """One letter as it stands beside the others: whose, how long, and its text for finding moments in."""

    found: Found
    text: str
    words: int
    minutes: int


def given(db: Session, engagement: Engagement, *, seen_by: Person) -> list[Found]:
    """Every letter of a family that was given, by whoever is still here; empty for anybody but the lead."""
    if engagement.lead_id != seen_by.id:
        return []
    standing = and_(HandIn.letter_id == Letter.id, HandIn.taken_back_at.is_(None))
    rows = db.execute(
        select(Letter, HandIn)
        .join(Letter.member)
        .join(Member.person)
        .join(HandIn, standing)
        .options(contains_eager(Letter.member).contains_eager(Member.person))
        .where(Letter.engagement_id == engagement.id, Letter.kind != OTHER_PAGE, Member.left_at.is_(None))
        .order_by(Member.joined_at, Member.id, Letter.laid_out_at, Letter.id)
    ).all()
    found = [Found(row[0], engagement, row[1], "lead") for row in rows]
    return [one for one in found if one.kind is not None and one.kind.read_aloud and not one.is_shared_by_writer]


def beside(db: Session, engagement: Engagement, words_a_minute: int | None, *, seen_by: Person) -> list[Beside]:
    """The given letters with their words; two statements however many there are."""
    letters = given(db, engagement, seen_by=seen_by)
    parts = writing.parts_of(db, letters) if letters else {}
    return [_beside(one, parts[one.letter.id], words_a_minute) for one in letters]


def _beside(found: Found, parts: list[Part], words_a_minute: int | None) -> Beside:
    read = read_aloud(parts)
    text = "\n\n".join(part.section.body for part in read)
    return Beside(found, text, writing.spoken(text), writing.minutes(read, words_a_minute))


def told(letters: list[Beside]) -> list[Moment]:
    """The moments that these letters tell of, those last that the coach takes for memories and that name no day."""
    texts = [(one.found.letter.id, one.found.letter.language, one.text) for one in letters]
    dated = moments(texts)
    known = {(said.letter_id, said.text) for moment in dated for said in moment.told}
    return moments(texts, [one for one in _memories(letters) if one not in known])


def _memories(letters: list[Beside]) -> list[tuple[UUID, str]]:
    """Sentences that the coach, where there is one, takes for memories."""
    coach = shelf.current()
    if coach is None:
        return []
    found = []
    for one in letters:
        spans = [strong for strong in _strengths(coach, one.text) if strong.kind == "memory"]
        for start, end, sentence in sentences(one.text):
            if any(strong.start < end and start < strong.end for strong in spans):
                found.append((one.found.letter.id, sentence))
    return found


def _strengths(coach: Coach, text: str) -> Sequence[Strong]:
    """What the coach finds good in a text; nothing where it fails, and the page goes on."""
    try:
        return coach.read(text).strengths
    except Exception as why:  # noqa: BLE001  whatever fails in it, the letters stand side by side
        _log.warning("the coach could not read: %s", type(why).__name__)  # never the message: it may hold words
        return ()
