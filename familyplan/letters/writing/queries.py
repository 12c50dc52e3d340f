"""The parts of a letter as its writer, or once it was given its lead, may see them; and one part for saving."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.guidance import shelf
from familyplan.guidance.letters import Section as Asked
from familyplan.kernel.errors import NotYours
from familyplan.letters.queries import Found, model_of, reaching
from familyplan.letters.records import OTHER_PAGE, Letter, Revision, Section

WORDS_A_MINUTE = 130
HISTORY_PAGE = 40


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
    """
    apart = and_(Revision.section_id == Section.id, Revision.why == "conflict", Revision.settled_at.is_(None))
    rows: Sequence[Row[Section, Revision | None]] = db.execute(
        select(Section, Revision)
        .outerjoin(Revision, apart)
        .where(Section.letter_id == found.letter.id)
        .order_by(Section.position, Section.key, Revision.id)
    ).all()
    told: dict[UUID, Part] = {}
    for section, conflict in rows:
        if section.id not in told:
            part = _part(found, section, conflict if found.what == "writer" else None)
            if part is not None:
                told[section.id] = part
    return list(told.values())


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
    """The part of that key; with none named, where the writer goes on: the first part that is not done."""
    if key:
        return next((part for part in parts if part.section.key == key), None)
    offered = [part for part in parts if part.prompt]
    return next((part for part in offered if not part.is_done), offered[0] if offered else None)


def is_empty(parts: Sequence[Part]) -> bool:
    """Whether there is nothing to read in a letter."""
    return not any(part.section.body.strip() for part in parts)


def minutes(parts: Sequence[Part]) -> int:
    """About how many minutes it takes to read aloud, at 130 words a minute; at least one."""
    words = sum(len(part.section.body.split()) for part in parts if not part.never_read)
    return max(1, round(words / WORDS_A_MINUTE))


@dataclass(frozen=True)
class OpenPart:
    """One section as its writer reached it for saving: the section, its letter, and whether the letter is given."""

    section: Section
    found: Found


def part_of(db: Session, letter_id: UUID, key: str, *, seen_by: Person) -> OpenPart:
    """One section of one's own letter, the other page included, in one statement; raises `NotYours`."""
    return _part_where(db, letter_id, Section.key == key, seen_by)


def part_with(db: Session, letter_id: UUID, section_id: UUID, *, seen_by: Person) -> OpenPart:
    """The same by the section's id."""
    return _part_where(db, letter_id, Section.id == section_id, seen_by)


def _part_where(db: Session, letter_id: UUID, which: ColumnElement[bool], seen_by: Person) -> OpenPart:
    mine = reaching(letter_id, seen_by).add_columns(Section).join(Section, Section.letter_id == Letter.id)
    row = db.execute(mine.where(which)).one_or_none()
    if row is None or row[0].member.person_id != seen_by.id:
        raise NotYours
    return OpenPart(row[3], Found(row[0], row[1], row[2], "writer"))


def history(db: Session, found: Found, page: int) -> tuple[list[Revision], bool]:
    """What the writer's letter said before, the newest first, a page at a time, and whether there is more."""
    if found.what != "writer":
        raise NotYours
    rows = (
        select(Revision)
        .where(Revision.letter_id == found.letter.id)
        .order_by(Revision.saved_at.desc(), Revision.id.desc())
    )
    told = list(db.scalars(rows.limit(HISTORY_PAGE + 1).offset((page - 1) * HISTORY_PAGE)))
    return told[:HISTORY_PAGE], len(told) > HISTORY_PAGE


def earlier(db: Session, found: Found, revision_id: UUID) -> tuple[Revision, str]:
    """One earlier text of the writer's letter, with the key of its section; raises `NotYours`."""
    here = select(Revision, Section.key).join(Section, Section.id == Revision.section_id)
    row = db.execute(here.where(Revision.id == revision_id, Revision.letter_id == found.letter.id)).one_or_none()
    if row is None or found.what != "writer":
        raise NotYours
    return row[0], row[1]
