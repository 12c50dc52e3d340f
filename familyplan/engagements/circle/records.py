"""Who is to be asked, in which words the loved one is invited, and who comes whatever the answer."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed

SAID = ("", "yes", "no", "unsure")  # "" is not asked yet


class ToAsk(FamilyRecord):
    """Somebody whom the first caller and the professional would like to ask. No member yet, and nothing is sent."""

    __tablename__ = "to_ask"

    name = Sealed("to_ask.name")
    relation: Mapped[str] = mapped_column(String(20))
    how = Sealed("to_ask.how")  # how this one is best asked
    said: Mapped[str] = mapped_column(String(10), default="")
    entered_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    put_away_at: Mapped[datetime | None]


class Sheet(FamilyRecord):
    """The family's own words on the sheet: the short message, and how the loved one is invited."""

    __tablename__ = "invitation_sheet"
    __table_args__ = (UniqueConstraint("engagement_id"),)

    message = Sealed("invitation_sheet.message")
    inviting = Sealed("invitation_sheet.inviting")
    revision: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))


class Commitment(FamilyRecord):
    """That a member comes whether or not the loved one does: said by themselves, or noted by the lead."""

    __tablename__ = "commitment"
    __table_args__ = (UniqueConstraint("member_id"),)

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    given_on: Mapped[date]
    entered_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    taken_back_at: Mapped[datetime | None]
