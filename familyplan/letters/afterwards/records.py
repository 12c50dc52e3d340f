"""What a writer chose for a letter once it was over."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord
from familyplan.letters.records import Letter


class LetterChoice(FamilyRecord):
    """
    What becomes of one letter, by its writer's word alone; no row is "not yet".

    `choice` is keep, later, by_hand, with_program or let_go. What was let go is out of the plan and out of sight at
    once, comes back with one press for a week, and only then its words go for good (`gone_at`).
    """

    __tablename__ = "letter_choice"

    letter_id: Mapped[UUID] = mapped_column(ForeignKey(Letter.id, ondelete="CASCADE"), unique=True)
    choice: Mapped[str] = mapped_column(String(12))
    chosen_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]
