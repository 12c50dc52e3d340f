"""Machines for the fault tests: each on a disk of its own, with the Reyes family on it."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.faults.machine import Machine


@pytest.fixture
def machine(tmp_path: Path, request: pytest.FixtureRequest) -> Generator[Machine]:
    """A server over SQLite on a disk; `indirect` names the bug that is planted in it."""
    made = Machine(tmp_path, tmp_path / "data", bug=getattr(request, "param", ""))
    made.found()
    made.start()
    yield made
    made.kill()
