"""Lessons given to members."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord


class Assignment(FamilyRecord):
    """That a member was given a lesson, by the model (no `by_id`) or by hand; when it was opened and read."""

    __tablename__ = "lesson_assignment"
    __table_args__ = (UniqueConstraint("member_id", "slug"),)

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(String(60))
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None]
    given_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    put_away_at: Mapped[datetime | None]
