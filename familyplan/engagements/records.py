"""The engagement, its members, and who else was given a look."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from familyplan.access.records import Person
from familyplan.kernel.records import Record
from familyplan.kernel.vault import Sealed

YES_NO = ("no", "yes", "dont_know")


class FamilyRecord(Record):
    """The base of every row about a family: sealed under the family's key, and gone when the family is erased."""

    __abstract__ = True

    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("engagement.id", ondelete="CASCADE"), index=True)


class Engagement(Record):
    """
    One family's work with one professional. It begins with the first call, before a way (model) is chosen.

    About the loved one, who may not know of it, it holds a name, an address that is only compared, and no more
    (practice 1.5): no birth date, home address, insurance number, employer, diagnosis, medication, photo or score.
    """

    __tablename__ = "engagement"

    lead_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    family_name = Sealed("engagement.family_name")
    loved_name = Sealed("engagement.loved_name")
    loved_address = Sealed("engagement.loved_address")
    loved_address_index: Mapped[bytes | None] = mapped_column(LargeBinary)
    under_18: Mapped[str] = mapped_column(String(10), default="")  # of YES_NO, or not asked yet
    under_18_why = Sealed("engagement.under_18_why")
    code: Mapped[str] = mapped_column(String(8), unique=True)  # what a counselor sees instead of a name
    zone: Mapped[str] = mapped_column(String(40))
    started_on: Mapped[date]
    entered_at: Mapped[datetime]
    model_key: Mapped[str | None] = mapped_column(String(40))
    model_sha256: Mapped[str] = mapped_column(String(64), default="")
    model_chosen_at: Mapped[datetime | None]
    way_why = Sealed("engagement.way_why")
    way_agreed_by = Sealed("engagement.way_agreed_by")
    loved_one_learns: Mapped[str] = mapped_column(String(24), default="")  # the recorded choice (practice 1.13)
    loved_one_learns_why = Sealed("engagement.loved_one_learns_why")
    level: Mapped[int | None]  # where the model has levels
    day_at: Mapped[datetime | None]
    day_place = Sealed("engagement.day_place")
    closed_at: Mapped[datetime | None]

    lead: Mapped[Person] = relationship(lazy="raise")

    def sealed_under(self) -> UUID | None:
        """Seal under the family's own key."""
        return self.id


class Member(FamilyRecord):
    """One person's place in one family: what they are to the loved one, and what they call them."""

    __tablename__ = "member"
    __table_args__ = (UniqueConstraint("engagement_id", "person_id"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    relation: Mapped[str] = mapped_column(String(20))
    is_loved_one: Mapped[bool] = mapped_column(default=False)
    is_first_caller: Mapped[bool] = mapped_column(default=False)
    calls = Sealed("member.calls")  # the name that this member uses for the loved one
    joined_at: Mapped[datetime]
    came_in_at: Mapped[datetime | None]  # when the invitation was taken
    left_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]  # last here, for staff alone
    evening = Sealed("member.evening")  # who is with them that evening; theirs and the lead's
    evening_on: Mapped[date | None]

    person: Mapped[Person] = relationship(lazy="raise")


class MemberRole(FamilyRecord):
    """A task that a member has taken: reader, chairperson, one voice, driver …, in the model's words."""

    __tablename__ = "member_role"
    __table_args__ = (UniqueConstraint("member_id", "role"),)

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(30))
    since_at: Mapped[datetime]


class Grant(FamilyRecord):
    """That a counselor or supervisor may look into one family, from, until, and by whose word."""

    __tablename__ = "grant"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))  # counselor | supervisor
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
