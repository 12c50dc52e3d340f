"""The receipt of what was handed over to a program."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from familyplan.consents.records import Release
from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed
from familyplan.programs.directory.records import Program


class HandOff(FamilyRecord):
    """
    That something was told to a program, under a release that was in force: which kinds of things, to whom, when, how.

    `items` are keys of the closed list in `service.ITEMS`, with blanks between. Never changed and never taken off.
    """

    __tablename__ = "hand_off"

    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id"), index=True)
    release_id: Mapped[UUID] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"), index=True)
    items: Mapped[str] = mapped_column(String(60))
    to_whom = Sealed("hand_off.to_whom")
    words = Sealed("hand_off.words")
    how: Mapped[str] = mapped_column(String(10))
    handed_on: Mapped[date]
    entered_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))

    program: Mapped[Program] = relationship(lazy="raise")
    release: Mapped[Release] = relationship(lazy="raise")
