"""The practice's list of programs, for its interventionists and its owner."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.kernel.errors import NotYours
from familyplan.programs.directory.records import Program

PAGE = 50
KEEPERS = frozenset({"interventionist", "owner"})


def programs(db: Session, *, seen_by: Person, page: int = 1, away: bool = False) -> tuple[list[Program], int]:
    """A page of the list by name, those in use or those put away, and how many there are; others get nothing."""
    if not seen_by.roles & KEEPERS:
        return [], 0
    here = select(Program).where(Program.put_away_at.is_not(None) if away else Program.put_away_at.is_(None))
    count = db.scalar(select(func.count()).select_from(here.subquery())) or 0
    in_order = here.order_by(func.lower(Program.name), Program.place, Program.id)
    return list(db.scalars(in_order.limit(PAGE).offset((max(page, 1) - 1) * PAGE))), count


def every(db: Session, *, seen_by: Person) -> list[Program]:
    """All that are in use, by name: to choose from, or to write out."""
    if not seen_by.roles & KEEPERS:
        return []
    here = select(Program).where(Program.put_away_at.is_(None))
    return list(db.scalars(here.order_by(func.lower(Program.name), Program.place, Program.id)))


def program(db: Session, program_id: UUID, *, seen_by: Person) -> Program:
    """One program, in use or put away; raises `NotYours`."""
    found = db.get(Program, program_id) if seen_by.roles & KEEPERS else None
    if found is None:
        raise NotYours
    return found


def known(db: Session, keys: Sequence[str], *, seen_by: Person) -> dict[str, Program]:
    """Those of these keys that stand in the list already, put away or not."""
    if not keys or not seen_by.roles & KEEPERS:
        return {}
    return {one.known_as: one for one in db.scalars(select(Program).where(Program.known_as.in_(keys)))}
