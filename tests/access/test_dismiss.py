"""POST /settings/people/ID/leaving and `accounts end`: whoever works here no more is out at once, by every way."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access import queries, service
from familyplan.access.practice import service as practice
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.demo.cast import Cast
from familyplan.journal.records import Entry
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.kernel.errors import Refusal
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
WORDS = "correct moss kettle orbit"


def at(cast: Cast, who: str = "cole") -> str:
    return f"/settings/people/{cast.person(who).id}/leaving"


def test_the_next_page_of_theirs_is_the_sign_in_and_the_password_no_longer_fits(
    visit: Visit, cast: Cast, database: Database
) -> None:
    cole, address = visit("cole"), cast.person("cole").address
    with database.writing() as db:
        service.set_password(db, db.get_one(Person, cast.person("cole").id), service.hashed(WORDS))
    cole = visit("cole")
    assert cole.get("/").status_code == 200
    form = {"address": address, "password": WORDS}
    assert visit("").post("/sign-in", form).status_code == 303
    page = visit("olga").post(at(cast), htmx="people").text

    assert "cannot sign in any more. What they wrote stays." in page
    assert cole.get("/").headers["location"] == "/sign-in"
    assert cole.ask("GET", "/engagements", headers={"hx-request": "true"}).status_code == 401
    assert visit("").post("/sign-in", form).status_code == 422
    assert f"/settings/people/{cast.person('cole').id}/" not in visit("olga").get("/settings").text


def test_a_set_up_link_that_waits_lets_nobody_in(visit: Visit, cast: Cast, database: Database) -> None:
    with database.writing() as db:
        token = practice.send_set_up(db, db.get_one(Person, cast.person("cole").id))
    visit("olga").post(at(cast))

    assert visit("").post(f"/sign-in/{token}", {"password": WORDS}).status_code == 410


def test_it_is_noted_once_also_when_pressed_twice(visit: Visit, cast: Cast, db: Session) -> None:
    olga = visit("olga")
    assert [olga.post(at(cast)).status_code for _time in range(2)] == [303, 303]

    assert len(db.scalars(select(Entry).where(Entry.act == "person.dismissed")).all()) == 1


def test_the_only_owner_stays_and_is_told_why(visit: Visit, cast: Cast) -> None:
    olga = visit("olga")
    answer = olga.post(at(cast, "olga"))

    assert answer.status_code == 422
    assert "This is the only owner." in answer.text
    assert olga.get("/settings").status_code == 200


def test_an_owner_who_was_dismissed_does_not_count_as_another_owner(cast: Cast, database: Database) -> None:
    with database.writing() as db:
        other = service.employ(db, "Omar", "omar@linden.example", ("owner",), by=None)
        practice.dismiss(db, other, by=None)
    with database.session() as db, pytest.raises(Refusal):
        practice.dismiss(db, db.get_one(Person, cast.person("olga").id), by=None)


def test_whoever_comes_back_is_added_anew(visit: Visit, cast: Cast, database: Database) -> None:
    address = cast.person("cole").address
    visit("olga").post(at(cast))
    with database.writing() as db:
        service.employ(db, "Cole", address, ("counselor",), by=None)
        assert [one.disabled_at for one in queries.people_at(db, address, "staff")] == [None]


@pytest.mark.parametrize(("who", "status"), [("dana", 403), ("sol", 403), ("cole", 403), ("maria", 403)])
def test_nobody_but_an_owner_closes_the_door(visit: Visit, cast: Cast, who: str, status: int) -> None:
    assert visit(who).post(at(cast)).status_code == status


def test_it_asks_first_who_one_is(visit: Visit, cast: Cast, database: Database) -> None:
    olga = visit("olga")
    with database.writing() as db:
        for session in db.scalars(select(SignedIn).where(SignedIn.person_id == cast.person("olga").id)):
            session.confirmed_at = clock.now().replace(year=2001)

    assert olga.post(at(cast)).status_code == 403
    assert visit("cole").get("/").status_code == 200
