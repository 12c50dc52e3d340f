"""What stands beside the decision on the day from slices that do not see each other."""

from __future__ import annotations

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, contains_eager

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement
from familyplan.letters.other_page.queries import counting_not_sure
from familyplan.programs.places.records import Place


def beside_the_day(db: Session, engagement: Engagement, *, seen_by: Person) -> tuple[int, Place | None]:
    """
    Count the writers who are not sure of their bottom line, and give the place held last, if it was not let go.

    One statement; the place comes with its program and may have lapsed. For staff who reached the family.
    """
    if seen_by.kind != "staff":
        return 0, None
    stands = and_(Place.engagement_id == Engagement.id, Place.let_go_at.is_(None), Place.replaced_at.is_(None))
    here = select(counting_not_sure(engagement).scalar_subquery(), Place).select_from(Engagement)
    here = here.outerjoin(Place, stands).outerjoin(Place.program).options(contains_eager(Place.program))
    not_sure, place = db.execute(
        here.where(Engagement.id == engagement.id).order_by(Place.entered_at.desc(), Place.id.desc()).limit(1)
    ).one()
    return not_sure, place
