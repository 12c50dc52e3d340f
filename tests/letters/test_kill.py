"""The power goes: a real server is killed at random while people type; every save that it acknowledged is there."""

import contextlib
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import Store
from tests.letters.serving import WRITERS

SAVES = 500  # acknowledged, all in all
KILLS = 6
READY_WITHIN = 120  # seconds, on a machine that is busy with other tests
TOKEN = re.compile(r'name="_csrf_token" value="([0-9a-f]+)"')
REVISION = re.compile(r'name="revision" value="(\d+)"')


def until(there: Any) -> Any:
    """Ask again and again, until there is something or it has taken far too long."""
    last = time.monotonic() + READY_WITHIN
    while not (found := there()):
        assert time.monotonic() < last
        threading.Event().wait(0.01)
    return found


@dataclass
class Served:
    """The Reyes family, served by a process of its own; started again it goes on with what is there."""

    folder: Path
    database_url: str
    process: subprocess.Popen[bytes] | None = None
    url: str = ""

    def start(self) -> None:
        told = self.folder / "told.json"
        told.unlink(missing_ok=True)
        command = [sys.executable, "-m", "tests.letters.serving", str(self.folder), self.database_url]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        self.url = json.loads(until(lambda: told.exists() and told.read_text().endswith("\n") and told.read_text()))[
            "url"
        ]
        until(self.answers)

    def answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz").status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        """End it as a power cut would: no handler, no farewell."""
        assert self.process is not None
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()


@dataclass
class Writer:
    """Somebody whose page saves by itself a text that only grows: what was acknowledged last holds all of it."""

    name: str
    cookie: str
    path: str
    token: str = ""
    revision: str = "0"
    turn: int = 0
    acknowledged: list[str] = field(default_factory=lambda: [""])

    def comes_back(self, client: httpx.Client, url: str) -> None:
        page = client.get(f"{url}{self.path}?part=moments").text
        self.token = TOKEN.search(page)[1]  # type: ignore[index]  # every page has one
        self.revision = REVISION.search(page)[1]  # type: ignore[index]  # None fails here

    def types_until_it_breaks(self, url: str) -> None:
        """Save one text after the other, each a little longer, until nobody answers any more."""
        client = httpx.Client(timeout=READY_WITHIN, cookies={"session": self.cookie})
        with client, contextlib.suppress(httpx.TransportError):
            self.comes_back(client, url)
            while True:
                self.saves(client, url)

    def saves(self, client: httpx.Client, url: str) -> None:
        self.turn += 1
        body = f"{self.acknowledged[-1]} {self.name}{self.turn}."
        form = {"body": body, "revision": self.revision, "writing": f"page-of-{self.name}", "turn": self.turn}
        sent = {"x-csrftoken": self.token, "accept": "application/json"}
        answer = client.put(f"{url}{self.path}/sections/moments", data=form, headers=sent)
        assert answer.status_code == httpx.codes.OK, answer.text
        self.revision = answer.headers["x-revision"]
        self.acknowledged.append(body)

    def stands(self, url: str) -> str:
        return httpx.get(f"{url}{self.path}/copy", cookies={"session": self.cookie}).text


@pytest.fixture
def served(tmp_path: Path, store: Store) -> Generator[Served]:
    """A server over a database of its own, on a disk and as durable as an installation's (unlike the other tests')."""
    if store.server:
        store.server.create("killed")
    made = Served(tmp_path, store.url("killed") if store.server else f"sqlite:///{tmp_path / 'killed.db'}")
    made.start()
    yield made
    made.kill()
    store.drop("killed")


@pytest.fixture
def writers(served: Served) -> list[Writer]:
    known = json.loads((served.folder / "writers.json").read_text())
    return [Writer(name, known[name]["cookie"], known[name]["path"]) for name in WRITERS]


def acknowledged(writers: list[Writer]) -> int:
    return sum(len(writer.acknowledged) - 1 for writer in writers)


def test_500_autosaves_and_a_server_killed_at_random_lose_no_acknowledged_word(
    served: Served, writers: list[Writer]
) -> None:
    chance = random.Random()  # noqa: S311  moments, not secrets; the texts say what happened
    moments = sorted({SAVES, *(chance.randrange(1, SAVES) for _kill in range(KILLS - 1))})
    for saves in moments:
        least = max(saves, acknowledged(writers) + 1)
        with ThreadPoolExecutor(len(writers)) as hands:
            typing = [hands.submit(writer.types_until_it_breaks, served.url) for writer in writers]
            until(lambda least=least, typing=typing: acknowledged(writers) >= least or any(map(Future.done, typing)))
            threading.Event().wait(chance.random() / 50)  # between an answer and the next one's commit, or within it
            served.kill()
            assert [one.result() for one in typing] == [None] * len(writers)
        for file in Path(served.database_url.removeprefix("sqlite:///")).parent.glob("killed.db"):
            with sqlite3.connect(file) as raw:
                assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        served.start()
        for writer in writers:
            assert writer.acknowledged[-1] in served_text(writer, served.url)
    assert acknowledged(writers) >= SAVES


def served_text(writer: Writer, url: str) -> str:
    """What stands now, as the writer's own copy of it says it: at least all that was acknowledged."""
    return f" {writer.stands(url).strip()}"
