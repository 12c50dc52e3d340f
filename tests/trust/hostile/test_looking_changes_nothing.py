"""GET and HEAD of every address, twice, by everybody: not a row is another one afterwards, but who looked and when."""

import pytest
from sqlalchemy import select, text

from familyplan.access import guards
from familyplan.kernel.db import Database
from familyplan.kernel.records import Record
from tests.reach.conftest import Stand
from tests.reach.table import ROUTES
from tests.reach.world import World
from tests.trust.hostile.asked import address

NOTED = {"opened_at"}  # that a lesson or a letter was opened: what looking itself is
MAY_CHANGE = {"journal_entry", "journal_head", "signed_in", "sealed_key", "engagement_key"}
ONCE = {"options_seen": 1}  # that a member looked at the ways of getting help: one row more is what looking itself is


def rows(database: Database) -> dict[str, list[str]]:
    """Every row of every table as text, but of those and without the times that say who looked when."""
    tables = [table for name, table in Record.metadata.tables.items() if name not in MAY_CHANGE]
    with database.reading() as db:
        return {
            table.name: sorted(
                repr(row) for row in db.execute(select(*(one for one in table.c if one.name not in NOTED)))
            )
            for table in tables
        }


def addresses(world: World) -> list[str]:
    return [address(world, route.split(" ")[1]) for route in ROUTES]


@pytest.mark.parametrize("column", ["writer", "member", "lead", "counselor", "owner", "nobody"])
def test_not_a_row_changes(stand: Stand, world: World, database: Database, column: str) -> None:
    visitor, before = stand(column), rows(database)
    for at in addresses(world) * 2:
        for method in ("GET", "HEAD"):
            assert visitor.ask(method, at).status_code < 500
    after = rows(database)

    gone = {name: set(before[name]) - set(after[name]) for name in after}
    more = {name: set(after[name]) - set(before[name]) for name in after}
    assert {name: rows for name, rows in gone.items() if rows} == {}
    assert {name: rows for name, rows in more.items() if len(rows) > ONCE.get(name, 0)} == {}


def test_control_a_page_that_notes_something_is_seen(
    stand: Stand, world: World, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, before = guards._look_up, rows(database)  # noqa: SLF001  what every request of somebody signed in runs

    def careless(store: Database, token: str) -> object:
        with store.writing() as db:
            db.execute(text("UPDATE person SET language = 'xx'"))
        return whole(store, token)

    monkeypatch.setattr(guards, "_look_up", careless)
    stand("lead").get("/engagements")
    assert rows(database) != before
