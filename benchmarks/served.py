"""One server with the pages and, beside each, its two floors. Prints, as JSON, where everything is."""

import json
import logging
import sqlite3
import sys
import threading
from pathlib import Path
from typing import Any

import uvicorn
from argon2 import PasswordHasher
from litestar import get
from litestar.concurrency import sync_to_thread
from litestar.testing import TestClient
from sqlalchemy import event, select, text

from familyplan.access import guards
from familyplan.access import service as access
from familyplan.access.sessions import service as sessions
from familyplan.app import create_app, server
from familyplan.demo import cast as people
from familyplan.engagements.needs.service import needs
from familyplan.kernel import csrf, templates, vault
from familyplan.kernel.db import Database
from familyplan.letters.records import Letter, Section
from familyplan.settings import Settings

WAITING = 10  # families that need something today, however many there are
WORDS = "On the Sunday after Easter I found you asleep in the car. I knocked on the glass and you didn't move. " * 12


def fill(database: Database, families: int) -> dict[str, str]:
    """Make a practice in which Dana leads so many families, each with three members and their letters."""
    with database.writing() as db:
        staff = people.found_practice(db)
        first = people.reyes_family(db, staff)
    for number in range(families):
        with database.writing() as db:
            reyes = people.reyes_family(db, staff).reyes if number else db.merge(first.reyes)
            if number < WAITING:
                needs(db, reyes, "next_step", reyes.id, words="Call Maria alone, in the morning.")
    with database.writing() as db:
        tokens = {
            name: sessions.start(db, person, confirmed=True)[1]
            for name, person in (("dana", first.dana), ("maria", first.person("maria")))
        }
        letter = db.scalars(select(Letter).where(Letter.member_id == first.members["maria"].id)).first()
        assert letter is not None
        sections = db.scalars(select(Section).where(Section.letter_id == letter.id).order_by(Section.position)).all()
        for section in sections:
            section.body = WORDS
        agree(db, first)
        return {**tokens, "letter": str(letter.id), "section": sections[0].key, "section_id": sections[0].id.hex}


def agree(db: Any, cast: people.Cast) -> None:
    """Let Maria read the cards, so that her pages are the ones she writes on."""
    from familyplan.consents import service as consents  # noqa: PLC0415  beside its one use

    consents.agree(db, cast.reyes, cast.members["maria"], by=cast.person("maria"))


class Kept:
    """What one page needed: the statements it sent and the template with its words."""

    def __init__(self) -> None:
        self.statements: list[tuple[str, Any]] = []
        self.html: tuple[str, dict[str, object]] = ("", {})


def watch(database: Database, ask: Any) -> Kept:
    """Ask for a page, twice, and keep what the second time did."""
    kept = Kept()

    def remember(_c: Any, _cursor: Any, statement: str, parameters: Any, _x: Any, _many: bool) -> None:  # noqa: FBT001  SQLAlchemy calls it so
        kept.statements.append((statement, parameters))

    def render(template: str, context: dict[str, object]) -> str:
        kept.html = (template, context)
        return original(template, context)

    original = templates.render
    ask()  # what only the first visit does is not measured
    event.listen(database.engine, "before_cursor_execute", remember)
    templates.render = render  # type: ignore[assignment]  # for this one request
    answer = ask()
    templates.render = original
    event.remove(database.engine, "before_cursor_execute", remember)
    assert answer.status_code == 200, answer.text
    return kept


def connect(path: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
        raw.execute(f"PRAGMA {pragma}")
    return raw


def floors(path: Path, pages: dict[str, Kept], save: Kept, section_id: str) -> list[Any]:
    """Make the routes of the floors."""
    here = threading.local()
    one_writer = threading.Lock()

    def raw() -> sqlite3.Connection:
        if not hasattr(here, "raw"):
            here.raw = connect(path)
        connection: sqlite3.Connection = here.raw
        return connection

    sealed = connect(path).execute("SELECT body FROM letter_section WHERE id = ?", (section_id,)).fetchone()[0]

    def only_template(name: str) -> str:
        return templates.render(*pages[name].html)

    def same_sql(name: str) -> str:
        connection = raw()
        connection.execute("BEGIN")
        for statement, parameters in pages[name].statements:
            if not statement.startswith(("BEGIN", "PRAGMA")):
                connection.execute(statement, parameters).fetchall()
        connection.execute("COMMIT")
        return only_template(name)

    def one_update() -> str:
        with one_writer:
            connection = raw()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE letter_section SET body = ? WHERE id = ?", (sealed, section_id))
            connection.execute("COMMIT")
        return "{}"

    def same_writes() -> str:
        with one_writer:
            connection = raw()
            connection.execute("BEGIN IMMEDIATE")
            for statement, parameters in save.statements:
                if statement.startswith("SELECT"):
                    connection.execute(statement, parameters).fetchall()
            connection.execute(
                "UPDATE letter_section SET body = ?, revision = revision + 1 WHERE id = ?", (sealed, section_id)
            )
            connection.execute("COMMIT")
        return "{}"

    @get("/floor/{kind:str}/{name:str}", guards=[guards.public], media_type="text/html")
    async def page(kind: str, name: str) -> str:
        return await sync_to_thread(only_template if kind == "template" else same_sql, name)

    @get("/floor-save/{kind:str}", guards=[guards.public], media_type="application/json")
    async def saved(kind: str) -> str:
        return await sync_to_thread(one_update if kind == "template" else same_writes)

    return [page, saved]


def main() -> None:
    folder, families = Path(sys.argv[1]), int(sys.argv[2])
    settings = Settings(data=folder, keys=folder / "keys")
    vault.KeyRing.make(settings.keys)
    access.hash_with(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    database = server.open_up(settings)
    where = fill(database, families)
    with database.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
    app = create_app(settings, database)
    paths = {
        "desk": ("/", where["dana"]),
        "home": ("/", where["maria"]),
        "letter": (f"/letters/{where['letter']}?part={where['section']}", where["maria"]),
    }
    address = f"/letters/{where['letter']}/sections/{where['section']}"
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        kept = {
            name: watch(
                database,
                lambda at=at, token=token: client.get(
                    at, headers={"cookie": f"session={token}"}, follow_redirects=False
                ),
            )
            for name, (at, token) in paths.items()
        }
        form = {"revision": "0", "writing": "bench"}
        sent = {
            "cookie": f"session={where['maria']}",
            "x-csrftoken": csrf.token_for(where["maria"]),
            "accept": "application/json",
        }
        saves = iter(("!", "!!"))
        save = watch(database, lambda: client.put(address, data={**form, "body": WORDS + next(saves)}, headers=sent))
        for handler in floors(folder / "familyplan.db", kept, save, where["section_id"]):
            app.register(handler)
    taken = server.listen(0)
    logging.disable(logging.INFO)
    where |= {"port": str(taken.getsockname()[1]), "address": address, "csrf": csrf.token_for(where["maria"])}
    where |= {f"path_{name}": at for name, (at, _token) in paths.items()}
    print(json.dumps(where), flush=True)
    config = uvicorn.Config(app, access_log=False, server_header=False, log_config=None)
    uvicorn.Server(config).run(sockets=[taken])


if __name__ == "__main__":
    main()
