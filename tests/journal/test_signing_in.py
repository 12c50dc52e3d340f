"""Coming, being turned away, leaving: each one entry, with who, when, what and from where; no word, no token."""

from collections.abc import Callable
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Password
from familyplan.demo.cast import Cast
from familyplan.journal.records import Entry
from familyplan.kernel import clock, whence
from familyplan.kernel.db import Database
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


def newest(db: Session, act: str) -> list[Entry]:
    db.rollback()
    return list(db.scalars(select(Entry).where(Entry.act == act).order_by(Entry.number)))


@pytest.fixture
def _password(database: Database, cast: Cast) -> None:
    with database.writing() as db:
        db.add(
            Password(person_id=cast.priya.id, hashed=PasswordHasher(1, 8, 1).hash("right words"), set_at=clock.now())
        )


def tries(visitor: Visitor, address: str) -> Any:
    return visitor.post("/sign-in", {"address": address, "password": "wrong words"})


@pytest.mark.usefixtures("_password")
def test_a_wrong_password_is_one_entry_about_the_account(visit: Visit, db: Session, cast: Cast) -> None:
    assert tries(visit(""), cast.priya.address).status_code == 422

    (entry,) = newest(db, "person.not_let_in")
    assert (entry.about, entry.about_id, entry.person_id) == ("password", cast.priya.id, None)
    assert entry.whence is not None
    assert len(entry.whence) == whence.MARK_BYTES


def test_an_address_that_nobody_has_leaves_the_same_entry_about_nobody(visit: Visit, db: Session) -> None:
    assert tries(visit(""), "nobody@example.org").status_code == 422

    (entry,) = newest(db, "person.not_let_in")
    assert (entry.about, entry.about_id, entry.person_id) == ("password", None, None)


def test_signing_out_is_one_entry_and_twice_none(visit: Visit, db: Session, cast: Cast) -> None:
    maria = visit("maria")
    form = {"_csrf_token": maria.token}
    before = dict(maria.cookies)
    assert maria.ask("POST", "/sign-out", data=form).status_code == 303
    maria.cookies = before
    maria.ask("POST", "/sign-out", data=form)

    assert [entry.person_id for entry in newest(db, "person.signed_out")] == [cast.person("maria").id]


def test_a_page_of_another_kind_of_person_is_one_denial(visit: Visit, db: Session, cast: Cast) -> None:
    assert visit("maria").get("/settings").status_code == 403

    assert [entry.person_id for entry in newest(db, "reach.denied")] == [cast.person("maria").id]


def test_two_places_have_two_marks_and_one_place_one(db: Session) -> None:
    marks = []
    for address in ("192.0.2.1", "192.0.2.2", "192.0.2.1"):
        whence.came_from(address)
        marks.append(whence.mark())
    whence.came_from("")

    assert marks[0] == marks[2] != marks[1]
    assert whence.mark() is None
    assert b"192" not in b"".join(mark or b"" for mark in marks)
