"""The pledge of a member, and a release by the loved one."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed


class Pledge(FamilyRecord):
    """That a member read the four cards, in which wording; or said "not for me", without a reason."""

    __tablename__ = "pledge"
    __table_args__ = (UniqueConstraint("member_id", "wording"),)

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    wording: Mapped[str] = mapped_column(String(80))
    agreed_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]


class Release(FamilyRecord):
    """
    The loved one's written consent that one party tells another something (42 CFR 2.31).

    Who, to whom, what, why, until when. Without one in force no fact of a program is entered, not even that somebody
    is or is not there.
    """

    __tablename__ = "release"

    discloser = Sealed("release.discloser")
    recipient = Sealed("release.recipient")
    information = Sealed("release.information")
    purpose = Sealed("release.purpose")
    names_family: Mapped[bool] = mapped_column(default=False)
    counselor_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    signed_on: Mapped[date]
    until_on: Mapped[date]
    revoked_at: Mapped[datetime | None]
    entered_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
