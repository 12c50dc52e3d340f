"""How far the rehearsal is: read aloud, tried, signed off; and when that counts as rehearsed. No word of any letter."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.day.rehearsal.records import ReadAloud, Rehearsal, SignOff
from familyplan.day.seats.records import Seat
from familyplan.day.service import day_of
from familyplan.engagements.records import Engagement, Member
from familyplan.guidance import shelf
from familyplan.letters.other_page import queries as other_page
from familyplan.letters.records import OTHER_PAGE, Letter, OtherPage


@dataclass(frozen=True)
class PageAloud:
    """One sealed other page, and whether it was read aloud once."""

    letter_id: UUID
    member: Member
    is_read: bool


def pages_aloud(db: Session, engagement: Engagement, *, seen_by: Person) -> list[PageAloud]:
    """The sealed other pages where the family's way reads them aloud in rehearsal; for staff. Two statements."""
    day = day_of(engagement)
    if seen_by.kind != "staff" or day is None or not day.pages_read_aloud:
        return []
    sealed = [one for one in other_page.board(db, engagement, seen_by=seen_by) if one.state == "sealed"]
    read = set(db.scalars(select(ReadAloud.letter_id).where(ReadAloud.engagement_id == engagement.id)))
    return [PageAloud(one.page.letter_id, one.member, one.page.letter_id in read) for one in sealed]


def _here() -> ColumnElement[bool]:
    """Members who take part: came in, are here and of age enough to have a part, and were not set apart."""
    out = exists().where(Seat.member_id == Member.id, Seat.in_room.is_(False))
    here = and_(Member.left_at.is_(None), Member.came_in_at.is_not(None), Member.is_loved_one.is_(False))
    return and_(here, Member.relation != "child", ~out)


def is_whole() -> ColumnElement[bool]:
    """
    Of a `Rehearsal`: it was held, and everybody who takes part says that they know it.

    Where a way reads every page aloud in rehearsal, that was done too: each letter, and each sealed other page.
    """
    of_family = Member.engagement_id == Rehearsal.engagement_id
    signed = exists().where(SignOff.member_id == Member.id, SignOff.withdrawn_at.is_(None))
    somebody = exists().where(of_family, _here())
    unsigned = exists().where(of_family, _here(), ~signed)
    return and_(Rehearsal.held_on.is_not(None), somebody, ~unsigned, ~_unread())


def _unread() -> ColumnElement[bool]:
    """Families whose way reads every page aloud, and in which one was not yet."""
    sealed = exists().where(OtherPage.letter_id == Letter.id, OtherPage.sealed_at.is_not(None))
    page = and_(Letter.kind == OTHER_PAGE, Letter.has_none_at.is_(None), sealed)
    ways = [
        and_(
            Engagement.model_key == model.key,
            or_(page, Letter.kind.in_([kind.key for kind in model.letters
                                       if kind.read_aloud and kind.writer == "member"])),
        )
        for model in shelf.current().models.values()
        if model.day is not None and model.day.pages_read_aloud
    ]  # fmt: skip
    aloud = exists().where(ReadAloud.letter_id == Letter.id)
    return exists().where(
        Engagement.id == Rehearsal.engagement_id, Letter.engagement_id == Engagement.id,
        Member.id == Letter.member_id, _here(), or_(false(), *ways), ~aloud,
    )  # fmt: skip
