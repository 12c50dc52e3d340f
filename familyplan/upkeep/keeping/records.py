"""Wishes to erase a family."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord


class ErasureAsked(FamilyRecord):
    """That the owner wants to erase a family, who agreed, and when it was let be. Gone with the family itself."""

    __tablename__ = "erasure_asked"

    asked_at: Mapped[datetime]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    agreed_at: Mapped[datetime | None]
    agreed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    let_be_at: Mapped[datetime | None]
