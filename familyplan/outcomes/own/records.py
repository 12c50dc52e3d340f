"""What changed for a member of the family themselves."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord, Member
from familyplan.kernel.vault import Sealed


class OwnOutcome(FamilyRecord):
    """
    One answer of a member to "how is it for you now?": a few taps, a few words, or either. Never scored or summed.

    Only added to: a second answer stands beside the first. One that was taken back is empty and shown to nobody.
    """

    __tablename__ = "own_outcome"

    member_id: Mapped[UUID] = mapped_column(ForeignKey(Member.id, ondelete="CASCADE"), index=True)
    said_on: Mapped[date]
    said_at: Mapped[datetime]
    taps = Sealed("own_outcome.taps")  # keys of `service.TAPS`, with a blank between
    words = Sealed("own_outcome.words")
    taken_back_at: Mapped[datetime | None]
