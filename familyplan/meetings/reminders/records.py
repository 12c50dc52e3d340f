"""How each person wants to be reminded, and which reminders were put into the outbox."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed

WISHES = ("none", "day_before", "two_hours_too")
DEFAULT_WISH = "day_before"


class ReminderWish(FamilyRecord):
    """One member's wish, and what an appointment is called in their own calendar. No row: the day before."""

    __tablename__ = "reminder_wish"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), unique=True)
    wish: Mapped[str] = mapped_column(String(16))  # of WISHES
    calendar_title = Sealed("reminder_wish.calendar_title")
    set_at: Mapped[datetime]


class Reminder(FamilyRecord):
    """That one person was reminded of one time of one meeting: once, whatever happens."""

    __tablename__ = "meeting_reminder"
    __table_args__ = (UniqueConstraint("meeting_id", "member_id", "revision", "which"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    revision: Mapped[int]
    which: Mapped[str] = mapped_column(String(16))  # day_before | two_hours
    mail_id: Mapped[UUID | None]
    posted_at: Mapped[datetime]
