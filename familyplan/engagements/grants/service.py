"""Giving somebody of the practice a look into one family, until a day."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements import service as engagements
from familyplan.engagements.grants import queries
from familyplan.engagements.records import Engagement, Grant
from familyplan.journal.service import note
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _

KINDS = ("counselor", "supervisor")


def check_span(from_on: date, until_on: date | None) -> None:
    """Refuse a look that would end before it begins."""
    if until_on is not None and until_on < from_on:
        raise Refusal(_("That day comes before the first one. Until when may they look?"), field="until_on")


def give(
    db: Session, engagement: Engagement, person: Person, kind: str, *, from_on: date, until_on: date | None, by: Person
) -> Grant:
    """
    Let *person* look into a family as counselor or supervisor; who may look already gets the new days instead.

    Looking as a counselor shows nothing by itself: that also takes the loved one's release.
    """
    check_span(from_on, until_on)
    if kind not in person.roles:
        raise Refusal(_("%(name)s does not work here as that. Please choose another."), field="kind", name=person.name)
    for known in queries.given(db, engagement, seen_by=by):
        if (known.person_id, known.kind, known.ended_at) == (person.id, kind, None):
            known.from_on, known.until_on = from_on, until_on
            note(db, "grant.moved", by=by, about="person", about_id=person.id, engagement_id=engagement.id)
            return known
    return engagements.grant(db, engagement, person.id, kind, from_on=from_on, until_on=until_on, by=by)
