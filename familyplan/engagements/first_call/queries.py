"""The call that a family began with, and what was noted around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from familyplan.access.records import Person
from familyplan.engagements.first_call.records import FirstCall, RightNow, Told
from familyplan.engagements.needs.records import Need
from familyplan.engagements.records import Engagement, Member
from familyplan.guidance import shelf

ANSWER = "answer"  # the line of `told` that holds what the caller decided


@dataclass(frozen=True)
class Call:
    """A first call with the member who made it, the loved one's place if there is one, and the open next step."""

    call: FirstCall | None
    caller: Member | None
    loved: Member | None
    step: Need | None


def call(db: Session, engagement: Engagement, *, seen_by: Person) -> Call:
    """The first call of a family that *seen_by* reached as staff; the next step is its lead's alone."""
    noted = db.scalar(select(FirstCall).where(FirstCall.engagement_id == engagement.id))
    here = select(Member).options(joinedload(Member.person)).where(Member.engagement_id == engagement.id)
    firsts = here.where(Member.is_loved_one.is_(True) | Member.is_first_caller.is_(True))
    people = list(db.scalars(firsts.order_by(Member.joined_at)))
    step = select(Need).where(Need.engagement_id == engagement.id, Need.lead_id == seen_by.id)
    return Call(
        call=noted,
        caller=next((member for member in people if member.is_first_caller), None),
        loved=next((member for member in people if member.is_loved_one), None),
        step=db.scalar(step.where(Need.kind == "next_step", Need.settled_at.is_(None))),
    )


def spoken_before(db: Session, noted: FirstCall, *, seen_by: Person) -> list[tuple[UUID, date]]:
    """Older or newer families of the same lead whose first call came from the same telephone, by day."""
    if noted.phone_index is None:
        return []
    same = select(FirstCall.engagement_id, FirstCall.happened_on).join(Engagement).where(
        FirstCall.phone_index == noted.phone_index, FirstCall.id != noted.id, Engagement.lead_id == seen_by.id
    )  # fmt: skip
    return [(row[0], row[1]) for row in db.execute(same.order_by(FirstCall.happened_on))]


def right_now(db: Session, engagement: Engagement, *, seen_by: Person) -> list[RightNow]:
    """Every time the page for a danger was used in a family, newest first. For staff who reached *engagement*."""
    if seen_by.kind != "staff":
        return []
    here = select(RightNow).where(RightNow.engagement_id == engagement.id)
    return list(db.scalars(here.order_by(RightNow.opened_at.desc())))


def told(db: Session, engagement: Engagement, *, seen_by: Person) -> dict[str, Told]:
    """What the caller was told, by line, the caller's answer among them. For staff who reached *engagement*."""
    if seen_by.kind != "staff":
        return {}
    return {row.line: row for row in db.scalars(select(Told).where(Told.engagement_id == engagement.id))}


def not_yet_said(said: dict[str, Told]) -> int:
    """How many of the lines have not been said."""
    return sum(line.key not in said for line in shelf.current().safety.told)
