"""/confirm: staff show once more who they are, in the session that they hold."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from familyplan.access import service
from familyplan.access.sessions.records import SignedIn
from familyplan.demo.cast import Cast
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from tests.visitor import Visitor

WORDS = "four quiet river stones"
EARLY = datetime(2026, 5, 12, 6, 0, tzinfo=UTC)
LATER = EARLY + timedelta(hours=3)


@pytest.fixture
def dana(database: Database, cast: Cast, visit: Callable[[str], Visitor]) -> Visitor:
    """Dana, with a password, signed in since early this morning; it is later now."""
    clock.stand_at(EARLY)
    with database.writing() as db:
        service.set_password(db, cast.dana, service.hashed(WORDS))
    dana = visit("dana")
    clock.stand_at(LATER)
    return dana


def confirmed(database: Database, cast: Cast) -> list[datetime | None]:
    with database.reading() as db:
        here = select(SignedIn.confirmed_at).where(SignedIn.person_id == cast.dana.id, SignedIn.ended_at.is_(None))
        return list(db.scalars(here.order_by(SignedIn.started_at)))


def test_the_password_confirms_this_session_and_leads_back(
    database: Database, cast: Cast, dana: Visitor, visit: Callable[[str], Visitor]
) -> None:
    clock.stand_at(EARLY + timedelta(minutes=1))
    visit("dana")
    clock.stand_at(LATER)
    answer = dana.post("/confirm", {"password": WORDS, "next": "/engagements"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/engagements")
    assert confirmed(database, cast) == [LATER, EARLY + timedelta(minutes=1)]
    assert dana.post("/confirm", {"password": WORDS}).status_code == 303


@pytest.mark.parametrize("typed", ["", "not these", WORDS + " "])
def test_another_password_confirms_nothing_and_keeps_the_way_on(
    database: Database, cast: Cast, dana: Visitor, typed: str
) -> None:
    answer = dana.post("/confirm", {"password": typed, "next": "/engagements"})

    assert answer.status_code == 422
    assert "That is not your password." in answer.text
    assert 'name="next" value="/engagements"' in answer.text
    assert WORDS not in answer.text
    assert "not these" not in answer.text
    assert confirmed(database, cast) == [EARLY]


def test_whoever_has_no_password_confirms_nothing(visit: Callable[[str], Visitor]) -> None:
    assert visit("priya").post("/confirm", {"password": ""}).status_code == 422


def test_it_never_leads_elsewhere(dana: Visitor) -> None:
    assert 'value="/"' in dana.get("/confirm?next=//elsewhere.example").text
    answer = dana.post("/confirm", {"password": WORDS, "next": "https://elsewhere.example"})
    assert answer.headers["location"] == "/"


def test_a_family_is_not_asked(visit: Callable[[str], Visitor]) -> None:
    assert visit("maria").get("/confirm").status_code == 403
    assert visit("maria").post("/confirm", {"password": WORDS}).status_code == 403


@pytest.mark.usefixtures("dana")
def test_signing_in_by_password_counts_as_confirmed(
    database: Database, cast: Cast, visit: Callable[[str], Visitor]
) -> None:
    assert visit("").post("/sign-in", {"address": "dana@linden.example", "password": WORDS}).status_code == 303
    assert confirmed(database, cast) == [EARLY, LATER]
