"""Acts at the same moment, each in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from familyplan.kernel.db import Database

T = TypeVar("T")


def at_once(*acts: Callable[[], T]) -> list[T]:
    """Let *acts* begin together; what each gives, in their order. What one raises is raised."""
    together = threading.Barrier(len(acts))

    def run(act: Callable[[], T]) -> T:
        together.wait(timeout=10)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def in_its_own(database: Database, act: Callable[..., Any], *given: Any, **named: Any) -> Callable[[], None]:
    """Make *act* run in a transaction of its own."""

    def run() -> None:
        with database.writing() as db:
            act(db, *given, **named)

    return run
