"""A member's page through their eyes, less what is theirs alone."""

from __future__ import annotations

from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement, Member
from familyplan.home import queries as home
from familyplan.kernel.errors import NotYours


def through(db: Session, engagement: Engagement, member: Member, *, seen_by: Person) -> home.Home:
    """
    Gather what *member* is shown, for staff who oversee this family; raises `NotYours` for anybody else.

    It is read as the member themselves would read it, so what the family may not know stays out. Of the other page
    nothing is in it, not even that there is one; of a letter there is never a word. Whose phone it is only their
    browser knows; it counts as answered.
    """
    if seen_by.kind != "staff" or member.engagement_id != engagement.id or member.left_at is not None:
        raise NotYours
    return home.home(db, member, engagement, phone="own", seen_by=member.person, with_other_page=False)
