"""What was agreed for the day beside its hour and its place, which are the engagement's own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed


class DayPlan(FamilyRecord):
    """The sentences that a family agreed on; `revision` counts its changes. No field asks for a pretext."""

    __tablename__ = "day_plan"
    __table_args__ = (UniqueConstraint("engagement_id"),)

    how_there = Sealed("day_plan.how_there")  # how the loved one will come to be there
    stopping = Sealed("day_plan.stopping")  # what is said when it is stopped; "" is our own sentence
    revision: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
