"""
The store: one engine, one writer at a time on SQLite, and BEGIN IMMEDIATE so that nobody is turned away late.

The lock is for speed. That nothing is lost rests on conditional updates and unique constraints, so the same code is
right on PostgreSQL and across processes.
"""

from __future__ import annotations

import secrets
import shutil
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from familyplan.kernel.errors import NoRoom, NotNow

THREADS = 40  # handlers at once; as many connections, so that a waiting writer never stops a reader
LONGEST_WAIT_SECONDS = 5.0
PROOF_HOLDS_SECONDS = 1.0
ROOM_FOR_A_LETTER = 4_000_000  # bytes; as large as a body may be
COUNTED = {"preserve_rowcount": True}  # for an INSERT's `rowcount`, which is let go otherwise on PostgreSQL
_ONE_WRITER = threading.Lock()


def open_engine(url: str, *, synchronous: str = "FULL") -> Engine:
    """
    Open the database at *url* (SQLite or PostgreSQL).

    *synchronous* is SQLite's; anything but FULL can lose acknowledged words in a power cut and is for tests alone.
    """
    apart = not url.startswith("sqlite")
    more = {"connect_args": {"connect_timeout": int(LONGEST_WAIT_SECONDS)}} if apart else {}
    # A server may have been restarted since a connection was last used: that is found out first, not by a person.
    engine = create_engine(url, pool_size=THREADS, max_overflow=2, hide_parameters=True, pool_pre_ping=apart, **more)
    if not apart:
        event.listen(engine, "connect", _pragmas(synchronous))
        event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _let_go)
    return engine


Trouble = Literal["full", "read_only", "broken", "busy", ""]
_TROUBLES: dict[str, Trouble] = {
    "SQLITE_FULL": "full", "SQLITE_IOERR_SHMSIZE": "full", "53100": "full",
    "SQLITE_READONLY": "read_only", "SQLITE_CANTOPEN": "read_only", "25006": "read_only",
    "SQLITE_IOERR": "broken", "SQLITE_CORRUPT": "broken", "SQLITE_NOTADB": "broken",
    "SQLITE_BUSY": "busy", "SQLITE_LOCKED": "busy",
}  # fmt: skip


def trouble(why: BaseException | None) -> Trouble:
    """Say what the store's trouble is, from the database's own name for it; "" for one that has no such name."""
    if isinstance(why, NoRoom):
        return "full"
    raised = getattr(why, "orig", None) or why
    name = getattr(raised, "sqlite_errorname", None) or getattr(raised, "sqlstate", None) or ""
    return _TROUBLES.get(name) or _TROUBLES.get("_".join(name.split("_")[:2]), "")


def _let_go(context: ExceptionContext) -> None:
    """
    Throw away every connection after a fault of the disk: none may go on with what it believes to be written.

    SQLite appends a commit whose sync was refused anew, from where the last good one ended. A connection that was
    opened while the file could only be read would stay so; the next one is opened afresh.
    """
    if trouble(context.original_exception) in ("broken", "read_only"):
        context.is_disconnect = True


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
        self._asking = threading.Lock()
        self._answer: tuple[float, Exception | None] = (-PROOF_HOLDS_SECONDS, None)

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

    def prove(self) -> None:
        """
        Write something for real and have it on the disk; raises what the store says.

        Asked often, the last answer holds for a second, so that nobody can wear the disk out by asking.
        """
        with self._asking:
            at, said = self._answer
            if time.monotonic() - at >= PROOF_HOLDS_SECONDS:
                said = self._written()
                self._answer = (time.monotonic(), said)
        if said is not None:
            raise said

    def _written(self) -> Exception | None:
        alone = self.engine.dialect.name == "sqlite"
        mark = f"PRAGMA user_version = {secrets.randbits(30)}"  # a number in the file's head that nothing else uses
        try:
            with self.writing() as db:
                db.execute(text(mark if alone else "UPDATE alembic_version SET version_num = version_num"))
        except (SQLAlchemyError, NotNow) as why:
            return why
        file = Path(self.engine.url.database or "")
        full = alone and file.exists() and shutil.disk_usage(file.parent).free < ROOM_FOR_A_LETTER
        return NoRoom() if full else None  # so little was written just now that it may have found a gap


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
