"""/confirm: staff show once more who they are, in the session that they hold."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from familyplan.access.sessions.records import SignedIn
from familyplan.demo.cast import Cast
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from tests.access.second_steps import WORDS, Phone, equip, half_in
from tests.visitor import Visitor

EARLY = datetime(2026, 5, 12, 6, 0, tzinfo=UTC)
LATER = EARLY + timedelta(minutes=25)
HER_PHONE = Phone("")  # what the fixture sets up


@pytest.fixture
def dana(database: Database, cast: Cast, visit: Callable[[str], Visitor]) -> Visitor:
    """Dana, with a password and her phone, signed in since early this morning; it is later now."""
    clock.stand_at(EARLY)
    HER_PHONE.secret = equip(database, cast.dana)[0].secret
    dana = visit("dana")
    clock.stand_at(LATER)
    return dana


def confirmed(database: Database, cast: Cast) -> list[datetime | None]:
    with database.reading() as db:
        here = select(SignedIn.confirmed_at).where(SignedIn.person_id == cast.dana.id, SignedIn.ended_at.is_(None))
        return list(db.scalars(here.order_by(SignedIn.started_at)))


def test_password_and_numbers_confirm_this_session_and_lead_back_under_a_new_token(
    database: Database, cast: Cast, dana: Visitor, visit: Callable[[str], Visitor]
) -> None:
    clock.stand_at(EARLY + timedelta(minutes=1))
    visit("dana")
    clock.stand_at(LATER)
    before = dana.cookies["session"]
    answer = dana.post("/confirm", {"password": WORDS, "code": HER_PHONE.code(), "next": "/engagements"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/engagements")
    assert confirmed(database, cast) == [EARLY + timedelta(minutes=1), LATER]
    assert dana.cookies["session"] != before
    assert dana.get("/engagements").status_code == 200


@pytest.mark.parametrize("typed", ["", "not these", WORDS + " "])
def test_another_password_confirms_nothing_and_keeps_the_way_on(
    database: Database, cast: Cast, dana: Visitor, typed: str
) -> None:
    answer = dana.post("/confirm", {"password": typed, "code": HER_PHONE.code(), "next": "/engagements"})

    assert answer.status_code == 422
    assert "That password and those numbers do not fit." in answer.text
    assert 'name="next" value="/engagements"' in answer.text
    assert WORDS not in answer.text
    assert "not these" not in answer.text
    assert confirmed(database, cast) == [EARLY]


@pytest.mark.parametrize("code", ["", "wrong"])
def test_the_password_alone_confirms_nothing_and_gets_the_same_words(
    database: Database, cast: Cast, dana: Visitor, code: str
) -> None:
    answer = dana.post("/confirm", {"password": WORDS, "code": code})

    assert answer.status_code == 422
    assert "That password and those numbers do not fit." in answer.text
    assert confirmed(database, cast) == [EARLY]


def test_numbers_that_came_with_a_wrong_password_stay_good(dana: Visitor) -> None:
    dana.post("/confirm", {"password": "not these", "code": HER_PHONE.code()})

    assert dana.post("/confirm", {"password": WORDS, "code": HER_PHONE.code()}).status_code == 303


def test_whoever_has_no_password_confirms_nothing(visit: Callable[[str], Visitor]) -> None:
    assert visit("priya").post("/confirm", {"password": ""}).status_code == 422


def test_it_never_leads_elsewhere(dana: Visitor) -> None:
    assert 'value="/"' in dana.get("/confirm?next=//elsewhere.example").text
    answer = dana.post("/confirm", {"password": WORDS, "code": HER_PHONE.code(), "next": "https://elsewhere.example"})
    assert answer.headers["location"] == "/"


def test_a_family_is_not_asked(visit: Callable[[str], Visitor]) -> None:
    assert visit("maria").get("/confirm").status_code == 403
    assert visit("maria").post("/confirm", {"password": WORDS}).status_code == 403


@pytest.mark.usefixtures("dana")
def test_signing_in_by_both_counts_as_confirmed_and_the_password_alone_does_not(
    database: Database, cast: Cast, visit: Callable[[str], Visitor]
) -> None:
    nobody = half_in(visit(""))
    assert confirmed(database, cast) == [EARLY, None]
    nobody.post("/sign-in/factor", {"code": HER_PHONE.code()})
    assert confirmed(database, cast) == [EARLY, LATER]
