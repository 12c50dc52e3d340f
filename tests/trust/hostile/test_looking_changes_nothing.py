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
MAY_CHANGE = {
    "journal_entry", "journal_head", "signed_in", "sealed_key", "engagement_key",
    "options_seen",  # that a member looked at the ways of getting help: a row is what looking itself is
}  # fmt: skip


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

    assert {name: set(after[name]) ^ set(before[name]) for name in after if after[name] != before[name]} == {}


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
