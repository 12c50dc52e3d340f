"""The other page, for its writer; for the lead while they go through it together; and otherwise only how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, false, func, literal, or_, select
from sqlalchemy.orm import Session, contains_eager

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement, Member
from familyplan.guidance import shelf
from familyplan.kernel.errors import NotYours
from familyplan.letters import queries
from familyplan.letters.queries import Found
from familyplan.letters.records import Letter, OtherPage

State = Literal["open", "shown", "sealed", "none"]
ENDANGERS = ("yes", "not_sure")  # both close the page softly; "not sure" counts like "yes"


@dataclass(frozen=True)
class OnBoard:
    """One writer's other page on the board of a family: how it stands, never a word of it."""

    member: Member
    page: OtherPage
    state: State


def state(page: OtherPage, letter: Letter) -> State:
    """Say in one word how the other page stands."""
    if letter.has_none_at is not None:
        return "none"
    if page.sealed_at is not None:
        return "sealed"
    return "shown" if page.shown_at is not None else "open"


def is_for(engagement: Engagement, member: Member) -> bool:
    """Say whether the family's way, at the level it has reached, has another page for this member."""
    model = queries.model_of(engagement)
    if model is None or member.is_loved_one:
        return False
    return model.has_other_page(member.relation, level=engagement.level or model.first_level)


def reach(db: Session, letter_id: UUID, *, seen_by: Person) -> tuple[Found, OtherPage]:
    """The other page as its writer, or, for how it stands, as the lead; raises `NotYours`."""
    found = queries.reach(db, letter_id, seen_by=seen_by)
    page = db.scalar(select(OtherPage).where(OtherPage.letter_id == letter_id))
    if page is None:
        raise NotYours
    return found, page


def own(db: Session, letter_id: UUID, *, seen_by: Person) -> tuple[Found, OtherPage]:
    """One's own other page; raises `NotYours` for anybody else."""
    found, page = reach(db, letter_id, seen_by=seen_by)
    if found.what != "writer":
        raise NotYours
    return found, page


def shown(db: Session, letter_id: UUID, *, seen_by: Person) -> tuple[Found, OtherPage]:
    """The other page as the lead, from "go through it together" until it is sealed; else raises `NotYours`."""
    found, page = reach(db, letter_id, seen_by=seen_by)
    if found.what != "lead" or state(page, found.letter) != "shown":
        raise NotYours
    return found, page


def board(db: Session, engagement: Engagement, *, seen_by: Person) -> list[OnBoard]:
    """How each opened other page of a family stands, for staff who reached *engagement*; a member gets none."""
    if seen_by.kind != "staff":
        return []
    here = (
        select(OtherPage, Letter).join(Letter, Letter.id == OtherPage.letter_id).join(Letter.member).join(Member.person)
    )
    here = here.options(contains_eager(Letter.member).contains_eager(Member.person))
    here = here.where(OtherPage.engagement_id == engagement.id, Member.left_at.is_(None)).order_by(Member.joined_at)
    return [OnBoard(row[1].member, row[0], state(row[0], row[1])) for row in db.execute(here).all()]


def of_member(db: Session, member: Member, *, seen_by: Person) -> tuple[OtherPage, State] | None:
    """One's own other page, once it was opened, for one's own page; nothing for anybody else."""
    here = (
        select(OtherPage, Letter).join(Letter, Letter.id == OtherPage.letter_id).where(OtherPage.member_id == member.id)
    )
    row = db.execute(here).one_or_none()
    if row is None or member.person_id != seen_by.id:
        return None
    return row[0], state(row[0], row[1])


def not_sure(db: Session, engagement: Engagement, *, seen_by: Person) -> int:
    """
    How many writers said that their bottom line could put them in danger, or that they are not sure; no names.

    For staff who reached *engagement*; anybody else is told of none.
    """
    if seen_by.kind != "staff":
        return 0
    here = select(func.count(Letter.id)).join(OtherPage, OtherPage.letter_id == Letter.id).join(Letter.member)
    here = here.where(Letter.engagement_id == engagement.id, Letter.could_endanger.in_(ENDANGERS))
    return db.scalar(here.where(Member.left_at.is_(None))) or 0


def _could_have_one() -> ColumnElement[bool]:
    """Members who can have the other page in their family's way, at its level."""
    ways = [
        and_(
            Engagement.model_key == model.key,
            func.coalesce(Engagement.level, model.first_level) >= model.other_page.level,
            Member.relation.not_in(model.other_page.not_for),
        )
        for model in shelf.current().models.values()
        if model.other_page.kept != "none"
    ]
    here = and_(Member.is_loved_one.is_(False), Member.left_at.is_(None), Member.came_in_at.is_not(None))
    return and_(here, or_(false(), *ways))


def settled_fact() -> Select[UUID, datetime, bool]:
    """Families in which every writer's bottom line is settled: gone through and sealed, or "I don't have one"."""
    settled_at = case((Letter.has_none_at.is_not(None), Letter.has_none_at), else_=OtherPage.sealed_at)
    return (
        select(
            Member.engagement_id,
            func.max(settled_at).label("happened_at"),
            literal(value=True).label("family_may_know"),
        )
        .join(Engagement, Engagement.id == Member.engagement_id)
        .outerjoin(OtherPage, OtherPage.member_id == Member.id)
        .outerjoin(Letter, Letter.id == OtherPage.letter_id)
        .where(_could_have_one())
        .group_by(Member.engagement_id)
        .having(func.count(settled_at) == func.count(Member.id))
    )
