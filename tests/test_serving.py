"""serve: a server of its own, ended as an operating system ends it, with nothing left behind."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests import postgres


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def _serving(folder: Path, *words: str, **more: str) -> Generator[tuple[subprocess.Popen[bytes], httpx.Client]]:
    at = f"http://127.0.0.1:{_free_port()}"
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("FAMILYPLAN_")} | {
        "FAMILYPLAN_DATA": str(folder / "data"),
        "FAMILYPLAN_KEYS": str(folder / "keys"),
        "FAMILYPLAN_BASE_URL": at,
        **more,
    }
    program = [sys.executable, "-m", "familyplan"]
    made = [*program, "init", "--practice", "Linden Office", "--owner", "olga@example.org"]
    subprocess.run(made, env=surroundings, check=True, capture_output=True)
    with (folder / "said").open("wb") as said:
        served = subprocess.Popen([*program, "serve", *words], env=surroundings, stdout=said, stderr=said)
        try:
            with httpx.Client(base_url=at, transport=httpx.HTTPTransport(retries=8), timeout=30) as asking:
                assert asking.get("/readyz").status_code == httpx.codes.OK
                yield served, asking
        finally:
            served.kill()
            served.wait()


def test_told_to_end_it_ends_in_order(tmp_path: Path) -> None:
    with _serving(tmp_path) as (served, _asking):
        served.send_signal(signal.SIGTERM)

        assert served.wait(timeout=30) == 0


def test_two_workers_share_a_port_on_postgresql_and_end_together(tmp_path: Path) -> None:
    with (
        postgres.running() as databases,
        _serving(tmp_path, "--workers", "2", FAMILYPLAN_DATABASE_URL=databases.create("practice")) as (served, asking),
    ):
        assert {asking.get("/sign-in").status_code for _time in range(20)} == {httpx.codes.OK}
        served.send_signal(signal.SIGTERM)

        assert served.wait(timeout=30) == 0
        with pytest.raises(httpx.ConnectError):
            httpx.get(asking.base_url.join("/readyz"))
