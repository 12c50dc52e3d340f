"""Requests for a call."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord


class CallRequest(FamilyRecord):
    """That a member pressed "ask to be called", and when the professional read it."""

    __tablename__ = "call_request"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    asked_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
