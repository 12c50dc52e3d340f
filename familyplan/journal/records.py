"""The journal: entries without names or words, chained by their hashes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.kernel.records import Record
from familyplan.kernel.vault import Sealed


class Entry(Record):
    """
    One act, one reading of somebody else's words, or one refusal of reach.

    It outlives the family it speaks of, so `about_engagement_id` is no foreign key; a reason is sealed under the
    engagement's key and becomes unreadable with it, while the hash, made over the ciphertext, stays valid. The
    database itself refuses to change or delete one.
    """

    __tablename__ = "journal_entry"

    number: Mapped[int] = mapped_column(BigInteger, unique=True)
    happened_at: Mapped[datetime]
    person_id: Mapped[UUID | None] = mapped_column(index=True)
    act: Mapped[str] = mapped_column(String(60))
    about: Mapped[str] = mapped_column(String(40), default="")
    about_id: Mapped[UUID | None]
    about_engagement_id: Mapped[UUID | None] = mapped_column(index=True)
    reason = Sealed("journal.entry.reason")
    whence: Mapped[bytes | None] = mapped_column(LargeBinary)  # kernel.whence: a keyed mark, never an address
    chained: Mapped[bytes] = mapped_column(LargeBinary)

    def sealed_under(self) -> UUID | None:
        """Seal the reason under the family's key, so that it goes when the family's words go."""
        return self.about_engagement_id


class Head(Record):
    """The newest entry's number and hash: one row, moved on by a conditional update."""

    __tablename__ = "journal_head"

    number: Mapped[int] = mapped_column(BigInteger)
    chained: Mapped[bytes] = mapped_column(LargeBinary)
