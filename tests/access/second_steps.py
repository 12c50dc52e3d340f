"""Staff with everything they sign in with: a password, an app on their phone, spare codes."""

from dataclasses import dataclass

import pyotp
from sqlalchemy.orm import Session

from familyplan.access import service
from familyplan.access.factors.records import Totp
from familyplan.access.factors.spare_codes import service as spare_codes
from familyplan.access.records import Person
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from tests.visitor import Visitor

WORDS = "four quiet river stones"


@dataclass
class Phone:
    """An app that knows one secret; its clock is ours, or off by so many half minutes."""

    secret: str

    def code(self, off: int = 0) -> str:
        return pyotp.TOTP(self.secret).at(clock.now(), counter_offset=off)

    def wrong_code(self) -> str:
        """Six numbers that count neither now nor half a minute earlier or later."""
        right = {self.code(off) for off in range(-3, 4)}
        return next(
            code
            for code in ("000000", "111111", "222222", "333333", "444444", "555555", "666666", "777777")
            if code not in right
        )


def choose_password(db: Session, person: Person, words: str = WORDS) -> None:
    service.set_password(db, person, service.hashed(words))


def equip(database: Database, person: Person, words: str = WORDS) -> tuple[Phone, list[str]]:
    """Give somebody a password, an app and ten spare codes; the app's last code is long ago."""
    secret = pyotp.random_base32()
    with database.writing() as db:
        choose_password(db, person, words)
        now = clock.now()
        db.add(Totp(person_id=person.id, secret=secret, made_at=now, proven_at=now, last_step=0))
        codes = spare_codes.make(db, person)
    return Phone(secret), codes


def half_in(nobody: Visitor, address: str = "dana@linden.example", words: str = WORDS) -> Visitor:
    """Let somebody show a password, and nothing else yet."""
    answer = nobody.post("/sign-in", {"address": address, "password": words})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in/factor")
    return nobody
