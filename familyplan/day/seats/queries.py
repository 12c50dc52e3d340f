"""Who sits next to whom, for staff who reached the family."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.day import queries as days
from familyplan.day.queries import Agreed, Here
from familyplan.day.service import day_of
from familyplan.engagements.records import Engagement
from familyplan.engagements.ties import service as ties

LAST = 1_000_000


@dataclass(frozen=True)
class Chair:
    """One person where they sit. `id` is the member's, and the lead's own for the professional."""

    id: UUID
    name: str
    is_lead: bool
    is_loved_one: bool
    in_room: bool
    position: int


def apart(db: Session, engagement: Engagement, *, seen_by: Person) -> frozenset[frozenset[UUID]]:
    """Pairs of members who must not meet, by their ids, for staff. The one place where the seats learn of them."""
    return frozenset(ties.apart_pairs(db, engagement)) if seen_by.kind == "staff" else frozenset()


def seated(engagement: Engagement, here: Sequence[Here], agreed: Agreed) -> list[Chair]:
    """
    Everybody in the order in which they sit, who is not in the room last.

    Until somebody says otherwise a child, and who is with the children, are not in it, and the loved one sits last,
    next to the professional.
    """
    day = day_of(engagement)
    lead = agreed.lead_seat
    found = [Chair(engagement.lead_id, engagement.lead.first_name, is_lead=True, is_loved_one=False, in_room=True,
                   position=lead.position if lead else LAST)]  # fmt: skip
    for one in here:
        member, elsewhere = one.member, day is not None and day.elsewhere in one.roles
        stays = one.seat.in_room if one.seat else member.relation != "child" and not elsewhere
        position = one.seat.position if one.seat else LAST + (1 if member.is_loved_one else -1)
        found.append(Chair(member.id, member.person.first_name, is_lead=False, is_loved_one=member.is_loved_one,
                           in_room=stays, position=position))  # fmt: skip
    return sorted(found, key=lambda chair: (not chair.in_room, chair.position))


def chairs(db: Session, engagement: Engagement, *, seen_by: Person) -> list[Chair]:
    """The same for one family; two statements. Whoever is not staff is given an empty list."""
    if seen_by.kind != "staff":
        return []
    here = days.people(db, engagement, seen_by=seen_by)
    return seated(engagement, here, days.agreed(db, engagement, seen_by=seen_by))


def seal_of(order: Sequence[Chair]) -> str:
    """A short word for the seats as they were shown, so that an act can tell whether they still stand so."""
    told = "".join(f"{chair.id.hex}{chair.in_room:d}" for chair in order)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
