"""What each person said when they were heard alone."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed


class Hearing(FamilyRecord):
    """
    One conversation with one person, alone or not yet; the newest counts, the older ones stay readable.

    Staff only: it is on no member's page, in no export to a member. "" means not asked yet.
    """

    __tablename__ = "hearing"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    alone_on: Mapped[date | None]
    adult: Mapped[str] = mapped_column(String(10), default="")
    afraid: Mapped[str] = mapped_column(String(10), default="")
    court_order: Mapped[str] = mapped_column(String(10), default="")
    court_case: Mapped[str] = mapped_column(String(10), default="")
    shared_phone: Mapped[str] = mapped_column(String(10), default="")
    may_meet_all: Mapped[str] = mapped_column(String(10), default="")
    note = Sealed("hearing.note")
    why_child = Sealed("hearing.why_child")  # why somebody under 18 is to write at all
    entered_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
