"""Alembic's surroundings: the records of every slice, and sealed columns as plain bytes."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from familyplan.app import schema
from familyplan.kernel.records import Record, Utc

schema.load()


def written(kind: str, thing: Any, _autogen: Any) -> str | Literal[False]:
    """Write our time type as the database's own, so that a migration never imports the program."""
    if kind == "type" and isinstance(thing, Utc):
        return "sa.DateTime(timezone=True)"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Record.metadata,
    render_as_batch=True,
    render_item=written,
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
