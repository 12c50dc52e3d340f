"""Every answer carries the headers, also the ones that nobody meant to give."""

from collections.abc import Callable

import pytest

from tests.visitor import Visitor


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/sign-in", 200), ("GET", "/nothing-here", 404), ("DELETE", "/sign-in", 403), ("TRACE", "/sign-in", 403)],
)
def test_it_has_policy_and_no_store(visit: Callable[[str], Visitor], method: str, path: str, status: int) -> None:
    answer = visit("").ask(method, path)

    assert answer.status_code == status
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "server" not in answer.headers


def test_a_body_too_large_is_said_kindly(visit: Callable[[str], Visitor]) -> None:
    nobody = visit("")
    answer = nobody.post("/sign-in/links", {"email": "x" * 5_000_000})

    assert answer.status_code == 413
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "That is more than fits here." in answer.text


def test_a_static_file_may_be_kept_and_a_page_may_not(visit: Callable[[str], Visitor]) -> None:
    page = visit("").get("/sign-in").text
    sheet = page.split('rel="stylesheet" href="')[1].split('"')[0]

    assert "immutable" in visit("").get(sheet).headers["cache-control"]


def test_looking_signs_nobody_in_and_a_head_is_a_look(visit: Callable[[str], Visitor]) -> None:
    nobody = visit("")
    answer = nobody.ask("HEAD", "/sign-in")

    assert answer.status_code == 200
    assert answer.content == b""
    assert "session" not in nobody.cookies


def test_another_programs_odd_cookie_keeps_nobody_out(visit: Callable[[str], Visitor]) -> None:
    maria = visit("maria")
    cookie = f'a:b="x, y"; =; {{}}; session={maria.cookies["session"]}; z'

    assert maria.client.get("/sessions", headers={"cookie": cookie}).status_code == 200
