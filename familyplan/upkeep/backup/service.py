"""Making a backup: one moment of the whole database, while everybody writes."""

from __future__ import annotations

from pathlib import Path

import msgspec

from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.kernel.errors import Refusal
from familyplan.kernel.keyring import replace_file
from familyplan.kernel.language import _
from familyplan.upkeep.backup import chest, rows

LAST = "last-backup.json"  # in the data folder: when the last one was made, for `doctor`


def back_up(database: Database, file: Path, *, version: str, data: Path, keys: Path, phrase: str = "") -> None:
    """
    Write the database as it is at one moment to *file*, encrypted; every save answered before the call is in it.

    What a family typed is in it as the ciphertext it is; the keys are not, so copy the keys folder too, elsewhere.
    Raises `Refusal` when the file cannot be written; what stood there before then stands there still.
    """
    with database.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")  # noqa: PLW2901  the same one
        try:
            chest.lock_up(file, rows.frames(connection, version), keys, phrase)
        except OSError as why:
            raise Refusal(_("The backup was not written: %(why)s."), why=why.strerror or str(why)) from why
    replace_file(data / LAST, msgspec.json.encode({"made_at": clock.now()}))
