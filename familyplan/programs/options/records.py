"""What a family is shown: an option with its words, the showing of them together, and who has looked."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed
from familyplan.programs.directory.records import Program


class Option(FamilyRecord):
    """
    A program that one family may choose, with what speaks for and against it here.

    `nothing_taken_at` is when the lead said: I take nothing of value from this program for sending people. Without it
    nothing of the option is shown to anybody (18 USC 220). `ties` is every other tie, shown beside it.
    """

    __tablename__ = "program_option"
    __table_args__ = (UniqueConstraint("engagement_id", "program_id"),)

    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id"), index=True)
    reasons_for = Sealed("program_option.reasons_for")
    against = Sealed("program_option.against")
    ties = Sealed("program_option.ties")
    nothing_taken_at: Mapped[datetime | None]
    nothing_taken_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    shown_at: Mapped[datetime | None]
    put_away_at: Mapped[datetime | None]

    program: Mapped[Program] = relationship(lazy="raise")


class OptionsShown(FamilyRecord):
    """That the options were put before the family, and taken back; why, where none is without residence or ties."""

    __tablename__ = "options_shown"

    why = Sealed("options_shown.why")
    shown_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    taken_back_at: Mapped[datetime | None]


class OptionsSeen(FamilyRecord):
    """That a member looked at what was shown, for the first time."""

    __tablename__ = "options_seen"
    __table_args__ = (UniqueConstraint("options_shown_id", "member_id"),)

    options_shown_id: Mapped[UUID] = mapped_column(ForeignKey("options_shown.id", ondelete="CASCADE"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    seen_at: Mapped[datetime]
