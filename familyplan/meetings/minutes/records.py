"""How many minutes a professional spent for one family."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord

HOW = ("phone", "meeting")


class ProfessionalTime(FamilyRecord):
    """Some minutes of a professional's day. `tap` names the press that made it, so that the same press counts once."""

    __tablename__ = "professional_time"
    __table_args__ = (UniqueConstraint("engagement_id", "tap"),)

    minutes: Mapped[int]
    how: Mapped[str] = mapped_column(String(8))  # of HOW
    happened_on: Mapped[date]
    tap: Mapped[UUID]
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    entered_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]
