"""Gates A (bring this member in), B (reach out to the loved one) and C (hold the day)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed

KINDS = ("A", "B", "C")
DECISIONS = ("go", "wait", "no")


class Gate(FamilyRecord):
    """One decision; the newest for its kind (and, for A, its member) stands, the older ones stay on the record."""

    __tablename__ = "gate"

    kind: Mapped[str] = mapped_column(String(1))
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    decision: Mapped[str] = mapped_column(String(4))
    why = Sealed("gate.why")
    consulted = Sealed("gate.consulted")
    safety_asked_at: Mapped[datetime | None]  # how old the oldest safety answer was when it was decided
    decided_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
