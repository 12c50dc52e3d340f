"""The letters of one family in the order in which they are read aloud, for its lead."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased, contains_eager

from familyplan.access.records import Person
from familyplan.engagements import queries as engagements
from familyplan.engagements.records import Engagement, Member
from familyplan.letters.queries import Found, is_ready, kind_of
from familyplan.letters.reading.queries import can_read
from familyplan.letters.records import OTHER_PAGE, HandIn, Letter, ReadingPlace

LAST = 1_000_000  # behind every place that was given
Stand = aliased(Member)
StandPerson = aliased(Person)


@dataclass(frozen=True)
class InOrder:
    """One letter where it is read: whose, whether it was given and agreed on, and who would read it otherwise."""

    found: Found
    title: str
    is_ready: bool
    stand_in: Member | None
    place: ReadingPlace | None

    @property
    def is_given(self) -> bool:
        """Whether the lead may read its words."""
        return self.found.hand_in is not None


def in_order(db: Session, engagement: Engagement, *, seen_by: Person) -> list[InOrder]:
    """
    Every letter that is read aloud in the family's way, in reading order, for the lead; one statement.

    Letters without a place come last, in the order in which their writers joined. Nobody else is given any.
    """
    if engagement.lead_id != seen_by.id:
        return []
    given = and_(HandIn.letter_id == Letter.id, HandIn.taken_back_at.is_(None))
    rows = db.execute(
        select(Letter, HandIn, ReadingPlace, Stand, is_ready())
        .join(Letter.member)
        .join(Member.person)
        .outerjoin(HandIn, given)
        .outerjoin(ReadingPlace, ReadingPlace.letter_id == Letter.id)
        .outerjoin(Stand, and_(Stand.id == ReadingPlace.stand_in_id, can_read(Stand)))
        .outerjoin(StandPerson, StandPerson.id == Stand.person_id)
        .options(
            contains_eager(Letter.member).contains_eager(Member.person),
            contains_eager(Stand.person.of_type(StandPerson)),
        )
        .where(Letter.engagement_id == engagement.id, Letter.kind != OTHER_PAGE, Member.left_at.is_(None))
        .order_by(Member.joined_at, Member.id, Letter.laid_out_at, Letter.id)
    ).all()
    told = [_in_order(engagement, *row) for row in rows if _is_read(engagement, row[0])]
    return sorted(told, key=lambda one: one.place.position if one.place else LAST)


def _is_read(engagement: Engagement, letter: Letter) -> bool:
    kind = kind_of(engagement, letter.kind)
    return kind is not None and kind.read_aloud and kind.writer == "member"


def _in_order(
    engagement: Engagement, letter: Letter, hand_in: HandIn | None, place: ReadingPlace | None, stand: Member | None,
    ready: bool,  # noqa: FBT001  a column of the row
) -> InOrder:  # fmt: skip
    kind = kind_of(engagement, letter.kind)
    found = Found(letter, engagement, hand_in, "lead")
    return InOrder(found, kind.title if kind else "", bool(ready) and hand_in is not None, stand, place)


def readers(db: Session, engagement: Engagement, *, seen_by: Person) -> list[Member]:
    """Who of the family can be asked to read for somebody else, with their person; for the lead."""
    can = set(db.scalars(select(Member.id).where(Member.engagement_id == engagement.id, can_read(Member))))
    return [member for member in engagements.members(db, engagement, seen_by=seen_by) if member.id in can]


def seal_of(order: Sequence[InOrder]) -> str:
    """A short word for an order as it was shown, so that an act can tell whether it still stands so."""
    ids = "".join(one.found.letter.id.hex for one in order)
    return hashlib.sha256(ids.encode()).hexdigest()[:16]
