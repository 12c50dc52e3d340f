"""Leaving: the quick exit, signing out, and ending a session elsewhere."""

from collections.abc import Callable

import pytest

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


def test_one_ends_ones_own_sessions_and_nobody_elses(visit: Callable[[str], Visitor]) -> None:
    phone, tablet, luis = visit("maria"), visit("maria"), visit("luis")
    page = phone.get("/sessions").text
    ids = [part.split("/")[0] for part in page.split('action="/sessions/')[1:]]

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
