"""The world of tests/reach once more, in a database of its own, for whoever means harm."""

import pytest

from familyplan.settings import Settings
from tests.conftest import Store
from tests.reach.conftest import database, make_world, stand
from tests.reach.world import World

__all__ = ["database", "stand", "world"]  # fixtures of this folder


@pytest.fixture(scope="session")
def world(store: Store, settings: Settings) -> World:
    assert settings.data.exists()
    return make_world(store, "world_attacked")
