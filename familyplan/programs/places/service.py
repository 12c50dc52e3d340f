"""Noting that a place is held, letting it go, taking another instead. A place that has lapsed counts no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.needs.service import met
from familyplan.engagements.records import Engagement
from familyplan.engagements.service import in_turn
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.programs.options.records import Option
from familyplan.programs.options.service import TAKES
from familyplan.programs.places.records import Place

LONGEST_HOLD = timedelta(days=92)  # beyond it somebody has mistyped the year or the month
NEED = "place_lapses"


@dataclass(frozen=True)
class Held:
    """What a program said: by whom, on which day, and until when it holds the place."""

    said_by: str
    said_on: date
    until_at: datetime
    words: str = ""


def check(held: Held, *, started_on: date, now: datetime, zone: str) -> None:
    """Refuse days that contradict each other, in words; decides only."""
    until_on, today = clock.local(held.until_at, zone).date(), clock.local(now, zone).date()
    if held.said_on > today:
        raise Refusal(_("That day is still ahead. Note it once they have said so."), field="said_on")
    if held.said_on < started_on:
        raise Refusal(_("That is before the family called. Is the year right?"), field="said_on")
    if until_on < held.said_on:
        raise Refusal(_("It would end before they said so. Is the day right?"), field="until_on")
    if held.until_at <= now:
        raise Refusal(_("That is past already, and a place that has lapsed is none. Until when now?"), field="until_on")
    if held.until_at - now > LONGEST_HOLD:
        raise Refusal(_("That is more than three months ahead. Is the year right?"), field="until_on")


def hold(db: Session, engagement: Engagement, option: Option, held: Held, *, instead: bool, by: Person) -> Place:
    """
    Note that a program holds a place; the same words twice are one.

    A newer word of the same program takes the older one's place; with *instead* it takes that of every other, too.
    """
    in_turn(db, engagement)
    check(held, started_on=engagement.started_on, now=clock.now(), zone=engagement.zone)
    if option.nothing_taken_at is None:
        raise Refusal(TAKES, field="option", name=option.program.name)
    here = select(Place).where(Place.engagement_id == engagement.id, Place.let_go_at.is_(None))
    standing = list(db.scalars(here.where(Place.replaced_at.is_(None))))
    for one in standing:
        if one.program_id == option.program_id and _said(one) == held:
            return one
    place = Place(
        engagement_id=engagement.id, program_id=option.program_id, said_by=held.said_by, words=held.words,
        said_on=held.said_on, until_at=held.until_at, entered_at=clock.now(), by_id=by.id,
    )  # fmt: skip
    db.add(place)
    for one in standing:
        if instead or one.program_id == option.program_id:
            one.replaced_at = clock.now()
            met(db, engagement.id, NEED, one.id)
    note(db, "place.held", by=by, about="place", about_id=place.id, engagement_id=engagement.id)
    db.flush()
    return place


def _said(place: Place) -> Held:
    return Held(place.said_by, place.said_on, place.until_at, place.words)


def let_go(db: Session, engagement: Engagement, place: Place, why: str, *, by: Person) -> None:
    """Let a place go: it counts no more, from now on. Twice is once."""
    in_turn(db, engagement)
    living = update(Place).where(Place.id == place.id, Place.let_go_at.is_(None), Place.replaced_at.is_(None))
    if db.execute(living.values(let_go_at=clock.now())).rowcount == 1:  # type: ignore[attr-defined]  # an UPDATE counts
        place.let_go_why = why
        met(db, engagement.id, NEED, place.id)
        note(db, "place.let_go", by=by, about="place", about_id=place.id, engagement_id=engagement.id)
        db.flush()
