"""Counting what is said to the database, so that it does not depend on the number of rows."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import event

from familyplan.kernel.db import Database

ASIDE = ("signed_in", "person LEFT OUTER JOIN staff_role", "BEGIN", "COMMIT", "PRAGMA", "FROM practice")


@contextmanager
def counted(database: Database) -> Generator[list[str]]:
    """Every statement but those of looking the session and the practice up."""
    seen: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not any(aside in statement for aside in ASIDE) or "member" in statement:
            seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", listen)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", listen)
