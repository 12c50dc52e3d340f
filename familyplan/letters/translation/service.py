"""Saying in which language a letter is written, and making room beside it for what a person types in another."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased

from familyplan.access.records import Person
from familyplan.engagements.service import in_turn
from familyplan.journal.service import note
from familyplan.kernel.errors import NotYours
from familyplan.letters.queries import Found
from familyplan.letters.records import TRANSLATED, Section
from familyplan.letters.service import place
from familyplan.letters.translation import queries


def say_language(db: Session, found: Found, tag: str, *, by: Person) -> None:
    """Say in which language the letter is written; only its writer says so. The screen keeps its own language."""
    if found.what != "writer":
        raise NotYours
    if found.letter.language == tag:
        return
    found.letter.language = tag
    note(db, "letter.language_said", by=by, about="letter", about_id=found.letter.id, engagement_id=found.engagement.id)


def begin(db: Session, found: Found, into: str, typist: str, *, by: Person) -> None:
    """
    Make room for a translation that a person types, and note who it is; done twice it stands once.

    What was typed stays, whatever *into* says now. An empty *typist* is whoever says so.
    """
    in_turn(db, found.engagement)
    for part in queries.missing(db, found):
        place(db, found.letter, f"{part.section.key}{TRANSLATED}", part.section.position)
    name = typist or found.letter.translator or by.first_name
    if (found.letter.translated_into, found.letter.translator) == (into, name):
        return
    found.letter.translated_into, found.letter.translator = into, name
    note(db, "letter.translation", by=by, about="letter", about_id=found.letter.id, engagement_id=found.engagement.id)


def fits(db: Session, found: Found, key: str, of_revision: int) -> None:
    """Say that a translated part says what the original said at *of_revision*; only one that stood so far counts."""
    original = select(Section.revision).where(Section.letter_id == found.letter.id, Section.key == key)
    stands = db.scalar(original)
    if stands is None or not 0 <= of_revision <= stands:
        raise NotYours
    second = update(Section).where(Section.letter_id == found.letter.id, Section.key == f"{key}{TRANSLATED}")
    db.execute(second.values(of_revision=of_revision))


def made_from(db: Session, second: Section) -> None:
    """Remember, at the first words of a translated part, which revision of the original they say again."""
    original = aliased(Section)
    stands = select(original.revision).where(
        original.letter_id == second.letter_id, original.key == second.key.removesuffix(TRANSLATED)
    )
    first = update(Section).where(Section.id == second.id, Section.of_revision.is_(None))
    db.execute(first.values(of_revision=stands.scalar_subquery()))
