"""The power goes: a real server is killed at once while two people type; every save that it acknowledged is there."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

SAVES = (17, 34, 50)  # how many are acknowledged, all in all, when the server is killed
READY_WITHIN = 120  # seconds, on a machine that is busy with other tests
TOKEN = re.compile(r'name="_csrf_token" value="([0-9a-f]+)"')


def until(there: Any) -> Any:
    """Ask again and again, until there is something or it has taken far too long."""
    last = time.monotonic() + READY_WITHIN
    while not (found := there()):
        assert time.monotonic() < last
        threading.Event().wait(0.05)
    return found


@dataclass
class Served:
    """A sample practice in a folder, served by a process of its own; started again it goes on with what is there."""

    folder: Path
    process: subprocess.Popen[bytes] | None = None
    told: dict[str, Any] = field(default_factory=dict)

    def start(self) -> None:
        links = self.folder / "links.json"
        links.unlink(missing_ok=True)
        command = [sys.executable, "-m", "familyplan", "demo", "--port", "0", "--data", str(self.folder / "data")]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen([*command, "--links", str(links)], stdout=log, stderr=log)
        written = until(lambda: links.exists() and links.read_text().rstrip().endswith("}") and links.read_text())
        self.told = json.loads(written)
        until(self.answers)

    def answers(self) -> bool:
        try:
            return httpx.get(f"{self.told['url']}/readyz").status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        """End it as a power cut would: no handler, no farewell."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class Writer:
    """Somebody whose page saves by itself: what was acknowledged last, and what was on its way when the power went."""

    name: str
    client: httpx.Client
    path: str = ""
    token: str = ""
    revision: str = "0"
    acknowledged: list[str] = field(default_factory=list)
    on_its_way: str = ""

    def come_in(self, told: dict[str, Any]) -> None:
        door = told["sign_in"][self.name]
        form = {"_csrf_token": TOKEN.search(self.client.get(door).text)[1]}  # type: ignore[index]  # every page has one
        assert self.client.post(door, data=form).status_code == httpx.codes.SEE_OTHER
        self.path = f"/letters/{told['letters'][self.name]}"
        page = self.client.get(f"{told['url']}{self.path}?part=moments").text
        self.token = TOKEN.search(page)[1]  # type: ignore[index]
        self.revision = re.search(r'name="revision" value="(\d+)"', page)[1]  # type: ignore[index]

    def type_until_it_breaks(self, url: str) -> None:
        """Save a text that grows, one save after the other, until nobody answers any more."""
        while True:
            self.on_its_way = f"{self.name} remembers: {'a little more, ' * len(self.acknowledged)}{time.monotonic()}."
            form = {"body": self.on_its_way, "revision": self.revision, "writing": f"page-of-{self.name}"}
            sent = {"x-csrftoken": self.token, "accept": "application/json"}
            try:
                answer = self.client.put(f"{url}{self.path}/sections/moments", data=form, headers=sent)
            except httpx.TransportError:
                return
            assert answer.status_code == httpx.codes.OK, answer.text
            self.revision = answer.headers["x-revision"]
            self.acknowledged.append(self.on_its_way)

    def stands(self, url: str) -> str:
        return self.client.get(f"{url}{self.path}/copy").text


@pytest.fixture
def served(tmp_path: Path) -> Generator[Served]:
    made = Served(tmp_path)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def writers(served: Served) -> Generator[list[Writer]]:
    with httpx.Client(timeout=READY_WITHIN) as one, httpx.Client(timeout=READY_WITHIN) as other:
        made = [Writer("maria", one), Writer("luis", other)]
        for writer in made:
            writer.come_in(served.told)
        yield made


def test_a_server_killed_while_people_type_loses_no_acknowledged_save(served: Served, writers: list[Writer]) -> None:
    for saves in SAVES:
        with ThreadPoolExecutor(len(writers)) as hands:
            typing = [hands.submit(writer.type_until_it_breaks, served.told["url"]) for writer in writers]
            until(lambda saves=saves: sum(len(writer.acknowledged) for writer in writers) >= saves)
            served.kill()
            assert [one.result() for one in typing] == [None, None]
        with sqlite3.connect(served.folder / "data" / "familyplan.db") as raw:
            assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        served.start()
        for writer in writers:
            there = writer.stands(served.told["url"])
            assert any(text in there for text in (writer.acknowledged[-1], writer.on_its_way))
