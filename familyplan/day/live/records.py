"""What was noted on the day, minute by minute."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed

TAPS = ("began", "all_read", "left_room", "said_yes", "not_today", "ended")
EMERGENCY = "emergency"
KINDS = (*TAPS, EMERGENCY)
"""In this order for ever: a page that has no signal keeps a tap as its number here, which tells a finder nothing."""


class DayTap(FamilyRecord):
    """
    One tap: what, and when it was. Never changed but for its note; taking it back leaves it readable, struck through.

    `tap_key` is made by the page, once for a tap, so that what is sent again is there once.
    """

    __tablename__ = "day_tap"
    __table_args__ = (UniqueConstraint("engagement_id", "tap_key", "kind"),)

    kind: Mapped[str] = mapped_column(String(12))
    tap_key: Mapped[str] = mapped_column(String(36))
    happened_at: Mapped[datetime]
    clock: Mapped[str] = mapped_column(String(10), default="")  # of service.CLOCKS: what is to be known of the time
    entered_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    note = Sealed("day_tap.note")
    withdrawn_at: Mapped[datetime | None]
