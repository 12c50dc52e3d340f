"""Where people sit, as an order in which each sits next to the one before."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord


class Seat(FamilyRecord):
    """One person's seat; without a member it is the professional's. Who has no row sits after those who have."""

    __tablename__ = "day_seat"
    __table_args__ = (
        UniqueConstraint("engagement_id", "member_id"),
        Index(
            "uq_day_seat_professional", "engagement_id", unique=True,
            sqlite_where=text("member_id IS NULL"), postgresql_where=text("member_id IS NULL"),
        ),
    )  # fmt: skip

    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    in_room: Mapped[bool] = mapped_column(default=True)
    placed_at: Mapped[datetime]
