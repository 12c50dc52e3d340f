"""That a family agreed who takes a role."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed


class RoleAgreement(FamilyRecord):
    """
    One agreement on one role; it stands while that member is here and holds the role, and the newest counts.

    `why` is there where the model would not take this person by default.
    """

    __tablename__ = "role_agreement"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(30))
    why = Sealed("role_agreement.why")
    agreed_on: Mapped[date]
    entered_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
