"""GET and POST /sign-in: what is shown first, and what stays in sight after a try."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from familyplan.access import service
from familyplan.demo.cast import Cast
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from tests.access.second_steps import WORDS, equip, half_in
from tests.visitor import Visitor

ENDED = "You have been signed out here."
FAMILY, STAFF = "Were you invited?", "Do you work here?"


def test_families_come_first_in_a_browser_that_nobody_knows(visit: Callable[[str], Visitor]) -> None:
    page = visit("").get("/sign-in").text

    assert 0 < page.index(FAMILY) < page.index(STAFF)


def test_staff_come_first_where_one_of_them_signed_in_before(
    visit: Callable[[str], Visitor], database: Database, cast: Cast
) -> None:
    phone, _codes = equip(database, cast.dana)
    dana = half_in(visit(""))
    dana.post("/sign-in/factor", {"code": phone.code()})
    dana.post("/sign-out")
    page = dana.get("/sign-in").text

    assert 0 < page.index(STAFF) < page.index(FAMILY)


def test_after_a_wrong_password_only_that_way_stands_there_and_the_way_on_is_kept(
    visit: Callable[[str], Visitor],
) -> None:
    sent = {"address": "dana@linden.example", "password": WORDS + "?", "next": "/lessons"}
    page = visit("").post("/sign-in", sent).text

    assert FAMILY not in page
    assert 'name="next" value="/lessons"' in page
    assert "another way in" in page


@pytest.mark.parametrize("who", ["dana", "maria"])
def test_whose_session_had_ended_reads_so(visit: Callable[[str], Visitor], who: str) -> None:
    here = visit(who)
    clock.stand_at(clock.now() + timedelta(hours=13))

    assert ENDED in here.get("/sign-in").text


def test_control_nobody_else_reads_so(visit: Callable[[str], Visitor], database: Database, cast: Cast) -> None:
    with database.writing() as db:
        service.set_password(db, cast.dana, service.hashed(WORDS))
    left = visit("maria")
    left.post("/sign-out")

    for here in (visit(""), half_in(visit("")), left):
        assert ENDED not in here.get("/sign-in").text
