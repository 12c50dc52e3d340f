"""A machine that things happen to: a real `familyplan serve`, whose disk, clock and neighbours the tests command."""

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from familyplan.kernel import paths

ROOT = Path(paths.__file__).parents[2]
LONG = 60  # seconds, on a machine that is busy with other things
TOKEN = re.compile(r'name="_csrf_token" value="([0-9a-f]+)"')
WHAT_IS_MISSING = (
    "The fault tests need root and strace, setpriv, libfaketime (Debian, Ubuntu: apt-get install strace libfaketime "
    "util-linux). They are never skipped; `make test-faults` installs what is missing."
)


def until(there: Callable[[], Any]) -> Any:
    """Ask again and again, until there is something or it has taken far too long."""
    last = time.monotonic() + LONG
    while not (found := there()):
        assert time.monotonic() < last, "it took far too long"
        threading.Event().wait(0.02)
    return found


def tool(name: str) -> str:
    """Find a program; the sentence says what to install."""
    found = shutil.which(name)
    assert found is not None, WHAT_IS_MISSING
    return found


def as_root() -> None:
    assert os.geteuid() == 0, WHAT_IS_MISSING


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@dataclass
class Machine:
    """An installation in a folder, and the process that serves it; started again it goes on with what is there."""

    folder: Path
    data: Path
    database_url: str = ""
    port: int = field(default_factory=free_port)
    before: list[str] = field(default_factory=list)  # a program that starts it
    more: dict[str, str] = field(default_factory=dict)  # of its environment
    bug: str = ""
    process: subprocess.Popen[bytes] | None = None
    people: dict[str, dict[str, str]] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)  # seconds until it was ready, each time

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def surroundings(self) -> dict[str, str]:
        plain = {name: value for name, value in os.environ.items() if not name.startswith("FAMILYPLAN_")}
        named = {
            "FAMILYPLAN_DATA": str(self.data), "FAMILYPLAN_KEYS": str(self.folder / "keys"),
            "FAMILYPLAN_BASE_URL": self.url, "FAMILYPLAN_DATABASE_URL": self.database_url, "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        return {**plain, **named, **self.more}

    def found(self) -> None:
        """Make the installation and the family."""
        made = [sys.executable, "-m", "tests.faults.found", str(self.folder)]
        subprocess.run(made, env={**self.surroundings, "LD_PRELOAD": ""}, cwd=ROOT, check=True)
        self.people = json.loads((self.folder / "people.json").read_text())

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one command of the installation's."""
        line = [*self.before, sys.executable, "-m", "familyplan", *words]
        return subprocess.run(
            line, env=self.surroundings, cwd=ROOT, capture_output=True, text=True, check=False, timeout=LONG
        )

    def start(self) -> None:
        began = time.monotonic()
        program = ["tests.faults.planted", self.bug] if self.bug else ["familyplan"]
        line = [*self.before, sys.executable, "-m", *program, "serve", "--port", str(self.port)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(line, env=self.surroundings, cwd=ROOT, stdout=log, stderr=log)
        until(self.is_ready)
        self.took.append(time.monotonic() - began)

    def is_ready(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, (self.folder / "log").read_text()[-2000:]
        return self.status("/readyz") == httpx.codes.OK

    def status(self, path: str) -> int:
        try:
            return httpx.get(f"{self.url}{path}", timeout=LONG).status_code
        except httpx.TransportError:
            return 0

    def kill(self) -> None:
        """End it as a power cut would: no handler, no farewell."""
        if self.process is not None and self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self) -> int:
        """End it as an operating system does; its exit status."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(timeout=LONG)

    def browser(self, name: str) -> httpx.Client:
        """Somebody's browser, signed in."""
        return httpx.Client(base_url=self.url, timeout=LONG, cookies={"session": self.people[name]["cookie"]})

    def is_whole(self) -> bool:
        """Whether the database holds together (which alone says nothing about what is in it), and the journal does."""
        file = self.data / "familyplan.db"
        if not self.database_url:
            with sqlite3.connect(file) as raw:
                assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        verified = self.command("journal", "verify")
        assert verified.returncode == 0, verified.stderr
        return True


@contextmanager
def traced(machine: Machine, *words: str) -> Generator[Path]:
    """Attach strace to the server; what it saw is in the file that is yielded, whole once the block is left."""
    as_root()
    assert machine.process is not None
    seen = machine.folder / f"strace-{time.monotonic_ns()}"
    line = [tool("strace"), "-f", "-o", str(seen), *words, "-p", str(machine.process.pid)]
    with subprocess.Popen(line, stderr=subprocess.PIPE) as tracer:
        assert tracer.stderr is not None
        assert b"attached" in tracer.stderr.readline()
        try:
            yield seen
        finally:
            tracer.send_signal(signal.SIGINT)  # it lets go; the server runs on
            tracer.wait(timeout=LONG)
            tracer.stderr.read()


@contextmanager
def in_memory(folder: Path, size: str) -> Generator[Path]:
    """A disk of *size* in memory, mounted at *folder*."""
    as_root()
    folder.mkdir(parents=True)
    subprocess.run([tool("mount"), "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run([tool("umount"), "-l", str(folder)], check=True)
