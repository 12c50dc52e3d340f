"""Making a backup, and bringing one back."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from familyplan.app import schema, server
from familyplan.commands.status import GOOD, WRONG_USE, Add
from familyplan.journal.service import note
from familyplan.kernel.db import Database
from familyplan.settings import Settings
from familyplan.upkeep.backup import restoring, service


def describe(add: Add) -> None:
    """Describe `backup` and `restore`."""
    for name, run in (("backup", backup), ("restore", restore)):
        one = add(name, run)
        one.add_argument("file", type=Path)
        one.add_argument("--passphrase-file", type=Path, help="a file whose first line opens the backup")


def backup(settings: Settings, given: argparse.Namespace) -> int:
    """Write one moment of the whole database to FILE, encrypted, while everybody writes. The keys are not in it."""
    phrase = _phrase(given)
    if phrase is None:
        return WRONG_USE
    engine = server.open_keys_and_store(settings)
    version = schema.version(engine)
    if not version:
        print("There is no practice here yet.", file=sys.stderr)
        return WRONG_USE
    try:
        service.back_up(
            Database(engine), given.file, version=version, data=settings.data, keys=settings.keys, phrase=phrase
        )
        if version == schema.newest():
            with Database(engine).writing() as db:
                note(db, "backup.made", by=None)
    finally:
        engine.dispose()
    print(f"Backed up to {given.file}. It opens only together with {settings.keys}: keep a copy of that elsewhere.")
    return GOOD


def restore(settings: Settings, given: argparse.Namespace) -> int:
    """Bring FILE back into an empty installation that has its keys; a damaged one is refused and touches nothing."""
    phrase = _phrase(given)
    if phrase is None:
        return WRONG_USE
    engine = server.open_keys_and_store(settings)
    try:
        done = restoring.restore(
            engine, given.file, keys=settings.keys, known=schema.versions(), upgrade=schema.upgrade, phrase=phrase
        )
    finally:
        engine.dispose()
    print(f"Brought back what stood on {done.made_at:%Y-%m-%d at %H:%M} UTC: {done.rows} rows.")
    print("Everybody signs in again. Mails that waited then wait again; one that left since may come a second time.")
    if done.erased_again:
        print(f"Erased again, since it was erased after that moment: {done.erased_again}.")
    if done.without_key:
        print(f"Families whose key is not in {settings.keys}: {done.without_key}. Their words stay closed without it.")
    return GOOD


def _phrase(given: argparse.Namespace) -> str | None:
    """Read the passphrase; "" where none is used, None (said on standard error) where the file is of no use."""
    if given.passphrase_file is None:
        return ""
    try:
        lines = given.passphrase_file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    if not lines or not lines[0]:
        print(f"There is no passphrase in {given.passphrase_file}.", file=sys.stderr)
        return None
    return str(lines[0])
