"""Every row of every table, in a form that both databases give and take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TableClause,
    Uuid,
    column,
    func,
    select,
    table,
)  # fmt: skip
from sqlalchemy.types import TypeEngine

from familyplan.journal.records import Head
from familyplan.kernel import clock
from familyplan.kernel.records import Record, Utc

FORMAT = 1
AT_ONCE = 200  # rows in a frame
KINDS: dict[str, TypeEngine[Any]] = {
    "id": Uuid(),
    "time": Utc(),
    "day": Date(),
    "bytes": LargeBinary(),
    "text": String(),
    "flag": Boolean(),
    "whole": BigInteger(),
    "number": Float(),
}
BACK: dict[str, Callable[[Any], Any]] = {"id": UUID, "day": date.fromisoformat}


def kind_of(one: Column[Any]) -> str:
    """Name what a column holds."""
    of = (
        (Utc, "time"), (DateTime, "time"), (Date, "day"), (Uuid, "id"), (LargeBinary, "bytes"), (Boolean, "flag"),
        (Integer, "whole"), (Float, "number"), (String, "text"),
    )  # fmt: skip
    return next(kind for type_, kind in of if isinstance(one.type, type_))


def frames(connection: Connection, version: str) -> Iterator[object]:
    """
    Tell the whole database, as the transaction of *connection* sees it.

    First what it is and how its tables look, then the rows, then how many there were and where the journal stood.
    """
    tables = standing(connection)
    looks = [[str(one.name), [[str(each.name), kind_of(each)] for each in one.columns]] for one in tables]
    yield {"familyplan backup": FORMAT, "version": version, "made_at": clock.now(), "tables": looks}
    counts = []
    for number, one in enumerate(tables):
        found = connection.execution_options(yield_per=AT_ONCE).execute(select(one).order_by(*one.primary_key))
        counts.append(0)
        for part in found.partitions():
            counts[-1] += len(part)
            yield [number, [list(row) for row in part]]
    head = connection.execute(select(Head.number, Head.chained)).first()
    yield {"counts": counts, "journal": [head[0], head[1]] if head else [0, b""]}


def standing(connection: Connection) -> list[Table]:
    """List the tables as they stand in this database, which may be older than this program; what needs others last."""
    there = MetaData()
    there.reflect(connection)
    found = []
    for one in there.sorted_tables:
        known = Record.metadata.tables.get(one.name)
        if one.name != "alembic_version":
            columns = [Column(each.name, _type(each, known), primary_key=each.primary_key) for each in one.columns]
            found.append(Table(one.name, MetaData(), *columns))
    return found


def _type(one: Column[Any], known: Table | None) -> TypeEngine[Any]:
    return known.c[one.name].type if known is not None and one.name in known.c else one.type


def as_table(name: str, columns: Iterable[tuple[str, str]]) -> TableClause:
    """Make a table to write rows into, of whatever version."""
    return table(name, *(column(each, KINDS[kind]) for each, kind in columns))


def back(columns: list[tuple[str, str]], row: list[Any]) -> dict[str, Any]:
    """Turn a row of a frame into what the database takes."""
    return {
        name: BACK[kind](value) if value is not None and kind in BACK else value
        for (name, kind), value in zip(columns, row, strict=True)
    }


def how_many(connection: Connection, name: str) -> int:
    """Count a table's rows."""
    return connection.execute(select(func.count()).select_from(table(name))).scalar_one()
