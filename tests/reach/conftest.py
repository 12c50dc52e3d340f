"""A practice with three filled families, made once, and everybody of the table in front of it."""

from collections.abc import Callable, Generator
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlalchemy import select

from familyplan.app import schema
from familyplan.consents import service as consents
from familyplan.consents.records import Release
from familyplan.demo import cast as people
from familyplan.kernel import clock
from familyplan.kernel.db import Database, open_engine
from familyplan.settings import Settings
from tests.conftest import Store
from tests.reach.table import WHO
from tests.reach.world import Filling, World, end_grants, found_world
from tests.visitor import Visitor

Stand = Callable[[str], Visitor]


def make_world(store: Store, name: str, filling: type[Filling] = Filling) -> World:
    """Make the three families in a database *name* that tests copy."""
    if store.server:
        store.server.create(name)
    engine = open_engine(store.url(name), synchronous="OFF")
    schema.migrate(engine)
    database = Database(engine)
    with database.writing() as db:
        casts = found_world(db, people.found_practice(db))
    families = {}
    for key, cast in casts.items():
        with database.writing() as db:
            families[key] = filling(db, key, cast).family()
    for key in ("okafor", "vogel"):  # Cole and Sol look into the Reyes family alone
        with database.writing() as db:
            end_grants(db, casts[key])
    if not store.server:
        with engine.connect() as raw:
            raw.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return World(families, name)


@pytest.fixture(scope="session")
def world(store: Store, settings: Settings) -> World:
    """The three families, in a database of their own that the tests copy."""
    assert settings.data.exists()
    return make_world(store, "world")


@pytest.fixture
def database(store: Store, world: World) -> Generator[Database]:
    name, url = store.copy(world.name)
    engine = open_engine(url, synchronous="OFF")
    yield Database(engine)
    engine.dispose()
    store.drop(name)
    clock.stand_at(None)


@pytest.fixture
def stand(client: TestClient[Any], database: Database, world: World) -> Stand:
    """`stand("lead")` is that kind of person in front of the program; `unreleased` revokes Cole's release first."""
    client.app.state.database = database
    cast = world.reyes.cast

    def come(column: str) -> Visitor:
        if column == "unreleased":
            revoke(database, world)
        return Visitor(client, database, cast.person(WHO[column]) if WHO[column] else None)

    return come


def revoke(database: Database, world: World) -> None:
    with database.writing() as db:
        for release in db.scalars(select(Release).where(Release.engagement_id == world.reyes.cast.reyes.id)):
            consents.revoke(db, release, by=world.reyes.cast.dana)
