"""Guessing ends soon, and never keeps out whose account it is; broken, the same checks fail."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from familyplan.access import service as access
from familyplan.access.throttle import guards as throttle_guards
from familyplan.access.throttle import service
from familyplan.access.throttle.records import Tries
from familyplan.demo.cast import Cast
from familyplan.kernel import clock, whence
from familyplan.kernel.db import Database
from familyplan.kernel.errors import Wait
from familyplan.upkeep.tick import tick
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
WORDS = "four quiet river stones"
DANA = "dana@linden.example"
HERE, ELSEWHERE = service.Try("password", DANA, "192.0.2.1"), service.Try("password", DANA, "192.0.2.2")


@pytest.fixture(autouse=True)
def _dana_has_a_password_and_time_stands(database: Database, cast: Cast) -> None:
    with database.writing() as db:
        access.set_password(db, cast.dana, access._hasher.hash(WORDS))  # noqa: SLF001  the tests' own cheap one
    clock.stand_at(clock.now())


def later(**time: float) -> None:
    clock.stand_at(clock.now() + timedelta(**time))


def guess(visitor: Visitor, address: str = DANA, password: str = "wrong words here") -> Any:  # noqa: S107  nobody's
    return visitor.post("/sign-in", {"address": address, "password": password})


def guessed(visit: Visit, times: int, address: str = DANA) -> list[int]:
    return [guess(visit(""), address).status_code for _time in range(times)]


@pytest.mark.parametrize("address", [DANA, "nobody@linden.example"])
def test_after_five_wrong_ones_a_place_waits_in_the_same_words_whoever_it_is(visit: Visit, address: str) -> None:
    assert guessed(visit, 6, address) == [422] * 5 + [429]

    waits = guess(visit(""), address)
    assert waits.headers["retry-after"] == "30"
    assert "That was tried often just now. Please wait a minute, then try again." in waits.text


def test_a_try_that_waits_is_not_even_checked_and_waiting_ends(visit: Visit) -> None:
    guessed(visit, 5)
    assert guess(visit(""), password=WORDS).status_code == 429

    later(seconds=31)
    assert guess(visit(""), password=WORDS).status_code == 303


def test_the_wait_doubles_and_is_never_longer_than_a_quarter_of_an_hour() -> None:
    waits = [service.HERE.wait(count).total_seconds() for count in range(4, 14)]

    assert waits == [0, 30, 60, 120, 240, 480, 900, 900, 900, 900]
    assert service.HERE.wait(10**9) == timedelta(minutes=15)


def test_what_waits_is_not_counted(database: Database) -> None:
    for _time in range(5):
        service.attempt(database, HERE)
    for _time in range(50):
        with pytest.raises(Wait):
            service.attempt(database, HERE)
    later(seconds=31)

    service.attempt(database, HERE)


def test_another_place_is_not_held_up(database: Database) -> None:
    for _time in range(5):
        service.attempt(database, HERE)

    service.attempt(database, ELSEWHERE)


def test_many_places_slow_down_every_browser_that_is_not_known_but_not_the_one_that_is(database: Database) -> None:
    for number in range(service.EVERYWHERE.free):
        service.attempt(database, service.Try("password", DANA, f"198.51.100.{number}"))
    with pytest.raises(Wait):
        service.attempt(database, ELSEWHERE)

    service.attempt(database, service.Try("password", DANA, "192.0.2.2", known="her own browser"))
    later(minutes=1, seconds=1)
    service.attempt(database, ELSEWHERE)  # and an unknown one never waits for more than a minute at a time


def test_one_place_that_tries_many_accounts_waits_too(database: Database) -> None:
    for number in range(service.PLACE.free):
        service.attempt(database, service.Try("password", f"{number}@linden.example", "192.0.2.1"))

    with pytest.raises(Wait):
        service.attempt(database, service.Try("password", "one-more@linden.example", "192.0.2.1"))


def known_at(visit: Visit, cast: Cast) -> str:
    """The cookie of a browser in which Dana signed in wholly, as a demo's link does; here drawn by the same code."""
    number = "0123456789abcdef" * 2
    return f"{number}.{throttle_guards._mark(number, DANA)}"  # noqa: SLF001  the number is drawn, the mark is ours


def test_a_browser_that_signed_in_before_gets_in_while_its_place_is_full_of_guesses(visit: Visit, cast: Cast) -> None:
    guessed(visit, 6)
    dana = visit("")
    dana.cookies["known"] = known_at(visit, cast)

    assert guess(dana, password=WORDS).status_code == 303


def test_it_has_five_tries_itself(visit: Visit, cast: Cast) -> None:
    dana = visit("")
    dana.cookies["known"] = known_at(visit, cast)

    assert [guess(dana).status_code for _time in range(6)] == [422] * 5 + [429]


