"""Needs: something in a family waits for its lead."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed


class Need(FamilyRecord):
    """
    Something waits for the lead of this family since, or on, a day. One open need for a kind and a thing.

    Written and settled by the acts that cause and meet it, so that the desk reads twenty-five rows by an index
    however many families there are.
    """

    __tablename__ = "need"
    __table_args__ = (
        UniqueConstraint("engagement_id", "kind", "about_id"),
        Index("ix_need_open", "lead_id", "settled_at", "due_on"),
    )

    lead_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(30))
    about_id: Mapped[UUID]
    words = Sealed("need.words")
    due_on: Mapped[date]
    arisen_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
