"""Calls to the family after the day, or after an answer."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed

WHICH = ("evening", "next_day")


class AfterCall(FamilyRecord):
    """That somebody called the family, or tried to, after the day of `after_on`. `call_key` is made by the page."""

    __tablename__ = "after_call"
    __table_args__ = (UniqueConstraint("engagement_id", "call_key"),)

    which: Mapped[str] = mapped_column(String(10))
    after_on: Mapped[date]
    reached: Mapped[bool]
    called_at: Mapped[datetime]
    call_key: Mapped[str] = mapped_column(String(36))
    entered_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    words = Sealed("after_call.words")
    withdrawn_at: Mapped[datetime | None]
