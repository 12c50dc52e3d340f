"""The journal of one family: who did or read what, when. No words of anybody are in it but a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements import queries as engagements
from familyplan.engagements.queries import Reach
from familyplan.journal.records import Entry

PAGE = 50


@dataclass(frozen=True)
class Line:
    """One entry as it is shown. `who` is empty for whoever may not know the name."""

    number: int
    happened_at: datetime
    who: str
    act: str
    about: str
    about_id: UUID | None
    about_name: str
    reason: str


def entries(db: Session, reached: Reach, *, seen_by: Person, page: int = 1) -> tuple[list[Line], int]:
    """
    A page of a family's entries, the newest first, and how many pages there are; four statements.

    The lead and a supervisor see names and reasons; the owner sees who of the practice it was, and of a family no name.
    """
    if seen_by.kind != "staff":
        return [], 0
    here = select(Entry).where(Entry.about_engagement_id == reached.engagement.id)
    count = db.scalar(select(func.count()).select_from(here.subquery())) or 0
    rows = list(db.scalars(here.order_by(Entry.number.desc()).limit(PAGE).offset((page - 1) * PAGE)))
    ids = {row.person_id for row in rows if row.person_id is not None}
    people = {person.id: person for person in db.scalars(select(Person).where(Person.id.in_(ids)))} if ids else {}
    opened = reached.what in ("lead", "supervisor")
    shown = {key: person.name for key, person in people.items() if opened or person.kind == "staff"}
    members = engagements.members(db, reached.engagement, seen_by=seen_by, gone_too=True) if opened else []
    named = {member.id: member.person.name for member in members}
    return [
        Line(
            row.number, row.happened_at, shown.get(row.person_id, "") if row.person_id else "", row.act, row.about,
            row.about_id, named.get(row.about_id, "") if row.about_id else "", row.reason if opened else "",
        )
        for row in rows
    ], -(-count // PAGE)  # fmt: skip
