"""Milestones copied from the model when the way was chosen, and what a person said about them by hand."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed


class Milestone(FamilyRecord):
    """One step of this family's plan. The model's file may change later; this row does not."""

    __tablename__ = "milestone"
    __table_args__ = (UniqueConstraint("engagement_id", "key", "anchor", "days"),)

    key: Mapped[str] = mapped_column(String(40))
    stage: Mapped[str] = mapped_column(String(30), default="")
    label: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]
    anchor: Mapped[str] = mapped_column(String(10), default="")  # start | day | answer | entered
    days: Mapped[int] = mapped_column(default=0)  # after the anchor; before it when negative
    done_when: Mapped[str] = mapped_column(String(400))  # JSON: facts with their parameters
    occasion: Mapped[str] = mapped_column(String(60), default="")  # which of several: "the same evening"
    every_days: Mapped[int] = mapped_column(default=0)  # again so many days later, while its stage lasts; 0 is once
    only_if: Mapped[str] = mapped_column(String(12), default="always")  # whether it has a date: offer_open
    before: Mapped[str] = mapped_column(String(60), default="")  # gates and letters that it is shown beside
    who: Mapped[str] = mapped_column(String(100), default="")
    needed_if: Mapped[str] = mapped_column(String(40), default="always")
    verified: Mapped[str] = mapped_column(String(12), default="")
    put_away_at: Mapped[datetime | None]


class Completion(FamilyRecord):
    """That a person ended a milestone by hand: done, or not needed, with a word why; freely back-dated."""

    __tablename__ = "completion"

    milestone_id: Mapped[UUID] = mapped_column(ForeignKey("milestone.id", ondelete="CASCADE"), index=True)
    how: Mapped[str] = mapped_column(String(12))  # done | not_needed
    why = Sealed("completion.why")
    happened_on: Mapped[date]
    entered_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]
    why_withdrawn = Sealed("completion.why_withdrawn")


class StageOpening(FamilyRecord):
    """That a closed stage was opened before its gate was met, with the professional's reason."""

    __tablename__ = "stage_opening"
    __table_args__ = (UniqueConstraint("engagement_id", "stage"),)

    stage: Mapped[str] = mapped_column(String(30))
    why = Sealed("stage_opening.why")
    opened_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
