"""When a sealed other page was opened on the day, by whom and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.kernel import clock
from familyplan.kernel.errors import NotYours
from familyplan.letters.other_page import queries as other_page
from familyplan.letters.queries import Found
from familyplan.letters.records import OtherPage, OtherPageOpening

SHOWN_FOR = timedelta(hours=1)  # after one tap; then it is closed again


@dataclass(frozen=True)
class Opened:
    """One opening, as its writer is told of it: who, when, and for which of the reasons."""

    by: str
    opened_at: datetime
    reason: str


def led(db: Session, letter_id: UUID, *, seen_by: Person) -> tuple[Found, OtherPage]:
    """The other page as the family's lead, sealed or not, without a word of it; raises `NotYours`."""
    found, page = other_page.reach(db, letter_id, seen_by=seen_by)
    if found.what != "lead":
        raise NotYours
    return found, page


def openings(db: Session, found: Found) -> list[Opened]:
    """Every opening of an other page that was reached, the newest first; one statement."""
    here = select(OtherPageOpening, Person).join(Person, Person.id == OtherPageOpening.by_id)
    here = here.where(OtherPageOpening.letter_id == found.letter.id).order_by(OtherPageOpening.opened_at.desc())
    return [Opened(row[1].first_name, row[0].opened_at, row[0].reason) for row in db.execute(here)]


def lately(page: OtherPage, by: Person) -> ColumnElement[bool]:
    """Openings that still show the words to whoever opened it: within the hour, and of the page as it was sealed."""
    since = max(clock.now() - SHOWN_FOR, page.sealed_at or clock.now())
    mine = and_(OtherPageOpening.letter_id == page.letter_id, OtherPageOpening.by_id == by.id)
    return and_(mine, OtherPageOpening.opened_at >= since)


def open_since(db: Session, found: Found, page: OtherPage, *, seen_by: Person) -> datetime | None:
    """Since when a sealed other page lies open before its lead; None while it is closed."""
    if found.what != "lead" or other_page.state(page, found.letter) != "sealed":
        return None
    newest = select(OtherPageOpening.opened_at).where(lately(page, seen_by))
    return db.scalar(newest.order_by(OtherPageOpening.opened_at.desc()).limit(1))
