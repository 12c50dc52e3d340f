"""A folder in memory for what lives as long as the tests: hundreds of small files for each database are slow on a disk.

Where the machine has no such place, or too little room in it, /tmp is taken.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

IN_MEMORY = Path("/dev/shm")  # noqa: S108  mkdtemp makes a folder of our own in it
ROOM = 1 << 30  # bytes; a worker's server with its copies takes about a fifth of it


def place() -> Path:
    """Say where short-lived files are made: in memory where a gigabyte is free there, else in /tmp."""
    if IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free >= ROOM:
        return IN_MEMORY
    return Path("/tmp")  # noqa: S108  as above; not TMPDIR, since a socket's path must be short


@contextmanager
def folder(name: str) -> Iterator[Path]:
    """Yield a new folder whose path is short enough for a socket; it is gone afterwards with all that is in it."""
    made = Path(tempfile.mkdtemp(prefix=f"familyplan-{name}-", dir=place()))
    try:
        yield made
    finally:
        shutil.rmtree(made)