@pytest.mark.parametrize("planted", ["", "x", "0123456789abcdef" * 2, "0123456789abcdef" * 2 + "." + "f" * 32])
def test_nobody_makes_such_a_cookie_up(visit: Visit, planted: str) -> None:
    guessed(visit, 5)
    guesser = visit("")
    guesser.cookies["known"] = planted

    assert guess(guesser).status_code == 429


def test_the_cookie_of_one_account_is_worth_nothing_at_another(visit: Visit, cast: Cast) -> None:
    guessed(visit, 5, "olga@linden.example")
    guesser = visit("")
    guesser.cookies["known"] = known_at(visit, cast)

    assert guess(guesser, "olga@linden.example").status_code == 429


def test_a_forged_address_changes_nothing(visit: Visit) -> None:
    guesser = visit("")
    for number in range(6):
        form = {"_csrf_token": guesser.token, "address": DANA, "password": "wrong words here"}
        answer = guesser.ask("POST", "/sign-in", headers={"x-forwarded-for": f"203.0.113.{number}"}, data=form)

    assert answer.status_code == 429


def scope(peer: str, *forwarded: str) -> dict[str, Any]:
    return {"client": (peer, 1), "headers": [(b"x-forwarded-for", each.encode()) for each in forwarded]}


@pytest.mark.parametrize(
    ("asked", "proxies", "told"),
    [
        (scope("192.0.2.9", "203.0.113.1"), (), "192.0.2.9"),
        (scope("192.0.2.9", "203.0.113.1"), ("10.0.0.1",), "192.0.2.9"),
        (scope("10.0.0.1", "203.0.113.1"), ("10.0.0.1",), "203.0.113.1"),
        (scope("10.0.0.1", "1.2.3.4, 203.0.113.1"), ("10.0.0.1",), "203.0.113.1"),
        (scope("10.0.0.1", "1.2.3.4", "203.0.113.1"), ("10.0.0.1",), "203.0.113.1"),
        (scope("10.0.0.1"), ("10.0.0.1",), "10.0.0.1"),
        (scope("10.0.0.1", "rubbish"), ("10.0.0.1",), "10.0.0.1"),
    ],
)
def test_only_a_named_proxy_says_for_whom_it_asks(asked: dict[str, Any], proxies: tuple[str, ...], told: str) -> None:
    assert whence.client(asked, proxies) == told


def test_one_household_is_one_place_also_where_it_has_many_addresses() -> None:
    assert service.place("2001:db8:1:2::5") == service.place("2001:db8:1:2:aaaa::9") != service.place("2001:db8:1:3::5")
    assert service.place("::ffff:192.0.2.1") == service.place("192.0.2.1")


def test_of_many_guesses_at_the_same_moment_each_is_counted(database: Database) -> None:
    def one(_number: int) -> bool:
        try:
            service.attempt(database, HERE)
        except Wait:
            return False
        return True

    with ThreadPoolExecutor(20) as together:
        through = list(together.map(one, range(20)))

    assert sum(through) == service.HERE.free


def test_signing_in_takes_back_what_was_counted(visit: Visit, database: Database) -> None:
    guessed(visit, 4)
    guess(visit(""), password=WORDS)

    assert guessed(visit, 5) == [422] * 5


def test_what_is_kept_names_nobody_and_goes_after_a_day(visit: Visit, database: Database) -> None:
    guessed(visit, 1)
    with database.reading() as db:
        kept = db.scalars(select(Tries)).all()
        assert {len(each.about) for each in kept} == {32}
        assert not any(DANA.encode() in each.about for each in kept)
    later(hours=24, seconds=1)
    tick(database)

    with database.reading() as db:
        assert db.scalars(select(Tries)).all() == []


def test_a_clock_that_was_set_back_keeps_nobody_out(database: Database) -> None:
    for _time in range(5):
        service.attempt(database, HERE)
    later(days=-3)

    service.attempt(database, HERE)


# Controls: with the protection broken, the same checks fail.


def test_control_a_count_that_is_undone_with_the_refusal_stops_nobody(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "attempt", lambda _database, _tried: None)

    assert guessed(visit, 6) == [422] * 6


def test_control_a_header_that_is_believed_gives_a_new_place_each_time(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whence, "client", lambda scope, _proxies: dict(scope["headers"])[b"x-forwarded-for"].decode())
    guesser, seen = visit(""), []
    form = {"_csrf_token": "", "address": DANA, "password": "wrong words here"}
    monkeypatch.setattr("familyplan.kernel.csrf.belongs", lambda _sent, _bearer: True)
    for number in range(6):
        sent = {"x-forwarded-for": f"203.0.113.{number}"}
        seen.append(guesser.ask("POST", "/sign-in", headers=sent, data=form).status_code)

    assert seen == [422] * 6


def test_control_without_the_cookie_dana_would_be_kept_out(
    visit: Visit, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle_guards, "known", lambda _request, _about: "")
    guessed(visit, 6)
    dana = visit("")
    dana.cookies["known"] = known_at(visit, cast)

    assert guess(dana, password=WORDS).status_code == 429
