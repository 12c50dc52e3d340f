"""The rest of the matrix: what routes say of themselves, every block of a page, every method, how a 404 looks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from litestar import get
from litestar.testing import TestClient
from uuid_utils.compat import uuid7

from familyplan.access import guards
from familyplan.app import create_app, routes, wiring
from familyplan.kernel import templates, web
from familyplan.settings import Settings
from tests.reach.asking import PARAMETER, ask, at, body, ids_of, token_of
from tests.reach.conftest import Stand
from tests.reach.table import COLUMNS, ROUTES, expected
from tests.reach.test_reach import ALLOWED, READING, allowed, leaked, refused
from tests.reach.world import World

ROLES = {
    "writer": "family", "member": "family", "loved_one": "family", "lead": "interventionist",
    "counselor": "counselor", "unreleased": "counselor", "supervisor": "supervisor", "owner": "owner",
    "other_staff": "interventionist",
}  # fmt: skip
UNDECLARED = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
PATHS = sorted({route.split(" ")[1] for route in ROUTES})
SAFE_ONES = {"GET", "HEAD", "OPTIONS"}


def rows(client: TestClient[Any]) -> dict[str, dict[str, Any]]:
    return {f"{row['method']} {row['path']}": row for row in routes.table(client.app)}


def test_what_a_route_says_of_itself_is_what_the_table_says(client: TestClient[Any]) -> None:
    for route, row in rows(client).items():
        said = {column: "k" if role not in row["roles"] else "in" for column, role in ROLES.items()}
        letters = {column: "k" if expected(route, column) == "k" else "in" for column in ROLES}
        assert row["public"] == (expected(route, "nobody") != "s"), route
        assert row["public"] or said == letters, route
        assert row["changes"] == (row["method"] not in SAFE_ONES)


def test_roles_are_words_that_an_outside_script_knows(client: TestClient[Any]) -> None:
    known = guards.EVERY_STAFF | {"family", "anybody"}
    assert [row for row in routes.table(client.app) if not set(row["roles"]) <= known] == []
    assert [row for row in routes.table(client.app) if row["public"] and row["roles"] != ["anybody"]] == []


def test_erasing_and_holding_ask_for_a_step_up(client: TestClient[Any]) -> None:
    asking = {row["path"].rpartition("}/")[2] for row in routes.table(client.app) if row["confirmed"]}
    wanted = {"keeping/holds", "keeping/holds/lifting", "keeping/erasure", "keeping/erasure/agreement",
              "keeping/erasure/last-step", "other-page/openings"}  # fmt: skip
    assert wanted <= asking


@get("/said-by-nobody", sync_to_thread=False)
def said_by_nobody() -> str:
    """Say nothing about who may ask."""
    return ""


def test_a_program_with_a_route_that_says_nothing_does_not_start(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    handlers = wiring.handlers
    assert create_app(settings, None).routes

    monkeypatch.setattr(wiring, "handlers", lambda settings: [*handlers(settings), said_by_nobody])
    with pytest.raises(routes.SaysNotWho, match="GET /said-by-nobody says nothing about who may ask"):
        create_app(settings, None)


@contextmanager
def templates_shown(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Which templates pages were made from."""
    seen: list[str] = []
    page_html = web.page_html

    def spy(request: Any, template: str, *more: Any, **named: Any) -> str:
        seen.append(template)
        return page_html(request, template, *more, **named)

    with monkeypatch.context() as patched:
        patched.setattr(web, "page_html", spy)
        yield seen


def blocks_of(template: str) -> list[str]:
    """The blocks of a page and of what it extends: each could be asked for by htmx."""
    return sorted(templates.environment().get_template(template).blocks) if template else []


