"""What is known about two people of one family, and how each of them speaks."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed

CLOSENESS = ("close", "at_odds", "no_contact")
UNSURE = ("no", "dont_know")  # "may these two meet?": what is not known counts like a no
ORDERED = ("yes", "dont_know")  # "is there a court order?"


class Tie(FamilyRecord):
    """
    Two people of one family, kept once: the lower id is `first`. Staff only; a member never learns that there is one.

    "" means not asked yet.
    """

    __tablename__ = "tie"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    first_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    second_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    closeness: Mapped[str] = mapped_column(String(12), default="")  # of CLOSENESS
    may_meet: Mapped[str] = mapped_column(String(10), default="")
    court_order: Mapped[str] = mapped_column(String(10), default="")  # one that names these two
    note = Sealed("tie.note")
    noted_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))


class Speech(FamilyRecord):
    """In which language somebody is at ease, and whether an interpreter is there when they are spoken with."""

    __tablename__ = "speech"
    __table_args__ = (UniqueConstraint("member_id"),)

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    language = Sealed("speech.language")
    interpreter: Mapped[str] = mapped_column(String(10), default="")  # of YES_NO, or not asked yet
    interpreted_by = Sealed("speech.interpreted_by")
    noted_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
