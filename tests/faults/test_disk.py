"""The disk: full, failing, read-only, locked by a neighbour. Nothing is acknowledged that is not stored; it heals."""

import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.faults.machine import ROOT, TOKEN, Machine, as_root, in_memory, tool, traced, until
from tests.faults.people import NotKept, Writer, acknowledged, all_type, losses, writers

SAVES = 20
SYNC = re.compile(r"\b(?:fsync|fdatasync)\(")
INJECTED = "INJECTED"


def syncs(seen: Path) -> int:
    return len(SYNC.findall(seen.read_text()))


def test_every_acknowledged_save_was_synced(machine: Machine) -> None:
    people = writers(machine)[:1]
    all_type(machine, people, 1)
    with traced(machine, "-e", "trace=fsync,fdatasync") as seen:
        all_type(machine, people, SAVES)

    print(f"{SAVES} saves, {syncs(seen)} syncs")  # noqa: T201  the numbers
    assert syncs(seen) >= SAVES


@pytest.mark.parametrize("machine", ["normal"], indirect=True)
def test_a_server_that_syncs_seldom_is_found_out(machine: Machine) -> None:
    """The control: with synchronous=NORMAL there are far fewer."""
    people = writers(machine)[:1]
    all_type(machine, people, 1)
    with traced(machine, "-e", "trace=fsync,fdatasync") as seen:
        all_type(machine, people, SAVES)

    print(f"NORMAL: {SAVES} saves, {syncs(seen)} syncs")  # noqa: T201  the numbers
    assert syncs(seen) < SAVES / 2


@pytest.fixture
def small(tmp_path: Path) -> Generator[Machine]:
    """A server whose database is on a disk with little room."""
    with in_memory(tmp_path / "small", "16m") as data:
        made = Machine(tmp_path, data)
        made.found()
        made.start()
        yield made
        made.kill()


def fill(machine: Machine, but: int) -> Path:
    """Take all the room but *but* bytes."""
    filler = machine.data / "filler"
    filler.write_bytes(b"x" * max(0, shutil.disk_usage(machine.data).free - but))
    return filler


def types_until_refused(machine: Machine, writer: Writer) -> NotKept:
    with writer.browser(machine.url) as client:
        if not writer.token:  # a letter's page that is opened notes that; the one that is open stays
            writer.comes_back(client)
        for _save in range(500):
            try:
                writer.saves(client)
            except NotKept as why:
                return why
    raise AssertionError("every save was taken")


def presses_save(machine: Machine, writer: Writer, words: str) -> httpx.Response:
    """Save as somebody without JavaScript does, with the page's own form."""
    with writer.browser(machine.url) as client:
        if not writer.token:  # a letter's page that is opened notes that; the one that is open stays
            writer.comes_back(client)
        form = {"body": words, "revision": writer.revision, "_csrf_token": writer.token}
        return client.post(f"{writer.path}/sections/{writer.section}", data=form)


def test_a_full_disk_is_said_in_words_reads_go_on_and_it_heals(small: Machine) -> None:
    people = writers(small)
    filler = fill(small, 200_000)
    for writer in people:
        writer.size = 4000
    refused = types_until_refused(small, people[0])
    assert refused.answer.status_code == httpx.codes.INSUFFICIENT_STORAGE

    said = presses_save(small, people[0], "Sammy, these words " + "are long. " * 2000)
    assert said.status_code == httpx.codes.INSUFFICIENT_STORAGE
    assert "Not kept yet." in said.text
    assert "no room left" in said.text
    assert "Sammy, these words are long." in said.text
    assert [small.status(path) for path in ("/readyz", "/healthz")] == [507, 200]
    assert losses(small, people) == []  # reads go on
    with small.browser("ana") as ana:
        token = TOKEN.search(ana.get("/exit").text)
        assert token is not None
        gone = ana.post("/sign-out", data={"_csrf_token": token[1]})
        assert (gone.status_code, gone.headers["location"]) == (303, "/sign-in")
        assert "session=" in gone.headers["set-cookie"]

    filler.unlink()
    until(lambda: small.status("/readyz") == httpx.codes.OK)
    all_type(small, people[:2], 5)
    assert losses(small, people) == []
    assert small.is_whole()
    print(f"{acknowledged(people)} saves acknowledged around a full disk, none lost")  # noqa: T201  the numbers


