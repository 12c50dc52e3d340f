"""One application for a test process; a database with the cast is made once and copied for each test."""

import shutil
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from litestar.testing import TestClient
from sqlalchemy.orm import Session

from familyplan.access import service as access
from familyplan.app import create_app, schema, wiring
from familyplan.demo import cast as people
from familyplan.kernel import clock, vault
from familyplan.kernel.db import Database, open_engine
from familyplan.settings import Settings
from tests import memory, postgres
from tests.visitor import Visitor


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgres"), default="sqlite", help="where the tests keep rows")


@dataclass
class Store:
    """Makes databases: empty, or as copies of one that was migrated once."""

    folder: Path
    server: Any = None
    made: int = 0

    def url(self, name: str) -> str:
        return self.server.url(name) if self.server else f"sqlite:///{self.folder / name}.db"

    def copy(self, template: str) -> tuple[str, str]:
        self.made += 1
        name = f"copy_{self.made}"
        if self.server:
            self.server.create(name, template=template)
        else:
            shutil.copyfile(self.folder / f"{template}.db", self.folder / f"{name}.db")
        return name, self.url(name)

    def drop(self, name: str) -> None:
        if self.server:
            self.server.drop(name)
        else:
            for file in self.folder.glob(f"{name}.db*"):
                file.unlink()


@pytest.fixture(scope="session")
def settings() -> Iterator[Settings]:
    with memory.folder("practice") as folder:
        made = Settings(data=folder, keys=folder / "keys", base_url="http://127.0.0.1:8000", synchronous="OFF")
        vault.KeyRing.make(made.keys)
        wiring.set_up(made)
        access.hash_with(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield made


@pytest.fixture(scope="session")
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    with memory.folder("databases") as folder:
        if request.config.getoption("--database") == "postgres":
            with postgres.running() as server:
                yield Store(folder, server)
        else:
            yield Store(folder)


@pytest.fixture(scope="session")
def filled(store: Store, settings: Settings) -> Callable[[str], people.Cast]:
    """Make, once for each model, a database with the practice and the Reyes family under it."""
    made: dict[str, people.Cast] = {}

    def fill(model: str) -> people.Cast:
        if model not in made:
            name = f"cast_{model}"
            if store.server:
                store.server.create(name)
            engine = open_engine(store.url(name), synchronous="OFF")
            schema.migrate(engine)
            with Database(engine).writing() as db:
                staff = people.found_practice(db)
                made[model] = people.reyes_family(db, staff, None if model == "none" else model)
            if not store.server:
                with engine.connect() as raw:
                    raw.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            engine.dispose()
        return made[model]

    return fill


@pytest.fixture
def model(request: pytest.FixtureRequest) -> str:
    """Which model the Reyes family is under; `@pytest.mark.parametrize("model", [...], indirect=True)` says another."""
    chosen: str = getattr(request, "param", "love_first")
    return chosen


@pytest.fixture
def cast(filled: Callable[[str], people.Cast], model: str) -> people.Cast:
    """The people of the cast, detached; read what changed through `db`."""
    return filled(model)


@pytest.fixture
def database(store: Store, cast: people.Cast, model: str) -> Generator[Database]:
    name, url = store.copy(f"cast_{model}")
    engine = open_engine(url, synchronous="OFF")
    yield Database(engine)
    engine.dispose()
    store.drop(name)
    clock.stand_at(None)


@pytest.fixture
def db(database: Database) -> Generator[Session]:
    """A session for looking, or for acts in memory of a test; `db.commit()` makes them stand."""
    with database.session() as session:
        yield session


@pytest.fixture(scope="session")
def client(settings: Settings) -> Generator[TestClient[Any]]:
    app = create_app(settings, None)
    with TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as made:
        yield made


@pytest.fixture
def visit(client: TestClient[Any], database: Database, cast: people.Cast) -> Callable[[str], Visitor]:
    """`visit("maria")` is Maria in front of the program; `visit("")` is nobody in particular."""
    client.app.state.database = database

    def come(name: str) -> Visitor:
        return Visitor(client, database, cast.person(name) if name else None)

    return come
