"""The tables of every slice, and bringing a database up to them."""

from __future__ import annotations

import importlib
import pkgutil

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

import familyplan
from familyplan.kernel import paths


def load() -> None:
    """Import the records of every slice, so that the metadata is whole."""
    for module in pkgutil.walk_packages(familyplan.__path__, "familyplan."):
        if module.name.endswith(".records"):
            importlib.import_module(module.name)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(paths.migrations()))
    return config


def migrate(engine: Engine) -> None:
    """Bring the database up to the newest version, all of it or nothing; doing it again changes nothing."""
    with engine.begin() as connection:
        upgrade(connection, "head")


def upgrade(connection: Connection, version: str) -> None:
    """Bring the database up to *version* in the transaction of *connection*."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, version)


def versions() -> list[str]:
    """Name every version that this program knows, oldest first."""
    return [one.revision for one in reversed(list(ScriptDirectory.from_config(_config()).walk_revisions()))]


def newest() -> str:
    """Name the newest version that this program knows."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def version(engine: Engine) -> str:
    """Name the version that the database stands at; nothing for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def is_empty(engine: Engine) -> bool:
    """Say whether the database has no table at all."""
    return not inspect(engine).get_table_names()
