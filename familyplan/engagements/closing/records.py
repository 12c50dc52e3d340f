"""That a family's file was closed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed


class Closing(FamilyRecord):
    """
    That a file was closed, on which day and with which sentence, and when it was opened again.

    `Engagement.closed_at` says the same of the closing that stands, for whoever only asks whether.
    """

    __tablename__ = "closing"

    happened_on: Mapped[date]
    sentence = Sealed("closing.sentence")  # what members read, in the professional's words
    not_asked_because = Sealed("closing.not_asked_because")  # why overdose and guns were not asked about once more
    closed_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    reopened_at: Mapped[datetime | None]
    reopened_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
