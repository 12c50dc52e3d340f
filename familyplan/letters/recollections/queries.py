"""The moments of one writer, for the lead once they were given; and what was picked, beside the writer's own letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, or_, select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement, Member
from familyplan.guidance import shelf
from familyplan.kernel.errors import NotYours
from familyplan.letters import queries as letters
from familyplan.letters.queries import Found
from familyplan.letters.recollections.records import MomentPick
from familyplan.letters.records import HandIn, Letter, Section
from familyplan.letters.writing.queries import Part

PICKED, RESTS = "picked", "rests"


@dataclass(frozen=True)
class Moment:
    """One moment as it stands, and what was said of it; `has_changed` since they talked."""

    part: Part
    pick: MomentPick | None

    @property
    def has_changed(self) -> bool:
        """Whether the words are no longer those that both had before them."""
        return self.pick is not None and self.pick.revision != self.part.section.revision


def is_picked_together(found: Found) -> bool:
    """Say whether the parts of this page are moments that are gone through together."""
    return found.kind is not None and found.kind.picked_together


def given(db: Session, letter_id: UUID, *, seen_by: Person) -> Found:
    """Somebody's moments as the lead reached them, once given; raises `NotYours` for any other kind of writing."""
    found = letters.given(db, letter_id, seen_by=seen_by)
    if not is_picked_together(found):
        raise NotYours
    return found


def picks(db: Session, found: Found) -> dict[UUID, MomentPick]:
    """What was said of each moment of a page that was reached, by section."""
    return {
        one.section_id: one for one in db.scalars(select(MomentPick).where(MomentPick.letter_id == found.letter.id))
    }


def moments(db: Session, found: Found, parts: Sequence[Part]) -> list[Moment]:
    """The moments in which something stands, in order; empty for a page of another kind."""
    if not is_picked_together(found):
        return []
    said = picks(db, found)
    return [Moment(part, said.get(part.section.id)) for part in parts if part.section.body.strip()]


def beside(db: Session, found: Found, shown: Sequence[Part]) -> dict[str, list[str]]:
    """
    What the writer and the professional picked, in the writer's own words, by the part of the letter that it is for.

    For the writer alone, and only where one of the parts *shown* asks for it; one statement then, else none.
    """
    keys = {part.section.key for part in shown}
    asked = {one.key: one.reminds_of for one in found.kind.sections if one.reminds_of} if found.kind else {}
    wanted = {key: kind for key, kind in asked.items() if key in keys}
    if found.what != "writer" or not wanted:
        return {}
    here = select(Section, Letter.kind).join(Letter, Letter.id == Section.letter_id)
    here = here.join(MomentPick, and_(MomentPick.section_id == Section.id, MomentPick.choice == PICKED))
    here = here.where(Letter.member_id == found.letter.member_id, Letter.kind.in_(set(wanted.values())))
    rows = [(row[0], row[1]) for row in db.execute(here.order_by(Section.position)).all()]
    return {
        key: [section.body for section, of in rows if of == kind and section.body.strip()]
        for key, kind in wanted.items()
    }


def _writers() -> ColumnElement[bool]:
    """Pages of moments that the plan waits for: of members who are here, in a way that has them."""
    kinds = [
        and_(Engagement.model_key == model.key, Letter.kind == kind.key)
        for model in shelf.current().models.values()
        for kind in model.letters
        if kind.picked_together
    ]
    here = and_(Member.is_loved_one.is_(False), Member.left_at.is_(None), Member.came_in_at.is_not(None))
    return and_(here, or_(false(), *kinds))


def picked_fact() -> Select[UUID, datetime, bool]:
    """Families in which each writer gave their moments, and at least one of each was picked together."""
    first = select(MomentPick.letter_id, func.min(MomentPick.picked_at).label("at"))
    first_of = first.where(MomentPick.choice == PICKED).group_by(MomentPick.letter_id).subquery()
    given_now = and_(HandIn.letter_id == Letter.id, HandIn.taken_back_at.is_(None))
    picked_at = func.max(first_of.c.at).label("happened_at")
    families = select(Letter.engagement_id, picked_at, literal(value=True).label("family_may_know"))
    here = families.join(Letter.member).join(Engagement, Engagement.id == Letter.engagement_id)
    here = here.outerjoin(HandIn, given_now).outerjoin(first_of, first_of.c.letter_id == Letter.id)
    both = and_(func.count(HandIn.id) == func.count(Letter.id), func.count(first_of.c.at) == func.count(Letter.id))
    return here.where(_writers()).group_by(Letter.engagement_id).having(both)
