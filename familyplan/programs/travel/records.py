"""What is to settle for the way there and for home, one line for each thing."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed


class TravelLine(FamilyRecord):
    """
    One thing, and who does it: a member, or somebody else by name. Never the loved one, who does not drive either.

    `settled_at` stands where somebody does it or nothing is needed; `done_at` where it is done.
    """

    __tablename__ = "travel_line"

    topic: Mapped[str] = mapped_column(String(20))  # a key of content/programs/travel.toml
    words = Sealed("travel_line.words")
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    somebody = Sealed("travel_line.somebody")
    not_needed: Mapped[bool] = mapped_column(default=False)
    settled_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    put_away_at: Mapped[datetime | None]
