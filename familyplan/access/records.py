"""People known to the practice, and the ways in which each can show who they are."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.kernel.records import Record
from familyplan.kernel.vault import Sealed

STAFF_ROLES = ("owner", "interventionist", "counselor", "supervisor")


class Person(Record):
    """
    One human known to the practice, staff or family. The address is not unique: two relatives may share a mailbox.

    `roles` is filled by whoever loads the person for a request; it is empty for a family.
    """

    __tablename__ = "person"

    kind: Mapped[str] = mapped_column(String(10))  # staff | family
    name = Sealed("person.name")
    address = Sealed("person.address")
    phone = Sealed("person.phone")
    address_index: Mapped[bytes | None] = mapped_column(LargeBinary, index=True)
    zone: Mapped[str] = mapped_column(String(40), default="America/New_York")
    language: Mapped[str] = mapped_column(String(10), default="en")
    known_since_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    roles: frozenset[str] = frozenset()

    @property
    def first_name(self) -> str:
        """The name's first word, as a page or a mail speaks to somebody; "" where no name is known."""
        return next(iter((self.name or "").split()), "")


class StaffRole(Record):
    """That a person works here as owner, interventionist, counselor or supervisor; one may be several."""

    __tablename__ = "staff_role"
    __table_args__ = (UniqueConstraint("person_id", "role"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    since_at: Mapped[datetime]


class Password(Record):
    """A staff member's password, as Argon2id keeps it."""

    __tablename__ = "password"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    hashed: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[datetime]


class SignInLink(Record):
    """
    A one-use way in: a link in a mail, with six digits as the second way. Only hashes are kept.

    `demo` links alone can be used again and do not end; no server but a demo's makes or takes them.
    """

    __tablename__ = "sign_in_link"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(10))  # sign_in | set_up | demo
    asked_as: Mapped[UUID | None] = mapped_column(index=True)  # what the page remembers while digits are typed
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)


class Practice(Record):
    """The one practice of this installation: its neutral name, when it can be reached, and what it is trained in."""

    __tablename__ = "practice"

    name: Mapped[str] = mapped_column(String(80))
    phone: Mapped[str] = mapped_column(String(40), default="")
    hours: Mapped[str] = mapped_column(String(120), default="")  # "Monday to Friday, 9 to 5"
    reads_within_days: Mapped[int | None]  # working days; nothing is promised where it is not set
    words_a_minute: Mapped[int | None]  # how fast a letter is read aloud; 130 where it is not set
    trained_in: Mapped[str] = mapped_column(String(200), default="")  # model keys, with blanks between
    zone: Mapped[str] = mapped_column(String(40))
    founded_at: Mapped[datetime]
