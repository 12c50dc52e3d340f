"""What became of each moment when the writer and the professional went through them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord


class MomentPick(FamilyRecord):
    """
    That one moment was picked, or rests, as both said when they talked; the words themselves stay where they are.

    `revision` is the part's revision that they had before them.
    """

    __tablename__ = "moment_pick"
    __table_args__ = (UniqueConstraint("section_id"),)

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letter.id", ondelete="CASCADE"), index=True)
    section_id: Mapped[UUID] = mapped_column(ForeignKey("letter_section.id", ondelete="CASCADE"))
    choice: Mapped[str] = mapped_column(String(8))  # picked | rests
    revision: Mapped[int]
    talked_on: Mapped[date]
    picked_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
