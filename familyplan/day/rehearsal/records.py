"""What is kept of a rehearsal: never a word that was said there."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord


class Rehearsal(FamilyRecord):
    """The rehearsal of a family. `held_for` is the day as it was set then, so that a day moved since can be said."""

    __tablename__ = "rehearsal"
    __table_args__ = (UniqueConstraint("engagement_id"),)

    planned_at: Mapped[datetime | None]
    held_on: Mapped[date | None]
    held_for: Mapped[datetime | None]
    entered_at: Mapped[datetime | None]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class ReadAloud(FamilyRecord):
    """That a letter, or an other page, was read aloud in rehearsal, and how long it took; 0 seconds is not timed."""

    __tablename__ = "read_aloud"
    __table_args__ = (UniqueConstraint("letter_id"),)

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letter.id", ondelete="CASCADE"))
    seconds: Mapped[int] = mapped_column(default=0)
    read_at: Mapped[datetime]


class SignOff(FamilyRecord):
    """That somebody knows their part; by their own tap, or noted by the lead (`by_id`)."""

    __tablename__ = "rehearsal_sign_off"
    __table_args__ = (UniqueConstraint("member_id"),)

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    signed_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))


class LineTried(FamilyRecord):
    """Whether somebody said aloud that they could do it on Monday: only that, never the line. "Not yet" is no line."""

    __tablename__ = "line_tried"
    __table_args__ = (UniqueConstraint("member_id"),)

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    said: Mapped[str] = mapped_column(String(8))  # yes | not_yet
    tried_at: Mapped[datetime]
