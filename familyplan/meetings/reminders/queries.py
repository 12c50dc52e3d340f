"""A member's own wish about reminders."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.records import Member
from familyplan.meetings.reminders.records import ReminderWish


def wish_of(db: Session, member: Member, *, seen_by: Person) -> ReminderWish | None:
    """What one member wished, for that member alone; None where they left it as it is, or for anybody else."""
    mine = select(ReminderWish).join(Member, Member.id == ReminderWish.member_id)
    return db.scalar(mine.where(ReminderWish.member_id == member.id, Member.person_id == seen_by.id))
