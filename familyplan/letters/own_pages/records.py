"""That the loved one shows a page to the family."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord


class PageShown(FamilyRecord):
    """Since when a page is shown to the family, until it is taken out of sight again; one row for a page."""

    __tablename__ = "page_shown"
    __table_args__ = (UniqueConstraint("letter_id"),)

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letter.id", ondelete="CASCADE"))
    shown_at: Mapped[datetime]
    hidden_at: Mapped[datetime | None]
