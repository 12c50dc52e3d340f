"""What lies in the binder of one family: its letters in order, and which envelopes there are. For the lead alone."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement
from familyplan.letters.other_page import queries as other_page
from familyplan.letters.reading import queries as reading
from familyplan.letters.reading.order import queries as order
from familyplan.letters.reading.order.queries import InOrder
from familyplan.letters.reading.queries import Copy
from familyplan.letters.translation import queries as translation
from familyplan.letters.writing import queries as writing


@dataclass(frozen=True)
class InBinder:
    """One letter of the binder, in its own words and, where somebody typed one, in its translation."""

    row: InOrder
    copy: Copy
    second: Copy | None


@dataclass(frozen=True)
class Binder:
    """The letters that were given, in reading order; whose is missing; and whose other page has an envelope."""

    letters: list[InBinder]
    missing: list[InOrder]
    envelopes: list[str]

    @property
    def minutes(self) -> int:
        """About how long it takes to read them all aloud."""
        return sum(one.copy.minutes for one in self.letters)


def binder(db: Session, engagement: Engagement, *, seen_by: Person, words_a_minute: int | None) -> Binder:
    """
    Put the binder together, in four statements, for the lead; anybody else is handed an empty one.

    Nothing of an other page is in it: only that there is one, gone through together and sealed.
    """
    rows = order.in_order(db, engagement, seen_by=seen_by)
    given = [one for one in rows if one.is_given]
    parts = writing.parts_of(db, [one.found for one in given])
    second = translation.bodies_of(db, [one.found for one in given])
    letters = []
    for one in given:
        letter = one.found.letter
        told = [reading.laid_out(letter, parts[letter.id], second[letter.id], show, words_a_minute)
                for show in ("original", "translation")]  # fmt: skip
        letters.append(InBinder(one, told[0], told[1] if told[0].has_translation else None))
    sealed = [one for one in other_page.board(db, engagement, seen_by=seen_by) if one.state == "sealed"] if rows else []
    missing = [one for one in rows if not one.is_given]
    return Binder(letters, missing, [one.member.person.first_name for one in sealed])
