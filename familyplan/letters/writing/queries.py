"""The parts of a letter as its writer, or once it was given its lead, may see them; and one part for saving."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.guidance import shelf
from familyplan.guidance.letters import Section as Asked
from familyplan.kernel.errors import NotYours
from familyplan.letters.paper import queries as paper
from familyplan.letters.queries import Found, model_of, reaching
from familyplan.letters.records import APART, OTHER_PAGE, TRANSLATED, Letter, Revision, Section

WORDS_A_MINUTE = 130
SIGNS_A_WORD = 1.8  # in scripts that set no blanks between words
WITHOUT_BLANKS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")


@dataclass(frozen=True)
class Part:
    """One section as it is shown: its question in the writer's words, and a text that waits beside it, if any."""

    section: Section
    title: str
    prompt: str
    never_read: bool = False
    conflict: Revision | None = None

    @property
    def is_done(self) -> bool:
        """Whether there is something here, or the writer said that nothing comes."""
        return bool(self.section.body.strip()) or self.section.nothing_comes_at is not None


def parts(db: Session, found: Found) -> list[Part]:
    """
    The parts of a letter that was reached, in reading order. The lead is never given a text that was kept apart.

    A part that the family's way does not have (any more) stays the writer's, and only where something stands in it.
    What says a part again in another language is none of them.
    """
    return parts_of(db, [found])[found.letter.id]


def parts_of(db: Session, letters: Sequence[Found]) -> dict[UUID, list[Part]]:
    """The parts of several letters that were reached, by letter; one statement."""
    reached = {found.letter.id: found for found in letters}
    apart = and_(Revision.section_id == Section.id, Revision.why.in_(APART), Revision.settled_at.is_(None))
    rows: Sequence[Row[Section, Revision | None]] = db.execute(
        select(Section, Revision)
        .outerjoin(Revision, apart)
        .where(Section.letter_id.in_(reached), Section.key.not_like(f"%{TRANSLATED}"))
        .order_by(Section.position, Section.key, Revision.id)
    ).all()
    told: dict[UUID, dict[UUID, Part]] = {letter_id: {} for letter_id in reached}
    for section, conflict in rows:
        found, known = reached[section.letter_id], told[section.letter_id]
        if section.id not in known:
            mine = conflict is not None and (found.what == "writer" or conflict.writing.startswith(paper.PAPER))
            part = _part(found, section, conflict if mine else None)
            if part is not None:
                known[section.id] = part
    return {letter_id: list(known.values()) for letter_id, known in told.items()}


def _part(found: Found, section: Section, conflict: Revision | None) -> Part | None:
    model = model_of(found.engagement)
    prompts, offered = _offered(found)
    for one in offered:
        if one.key == section.key and model is not None:
            if one.never_read and found.what == "lead" and found.letter.kind == OTHER_PAGE:
                return None  # the private part of the other page is nobody's but the writer's
            asked = shelf.current().prompt(model.key, prompts, section.key, found.writer.relation)
            return Part(section, one.title, asked.replace("NAME", found.calls), one.never_read, conflict)
    if found.what != "writer" or not (section.body.strip() or conflict):
        return None
    return Part(section, _former_title(found.letter.kind, section.key), "", never_read=True, conflict=conflict)


def _offered(found: Found) -> tuple[str, tuple[Asked, ...]]:
    """Under which key the questions stand, and which parts this writer is asked for."""
    model = model_of(found.engagement)
    if model is not None and found.letter.kind == OTHER_PAGE:
        return model.other_page.key, model.other_page.sections
    return found.letter.kind, found.kind.sections_for(found.writer.relation) if found.kind else ()


def _former_title(kind: str, key: str) -> str:
    for model in shelf.current().models.values():
        for letter_kind in model.letters:
            for section in letter_kind.sections:
                if (letter_kind.key, section.key) == (kind, key):
                    return section.title
    return ""


def opened(parts: Sequence[Part], key: str) -> Part | None:
    """
    The part of that key; with none named, where the writer goes on.

    That is a part of which two texts wait, else the first part that is not done, else the first.
    """
    if key:
        return next((part for part in parts if part.section.key == key), None)
    if apart := [part for part in parts if part.conflict]:
        return apart[0]
    offered = [part for part in parts if part.prompt]
    return next((part for part in offered if not part.is_done), offered[0] if offered else None)


def is_empty(parts: Sequence[Part]) -> bool:
    """Whether there is nothing to read in a letter."""
    return not any(part.section.body.strip() for part in parts)


def spoken(text: str) -> int:
    """About how many words somebody says who reads *text* aloud, also where no blanks stand between them."""
    signs = len(WITHOUT_BLANKS.findall(text))
    return len(WITHOUT_BLANKS.sub(" ", text).split()) + round(signs / SIGNS_A_WORD)


def minutes(parts: Sequence[Part], words_a_minute: int | None = None) -> int:
    """About how many minutes it takes to read aloud, at 130 words a minute unless the practice says otherwise."""
    words = sum(spoken(part.section.body) for part in parts if not part.never_read)
    return max(1, round(words / (words_a_minute or WORDS_A_MINUTE)))


@dataclass(frozen=True)
class OpenPart:
    """
    One section as somebody reached it for saving: its writer, or the lead who types it in from paper.

    `has_unsaved`: words wait beside it that were typed after a session had ended. `is_closed`: the lead reached it who
    typed it in, and may not any more.
    """

    section: Section
    found: Found
    has_unsaved: bool = False
    is_closed: bool = False

    @property
    def hand(self) -> str:
        """How the `writing` of an act begins: nothing for the writer's own, a mark for the lead's from paper."""
        return paper.PAPER if self.found.what == "lead" else ""

    def may_see(self, beside: Revision) -> bool:
        """Whether a text kept apart is this person's: everything is the writer's, the lead's what they typed."""
        return self.found.what == "writer" or beside.writing.startswith(paper.PAPER)


def part_of(db: Session, letter_id: UUID, key: str, *, seen_by: Person) -> OpenPart:
    """
    One section of one's own letter, the other page included, in one statement; raises `NotYours`.

    The lead reaches it too while typing in a letter that was given on paper, and what translates a part once given.
    """
    return _part_where(db, letter_id, Section.key == key, seen_by)


def part_with(db: Session, letter_id: UUID, section_id: UUID, *, seen_by: Person) -> OpenPart:
    """The same by the section's id."""
    return _part_where(db, letter_id, Section.id == section_id, seen_by)


def _part_where(db: Session, letter_id: UUID, which: ColumnElement[bool], seen_by: Person) -> OpenPart:
    waits = exists().where(
        Revision.section_id == Section.id, Revision.why == "unsaved", Revision.settled_at.is_(None)
    )  # fmt: skip
    here = reaching(letter_id, seen_by).join(Section, Section.letter_id == Letter.id)
    row = db.execute(here.add_columns(Section, waits, paper.is_only_typed_in()).where(which)).one_or_none()
    if row is None:
        raise NotYours
    is_writer = row[0].member.person_id == seen_by.id
    found = Found(row[0], row[1], row[2], "writer" if is_writer else "lead")
    types = not is_writer and not (row[3].key.endswith(TRANSLATED) and found.hand_in is not None)
    if types and not paper.came_on_paper(found):
        raise NotYours
    return OpenPart(row[3], found, has_unsaved=row[4], is_closed=types and not row[5])
