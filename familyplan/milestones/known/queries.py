"""What one fact and one step are once read, and the shape of the selects behind facts, which are read as one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from sqlalchemy import Date, Select, String, Uuid, bindparam, cast, literal, null, select

from familyplan.kernel.records import Utc
from familyplan.milestones.records import Milestone

Rows: TypeAlias = Select[Any]
TODAY = bindparam("today", type_=Date())  # the latest day it is in any of them
NOW = bindparam("now", type_=Utc())
FAMILIES = bindparam("families", expanding=True, type_=Uuid())  # which families are asked about, at most a page of them


@dataclass(frozen=True)
class Known:
    """One fact of one family: its day where the family lives, and whether the family itself may know of it."""

    word: str
    detail: str
    happened_on: date
    family_may_know: bool = True


class Planned(NamedTuple):
    """A milestone's row as it is read to be judged: plain values, since a desk reads hundreds of them."""

    id: UUID
    engagement_id: UUID
    key: str
    stage: str
    label: str
    position: int
    anchor: str
    days: int
    occasion: str
    every_days: int
    only_if: str
    done_when: str
    who: str
    needed_if: str
    verified: str

    @classmethod
    def of(cls, milestone: Milestone) -> Planned:
        """Take the values of a record."""
        return cls(*(getattr(milestone, name) for name in cls._fields))


def row(
    word: str,
    of: Any,
    *,
    at: Any = None,
    on: Any = None,
    detail: Any = "",
    may_know: Any = True,
) -> Rows:
    """Shape one select like all others, so that they can be read as one."""
    return select(
        literal(word).label("word"),
        of.label("engagement_id"),
        (literal(detail) if isinstance(detail, str) else cast(detail, String)).label("detail"),
        (cast(null(), Utc) if at is None else at).label("happened_at"),
        (cast(null(), Date) if on is None else on).label("happened_on"),
        (literal(may_know) if isinstance(may_know, bool) else may_know).label("family_may_know"),
    ).where(of.in_(FAMILIES))


def of_slice(fact: Any, word: str, detail: Any = "") -> Rows:
    """Take the select of another slice: family, when or on which day, whether the family may know; perhaps `detail`."""
    family = fact.selected_columns.engagement_id
    given = fact.where(family.in_(FAMILIES)).subquery()
    which = detail if isinstance(detail, str) else given.c[detail.key]
    at, on = given.c.get("happened_at"), given.c.get("happened_on")
    return row(word, given.c.engagement_id, at=at, on=on, detail=which, may_know=given.c.family_may_know)
