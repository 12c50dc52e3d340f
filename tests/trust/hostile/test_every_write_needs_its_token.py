"""Every write, from a page that is not ours or with a token that is not this session's: 403, and nothing is done."""

from typing import Any

import pytest

from familyplan.app import routes
from familyplan.kernel import csrf
from tests.reach.conftest import Stand
from tests.reach.table import ROUTES
from tests.reach.world import World
from tests.trust.hostile.asked import address
from tests.visitor import Visitor

WRITES = [route for route in ROUTES if not route.startswith("GET")]
LEAVES = "POST /exit"  # goes on from any page of ours, also from an old one: tests/access/test_leave.py
FORGED: dict[str, dict[str, Any]] = {
    "no token": {"data": {"x": "y"}},
    "an empty body": {},
    "an invented token": {"data": {"_csrf_token": "0" * 64}},
    "an evil origin": {"data": {"_csrf_token": "{own}"}, "headers": {"origin": "https://zq.example"}},
    "an origin that begins like ours": {
        "data": {"_csrf_token": "{own}"},
        "headers": {"origin": "http://127.0.0.1:8000.zq.example"},
    },
    "a cross-site request": {"data": {"_csrf_token": "{own}"}, "headers": {"sec-fetch-site": "cross-site"}},
    "a same-site request": {"data": {"_csrf_token": "{own}"}, "headers": {"sec-fetch-site": "same-site"}},
    "another session's token": {"data": {"_csrf_token": "{other}"}},
    "a visitor's token": {"data": {"_csrf_token": "{visitor}"}},
    "another session's token by htmx": {
        "headers": {"x-csrftoken": "{other}", "hx-request": "true", "hx-target": "main"}
    },
    "text sent as plain": {
        "content": b"_csrf_token=1",
        "headers": {"content-type": "text/plain", "origin": "https://zq.example"},
    },
    "a token in the address": {"params": {"_csrf_token": "{own}"}},
}


@pytest.fixture
def tokens(stand: Stand) -> dict[str, str]:
    return {"other": stand("member").token, "visitor": stand("nobody").token}


def filled(what: dict[str, Any], tokens: dict[str, str]) -> dict[str, Any]:
    """What is sent, with the tokens that it names."""
    put = {
        name: {key: value.format(**tokens) for key, value in told.items()}
        for name, told in what.items()
        if name != "content"
    }
    return put | {name: told for name, told in what.items() if name == "content"}


def forge(visitor: Visitor, route: str, world: World, what: dict[str, Any], tokens: dict[str, str]) -> Any:
    method, path = route.split(" ")
    return visitor.ask(method, address(world, path), **filled(what, {**tokens, "own": visitor.token}))


@pytest.mark.parametrize("how", FORGED)
@pytest.mark.parametrize("column", ["writer", "lead"])
def test_it_is_turned_away(stand: Stand, world: World, tokens: dict[str, str], column: str, how: str) -> None:
    visitor = stand(column)
    answers = {route: forge(visitor, route, world, FORGED[how], tokens) for route in WRITES if route != LEAVES}

    assert {route: answer.status_code for route, answer in answers.items() if answer.status_code != 403} == {}


def test_leaving_from_elsewhere_ends_nothing(stand: Stand, world: World, tokens: dict[str, str]) -> None:
    visitor = stand("writer")
    for how in ("an evil origin", "a cross-site request", "a same-site request", "an origin that begins like ours"):
        assert forge(visitor, LEAVES, world, FORGED[how], tokens).status_code == 403
    assert visitor.get("/sessions").status_code == 200


def test_every_write_of_the_program_was_asked(stand: Stand) -> None:
    rows = routes.table(stand("nobody").client.app)

    assert {f"{row['method']} {row['path']}" for row in rows if row["method"] != "GET"} == set(WRITES)


@pytest.mark.parametrize(
    ("name", "how"),
    [("belongs", "no token"), ("belongs", "another session's token"), ("from_our_page", "an evil origin")],
)
def test_control_without_the_check_the_same_is_let_through(
    stand: Stand, world: World, tokens: dict[str, str], monkeypatch: pytest.MonkeyPatch, name: str, how: str
) -> None:  # fmt: skip
    monkeypatch.setattr(csrf, name, lambda *_any: True)

    assert forge(stand("writer"), "POST /phone", world, FORGED[how], tokens).status_code != 403
