"""A letter's translation, part by part, for its writer and, while it is given, its lead."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.kernel import language
from familyplan.kernel.errors import NotYours
from familyplan.letters import queries as letters
from familyplan.letters.paper.queries import PAPER
from familyplan.letters.queries import Found
from familyplan.letters.records import APART, TRANSLATED, Revision, Section
from familyplan.letters.writing import queries as writing
from familyplan.letters.writing.queries import Part


@dataclass(frozen=True)
class Beside:
    """One part and what says it again; none yet where the part was added later."""

    original: Part
    second: Part | None

    @property
    def has_changed(self) -> bool:
        """Whether the original is no longer what the translation was made from."""
        if self.second is None or not self.second.section.body.strip():
            return False
        return self.second.section.of_revision != self.original.section.revision


def reach(db: Session, letter_id: UUID, *, seen_by: Person) -> Found:
    """A letter whose translation may be read and typed: its writer's, or, while it is given, the lead's; `NotYours`."""
    found = letters.letter(db, letter_id, seen_by=seen_by)
    if found.what == "lead" and found.hand_in is None:
        raise NotYours
    return found


def _rows(db: Session, *letter_ids: UUID) -> list[tuple[Section, Revision | None]]:
    apart = and_(Revision.section_id == Section.id, Revision.why.in_(APART), Revision.settled_at.is_(None))
    here = select(Section, Revision).outerjoin(Revision, apart)
    here = here.where(Section.letter_id.in_(letter_ids), Section.key.like(f"%{TRANSLATED}"))
    return [(row[0], row[1]) for row in db.execute(here.order_by(Section.key, Revision.id)).all()]


def bodies(db: Session, found: Found) -> dict[str, str]:
    """What the translation says, by the key of the part that it says again; one statement."""
    return bodies_of(db, [found])[found.letter.id]


def bodies_of(db: Session, reached: list[Found]) -> dict[UUID, dict[str, str]]:
    """The same for several letters that were reached, by letter; one statement."""
    told: dict[UUID, dict[str, str]] = {found.letter.id: {} for found in reached}
    for section, _apart in _rows(db, *told):
        told[section.letter_id][section.key.removesuffix(TRANSLATED)] = section.body
    return told


def beside(db: Session, found: Found) -> list[Beside]:
    """Each part of a letter that was reached with its translation, in reading order."""
    typed: dict[str, Part] = {}
    for section, apart in _rows(db, found.letter.id):
        mine = apart is not None and (found.what == "writer" or apart.writing.startswith(PAPER))
        known = typed.get(section.key)
        if known is None or known.conflict is None:
            typed[section.key] = Part(section, "", "", conflict=apart if mine else None)
    parts = [part for part in writing.parts(db, found) if part.prompt]
    return [Beside(part, typed.get(f"{part.section.key}{TRANSLATED}")) for part in parts]


def missing(db: Session, found: Found) -> list[Part]:
    """The parts of a letter that have no place for a translation yet; for the act that makes them."""
    return [one.original for one in beside(db, found) if one.second is None]


def titles(db: Session, found: Found) -> dict[UUID, str]:
    """What each part of a letter that was reached is called, by section; a translated one is told apart."""
    named = {part.section.id: part.title for part in writing.parts(db, found)}
    if not found.letter.translated_into:
        return named
    other = language.own_name(found.letter.translated_into)
    pairs = [(one.original.title, one.second) for one in beside(db, found)]
    return named | {second.section.id: f"{title} ({other})" for title, second in pairs if second}
