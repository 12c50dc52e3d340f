"""Pauses."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed

REASONS = ("died", "hospital", "arrested", "violence", "family_asked", "other")


class Pause(FamilyRecord):
    """
    That everything stands still for one family, and why. `for_good` after a death: it is never resumed.

    While it lasts no mail, reminder or follow-up leaves, and on resuming nothing is caught up by itself.
    """

    __tablename__ = "pause"

    why: Mapped[str] = mapped_column(String(12))
    note = Sealed("pause.note")
    sentence = Sealed("pause.sentence")  # what members read meanwhile, in the professional's words
    for_good: Mapped[bool] = mapped_column(default=False)
    paused_at: Mapped[datetime]
    resumed_at: Mapped[datetime | None]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
