"""Dana with everything she signs in with, at a moment that stands still."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from familyplan.demo.cast import Cast
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from tests.access.second_steps import Phone, equip, half_in
from tests.visitor import Visitor

NOON = datetime(2026, 5, 12, 12, 0, 10, tzinfo=UTC)


@pytest.fixture
def equipped(database: Database, cast: Cast) -> tuple[Phone, list[str]]:
    """Dana's phone and her ten spare codes; it is noon."""
    clock.stand_at(NOON)
    return equip(database, cast.dana)


@pytest.fixture
def phone(equipped: tuple[Phone, list[str]]) -> Phone:
    return equipped[0]


@pytest.fixture
def spare(equipped: tuple[Phone, list[str]]) -> list[str]:
    return equipped[1]


@pytest.fixture
def arriving(equipped: tuple[Phone, list[str]], visit: Callable[[str], Visitor]) -> Visitor:
    """Dana, who has shown her password and not yet her phone."""
    assert equipped
    return half_in(visit(""))
