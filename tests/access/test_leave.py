"""Leaving: the quick exit, signing out, and ending a session elsewhere."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from familyplan.access.leaving import pages as leaving
from familyplan.kernel.db import Database
from familyplan.kernel.errors import NotNow
from tests.visitor import Visitor


@pytest.mark.parametrize(("path", "status"), [("/exit", 200), ("/sign-out", 303)])
def test_it_ends_the_session_for_good(visit: Callable[[str], Visitor], path: str, status: int) -> None:
    maria = visit("maria")
    kept = dict(maria.cookies)
    answer = maria.post(path)
    maria.cookies = kept

    assert answer.status_code == status
    assert answer.headers["clear-site-data"]
    assert maria.get("/sessions").status_code == 303


def test_the_way_out_leads_elsewhere_and_needs_nobody_signed_in(visit: Callable[[str], Visitor]) -> None:
    answer = visit("").post("/exit")

    assert answer.status_code == 200
    assert 'http-equiv="refresh" content="0;url=https://' in answer.text


def test_the_page_is_honest_about_its_limits(visit: Callable[[str], Visitor]) -> None:
    assert "It can't clear the phone's own history." in visit("").get("/exit").text


def signed_in(visitor: Visitor, kept: dict[str, str]) -> bool:
    """Whether the session that a browser had before still opens anything."""
    visitor.cookies = dict(kept)
    status: int = visitor.get("/sessions").status_code
    return status == 200


def taken_back(answer: Any) -> set[str]:
    """The cookies that an answer ends at once."""
    lines = answer.headers.get_list("set-cookie")
    return {line.partition("=")[0] for line in lines if re.search(r'="";.*\bMax-Age=0\b', line, re.IGNORECASE)}


BOTH = {"session", "visitor"}


PRESSED = {"sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


def test_the_plain_link_ends_the_session_and_leads_away_in_one_step(visit: Callable[[str], Visitor]) -> None:
    maria = visit("maria")
    kept = dict(maria.cookies)
    answer = maria.ask("GET", "/exit", headers=PRESSED)

    assert (answer.status_code, answer.headers["location"]) == (303, "https://www.weather.gov")
    assert answer.headers["clear-site-data"]
    assert taken_back(answer) == BOTH
    assert not signed_in(maria, kept)


ELSEWHERE = [
    {},  # a browser that does not say
    {**PRESSED, "sec-fetch-site": "none"},  # typed, or from a mail
    {**PRESSED, "sec-fetch-site": "cross-site"},
    {**PRESSED, "sec-fetch-dest": "image"},
    {**PRESSED, "sec-purpose": "prefetch;prerender"},
    {**PRESSED, "purpose": "prefetch"},
]


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_only_a_link_that_was_pressed_here_ends_anything(
    visit: Callable[[str], Visitor], headers: dict[str, str]
) -> None:
    maria = visit("maria")
    kept = dict(maria.cookies)
    answer = maria.ask("GET", "/exit", headers=headers)

    assert answer.status_code == 200
    assert 'action="/exit"' in answer.text
    assert signed_in(maria, kept)


def test_control_a_link_from_anywhere_would_be_seen(
    visit: Callable[[str], Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaving, "ours", lambda _headers: True)
    maria = visit("maria")
    kept = dict(maria.cookies)
    maria.ask("GET", "/exit", headers={**PRESSED, "sec-fetch-site": "cross-site"})

    assert not signed_in(maria, kept)


@pytest.mark.parametrize(("headers", "stays"), [({"sec-fetch-site": "same-origin"}, False), ({}, True)])
def test_an_older_page_of_ours_can_be_left_too(
    visit: Callable[[str], Visitor], headers: dict[str, str], *, stays: bool
) -> None:
    """Its form token is of a session before this one: refused, but the person is gone all the same."""
    maria = visit("maria")
    kept = dict(maria.cookies)
    answer = maria.ask("POST", "/exit", data={"_csrf_token": visit("luis").token}, headers=headers)

    assert answer.status_code == 403
    assert ('http-equiv="refresh"' in answer.text) is not stays
    assert signed_in(maria, kept) is stays


@pytest.mark.parametrize(("path", "status"), [("/exit", 200), ("/sign-out", 303)])
def test_a_store_that_takes_nothing_keeps_nobody_here(
    visit: Callable[[str], Visitor], monkeypatch: pytest.MonkeyPatch, path: str, status: int
) -> None:
    maria = visit("maria")
    token = maria.token

    def full(_database: Database) -> None:
        raise NotNow

    monkeypatch.setattr(Database, "writing", full)
    answer = maria.ask("POST", path, data={"_csrf_token": token})

    assert answer.status_code == status
    assert taken_back(answer) == BOTH


def test_nobody_is_given_a_cookie_on_the_way_out(visit: Callable[[str], Visitor]) -> None:
    stranger = visit("")
    stranger.get("/sign-in")
    assert set(stranger.cookies) == {"visitor"}
    answer = stranger.post("/exit")

    assert taken_back(answer) == BOTH
    assert len(answer.headers.get_list("set-cookie")) == len(BOTH)


def test_what_stays_is_said_before_anything_is_written_and_to_anybody(visit: Callable[[str], Visitor]) -> None:
    page = visit("").get("/way-out").text

    assert "It can't clear the phone's own history." in page.replace("&#39;", "'")
    assert "A history that is empty can be noticed too." in page
    assert "private window" in page
    for path in ("/phone", "/"):
        assert 'href="/way-out"' in visit("maria").get(path).text


def test_one_ends_ones_own_sessions_and_nobody_elses(visit: Callable[[str], Visitor]) -> None:
    phone, tablet, luis = visit("maria"), visit("maria"), visit("luis")
    page = phone.get("/sessions").text
    ids = re.findall(r'action="/sessions/([0-9a-f-]{36})/ending"', page)

    assert len(ids) == 1
    assert luis.post(f"/sessions/{ids[0]}/ending").status_code == 404
    phone.post(f"/sessions/{ids[0]}/ending")
    assert tablet.get("/sessions").status_code == 303
    assert phone.get("/sessions").status_code == 200


@pytest.mark.parametrize(
    "target", ["//evil.example", "/\\evil.example", "https:evil.example", "/x\r\nset-cookie: a=b", "evil"]
)
def test_the_way_on_stays_here(visit: Callable[[str], Visitor], target: str) -> None:
    page = visit("").ask("GET", "/sign-in", params={"next": target}).text

    assert 'name="next" value="/"' in page
