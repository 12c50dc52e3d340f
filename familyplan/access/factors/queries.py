"""What somebody can show besides a password."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.access.factors.records import Passkey, RecoveryCode, Totp
from familyplan.access.records import Person
from familyplan.kernel.web import found


@dataclass(frozen=True)
class Factors:
    """A person's second factors; spare codes help out and are none of their own."""

    app: Totp | None
    passkeys: list[Passkey]
    spare_codes: int

    @property
    def count(self) -> int:
        """How many there are: the app on the telephone, and each passkey."""
        return len(self.passkeys) + (self.app is not None)


def factors(db: Session, *, seen_by: Person) -> Factors:
    """One's own factors, in three statements, and how many spare codes are left."""
    left = select(func.count()).where(RecoveryCode.person_id == seen_by.id, RecoveryCode.used_at.is_(None))
    return Factors(app(db, seen_by), passkeys(db, seen_by), db.scalar(left) or 0)


def app(db: Session, person: Person) -> Totp | None:
    """The app on somebody's telephone, once a code from it was typed."""
    return db.scalar(select(Totp).where(Totp.person_id == person.id, Totp.proven_at.is_not(None)))


def passkeys(db: Session, person: Person) -> list[Passkey]:
    """Somebody's passkeys, the oldest first."""
    return list(db.scalars(select(Passkey).where(Passkey.person_id == person.id).order_by(Passkey.made_at)))


def own_passkey(db: Session, passkey_id: UUID, *, seen_by: Person) -> Passkey:
    """One of one's own passkeys; anybody else's is not there."""
    return found(db.scalar(select(Passkey).where(Passkey.id == passkey_id, Passkey.person_id == seen_by.id)))
