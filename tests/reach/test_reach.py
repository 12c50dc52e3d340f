"""Who may reach what: every route of the program, asked for by everybody, with one's own and with foreign ids."""

from typing import Any

import pytest
from litestar.testing import TestClient

from familyplan.app import routes
from tests import pdf
from tests.reach.asking import ask, at, body, from_elsewhere, ids_of
from tests.reach.conftest import Stand
from tests.reach.table import COLUMNS, MARKS, ROUTES, THEIRS, expected
from tests.reach.world import World, mark

ALLOWED = {"y": {200, 303, 409, 410, 422}, "o": {200, 303, 422}, "n": {404}, "k": {403}, "s": {303, 401, 403}}
IN_ORDER = sorted(COLUMNS, key=lambda column: (column == "unreleased", column == "nobody"))
NOWHERE = [
    "calls_ana", "calls_sam", "calls_theo", "closing_not_asked", "closing_sentence", "coach_phrase",
    "follow_up", "invitation_fact", "invitation_word",
    "passkey_name", "pause", "phone_sam",
]  # fmt: skip
"""Words that are kept and that no page of this family shows as it stands now."""
WITH_IDS = [route for route in ROUTES if ":uuid}" in route]
LINKS = {route.split("/")[1]: words for route, words in THEIRS.items()}
READING = [route for route in ROUTES if route.startswith("GET")]


def refused(route: str) -> list[str]:
    return [column for column in IN_ORDER if expected(route, column) in "nks"]


def allowed(route: str) -> list[str]:
    return [column for column in IN_ORDER if expected(route, column) in "yo"]


def unseen(column: str, answer: Any, family: str) -> list[str]:
    """The words of one family that this person must not read and yet stand in the answer, headers included."""
    is_sheet = "pdf" in answer.headers.get("content-type", "")
    told = pdf.words_of(answer.content) if is_sheet and answer.content else answer.text
    told += " ".join(f"{name}: {value}" for name, value in answer.headers.items())
    return [what for what, who in MARKS.items() if mark(family, what) in told and not reads(column, family, what, who)]


def leaked(column: str, answer: Any, world: World) -> set[str]:
    return {what for family in world.families for what in unseen(column, answer, family)}


def reads(column: str, family: str, what: str, who: set[str]) -> bool:
    may = {"reyes": who, "okafor": who & {"lead", "owner"}, "vogel": {"other_staff"} if "lead" in who else set()}
    return column in (may[family] | ({"owner"} if what == "family_name" else set()))


def test_every_route_stands_in_the_table_and_no_other(client: TestClient[Any]) -> None:
    known = {f"{row['method']} {row['path']}" for row in routes.table(client.app)}
    assert known == set(ROUTES)


@pytest.mark.parametrize("htmx", ["", "main"])
@pytest.mark.parametrize("route", list(ROUTES))
def test_whoever_may_not_is_told_so_and_nothing_else(stand: Stand, world: World, route: str, htmx: str) -> None:
    path = route.split(" ")[1]
    for column in refused(route):
        answer = ask(stand(column), route, at(path, ids_of(world.reyes, path)), world.reyes, htmx=htmx)
        assert answer.status_code in ALLOWED[expected(route, column)], (column, answer.status_code)
        assert not leaked(column, answer, world), column


@pytest.mark.parametrize(("route", "column"), [(route, column) for route in ROUTES for column in allowed(route)])
def test_whoever_may_gets_an_answer_in_words(stand: Stand, world: World, route: str, column: str) -> None:
    path = route.split(" ")[1]
    answer = ask(stand(column), route, at(path, ids_of(world.reyes, path)), world.reyes)
    assert answer.status_code in ALLOWED[expected(route, column)]
    assert leaked(column, answer, world) <= THEIRS.get(route, set())


