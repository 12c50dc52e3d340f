"""Keys of a test's own, since what is done to keys cannot be undone; and empty places to restore to."""

import shutil
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from familyplan.kernel import vault
from familyplan.kernel.db import open_engine
from familyplan.kernel.vault import KeyRing, Vault
from familyplan.settings import Settings
from familyplan.upkeep.backup import chest
from tests.conftest import Store


@pytest.fixture
def ring(settings: Settings, tmp_path: Path) -> Generator[KeyRing]:
    """A copy of the keys that the cast was sealed with, in use until the test ends."""
    before = vault.current()
    shutil.copytree(settings.keys, tmp_path / "keys")
    (tmp_path / "keys" / chest.IDENTITY).unlink(missing_ok=True)  # another test may have made a backup of the same cast
    own = KeyRing(tmp_path / "keys")
    vault.install(Vault(own))
    yield own
    vault.install(before)


@pytest.fixture
def empty(store: Store) -> Generator[Callable[[], Engine]]:
    """Make a database with nothing in it, as on a new machine."""
    made: list[tuple[str, Engine]] = []

    def make() -> Engine:
        store.made += 1
        name = f"empty_{store.made}"
        if store.server:
            store.server.create(name)
        made.append((name, open_engine(store.url(name), synchronous="OFF")))
        return made[-1][1]

    yield make
    for name, engine in made:
        engine.dispose()
        store.drop(name)
