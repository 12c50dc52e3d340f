"""Meetings, who is asked to come and came, the times that were proposed, and what each answered."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed

ATTENDED = ("came", "late", "phone", "not")
YES_NO = ("yes", "no")


class Meeting(FamilyRecord):
    """
    One meeting of a kind that the model knows; it is never deleted, but held or called off.

    `revision` counts its times: what was said about an earlier time (an answer, a reminder) is about another revision.
    The agenda and the place are read by everybody who is asked to come.
    """

    __tablename__ = "meeting"

    model_key: Mapped[str] = mapped_column(String(40))  # whose kind it is, also after the way was changed
    kind: Mapped[str] = mapped_column(String(40))
    agenda = Sealed("meeting.agenda")
    place = Sealed("meeting.place")  # or a link, or a number to call
    minutes_long: Mapped[int]
    starts_at: Mapped[datetime | None] = mapped_column(index=True)
    fixed_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    called_off_at: Mapped[datetime | None]
    held_on: Mapped[date | None]
    held_entered_at: Mapped[datetime | None]


class Invited(FamilyRecord):
    """That one person is asked to a meeting, what they said to its time, and afterwards whether they were there."""

    __tablename__ = "meeting_invited"
    __table_args__ = (UniqueConstraint("meeting_id", "member_id"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    comes: Mapped[str] = mapped_column(String(3), default="")  # of YES_NO, to the time that is fixed; "" is no answer
    attended: Mapped[str] = mapped_column(String(5), default="")  # of ATTENDED; why not is never asked
    dropped_at: Mapped[datetime | None]


class ProposedTime(FamilyRecord):
    """A time to choose from. One that is no longer offered stays, with its answers, and is not shown."""

    __tablename__ = "meeting_time"
    __table_args__ = (UniqueConstraint("meeting_id", "starts_at"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    dropped_at: Mapped[datetime | None]


class TimeAnswer(FamilyRecord):
    """Whether one time suits one person."""

    __tablename__ = "meeting_time_answer"
    __table_args__ = (UniqueConstraint("time_id", "member_id"),)

    time_id: Mapped[UUID] = mapped_column(ForeignKey("meeting_time.id", ondelete="CASCADE"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    answer: Mapped[str] = mapped_column(String(3))  # of YES_NO
    answered_at: Mapped[datetime]