@pytest.mark.parametrize("other", ["okafor", "vogel"])
@pytest.mark.parametrize("route", WITH_IDS)
def test_an_id_from_elsewhere_is_an_id_that_does_not_exist(
    stand: Stand, world: World, route: str, other: str
) -> None:  # fmt: skip
    path = route.split(" ")[1]
    for column in [column for column in refused(route) + allowed(route) if expected(route, column) in "yn"]:
        visitor = stand(column)
        for foreign, missing in foreign_to(world, path, column, other):
            answers = [ask(visitor, route, path, world.reyes) for path in (foreign, missing)]
            assert [answer.status_code for answer in answers] == [404, 404], (column, foreign)
            assert body(answers[0]) == body(answers[1]), column


def foreign_to(world: World, path: str, column: str, other: str) -> list[tuple[str, str]]:
    """Addresses that mix ids; the lead may open her other family as a whole, and Priya hers."""
    mixed = from_elsewhere(path, world.reyes, world.families[other])
    whole = at(path, ids_of(world.families[other], path))
    reaches = {("lead", "okafor"), ("other_staff", "vogel")}
    return [pair for pair in mixed if pair[0] != whole or (column, other) not in reaches]


@pytest.mark.parametrize("route", READING)
def test_head_says_what_get_says_without_a_body(stand: Stand, world: World, route: str) -> None:
    path = at(route.split(" ")[1], ids_of(world.reyes, route))
    for column in COLUMNS:
        visitor = stand(column)
        shown, headers = visitor.get(path), visitor.ask("HEAD", path)
        assert (headers.status_code, headers.content) == (shown.status_code, b""), column


def test_a_supervisor_only_reads_but_may_put_a_gate_on_wait(client: TestClient[Any]) -> None:
    team = {"supervisor"}
    writes = [row for row in routes.table(client.app) if row["method"] != "GET"]
    about_families = [row for row in writes if row["about"] not in ("", "session", "passkey")]
    named = {row["path"] for row in about_families if team <= set(row["roles"])}
    assert named == {"/engagements/{engagement_id:uuid}/gates"}


def test_every_marked_word_is_read_by_somebody(stand: Stand, world: World) -> None:
    told = ""
    for column in ("writer", "member", "loved_one", "lead", "supervisor"):
        visitor = stand(column)
        told += "".join(visitor.get(address).text for address in whole_pages(world))
    assert sorted(what for what in MARKS if mark("reyes", what) not in told) == NOWHERE


def whole_pages(world: World) -> list[str]:
    """Every page of the Reyes family, and the letters with all their parts, versions and both ways of looking."""
    reyes = world.reyes
    addresses = [at(route.split(" ")[1], ids_of(reyes, route.split(" ")[1])) for route in READING]
    letters = [f"/letters/{letter_id}" for letter_id in reyes.letters.values()]
    asked = [
        "?all=1",
        "?read=1",
        "?give=1",
        "?part=moments",
        "/revisions",
        "/copy",
        "/translation",
        "/reading-copy?show=both",
    ]
    return [
        *addresses,
        *(letter + more for letter in letters for more in asked),
        *(f"/engagements/{reyes.cast.reyes.id}/members/{member.id}" for member in reyes.cast.members.values()),
        *(f"/letters/{reyes.other_page}/other-page{more}" for more in ("", "?part=keep", "?read=1")),
        *(f"/letters/{reyes.ids['account']}{more}" for more in ("", "?all=1", "?read=1")),
        *(f"/letters/{reyes.ids['own_page']}{more}" for more in ("", "?all=1", "?read=1", "/shown")),
        f"/letters/{reyes.letters['maria']}/revisions?version={reyes.ids['revision_id']}",
    ]


@pytest.mark.parametrize("column", COLUMNS)
def test_no_page_shows_a_word_to_whom_it_is_not_for(stand: Stand, world: World, column: str) -> None:
    visitor = stand(column)
    for address in whole_pages(world):
        answer = visitor.get(address)
        assert not leaked(column, answer, world) - LINKS.get(address.split("/")[1], set()), address
