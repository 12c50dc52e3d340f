"""What was agreed to answer, for staff who reached the family."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from familyplan.access.records import Person
from familyplan.day.answers.records import AgreedAnswer
from familyplan.engagements.records import Engagement
from familyplan.guidance import shelf


@dataclass(frozen=True)
class Line:
    """Something that may be said, with the answer agreed on; `begins` is what one could begin with."""

    id: UUID
    key: str
    said: str
    answer: str
    begins: str
    revision: int


def id_of(engagement: Engagement, key: str) -> UUID:
    """The id of this family's answer to an objection of the content: the same for everybody who asks."""
    return uuid.uuid5(engagement.id, key)


def lines(db: Session, engagement: Engagement, *, seen_by: Person) -> list[Line]:
    """
    The usual objections with this family's answers, then the family's own, oldest first; one statement.

    For staff who reached the family; nothing for anybody else.
    """
    if seen_by.kind != "staff":
        return []
    here = select(AgreedAnswer).where(AgreedAnswer.engagement_id == engagement.id)
    kept = {one.id: one for one in db.scalars(here.order_by(AgreedAnswer.agreed_at, AgreedAnswer.id))}
    found = []
    for usual in shelf.current().day.objections:
        one = kept.pop(id_of(engagement, usual.key), None)
        found.append(Line(id_of(engagement, usual.key), usual.key, usual.said, (one.answer if one else "") or "",
                          usual.answer, one.revision if one else 0))  # fmt: skip
    own = [one for one in kept.values() if one.answer or one.said]
    return found + [Line(one.id, "", one.said or "", one.answer or "", "", one.revision) for one in own]


def new_line() -> Line:
    """An empty line for the family's own words, with the id that it will have."""
    return Line(uuid7(), "", "", "", "", 0)


def agreed(db: Session, engagement: Engagement, *, seen_by: Person) -> list[Line]:
    """Only those that have an answer, as they are taken along; for staff who reached the family."""
    return [line for line in lines(db, engagement, seen_by=seen_by) if line.answer]
