"""Changing who sits where, so that two who must not meet never sit next to each other."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.day.seats import queries
from familyplan.day.seats.queries import Chair
from familyplan.day.seats.records import Seat
from familyplan.day.service import MEANWHILE
from familyplan.engagements.records import Engagement
from familyplan.engagements.service import in_turn
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import NotYours, Refusal
from familyplan.kernel.language import _

Pairs = Collection[frozenset[UUID]]
WAYS = {"up": -1, "down": 1}


def too_close(pairs: Pairs, order: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    """Neighbours in *order* who must not meet."""
    return [(one, other) for one, other in itertools.pairwise(order) if frozenset((one, other)) in pairs]


def may_sit(pairs: Pairs, order: Sequence[UUID]) -> bool:
    """Say whether people may sit in this order: nobody next to somebody whom they must not meet."""
    return not too_close(pairs, order)


def moved(pairs: Pairs, order: Sequence[UUID], who: UUID, way: str) -> list[UUID] | None:
    """
    The order with one person further up or down, at the next place where everybody may sit.

    At either end it stays as it is; None where no place that way is one.
    """
    rest = [one for one in order if one != who]
    here, step = list(order).index(who), WAYS[way]
    there = here + step
    if not 0 <= there < len(order):
        return list(order)
    while 0 <= there <= len(rest):
        tried = [*rest[:there], who, *rest[there:]]
        if may_sit(pairs, tried):
            return tried
        there += step
    return None


def put(order: Sequence[UUID], who: UUID, before: UUID | None) -> list[UUID]:
    """The order with one person right before another, or last."""
    rest = [one for one in order if one != who]
    there = rest.index(before) if before in rest else len(rest)
    return [*rest[:there], who, *rest[there:]]


def move(db: Session, engagement: Engagement, who: UUID, way: str, seen: str, *, by: Person) -> None:
    """Let somebody sit further up or down. *seen* is the order as it was shown; changed meanwhile, nothing is done."""
    chairs = _as_shown(db, engagement, who, seen, by=by)
    pairs = queries.apart(db, engagement, seen_by=by)
    order = [chair.id for chair in chairs if chair.in_room]
    if who not in order:
        raise NotYours
    new = moved(pairs, order, who, way)
    if new is None:
        raise Refusal(_("There is no place that way where nobody sits next to somebody they must not meet."))
    _keep(db, engagement, chairs, new, by=by)


def place(db: Session, engagement: Engagement, who: UUID, before: UUID | None, seen: str, *, by: Person) -> None:
    """Let somebody sit right before another, or last, as a drag says it; refused where two would be too close."""
    chairs = _as_shown(db, engagement, who, seen, by=by)
    order = [chair.id for chair in chairs if chair.in_room]
    if who not in order or before == who:
        raise NotYours
    new = put(order, who, before)
    if not may_sit(queries.apart(db, engagement, seen_by=by), new):
        raise Refusal(_("Then two people who must not meet would sit next to each other. Nothing was changed."))
    _keep(db, engagement, chairs, new, by=by)


def let_in(db: Session, engagement: Engagement, who: UUID, seen: str, *, in_room: bool, by: Person) -> None:
    """
    Say whether somebody is in the room. Whoever comes in sits at the first place, from the end, where they may.

    The professional and the loved one are always in it. No reason is asked or kept.
    """
    chairs = _as_shown(db, engagement, who, seen, by=by)
    chair = next(chair for chair in chairs if chair.id == who)
    if chair.is_lead or chair.is_loved_one:
        raise Refusal(_("Without these two there is no day. Please choose somebody else."))
    pairs = queries.apart(db, engagement, seen_by=by)
    order = [one.id for one in chairs if one.in_room and one.id != who]
    if in_room:
        fitting = [[*order[:at], who, *order[at:]] for at in range(len(order), -1, -1)]
        fits = next((one for one in fitting if may_sit(pairs, one)), None)
        if fits is None:
            raise Refusal(_("There is no seat that is not next to somebody whom this person must not meet."))
        order = fits
    elif not may_sit(pairs, order):
        raise Refusal(_("Then two people who must not meet would sit next to each other. Please move them first."))
    if in_room != chair.in_room:
        _keep(db, engagement, chairs, order, by=by)


def _as_shown(db: Session, engagement: Engagement, who: UUID, seen: str, *, by: Person) -> list[Chair]:
    in_turn(db, engagement)
    chairs = queries.chairs(db, engagement, seen_by=by)
    if who not in {chair.id for chair in chairs}:
        raise NotYours
    if queries.seal_of(chairs) != seen:
        raise Refusal(_("The seats were changed meanwhile. This is how they stand now; please look once more."),
                      status=MEANWHILE)  # fmt: skip
    return chairs


def _keep(db: Session, engagement: Engagement, chairs: Sequence[Chair], new: list[UUID], *, by: Person) -> None:
    """Give everybody a row: who is in the room in its order, and behind them who is not."""
    out = [chair.id for chair in chairs if chair.id not in new]
    if [chair.id for chair in chairs if chair.in_room] == new and not any(chair.in_room for chair in chairs
                                                                          if chair.id in out):  # fmt: skip
        return
    kept = {seat.member_id: seat for seat in db.scalars(select(Seat).where(Seat.engagement_id == engagement.id))}
    for position, who in enumerate([*new, *out]):
        member_id = None if who == engagement.lead_id else who
        seat = kept.get(member_id) or Seat(engagement_id=engagement.id, member_id=member_id)
        seat.position, seat.in_room, seat.placed_at = position, who in new, clock.now()
        db.add(seat)
    note(db, "day.seats_changed", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)
