"""
The store: one engine, one writer at a time on SQLite, and BEGIN IMMEDIATE so that nobody is turned away late.

The lock is for speed. That nothing is lost rests on conditional updates and unique constraints, so the same code is
right on PostgreSQL and across processes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session, sessionmaker

from familyplan.kernel.errors import NotNow

THREADS = 40  # handlers at once; as many connections, so that a waiting writer never stops a reader
LONGEST_WAIT_SECONDS = 5.0
COUNTED = {"preserve_rowcount": True}  # for an INSERT's `rowcount`, which is let go otherwise on PostgreSQL
_ONE_WRITER = threading.Lock()


def open_engine(url: str, *, synchronous: str = "FULL") -> Engine:
    """
    Open the database at *url* (SQLite or PostgreSQL).

    *synchronous* is SQLite's; anything but FULL can lose acknowledged words in a power cut and is for tests alone.
    """
    engine = create_engine(url, pool_size=THREADS, max_overflow=2, hide_parameters=True, pool_pre_ping=False)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _pragmas(synchronous))
        event.listen(engine, "begin", _begin)
    return engine


def _pragmas(synchronous: str) -> Callable[[Any, Any], None]:
    def set_up(raw: Any, _record: Any) -> None:
        raw.isolation_level = None  # we say BEGIN ourselves
        for pragma in ("journal_mode=WAL", f"synchronous={synchronous}", "foreign_keys=ON", "busy_timeout=5000"):
            raw.execute(f"PRAGMA {pragma}")

    return set_up


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


class Database:
    """The engine and the way to read from it and write to it."""

    def __init__(self, engine: Engine) -> None:
        """Stand on *engine*; nothing is opened before it is used."""
        self.engine = engine
        self.session = sessionmaker(engine, expire_on_commit=False)

    @contextmanager
    def reading(self) -> Generator[Session]:
        """Read; whatever was changed is let go."""
        with self.session() as db:
            yield db

    @contextmanager
    def writing(self) -> Generator[Session]:
        """Write all or nothing: committed on leaving, undone when anything is raised."""
        with self.session() as db, writing(db):
            yield db
            db.commit()


@contextmanager
def writing(db: Session) -> Generator[None]:
    """Hold the writer's place while *db* writes; the caller commits inside. Raises `NotNow` after five seconds."""
    alone = db.get_bind().dialect.name == "sqlite"
    if alone and not _ONE_WRITER.acquire(timeout=LONGEST_WAIT_SECONDS):
        raise NotNow
    try:
        db.connection(execution_options={"begin": "BEGIN IMMEDIATE"} if alone else None)
        yield
    finally:
        db.close()
        if alone:
            _ONE_WRITER.release()
