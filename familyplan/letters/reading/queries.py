"""Who may read a letter aloud, and its words as they are read: in its own language, in another, or both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.ties.queries import kept_from, must_not_meet
from familyplan.kernel import language
from familyplan.kernel.errors import NotYours
from familyplan.letters import queries as letters
from familyplan.letters.other_page.queries import is_under_18
from familyplan.letters.queries import Found
from familyplan.letters.reading.service import Paragraph, paragraphs
from familyplan.letters.records import OTHER_PAGE, HandIn, Letter, ReadingPlace
from familyplan.letters.translation import queries as translation
from familyplan.letters.writing import queries as writing
from familyplan.letters.writing.queries import Part

Show = Literal["original", "translation", "both"]
SHOWS: tuple[Show, ...] = ("original", "translation", "both")
NOT_READERS = ("child", "employer")  # never asked to read for somebody else; an employer knows their own letter alone
Reader, Writer = aliased(Member), aliased(Member)


@dataclass(frozen=True)
class Face:
    """One language of a copy: what an `lang` attribute says ("" where it was not said), and its direction."""

    lang: str
    dir: str


@dataclass(frozen=True)
class Copy:
    """A letter as it is read aloud: for each part a column for each face, each column paragraphs of sentences."""

    faces: list[Face]
    parts: list[list[list[Paragraph]]]
    show: Show
    has_translation: bool
    minutes: int


def _standing_in() -> Select[Letter, Engagement, HandIn]:
    """Letters that are ready to read, given, and have a stand-in reader: for a condition about `Reader`."""
    given = and_(HandIn.letter_id == Letter.id, HandIn.taken_back_at.is_(None))
    return (
        select(Letter, Engagement, HandIn)
        .join(Letter.member)
        .join(Member.person)
        .join(Engagement, Engagement.id == Letter.engagement_id)
        .join(HandIn, given)
        .join(ReadingPlace, ReadingPlace.letter_id == Letter.id)
        .join(Reader, Reader.id == ReadingPlace.stand_in_id)
        .options(contains_eager(Letter.member).contains_eager(Member.person), joinedload(Engagement.lead))
        .where(Letter.kind != OTHER_PAGE, Member.left_at.is_(None), can_read(Reader), letters.is_ready())
        .where(~must_not_meet(Reader, Member))
    )


def can_read(reader: type[Member]) -> ColumnElement[bool]:
    """
    Members who can be asked to read for somebody else: who came in and are here, and of age.

    Never a child, an employer or the loved one.
    """
    here = and_(reader.came_in_at.is_not(None), reader.left_at.is_(None), reader.is_loved_one.is_(False))
    return and_(here, reader.relation.not_in(NOT_READERS), ~is_under_18(reader))


def to_read(db: Session, letter_id: UUID, *, seen_by: Person) -> Found:
    """
    A letter as somebody may read it aloud; raises `NotYours`.

    Its writer at any time, the lead once it was given, and, once it is ready, whoever reads in the writer's place.
    """
    try:
        found = letters.letter(db, letter_id, seen_by=seen_by)
    except NotYours:
        here = _standing_in().where(Letter.id == letter_id, Reader.person_id == seen_by.id)
        row = db.execute(here).one_or_none()
        if row is None:
            raise
        return Found(row[0], row[1], row[2], "stand_in")
    if found.is_for_lead or (found.what == "lead" and found.hand_in is None):
        raise NotYours
    return found


def is_read_by(member: Member) -> ColumnElement[bool]:
    """Letters that this member was asked to read in their writers' place; for a statement about `Letter`."""
    asked = exists().where(ReadingPlace.letter_id == Letter.id, ReadingPlace.stand_in_id == Reader.id)
    asked = asked.where(Writer.id == Letter.member_id, ~must_not_meet(Reader, Writer))
    return asked.where(Reader.id == member.id, can_read(Reader))


def stand_in_of(db: Session, found: Found) -> str:
    """
    Who would read this letter if its writer could not: a first name, or "" where nobody was asked; one statement.

    "" too where the name is kept from the writer.
    """
    here = select(Person).join(Reader, Reader.person_id == Person.id)
    here = here.join(ReadingPlace, ReadingPlace.stand_in_id == Reader.id)
    here = here.join(Writer, Writer.id == found.letter.member_id).where(~kept_from(Writer, Reader))
    person = db.scalar(here.where(ReadingPlace.letter_id == found.letter.id, can_read(Reader)))
    return person.first_name if person else ""


def is_read(part: Part) -> bool:
    """Whether a part is read aloud: asked for in the family's way, not private, and something stands in it."""
    return bool(part.prompt) and not part.never_read and bool(part.section.body.strip())


def read_aloud(parts: list[Part]) -> list[Part]:
    """The parts that are read aloud."""
    return [part for part in parts if is_read(part)]


def copy_of(db: Session, found: Found, show: Show, *, words_a_minute: int | None) -> Copy:
    """A letter's reading copy. The translation is shown where there is one and nothing but words that stand."""
    parts = writing.parts(db, found)
    second = translation.bodies(db, found) if found.letter.translated_into else {}
    return laid_out(found.letter, parts, second, show, words_a_minute)


def laid_out(
    letter: Letter, parts: list[Part], second: dict[str, str], show: Show, words_a_minute: int | None
) -> Copy:  # fmt: skip
    """Lay a letter's parts out in the faces that are asked for; *second* is the translation by the part's key."""
    told = read_aloud(parts)
    has_translation = any(second.get(part.section.key, "").strip() for part in told)
    show = show if has_translation else "original"
    faces = [(face_of(letter.language), [part.section.body for part in told])]
    if has_translation:
        faces.append((face_of(letter.translated_into), [second.get(part.section.key, "") for part in told]))
    faces = {"original": faces[:1], "translation": faces[1:], "both": faces}[show]
    columns = [[paragraphs(body) for body in bodies] for _face, bodies in faces]
    rows = [list(row) for row in zip(*columns, strict=True)]
    return Copy(
        [face for face, _bodies in faces], [row for row in rows if any(row)], show, has_translation,
        writing.minutes(parts, words_a_minute),
    )  # fmt: skip


def face_of(tag: str) -> Face:
    """How a language is marked on a page."""
    return Face(tag, language.direction(tag))
