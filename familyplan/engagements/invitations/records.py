"""Invitations by mail or code, and how the loved one was asked."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.records import Record
from familyplan.kernel.vault import Sealed


class Invitation(FamilyRecord):
    """
    A way in for one person, 72 hours long, renewed by one button; one row for a member, however often that is.

    The link's token and the six digits are derived and never stored: only their hashes are. Looking at the link uses
    nothing up. A link mailed to an address that the person no longer has is dead.
    """

    __tablename__ = "invitation"
    __table_args__ = (Index("ix_invitation_waiting", "taken_at", "sent_at"),)

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), unique=True)
    way: Mapped[str] = mapped_column(String(5))  # mail | code
    word = Sealed("invitation.word")  # the word agreed by phone
    fact = Sealed("invitation.fact")  # a second word, agreed by phone and in no mail, asked for before the link lets in
    fact_tries: Mapped[int] = mapped_column(default=0)
    counter: Mapped[int] = mapped_column(default=1)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary, index=True)  # of the digits and the word together, keyed
    address_index: Mapped[bytes | None] = mapped_column(LargeBinary)  # where it was mailed to
    mail_id: Mapped[UUID | None] = mapped_column(index=True)  # the newest mail of it, while the outbox keeps it
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))


class FormerLink(FamilyRecord):
    """The hash of a link that was renewed, so that pressing the old one still offers a new one."""

    __tablename__ = "former_link"

    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)


class CodeTry(Record):
    """One wrong pair of numbers and word, by a hash of the browser that typed it; kept for a day."""

    __tablename__ = "code_try"

    browser: Mapped[bytes] = mapped_column(LargeBinary)
    tried_at: Mapped[datetime] = mapped_column(index=True)


class ReachingOut(FamilyRecord):
    """Who asks the loved one, when and in which words; afterwards, what the answer was."""

    __tablename__ = "reaching_out"

    carrier_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    planned_on: Mapped[date | None]
    words = Sealed("reaching_out.words")
    if_asked_alone = Sealed("reaching_out.if_asked_alone")
    answer: Mapped[str] = mapped_column(String(16), default="")  # comes | does_not_come | in_between | not_reached
    answer_words = Sealed("reaching_out.answer_words")
    answered_on: Mapped[date | None]
    entered_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
