"""Where the plan is that the loved one hears on the day, nothing goes to an address that they read."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from familyplan.access.service import move_to
from familyplan.demo.cast import Cast
from familyplan.kernel import clock, vault
from familyplan.kernel.db import Database
from tests.engagements import inviting
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
GO = {"decision": "go", "why": "Heard alone, calm.", "way": "mail", "word": "bluebird"}
SENTENCE = "This looks like Sam's address. In this plan Sam hears on the day. Is it someone else's?"


def at(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/members/{cast.members['theo'].id}/invitation"


@pytest.fixture
def _sams_address_is_known(database: Database, cast: Cast) -> None:
    with database.writing() as db:
        family = inviting.family(db, cast)
        family.loved_address = "sam.reyes@gmail.com"
        family.loved_address_index = vault.current().address_index(family.loved_address)
        db.commit()


@pytest.mark.usefixtures("_sams_address_is_known")
@pytest.mark.parametrize(
    "address",
    [
        "sam.reyes@gmail.com",
        " Sam.Reyes@GMail.com",
        "sam.reyes+mail@gmail.com",
        "samreyes@gmail.com",
        "sam.reyes@googlemail.com",
    ],
)
def test_it_is_caught_when_inviting_however_it_is_spelled(visit: Visit, cast: Cast, db: Session, address: str) -> None:
    answer = visit("dana").post(at(cast), {**GO, "address": address})

    assert answer.status_code == 422
    assert SENTENCE in answer.text.replace("&#39;", "'")
    assert inviting.mails(db) == []


@pytest.mark.usefixtures("_sams_address_is_known")
def test_it_is_caught_when_the_address_was_already_there(
    visit: Visit, cast: Cast, database: Database, db: Session
) -> None:
    with database.writing() as writing:
        move_to(inviting.member(writing, cast, "theo").person, "sam.reyes@gmail.com")
        writing.commit()

    assert visit("dana").post(at(cast), GO).status_code == 422
    assert inviting.mails(db) == []


def test_the_address_of_the_loved_one_as_a_person_is_caught_too(visit: Visit, cast: Cast, database: Database) -> None:
    with database.writing() as db:
        move_to(inviting.member(db, cast, "sam").person, "sam@example.org")
        db.commit()

    assert visit("dana").post(at(cast), {**GO, "address": "SAM@example.org"}).status_code == 422


@pytest.mark.usefixtures("_sams_address_is_known")
def test_a_code_by_phone_needs_no_address(visit: Visit, cast: Cast) -> None:
    assert visit("dana").post(at(cast), {**GO, "way": "code"}).status_code == 303


@pytest.mark.usefixtures("_sams_address_is_known")
def test_the_recorded_choice_to_tell_beforehand_lifts_it(
    visit: Visit, cast: Cast, database: Database, db: Session
) -> None:
    with database.writing() as writing:
        inviting.family(writing, cast).loved_one_learns = "told_beforehand"
        writing.commit()

    assert visit("dana").post(at(cast), {**GO, "address": "sam.reyes@gmail.com"}).status_code == 303
    assert len(inviting.mails(db)) == 1


@pytest.mark.usefixtures("_sams_address_is_known")
def test_after_the_day_it_is_lifted(visit: Visit, cast: Cast, database: Database) -> None:
    with database.writing() as writing:
        inviting.family(writing, cast).day_at = clock.now() - timedelta(days=1)
        writing.commit()

    assert visit("dana").post(at(cast), {**GO, "address": "sam.reyes@gmail.com"}).status_code == 303


@pytest.mark.parametrize("model", ["arise"], indirect=True)
@pytest.mark.usefixtures("_sams_address_is_known")
def test_where_nothing_is_a_surprise_nothing_is_caught(visit: Visit, cast: Cast) -> None:
    assert visit("dana").post(at(cast), {**GO, "address": "sam.reyes@gmail.com"}).status_code == 303


@pytest.mark.usefixtures("_sams_address_is_known")
def test_other_peoples_dots_are_their_own(visit: Visit, cast: Cast) -> None:
    assert visit("dana").post(at(cast), {**GO, "address": "sam.rey.es@example.org"}).status_code == 303
