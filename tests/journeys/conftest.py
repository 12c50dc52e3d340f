"""A practice without a family, and a story to be told in it."""

from collections.abc import Callable

import pytest

from familyplan.kernel.db import Database
from tests.journeys.telling import Story
from tests.visitor import Visitor


@pytest.fixture
def model() -> str:
    return "none"


@pytest.fixture
def story(visit: Callable[[str], Visitor], database: Database) -> Story:
    return Story(visit, database)
