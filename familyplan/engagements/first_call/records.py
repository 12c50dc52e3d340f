"""What was said on the first call, what the caller was told, and the page for a danger that is now."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed


class FirstCall(FamilyRecord):
    """
    The call that a family began with, in the caller's words.

    `form_id` is made with the empty form, so that a form sent twice opens one file. `phone_index` finds an older call
    from the same telephone without keeping the number readable.
    """

    __tablename__ = "first_call"
    __table_args__ = (UniqueConstraint("engagement_id"), UniqueConstraint("by_id", "form_id"))

    caller_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    form_id: Mapped[UUID | None]
    phone_index: Mapped[bytes | None] = mapped_column(LargeBinary, index=True)
    in_danger: Mapped[str] = mapped_column(String(10), default="")
    best_time = Sealed("first_call.best_time")
    leave_message: Mapped[str] = mapped_column(String(12), default="")  # yes | no | name_only
    happened = Sealed("first_call.happened")
    would_help = Sealed("first_call.would_help")
    culture = Sealed("first_call.culture")
    happened_on: Mapped[date]
    entered_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))


class RightNow(FamilyRecord):
    """That the page for a danger was open during a call, and how it ended, if somebody noted it."""

    __tablename__ = "right_now"

    opened_at: Mapped[datetime]
    happening = Sealed("right_now.happening")
    who_calls = Sealed("right_now.who_calls")
    ending = Sealed("right_now.ending")
    ended_at: Mapped[datetime | None]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))


class Told(FamilyRecord):
    """One line of what the caller was told, read aloud and ticked; the line `answer` holds what they decided."""

    __tablename__ = "told"
    __table_args__ = (UniqueConstraint("engagement_id", "line"),)

    line: Mapped[str] = mapped_column(String(30))
    answer: Mapped[str] = mapped_column(String(12), default="")
    happened_on: Mapped[date]
    entered_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
