"""The other page, for its writer; for the lead while they go through it together; and otherwise only how it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, literal, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager

from familyplan.access.records import Person
from familyplan.engagements.people.records import Hearing
from familyplan.engagements.records import Engagement, Member
from familyplan.guidance import shelf
from familyplan.kernel.errors import NotYours
from familyplan.letters import queries
from familyplan.letters.queries import Found
from familyplan.letters.records import Letter, OtherPage, OtherPageOpening
from familyplan.letters.writing.queries import Part

State = Literal["open", "shown", "sealed", "none"]
ENDANGERS = ("yes", "not_sure")  # both close the page softly; "not sure" counts like "yes"
UNDER_18 = ("no", "dont_know")  # said when asked whether somebody is of age; not knowing counts like "no"


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


def is_under_18(who: type[Member] = Member) -> ColumnElement[bool]:
    """Members who, when last asked, were not of age, or of whom nobody knew; for a statement about *who*."""
    later = aliased(Hearing)
    newer = exists().where(later.member_id == Hearing.member_id, later.adult != "", later.id > Hearing.id)
    return exists().where(Hearing.member_id == who.id, Hearing.adult.in_(UNDER_18), ~newer)


def _fits(engagement: Engagement, member: Member) -> bool:
    """Whether the family's way, at the level it has reached, has another page for somebody who is this to them."""
    model = queries.model_of(engagement)
    if model is None or member.is_loved_one:
        return False
    return model.has_other_page(member.relation, level=engagement.level or model.first_level)


def could_have(db: Session, engagement: Engagement, members: Iterable[Member], *, seen_by: Person) -> set[UUID]:
    """
    Which of *members* the family's way has another page for now: never a child, an employer, the loved one, a minor.

    For staff who reached *engagement*; a member is told of themselves alone. One statement.
    """
    asked = {one.id for one in members if _fits(engagement, one)}
    if seen_by.kind != "staff":
        asked &= {one.id for one in members if one.person_id == seen_by.id}
    return asked - set(db.scalars(select(Member.id).where(Member.id.in_(asked), is_under_18())))


def is_open_to_writer(db: Session, found: Found, *, seen_by: Person) -> bool:
    """Whether the writer can go on with it: it puts nobody in danger, and there is one for them (still)."""
    if found.letter.could_endanger in ENDANGERS:
        return False
    return bool(could_have(db, found.engagement, [found.writer], seen_by=seen_by))


def reach(db: Session, letter_id: UUID, *, seen_by: Person) -> tuple[Found, OtherPage]:
    """
    The other page as its writer, or, for how it stands, as the lead; raises `NotYours`.

    Where its writer turned out to be somebody whom there is none for, it is the writer's alone.
    """
    found = queries.reach(db, letter_id, seen_by=seen_by)
    here = select(OtherPage, is_under_18()).join(Member, Member.id == OtherPage.member_id)
    row = db.execute(here.where(OtherPage.letter_id == letter_id)).one_or_none()
    if row is None or (found.what == "lead" and (row[1] or not _fits(found.engagement, found.writer))):
        raise NotYours
    return found, row[0]


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
    here = here.where(OtherPage.engagement_id == engagement.id, Member.left_at.is_(None), ~is_under_18())
    rows = [row for row in db.execute(here.order_by(Member.joined_at)).all() if _fits(engagement, row[1].member)]
    return [OnBoard(row[1].member, row[0], state(row[0], row[1])) for row in rows]


def of_member(
    db: Session, member: Member, *, seen_by: Person
) -> tuple[OtherPage, State, datetime | None] | None:  # fmt: skip
    """
    One's own other page, once it was opened, for one's own page; nothing for anybody else.

    With it, when the lead last opened it on the day, if ever.
    """
    read_at = select(func.max(OtherPageOpening.opened_at)).where(OtherPageOpening.letter_id == Letter.id)
    here = select(OtherPage, Letter, read_at.scalar_subquery()).join(Letter, Letter.id == OtherPage.letter_id)
    row = db.execute(here.where(OtherPage.member_id == member.id, ~queries.is_let_go())).one_or_none()
    if row is None or member.person_id != seen_by.id:
        return None
    return row[0], state(row[0], row[1]), row[2]


def has_changed(page: OtherPage, parts: Iterable[Part]) -> bool:
    """Whether something that is read aloud changed since both went through it; the private part is not counted."""
    told = [part.section.saved_at for part in parts if not part.never_read]
    return page.sealed_at is not None and any(at is not None and at > page.sealed_at for at in told)


def counting_not_sure(engagement: Engagement) -> Select[int]:
    """
    Count writers who said that their bottom line could put them in danger, or that they are not sure; no names.

    For a page of staff who reached *engagement*, which asks for something else in the same statement.
    """
    here = select(func.count(Letter.id)).join(OtherPage, OtherPage.letter_id == Letter.id).join(Letter.member)
    here = here.where(Letter.engagement_id == engagement.id, Letter.could_endanger.in_(ENDANGERS))
    return here.where(Member.left_at.is_(None))


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
    return and_(here, ~is_under_18(), or_(false(), *ways))


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
