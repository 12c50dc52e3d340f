"""What was said about money."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed
from familyplan.programs.directory.records import Program

KINDS = ("insurer", "money")


class MoneySaid(FamilyRecord):
    """
    What an insurer said, or which terms the family was told: by or to whom, on which day, in which words.

    No number of a policy or a card has a place here (practice 1.5): it stays between the policyholder and the program.
    """

    __tablename__ = "money_said"

    kind: Mapped[str] = mapped_column(String(10))  # of KINDS
    program_id: Mapped[UUID | None] = mapped_column(ForeignKey("program.id"), index=True)
    who = Sealed("money_said.who")
    words = Sealed("money_said.words")
    reference = Sealed("money_said.reference")
    said_on: Mapped[date]
    entered_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]

    program: Mapped[Program | None] = relationship(lazy="raise")
