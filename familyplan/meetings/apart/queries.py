"""Meetings to which two are asked who must not meet, since it was noted only after they were asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.ties import service as ties
from familyplan.engagements.ties.queries import Pair
from familyplan.engagements.ties.service import Together
from familyplan.kernel import clock
from familyplan.kernel.language import _
from familyplan.meetings.records import Invited, Meeting

BOTH_ASKED = _(
    "%(first)s and %(other)s are both asked to one meeting. Please take one of them off the list, and meet them alone."
)


def together(
    db: Session, engagement: Engagement, pairs: Collection[Pair], members: Sequence[Member], *, seen_by: Person
) -> list[Together]:
    """Name every meeting still ahead to which both of a pair are asked, for staff; one statement."""
    if seen_by.kind != "staff":
        return []
    ahead = or_(Meeting.starts_at.is_(None), Meeting.starts_at >= clock.now())
    asked = select(Meeting.id, Invited.member_id).join(Invited, Invited.meeting_id == Meeting.id)
    asked = asked.where(Meeting.engagement_id == engagement.id, Invited.dropped_at.is_(None), ahead)
    lists: dict[UUID, set[UUID]] = {}
    for meeting_id, member_id in db.execute(asked.where(Meeting.called_off_at.is_(None), Meeting.held_on.is_(None))):
        lists.setdefault(meeting_id, set()).add(member_id)
    by_id = {member.id: member for member in members if member.left_at is None}
    return [
        Together(by_id[one], by_id[other], BOTH_ASKED, f"/engagements/{engagement.id}/meetings/{meeting_id}")
        for meeting_id, listed in lists.items()
        for one, other in ties.among(listed & set(by_id), pairs)
    ]