def test_a_sync_that_fails_is_not_acknowledged_and_it_heals(machine: Machine) -> None:
    people = writers(machine)
    all_type(machine, people, 3)
    with traced(machine, "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO") as seen:
        refused = types_until_refused(machine, people[0])
        said = presses_save(machine, people[0], "Words that the disk did not take")
        assert machine.status("/readyz") == httpx.codes.SERVICE_UNAVAILABLE
    assert INJECTED in seen.read_text()  # the fault fired
    assert refused.answer.status_code == said.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert "Words that the disk did not take" in said.text

    all_type(machine, people, 3)
    assert losses(machine, people) == []
    machine.kill()
    machine.start()
    assert losses(machine, people) == []
    assert machine.is_whole()


@pytest.mark.parametrize("machine", ["blind"], indirect=True)
def test_a_server_that_takes_no_notice_of_a_failed_sync_is_found_out(machine: Machine) -> None:
    """The control: a planted bug answers as if the commit had been made."""
    people = writers(machine)[:1]
    all_type(machine, people, 1)
    with (
        traced(machine, "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO") as seen,
        people[0].browser(machine.url) as client,
    ):
        people[0].saves(client)
    assert INJECTED in seen.read_text()

    assert losses(machine, people) == [people[0].name]


def test_a_disk_that_turned_read_only_is_not_acknowledged_and_it_heals(machine: Machine) -> None:
    people = writers(machine)
    all_type(machine, people, 3)
    with traced(machine, "-e", "trace=pwrite64", "-e", "inject=pwrite64:error=EROFS") as seen:
        said = presses_save(machine, people[0], "Words that the disk did not take")
        assert machine.status("/readyz") == httpx.codes.SERVICE_UNAVAILABLE
    assert INJECTED in seen.read_text()
    assert said.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert "Words that the disk did not take" in said.text

    all_type(machine, people, 3)
    assert losses(machine, people) == []
    assert machine.is_whole()


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_database_that_may_only_be_read_is_said_before_anything_is_served(machine: Machine, what: str) -> None:
    as_root()
    people = writers(machine)
    all_type(machine, people, 2)
    assert machine.stop() == 0
    place = machine.data / "familyplan.db" if what == "file" else machine.data
    before = place.stat().st_mode
    place.chmod(0o400 if what == "file" else 0o500)
    machine.before = [tool("setpriv"), "--bounding-set=-dac_override"]  # root may write everywhere otherwise
    answer = machine.command("serve", "--port", str(machine.port))

    assert answer.returncode == 1
    assert "can be read but not written" in answer.stderr
    assert "Traceback" not in answer.stderr
    place.chmod(before)
    for file in machine.data.glob("familyplan.db-*"):  # made beside it with the mode that it had
        file.chmod(0o600)
    machine.start()
    all_type(machine, people, 2)
    assert losses(machine, people) == []


@contextmanager
def locked(file: Path) -> Generator[float]:
    """Let another process hold the database's lock."""
    code = (
        "import sqlite3, sys; raw = sqlite3.connect(sys.argv[1], isolation_level=None); "
        "raw.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read(); raw.execute('ROLLBACK')"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as neighbour:
        assert neighbour.stdout is not None
        assert neighbour.stdout.readline() == b"held\n"
        yield time.monotonic()
        assert neighbour.stdin is not None
        neighbour.stdin.close()
        neighbour.wait()


def test_a_neighbour_who_holds_the_lock_for_ten_seconds_costs_nobody_a_word(machine: Machine) -> None:
    people = writers(machine)
    all_type(machine, people, 2)
    with locked(machine.data / "familyplan.db") as since:
        refused = types_until_refused(machine, people[0])
        said = presses_save(machine, people[1], "Words that had to wait")
        began = time.monotonic()
        assert losses(machine, people) == []
        reading = time.monotonic() - began
        assert machine.status("/readyz") == httpx.codes.SERVICE_UNAVAILABLE
        assert machine.status("/healthz") == httpx.codes.OK
        threading.Event().wait(max(0, 10 - (time.monotonic() - since)))
    assert refused.answer.status_code == said.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert "Words that had to wait" in said.text
    print(f"five pages read in {reading:.1f} s while the lock was held")  # noqa: T201  the numbers

    until(lambda: machine.status("/readyz") == httpx.codes.OK)
    all_type(machine, people, 2)
    assert losses(machine, people) == []


def test_the_lock_is_really_held(machine: Machine) -> None:
    """The control: nobody else can begin to write meanwhile."""
    with (
        locked(machine.data / "familyplan.db"),
        sqlite3.connect(machine.data / "familyplan.db", timeout=0) as raw,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        raw.execute("BEGIN IMMEDIATE")
