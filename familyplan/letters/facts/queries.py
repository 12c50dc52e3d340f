"""
The facts that a family's plan counts from its letters: one row a family, since when, and that the family may know.

They are selects for the plan's own queries, which ask who sees; no word of a letter is opened.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, or_, select

from familyplan.engagements.records import Engagement, Member
from familyplan.guidance import shelf
from familyplan.letters.queries import SIDES, is_let_go
from familyplan.letters.records import HandIn, Letter, Readiness


def _wanted() -> ColumnElement[bool]:
    """Letters that the plan waits for: read aloud in the family's way, by members who are here, not let go."""
    kinds = [
        and_(
            Engagement.model_key == model.key,
            Letter.kind == kind.key,
            func.coalesce(Engagement.level, model.first_level) >= kind.level,
        )
        for model in shelf.current().models.values()
        for kind in model.letters
        if kind.read_aloud and kind.writer == "member"
    ]
    return and_(_is_here(), ~is_let_go(), or_(false(), *kinds))


def _is_here() -> ColumnElement[bool]:
    return and_(Member.is_loved_one.is_(False), Member.left_at.is_(None), Member.came_in_at.is_not(None))


def _of_each(happened_at: Any) -> Select[UUID, datetime, bool]:
    families = select(
        Letter.engagement_id, func.max(happened_at).label("happened_at"), literal(value=True).label("family_may_know")
    )  # fmt: skip
    here = families.join(Letter.member).join(Engagement, Engagement.id == Letter.engagement_id)
    return here.where(_wanted()).group_by(Letter.engagement_id)


def handed_in() -> Select[UUID, datetime, bool]:
    """Families in which every writer who is here gave their letter, since the last of them did."""
    given = and_(HandIn.letter_id == Letter.id, HandIn.taken_back_at.is_(None))
    here = _of_each(HandIn.handed_in_at).outerjoin(HandIn, given)
    return here.having(func.count(HandIn.id) == func.count(Letter.id))


def handed_in_to_lead() -> Select[UUID, datetime, bool, str]:
    """Families in which every writer who is here gave what only the lead reads, for each such kind (`detail`)."""
    kinds = [
        and_(Engagement.model_key == model.key, Letter.kind == kind.key)
        for model in shelf.current().models.values()
        for kind in model.letters
        if kind.reader == "professional"
    ]
    given_at = func.max(HandIn.handed_in_at).label("happened_at")
    families = select(Letter.engagement_id, given_at, literal(value=True).label("family_may_know"), Letter.kind)
    here = families.join(Letter.member).join(Engagement, Engagement.id == Letter.engagement_id)
    given = and_(HandIn.letter_id == Letter.id, HandIn.taken_back_at.is_(None))
    here = here.outerjoin(HandIn, given).where(_is_here(), or_(false(), *kinds))
    here = here.group_by(Letter.engagement_id, Letter.kind)
    return here.having(func.count(HandIn.id) == func.count(Letter.id))


def ready() -> Select[UUID, datetime, bool]:
    """Families in which both sides of every such letter say "ready to read", since the last of them did."""
    standing = and_(Readiness.letter_id == Letter.id, Readiness.withdrawn_at.is_(None))
    here = _of_each(Readiness.ready_at).outerjoin(Readiness, standing)
    return here.having(func.count(Readiness.id) == len(SIDES) * func.count(Letter.id.distinct()))
