"""What is counted, and for whom: the owner all first calls of the practice, an interventionist their own."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, exists, false, select, true
from sqlalchemy.orm import Session, aliased

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement
from familyplan.outcomes.records import Outcome
from familyplan.reports.service import Call, Happened


def calls(db: Session, *, seen_by: Person) -> list[Call]:
    """Every first call that this person may count, with what stands on record about it; two statements."""
    within = _within(seen_by)
    chosen = select(Engagement.id, Engagement.started_on, Engagement.model_key).where(within)
    correction = aliased(Outcome)
    stands = Outcome.withdrawn_at.is_(None), ~exists().where(correction.corrects_id == Outcome.id)
    facts = select(Outcome.engagement_id, Outcome.kind, Outcome.happened_on, Outcome.level).where(*stands)
    happened: dict[UUID, list[Happened]] = {}
    for row in db.execute(facts.join(Engagement, Engagement.id == Outcome.engagement_id).where(within)):
        happened.setdefault(row.engagement_id, []).append(Happened(row.kind, row.happened_on, row.level))
    return [
        Call(row.id, row.started_on, row.model_key or "", tuple(happened.get(row.id, ())))
        for row in db.execute(chosen.order_by(Engagement.started_on, Engagement.id))
    ]


def _within(person: Person) -> ColumnElement[bool]:
    if "owner" in person.roles:
        return true()
    return Engagement.lead_id == person.id if "interventionist" in person.roles else false()
