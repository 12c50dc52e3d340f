"""Second factors of a person who works here. A family has none: see docs/threat-model.md."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.kernel.records import Record
from familyplan.kernel.vault import Sealed


class Totp(Record):
    """
    The secret shared with somebody's telephone, sealed; it counts once a code from it was typed (`proven_at`).

    `last_step` is the newest half minute whose code was taken: a code is taken once, and never an older one after it.
    """

    __tablename__ = "totp"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    secret = Sealed("totp.secret")
    made_at: Mapped[datetime]
    proven_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)


class Passkey(Record):
    """One passkey of a person, as WebAuthn registers it: the public key only."""

    __tablename__ = "passkey"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name = Sealed("passkey.name")
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RecoveryCode(Record):
    """One code to keep on paper, by its hash; each opens once."""

    __tablename__ = "recovery_code"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
