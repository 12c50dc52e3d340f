"""The letters of one family in the order in which they are read aloud, for its lead."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased, contains_eager

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.ties import service as ties
from familyplan.engagements.ties.queries import Pair, must_not_meet
from familyplan.engagements.ties.service import Together
from familyplan.kernel.language import _
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
    is_apart: bool = False
    """The writer and whoever would read must not meet: the one is shown nothing, the other is told no name."""

    @property
    def read_otherwise_by(self) -> Member | None:
        """Who would read it, as far as that may be."""
        return None if self.is_apart else self.stand_in

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
        select(Letter, HandIn, ReadingPlace, Stand, is_ready(), must_not_meet(Stand, Member))
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
    ready: bool, apart: bool,  # noqa: FBT001  columns of the row
) -> InOrder:  # fmt: skip
    kind = kind_of(engagement, letter.kind)
    found = Found(letter, engagement, hand_in, "lead")
    title = kind.title if kind else ""
    return InOrder(found, title, bool(ready) and hand_in is not None, stand, place, bool(apart))


def readers_for(
    writer: Member, members: Sequence[Member], can: Collection[UUID], pairs: Collection[Pair]
) -> list[Member]:  # fmt: skip
    """Who of *members* can be asked to read for *writer*: nobody who must not meet them, or the loved one."""
    others = [writer.id, *(member.id for member in members if member.is_loved_one)]
    return [
        member
        for member in members
        if member.id in can
        and member.id != writer.id
        and not any(ties.are_apart(member.id, other, pairs) for other in others)
    ]


def reader_ids(db: Session, engagement: Engagement, *, seen_by: Person) -> set[UUID]:
    """Who of a family can be asked to read for somebody else, by id; for its lead, anybody else is handed none."""
    if engagement.lead_id != seen_by.id:
        return set()
    return set(db.scalars(select(Member.id).where(Member.engagement_id == engagement.id, can_read(Member))))


def together(
    db: Session, engagement: Engagement, pairs: Collection[Pair], members: Sequence[Member], *, seen_by: Person
) -> list[Together]:
    """Where two who must not meet come together in the order of reading, and in who reads for whom; one statement."""
    return together_in(in_order(db, engagement, seen_by=seen_by), engagement, pairs, members)


def together_in(
    order: Sequence[InOrder], engagement: Engagement, pairs: Collection[Pair], members: Sequence[Member]
) -> list[Together]:  # fmt: skip
    """The same of an order that was read already."""
    href = f"/engagements/{engagement.id}/reading-order"
    loved = next((member for member in members if member.is_loved_one), None)
    found = [Together(one, other, sentence, href) for one, other, sentence in _in_reading(order, loved, pairs)]
    everyone = [reader for one in order for reader in (one.found.writer, one.read_otherwise_by) if reader is not None]
    by_id = {reader.id: reader for reader in everyone}
    needed = {one.found.writer.id for one in order if one.read_otherwise_by is None}
    for one, other in ties.among(by_id, pairs):
        waits = {one, other} <= needed
        sentence = READ_BOTH if waits else STAYS_AWAY
        found.append(Together(by_id[one], by_id[other], sentence, href, waits=waits))
    return [near for near in found if near.sentence != STAYS_AWAY or not _said(near, found)]


def _said(near: Together, found: Sequence[Together]) -> bool:
    """Whether something plainer is said of the same two already."""
    same = {near.one.id, near.other.id}
    return any({one.one.id, one.other.id} == same and one.sentence != STAYS_AWAY for one in found)


STANDS_IN_TO = _("%(first)s was asked to read for somebody, with %(other)s in the room.")
READS_FOR = _("%(other)s was asked to read %(first)s's letter. That shows nothing to either of them any more.")
READ_BOTH = _(
    "%(first)s and %(other)s would both read on the day, in one room. "
    "Only one of them can be there: who reads for the other?"
)
STAYS_AWAY = _(
    "%(first)s and %(other)s would both be there to read. Somebody can read for one of them: settle who stays away."
)
READS_TO = _("%(first)s has a letter in the order of reading, with %(other)s in the room. Who else could read it?")


def _in_reading(
    order: Sequence[InOrder], loved: Member | None, pairs: Collection[Pair]
) -> Iterator[tuple[Member, Member, str]]:  # fmt: skip
    """Who reads for whom, and who reads to the loved one, of those who must not meet."""
    for one in order:
        writer = one.found.writer
        if one.stand_in is not None and ties.are_apart(writer.id, one.stand_in.id, pairs):
            yield writer, one.stand_in, READS_FOR
        in_person = one.read_otherwise_by is None
        if in_person and loved is not None and ties.are_apart(writer.id, loved.id, pairs):
            yield writer, loved, READS_TO
        if one.stand_in is not None and loved is not None and ties.are_apart(one.stand_in.id, loved.id, pairs):
            yield one.stand_in, loved, STANDS_IN_TO


def seal_of(order: Sequence[InOrder]) -> str:
    """A short word for an order as it was shown, so that an act can tell whether it still stands so."""
    ids = "".join(one.found.letter.id.hex for one in order)
    return hashlib.sha256(ids.encode()).hexdigest()[:16]
