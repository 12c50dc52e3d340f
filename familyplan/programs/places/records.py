"""A place that a program holds."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed
from familyplan.programs.directory.records import Program


class Place(FamilyRecord):
    """
    That a program said it holds a place, who said so, when, and until when. After that moment it counts no more.

    Ended by being let go or by another place that was taken instead; a row is never changed otherwise.
    """

    __tablename__ = "place_held"

    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id"), index=True)
    said_by = Sealed("place_held.said_by")
    words = Sealed("place_held.words")
    said_on: Mapped[date]
    until_at: Mapped[datetime]
    entered_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    let_go_at: Mapped[datetime | None]
    let_go_why = Sealed("place_held.let_go_why")
    replaced_at: Mapped[datetime | None]

    program: Mapped[Program] = relationship(lazy="raise")
