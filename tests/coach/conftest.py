"""The coach of the shipped files, read once for all tests."""

from pathlib import Path

import pytest

from familyplan.coach.shelf import Coach, load
from familyplan.kernel import paths

SHIPPED = paths.content()[0] / "coach"


@pytest.fixture(scope="session")
def coach() -> Coach:
    """What every installation begins with."""
    return load(SHIPPED)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped words and rules that a test may break; without the model."""
    copy = tmp_path / "coach"
    copy.mkdir()
    for file in SHIPPED.glob("*.toml"):
        (copy / file.name).write_bytes(file.read_bytes())
    return copy
