"""A decision is words and names. There is no count, no share and no minority in it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed


class Decision(FamilyRecord):
    """What was put to everyone and what was decided; never changed, only taken back with a reason."""

    __tablename__ = "decision"

    topic: Mapped[str] = mapped_column(String(30))  # a key of content/decisions/topics.toml
    proposal = Sealed("decision.proposal")
    decided = Sealed("decision.decided")
    decided_on: Mapped[date]
    level: Mapped[int | None]  # which level of the way begins with it
    for_family: Mapped[bool]  # the way showed it to the family when it was made
    for_loved_one: Mapped[bool]  # the same for the loved one: no later way makes it readable
    entered_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    taken_back_at: Mapped[datetime | None]
    why_taken_back = Sealed("decision.why_taken_back")


class Agreement(FamilyRecord):
    """That somebody of the family agreed to a decision."""

    __tablename__ = "decision_agreement"
    __table_args__ = (UniqueConstraint("decision_id", "member_id"),)

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decision.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
