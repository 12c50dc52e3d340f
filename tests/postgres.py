"""A PostgreSQL server of the tests' own: in a folder in memory, by unix socket, under an ordinary user.

Each test process starts its own (about a second), so workers running side by side share nothing.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from tests import memory

if TYPE_CHECKING:
    from collections.abc import Iterator

UNDER_DEBIAN = Path("/usr/lib/postgresql")
WHAT_TO_INSTALL = (
    "No PostgreSQL server for the tests. Debian, Ubuntu: apt-get install postgresql. "
    "Elsewhere put its initdb and pg_ctl on PATH. These tests are never skipped."
)
# Durability is PostgreSQL's own promise; the tests' databases live for a minute.
SERVER_OPTIONS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=64MB",  # it lies in memory
    "autovacuum=off",  # it would visit templates while they are copied
    "max_connections=200",
    "dynamic_shared_memory_type=mmap",  # beside the data, so that nothing is left of a server that was killed
)
BY_FILES = 150000
"""From this version on a copy is written to the log block by block unless told otherwise: three times the work."""


class NoServerError(RuntimeError):
    """PostgreSQL is not on this machine; the sentence says what to install."""


@dataclass(frozen=True)
class Server:
    """A running server that trusts whoever reaches its socket. Database names are plain lower-case words."""

    folder: Path
    said: str = ""  # how it was started

    def url(self, database: str) -> str:
        """Return the URL that `FAMILYPLAN_DATABASE_URL` would hold."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def create(self, database: str, *, template: str = "template0") -> str:
        """Make *database* as a copy of *template* (nobody may be connected to that) and return its URL."""
        with self._admin() as admin:
            by_files = sql.SQL(" STRATEGY file_copy" if admin.info.server_version >= BY_FILES else "")
            names = sql.Identifier(database), sql.Identifier(template)
            admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names) + by_files)
        return self.url(database)

    def drop(self, database: str) -> None:
        """Remove *database*, whoever is still connected; not there is fine."""
        with self._admin() as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def end_at_once(self) -> None:
        """End it as a crash would: no farewell to anybody who is connected."""
        run_ordinary(self.folder, program("pg_ctl"), "-D", self.folder / "data", "-m", "immediate", "-w", "stop")

    def start_again(self) -> None:
        """Start it over what is there."""
        where = ("-D", self.folder / "data", "-l", self.folder / "log")
        run_ordinary(self.folder, program("pg_ctl"), *where, "-w", "-o", self.said, "start")

    def _admin(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True)


@contextmanager
def running(*more: str) -> Iterator[Server]:
    """
    Start a server, yield it, stop it and remove every trace. Raises NoServerError if none is installed.

    *more* are options that come after, and so before, SERVER_OPTIONS: `"synchronous_commit=on"`.
    """
    initdb, pg_ctl = program("initdb"), program("pg_ctl")
    with memory.folder("pg") as folder:
        data = folder / "data"
        options = " ".join(f"-c {option}" for option in (*SERVER_OPTIONS, *more))
        sockets = f"-c listen_addresses='' -c unix_socket_directories={folder}"
        if os.geteuid() == 0:
            os.chown(folder, *ordinary_user())
        run_ordinary(folder, initdb, "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        server = Server(folder, f"{options} {sockets}")
        server.start_again()
        try:
            yield server
        finally:
            run_ordinary(folder, pg_ctl, "-D", data, "-m", "immediate", "-w", "stop")


def program(name: str) -> str:
    """Return the path of one of PostgreSQL's programs: on PATH, else Debian's newest."""
    on_path = shutil.which(name)
    if on_path:
        return on_path
    found = sorted(UNDER_DEBIAN.glob(f"*/bin/{name}"), key=lambda path: float(path.parent.parent.name))
    if not found:
        raise NoServerError(WHAT_TO_INSTALL)
    return str(found[-1])


def ordinary_user() -> tuple[int, int]:
    """Return user and group of `nobody`: the server refuses to run as root."""
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def run_ordinary(folder: Path, *command: str | Path) -> None:
    """Run *command* in *folder*, as `nobody` where the tests run as root; what it said is part of the error."""
    user, group = ordinary_user() if os.geteuid() == 0 else (None, None)
    with (folder / "said").open("w+") as said:  # a file: the server would hold a pipe open for ever
        done = subprocess.run(
            [str(word) for word in command],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            user=user,
            group=group,
            extra_groups=() if user is not None else None,
            check=False,
        )
        if done.returncode != 0:
            said.seek(0)
            log = folder / "log"
            server_said = log.read_text() if log.exists() else ""
            message = f"{command[0]} ended with {done.returncode}:\n{said.read()}\n{server_said}"
            raise RuntimeError(message)
