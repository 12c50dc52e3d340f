"""POST /sign-in: staff come in by password."""

from collections.abc import Callable

import pytest

from familyplan.access import service
from familyplan.demo.cast import Cast
from familyplan.kernel.db import Database
from tests.visitor import Visitor

WORDS = "four quiet river stones"


@pytest.fixture
def _dana_has_a_password(database: Database, cast: Cast) -> None:
    with database.writing() as db:
        service.set_password(db, cast.dana, service.hashed(WORDS))


@pytest.mark.usefixtures("_dana_has_a_password")
def test_it_lets_dana_half_in_and_changes_the_token(visit: Callable[[str], Visitor]) -> None:
    nobody = visit("")
    nobody.cookies["session"] = "planted-by-somebody-else"
    answer = nobody.post("/sign-in", {"address": "DANA@linden.example ", "password": WORDS})

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in/factor")
    assert nobody.cookies["session"] != "planted-by-somebody-else"
    assert "Two steps, from now on" in nobody.get("/sign-in/factor").text


@pytest.mark.usefixtures("_dana_has_a_password")
@pytest.mark.parametrize("address", ["dana@linden.example", "nobody@linden.example"])
def test_a_wrong_pair_gets_the_same_words_and_keeps_the_address(visit: Callable[[str], Visitor], address: str) -> None:
    answer = visit("").post("/sign-in", {"address": address, "password": "not these"})

    assert answer.status_code == 422
    assert "That address and password do not belong together." in answer.text
    assert f'value="{address}"' in answer.text


@pytest.mark.usefixtures("_dana_has_a_password")
def test_the_way_on_is_kept_for_after_the_second_step(visit: Callable[[str], Visitor]) -> None:
    sent = {"address": "dana@linden.example", "password": WORDS, "next": "/engagements?page=2"}
    way = visit("").post("/sign-in", sent).headers["location"]

    assert way == "/sign-in/factor?next=/engagements%3Fpage%3D2"
