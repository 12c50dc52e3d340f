"""Folders, files, room and clock."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from familyplan.kernel import clock
from familyplan.settings import Settings

FOLDER, FILE = 0o700, 0o600
LEAST_ROOM = 500 * 1024 * 1024  # bytes
BUILT = 2026  # the clock of a machine without a battery begins long before


def apart(settings: Settings) -> Iterator[str]:
    """Say whether the keys lie where a copy of the data would take them along."""
    data, keys = settings.data.resolve(), settings.keys.resolve()
    if keys == data or data in keys.parents or keys in data.parents:
        yield (
            f"The keys folder {keys} and the data folder {data} lie in each other: a copy of one takes both. "
            "Move the keys elsewhere and name that folder in FAMILYPLAN_KEYS."
        )


def modes(settings: Settings) -> Iterator[str]:
    """Name every folder and file of ours that somebody else on this machine may open, or owns."""
    for top in (settings.data, settings.keys):
        if not top.is_dir():
            yield f"There is no folder {top}."
            continue
        for one in (top, *sorted(top.rglob("*"))):
            yield from _mode(one)


def _mode(one: Path) -> Iterator[str]:
    found = one.lstat()
    meant = FOLDER if stat.S_ISDIR(found.st_mode) else FILE
    if stat.S_ISLNK(found.st_mode):
        return
    if stat.S_IMODE(found.st_mode) & ~meant:
        yield f"{one} may be opened by others (mode {stat.S_IMODE(found.st_mode):04o}). Run `chmod {meant:04o} {one}`."
    if found.st_uid != os.geteuid():
        yield f"{one} belongs to another user of this machine. Run `chown` so that it belongs to the one that serves."


def room(settings: Settings) -> Iterator[str]:
    """Say when the disk is nearly full."""
    for folder in (settings.data, settings.keys):
        if folder.is_dir() and (free := shutil.disk_usage(folder).free) < LEAST_ROOM:
            yield f"Only {free // (1024 * 1024)} MB are free for {folder}. Nothing can be saved on a full disk."


def clock_runs_right(_settings: Settings) -> Iterator[str]:
    """Say when the clock cannot be right."""
    if clock.now().year < BUILT:
        yield f"The clock says {clock.now():%Y-%m-%d}. Set it, and let the machine keep it (NTP)."
