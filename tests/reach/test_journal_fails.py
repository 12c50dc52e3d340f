"""An act whose journal entry fails, fails: nothing of it is stored and nothing is acknowledged. Every route, asked."""

import ast
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from familyplan.engagements.first_call import service as first_call
from familyplan.journal import service as journal
from familyplan.kernel import paths
from familyplan.kernel.db import Database
from familyplan.kernel.records import Record
from tests.reach.asking import ask, at, ids_of
from tests.reach.conftest import Stand
from tests.reach.table import COLUMNS, ROUTES, expected
from tests.reach.world import World

PACKAGE = Path(paths.__file__).parents[1]
COUNTS = {"tries", "code_try"}  # counted in transactions of their own, so that a refusal does not undo the count
SEEN = {"seen_at"}  # when a session was last seen
LEAVING = {"POST /exit", "POST /sign-out"}
"""The one exception: who must be gone at once is let go by the browser's own cookie, whatever can be stored."""
NOTED = {
    "GET /engagements/{engagement_id:uuid}/binder",
    "GET /engagements/{engagement_id:uuid}/binder.pdf",
    "GET /engagements/{engagement_id:uuid}/letters/side-by-side",
    "GET /engagements/{engagement_id:uuid}/members/{member_id:uuid}/eyes",
    "POST /engagements/new",
    "POST /engagements/new/keeping",
    "POST /engagements/{engagement_id:uuid}/calls/{call_id:uuid}/reading",
    "POST /engagements/{engagement_id:uuid}/consents/{release_id:uuid}/revoking",
    "POST /engagements/{engagement_id:uuid}/day-date",
    "POST /engagements/{engagement_id:uuid}/evening",
    "POST /engagements/{engagement_id:uuid}/first-call",
    "POST /engagements/{engagement_id:uuid}/gates",
    "POST /engagements/{engagement_id:uuid}/grants/{grant_id:uuid}/ending",
    "POST /engagements/{engagement_id:uuid}/leaving",
    "POST /engagements/{engagement_id:uuid}/members/{member_id:uuid}/hearings",
    "POST /engagements/{engagement_id:uuid}/members/{member_id:uuid}/leaving",
    "POST /engagements/{engagement_id:uuid}/members/{member_id:uuid}/nudges",
    "POST /engagements/{engagement_id:uuid}/members/{member_id:uuid}/roles",
    "POST /engagements/{engagement_id:uuid}/not-wanted",
    "POST /engagements/{engagement_id:uuid}/outcomes/{outcome_id:uuid}/withdrawal",
    "POST /engagements/{engagement_id:uuid}/reaching-out",
    "POST /engagements/{engagement_id:uuid}/right-now",
    "POST /engagements/{engagement_id:uuid}/told",
    "POST /invitations/{token:str}",
    "POST /lessons/{slug:str}/reading",
    "POST /letters/{letter_id:uuid}/changes/reading",
    "POST /letters/{letter_id:uuid}/hand-in/withdrawal",
    "POST /letters/{letter_id:uuid}/helper",
    "POST /letters/{letter_id:uuid}/other-page/none",
    "POST /letters/{letter_id:uuid}/other-page/showing",
    "POST /letters/{letter_id:uuid}/other-page/showing/withdrawal",
    "POST /letters/{letter_id:uuid}/readiness",
    "POST /letters/{letter_id:uuid}/revisions/forgetting",
    "POST /sign-in/factors/spare-codes",
}
"""Routes that are known to note something when they are asked as here; that keeps the test from looking at nothing."""


class Failing:
    """A journal that takes nothing."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, *_what: Any) -> bytes:
        self.asked += 1
        raise OperationalError("planted", None, Exception("the journal takes nothing"))


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Failing:
    made = Failing()
    monkeypatch.setattr(journal, "chained", made)
    return made


def stored(database: Database) -> dict[str, list[str]]:
    """Every row of every table, but for what is counted and seen."""
    with database.reading() as db:
        return {
            table.name: sorted(
                repr([value for column, value in row.items() if column not in SEEN])
                for row in db.execute(select(table)).mappings()
            )
            for table in Record.metadata.sorted_tables
            if table.name not in COUNTS
        }


def who_may(route: str) -> str:
    return next((column for column in COLUMNS if expected(route, column) == "y"), COLUMNS[-1])


def what_went_wrong(stand: Stand, database: Database, world: World, failing: Failing, route: str) -> str:
    """Ask while the journal takes nothing; what was stored or acknowledged all the same, or ""."""
    path, visitor = route.split(" ")[1], stand(who_may(route))
    assert visitor.token
    failing.asked = 0
    before = stored(database)
    answer = ask(visitor, route, at(path, ids_of(world.reyes, path)), world.reyes)
    if not failing.asked or answer.status_code in (403, 404):  # a refusal of reach is refused whether noted or not
        return ""
    after = stored(database)
    changed = sorted(name for name in after if after[name] != before[name])
    return f"{answer.status_code} {changed}" if changed or answer.status_code < 400 else ""


@pytest.mark.parametrize("route", [route for route in ROUTES if route not in LEAVING])
def test_nothing_is_done_that_cannot_be_noted(
    stand: Stand, database: Database, world: World, failing: Failing, route: str
) -> None:
    assert what_went_wrong(stand, database, world, failing, route) == ""
    assert failing.asked or route not in NOTED


@pytest.mark.parametrize("route", sorted(LEAVING))
def test_who_leaves_is_let_go_whether_it_can_be_noted_or_not(
    stand: Stand, database: Database, world: World, failing: Failing, route: str
) -> None:
    visitor = stand(who_may(route))

    assert ask(visitor, route, route.split(" ")[1], world.reyes).status_code < httpx.codes.BAD_REQUEST
    assert failing.asked
    assert visitor.cookies["session"].strip('"') == ""


def test_an_act_that_goes_on_without_its_entry_is_found(
    stand: Stand, database: Database, world: World, failing: Failing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a planted act that lets its entry fail."""

    def careless(*_what: Any, **_more: Any) -> None:
        failing.asked += 1

    monkeypatch.setattr(first_call, "note", careless)
    route = "POST /engagements/{engagement_id:uuid}/right-now"

    assert "right_now" in what_went_wrong(stand, database, world, failing, route)


def entries_that_may_fail() -> list[str]:
    """Where an entry is written inside of a `try`, in all of the program: what it raises might be let go."""
    return [
        f"{path.relative_to(PACKAGE)}:{call.lineno}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for tried in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(tried, ast.Try) and tried.handlers
        for call in (one for statement in tried.body for one in ast.walk(statement))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "note"
    ]


def test_no_act_lets_its_entry_fail() -> None:
    """Only that somebody asked for what is not theirs is answered whether it could be noted or not."""
    assert [place.split(":")[0] for place in entries_that_may_fail()] == ["app/wiring.py"]
