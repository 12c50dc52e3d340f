"""Spare codes: ten, shown once, each good once; only hashes are kept."""

from __future__ import annotations

import secrets

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from familyplan.access.factors.records import RecoveryCode
from familyplan.access.records import Person
from familyplan.kernel import clock
from familyplan.kernel.vault import fingerprint

HOW_MANY = 10
SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"  # none that is taken for another
LENGTH = 16  # of 5 bits each: nobody tries them all, and a hash needs no salt
TAKEN_FOR = str.maketrans("oil", "011")


def make(db: Session, person: Person) -> list[str]:
    """Make ten codes in the place of all earlier ones, and give them: they are never to be seen again."""
    db.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = ["".join(secrets.choice(SIGNS) for _sign in range(LENGTH)) for _code in range(HOW_MANY)]
    now = clock.now()
    db.add_all(RecoveryCode(person_id=person.id, code_hash=fingerprint(code), made_at=now) for code in codes)
    return ["-".join(code[at : at + 4] for at in range(0, LENGTH, 4)) for code in codes]


def take(db: Session, person: Person, typed: str) -> bool:
    """Use a code up; upper case, blanks and dashes make no difference. Of two at the same moment one is right."""
    code = "".join(sign for sign in typed.lower().translate(TAKEN_FOR) if sign in SIGNS)
    mine = update(RecoveryCode).where(RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None))
    used = mine.where(RecoveryCode.code_hash == fingerprint(code)).values(used_at=clock.now())
    return bool(db.execute(used).rowcount == 1)  # type: ignore[attr-defined]  # an UPDATE's result counts rows
