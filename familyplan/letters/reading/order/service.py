"""Changing the order of reading, and asking somebody to read in a writer's place."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import case, update
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements import queries as engagements
from familyplan.engagements.records import Engagement
from familyplan.engagements.service import in_turn
from familyplan.engagements.ties import service as ties
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import NotYours, Refusal
from familyplan.kernel.language import _
from familyplan.letters.reading.order import queries
from familyplan.letters.reading.order.queries import InOrder
from familyplan.letters.records import ReadingPlace

WAYS = {"up": -1, "down": 1}
MEANWHILE = 409


def moved(order: list[UUID], letter_id: UUID, way: str) -> list[UUID]:
    """The order with one letter a place earlier or later; at either end it stays where it is."""
    here = order.index(letter_id)
    there = here + WAYS[way]
    if not 0 <= there < len(order):
        return order
    changed = list(order)
    changed[here], changed[there] = changed[there], changed[here]
    return changed


def move(db: Session, engagement: Engagement, letter_id: UUID, way: str, seen: str, *, by: Person) -> None:
    """
    Read one letter a place earlier or later.

    *seen* is the order as it was shown (`queries.seal_of`): where it stands otherwise by now, nothing is changed and
    it is said, so that of two who order at once neither undoes the other unseen.
    """
    _change(db, engagement, letter_id, seen, lambda ids: moved(ids, letter_id, way), by=by)


def put(order: list[UUID], letter_id: UUID, before: UUID | None) -> list[UUID]:
    """The order with one letter right before another, or last."""
    rest = [one for one in order if one != letter_id]
    there = rest.index(before) if before in rest else len(rest)
    return [*rest[:there], letter_id, *rest[there:]]


def place(db: Session, engagement: Engagement, letter_id: UUID, before: UUID | None, seen: str, *, by: Person) -> None:
    """Read one letter right before another, or last, as a drag or "last to read" says it; else as `move`."""
    _change(db, engagement, letter_id, seen, lambda ids: put(ids, letter_id, before), by=by)


def _change(
    db: Session, engagement: Engagement, letter_id: UUID, seen: str, order_of: Callable[[list[UUID]], list[UUID]], *,
    by: Person,
) -> None:  # fmt: skip
    in_turn(db, engagement)
    order = queries.in_order(db, engagement, seen_by=by)
    ids = [one.found.letter.id for one in order]
    if letter_id not in ids:
        raise NotYours
    if queries.seal_of(order) != seen:
        raise Refusal(_("The order was changed meanwhile. This is how it stands now; please look once more."),
                      status=MEANWHILE)  # fmt: skip
    new = order_of(ids)
    if new == ids:
        return
    _keep(db, engagement, order, new)
    ties.settle(db, engagement, by=by)
    note(
        db, "reading.order_changed", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id
    )  # fmt: skip


def _keep(db: Session, engagement: Engagement, order: list[InOrder], new: list[UUID]) -> None:
    """Give every letter its place: those that have one by one statement, the others a row each, in one statement."""
    placed = [one.found.letter.id for one in order if one.place is not None]
    positions = {letter_id: position for position, letter_id in enumerate(new)}
    if placed:
        column = case(positions, value=ReadingPlace.letter_id)
        db.execute(
            update(ReadingPlace)
            .where(ReadingPlace.letter_id.in_(placed), ReadingPlace.position != column)
            .values(position=column, placed_at=clock.now())
        )
    db.add_all(
        ReadingPlace(
            engagement_id=engagement.id, letter_id=letter_id, position=position, placed_at=clock.now()
        )
        for letter_id, position in positions.items()
        if letter_id not in placed
    )  # fmt: skip


def ask(db: Session, engagement: Engagement, letter_id: UUID, member_id: UUID | None, was: str, *, by: Person) -> None:
    """
    Say who reads a letter if its writer cannot, or nobody. *was* is who was shown there (an id, or "").

    Refused for the writer, for a child, for the loved one, for whoever has not come in and for whoever must not meet
    the writer or the loved one; kindly, where it was changed meanwhile. Asked twice it stands once.
    """
    in_turn(db, engagement)
    order = queries.in_order(db, engagement, seen_by=by)
    one = next((one for one in order if one.found.letter.id == letter_id), None)
    if one is None:
        raise NotYours
    stands = one.stand_in.id if one.stand_in else None
    if stands == member_id:
        return
    if member_id is not None:
        _can_be_asked(db, engagement, one, member_id, by)
    if str(stands or "") != was:
        raise Refusal(_("Somebody else was chosen meanwhile. This is how it stands now; please look once more."),
                      status=MEANWHILE)  # fmt: skip
    if one.place is None:
        _keep(db, engagement, order, [row.found.letter.id for row in order])
        db.flush()
    db.execute(update(ReadingPlace).where(ReadingPlace.letter_id == letter_id).values(stand_in_id=member_id))
    ties.settle(db, engagement, by=by)
    note(db, "reading.stand_in", by=by, about="letter", about_id=letter_id, engagement_id=engagement.id)


def _can_be_asked(db: Session, engagement: Engagement, one: InOrder, member_id: UUID, by: Person) -> None:
    if member_id == one.found.letter.member_id:
        raise Refusal(_("That is the writer. Please choose somebody else, or nobody."))
    everyone = engagements.members(db, engagement, seen_by=by)
    reader = next((member for member in everyone if member.id == member_id), None)
    if reader is None or member_id not in queries.reader_ids(db, engagement, seen_by=by):
        raise NotYours
    pairs = ties.apart_pairs(db, engagement)
    for other in (one.found.writer, *(member for member in everyone if member.is_loved_one)):
        ties.refuse_if_apart(reader, other, pairs, field="member")
