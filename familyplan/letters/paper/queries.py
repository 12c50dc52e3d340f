"""Letters that were given on paper: who may type them in, for how long, and who did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session, aliased

from familyplan.access.records import Person
from familyplan.letters.queries import Found, is_ready
from familyplan.letters.records import TRANSLATED, Letter, Section

PAPER = "paper:"  # how the `writing` of a page begins on which the lead types a letter in


@dataclass(frozen=True)
class TypedIn:
    """That a letter came on paper: who was given it, and when."""

    by: str
    given_at: datetime


def is_untouched() -> ColumnElement[bool]:
    """Letters in which nobody saved a word yet; for a statement about `Letter`."""
    part = aliased(Section)
    return ~exists().where(part.letter_id == Letter.id, part.saved_at.is_not(None))


def is_only_typed_in() -> ColumnElement[bool]:
    """Letters that their writer did not write in, and on which not both sides agreed; about `Letter`."""
    part = aliased(Section)
    own = exists().where(
        part.letter_id == Letter.id, part.saved_at.is_not(None), part.writing.not_like(f"{PAPER}%"),
        part.key.not_like(f"%{TRANSLATED}"),
    )  # fmt: skip
    return and_(~own, ~is_ready())


def came_on_paper(found: Found) -> bool:
    """Say whether the letter was given on paper, and not taken back."""
    return found.hand_in is not None and found.hand_in.on_paper_by_id is not None


def is_typed_by_lead(db: Session, found: Found) -> bool:
    """Whether the lead, who reached the letter, may still type it in from paper."""
    if found.what != "lead" or not came_on_paper(found):
        return False
    return bool(db.scalar(select(is_only_typed_in()).select_from(Letter).where(Letter.id == found.letter.id)))


def untouched(db: Session, found: Found) -> bool:
    """Whether nobody saved a word of this letter yet."""
    return bool(db.scalar(select(is_untouched()).select_from(Letter).where(Letter.id == found.letter.id)))


def typed_in(db: Session, found: Found) -> TypedIn | None:
    """Who typed the letter in from paper and since when, or None; the same for the writer and for the lead."""
    given = found.hand_in
    if given is None or given.on_paper_by_id is None:
        return None
    lead = found.engagement.lead
    person = lead if lead.id == given.on_paper_by_id else db.get(Person, given.on_paper_by_id)
    return TypedIn(person.first_name if person else "", given.handed_in_at)