def blocks_at(stand: Stand, address: str, columns: list[str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    with templates_shown(monkeypatch) as seen:
        for column in columns[:1]:
            stand(column).get(address)
    return sorted({block for template in seen for block in blocks_of(template)} | {"content"})


@pytest.mark.parametrize("route", [route for route in READING if "uuid}" in route])
def test_no_block_of_a_page_says_more_than_the_page(
    stand: Stand, world: World, route: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = at(route.split(" ")[1], ids_of(world.reyes, route.split(" ")[1]))
    blocks = blocks_at(stand, address, allowed(route), monkeypatch)
    for column in [*allowed(route), *(column for column in refused(route) if expected(route, column) == "n")]:
        visitor = stand(column)
        for block in blocks:
            answer = visitor.get(address, htmx=block)
            assert answer.status_code in ALLOWED[expected(route, column)], (column, block)
            assert not leaked(column, answer, world), (column, block)


@pytest.mark.parametrize("route", [route for route in ROUTES if "n" in ROUTES[route] and "uuid}" in route])
def test_what_is_not_theirs_looks_like_what_is_not_there(stand: Stand, world: World, route: str) -> None:
    """A sibling's letter and a letter that never was are one answer, whole page and fragment."""
    path = route.split(" ")[1]
    mine = ids_of(world.reyes, path)
    nowhere = {name: str(uuid7()) if kind == "uuid" else mine[name] for name, kind in PARAMETER.findall(path)}
    for column in [column for column in refused(route) if expected(route, column) == "n"]:
        visitor = stand(column)
        for htmx in ("", "content"):
            answers = [ask(visitor, route, at(path, ids), world.reyes, htmx=htmx) for ids in (mine, nowhere)]
            assert [answer.status_code for answer in answers] == [404, 404], column
            assert body(answers[0]) == body(answers[1]), column


@pytest.mark.parametrize("path", [path for path in PATHS if "uuid}" in path])
def test_a_family_that_is_not_there_is_not_found_by_the_owner_either(stand: Stand, world: World, path: str) -> None:
    nowhere = {name: str(uuid7()) if kind == "uuid" else "x" for name, kind in PARAMETER.findall(path)}
    olga = stand("owner")
    for route in [one for one in ROUTES if one.split(" ")[1] == path and expected(one, "owner") == "o"]:
        assert ask(olga, route, at(path, nowhere), world.reyes).status_code == 404


@pytest.mark.parametrize("path", PATHS)
def test_a_method_that_no_route_declares_does_nothing_and_tells_nothing(stand: Stand, world: World, path: str) -> None:
    address = at(path, ids_of(world.reyes, path))
    ids = ids_of(world.reyes, path)
    nowhere = at(path, ids | {name: str(uuid7()) for name, kind in PARAMETER.findall(path) if kind == "uuid"})
    methods = [method for method in UNDECLARED if f"{method} {path}" not in ROUTES]
    for column in ("writer", "other_staff"):
        visitor = stand(column)
        for method in methods:
            answers = [ask(visitor, f"{method} {path}", one, world.reyes) for one in (address, nowhere)]
            assert {answer.status_code for answer in answers} <= {204, 403, 404, 405}, (column, method)
            assert answers[0].status_code == answers[1].status_code, (column, method)
            assert not leaked(column, answers[0], world), (column, method)


@pytest.mark.parametrize("route", [route for route in ROUTES if route.startswith("POST") and "uuid}" in route])
def test_a_field_that_names_a_method_changes_nothing(stand: Stand, world: World, route: str) -> None:
    path = route.split(" ")[1]
    for column in [column for column in refused(route) if column not in ("nobody", "unreleased")][:1]:
        visitor, address = stand(column), at(path, ids_of(world.reyes, path))
        plain = ask(visitor, route, address, world.reyes)
        for method in ("DELETE", "GET"):
            form = {"_csrf_token": token_of(visitor), "_method": method}
            sent = visitor.ask("POST", address, data=form, headers={"x-http-method-override": method})
            assert (sent.status_code, body(sent)) == (plain.status_code, body(plain)), (column, method)


def test_the_columns_are_ten_kinds_of_people() -> None:
    assert len(COLUMNS) == len(set(COLUMNS)) == 10
    assert {len(letters.replace(" ", "")) for letters in ROUTES.values()} == {10}


def careless_gather(world: World) -> Callable[..., Any]:
    gather = web._gather  # noqa: SLF001  the place where a page's things are asked for

    def for_the_lead(db: Any, request: Any, answer: Any) -> Any:
        if web.by_htmx(request):
            request.scope["user"] = world.reyes.cast.dana
        return gather(db, request, answer)

    return for_the_lead


def test_a_fragment_that_skips_reach_is_seen_by_the_words_that_it_lets_out(
    stand: Stand, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A planted bug: what htmx asks for is gathered as the lead would see it."""
    address = at("/engagements/{engagement_id:uuid}/pause", ids_of(world.reyes, ""))
    priya = stand("other_staff")
    assert leaked("other_staff", priya.get(address, htmx="content"), world) == set()

    monkeypatch.setattr(web, "_gather", careless_gather(world))
    assert "family_name" in leaked("other_staff", priya.get(address, htmx="content"), world)


def test_words_inside_of_a_pdf_are_seen(stand: Stand, world: World) -> None:
    """The search reads what a sheet says, not only its bytes: the lead's own copy shows it."""
    route = at("/letters/{letter_id:uuid}/reading-copy.pdf", ids_of(world.reyes, ""))
    sheet = stand("lead").get(route)
    assert sheet.headers["content-type"].startswith("application/pdf")
    assert "letter_maria" in leaked("member", sheet, world)
