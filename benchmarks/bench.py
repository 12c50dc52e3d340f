"""Pages and saving against their floors, at 10 and at 1,000 families: ratios, in one run."""

import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

AT_ONCE, SECONDS, ROUNDS = 8, 1.5, 5
AIMS = {"template": 0.15, "raw": 0.5}


@contextmanager
def served(families: int) -> Any:
    """A server of its own with so many families, and where its pages are."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(Path(__file__).parent / "served.py"), folder, str(families)]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603  our own file
        assert server.stdout is not None
        try:
            yield json.loads(server.stdout.readline())
        finally:
            server.terminate()
            server.wait(30)


def throughput(port: int, ask: Callable[[HTTPConnection, int], None]) -> float:
    """Answers a second, with AT_ONCE connections asking as fast as they can."""
    counts = [0] * AT_ONCE
    until = time.monotonic() + SECONDS

    def go(number: int) -> None:
        connection = HTTPConnection("127.0.0.1", port)
        while time.monotonic() < until:
            ask(connection, number)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            counts[number] += 1

    threads = [threading.Thread(target=go, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def page(path: str, token: str = "") -> Callable[[HTTPConnection, int], None]:
    headers = {"cookie": f"session={token}"} if token else {}
    return lambda connection, _number: connection.request("GET", path, headers=headers)


def autosave(where: dict[str, str]) -> Callable[[HTTPConnection, int], None]:
    """Save as an open page does: other words each time, under one `writing`, knowing an old revision."""
    typed = [0] * AT_ONCE
    sent = {
        "cookie": f"session={where['maria']}", "x-csrftoken": where["csrf"], "accept": "application/json",
        "content-type": "application/x-www-form-urlencoded",
    }  # fmt: skip

    def ask(connection: HTTPConnection, number: int) -> None:
        typed[number] += 1
        body = "On the Sunday after Easter I found you asleep in the car. " * 20 + f"{number} {typed[number]}"
        form = urlencode({"body": body, "revision": "1", "writing": "bench"})
        connection.request("PUT", where["address"], body=form, headers=sent)

    return ask


def asks(where: dict[str, str], name: str) -> tuple[Callable[[HTTPConnection, int], None], dict[str, Any]]:
    """How one page is asked for, and its floors."""
    if name == "autosave":
        return autosave(where), {kind: page(f"/floor-save/{kind}") for kind in AIMS}
    ours = page(where[f"path_{name}"], where["dana" if name == "desk" else "maria"])
    return ours, {kind: page(f"/floor/{kind}/{name}") for kind in AIMS}


def round_of(where: dict[str, str], name: str) -> tuple[float, float, float]:
    """One round: answers a second, and the ratios to both floors asked just after."""
    ours, floors = asks(where, name)
    port = int(where["port"])
    rate = throughput(port, ours)
    return rate, rate / throughput(port, floors["template"]), rate / throughput(port, floors["raw"])


def median(rounds: list[tuple[float, float, float]], column: int) -> float:
    return statistics.median(each[column] for each in rounds)


def main() -> None:
    few, many = (int(number) for number in sys.argv[1:3]) if len(sys.argv) > 2 else (10, 1000)
    print(
        f"{'':10} {'families':>8} {'per second':>11} {'of template':>12} {'of raw SQL':>11} {f'of {few} families':>15}"
    )
    with served(few) as small, served(many) as large:
        for name in ("desk", "home", "letter", "autosave"):
            turns = [(round_of(small, name), round_of(large, name)) for _round in range(ROUNDS)]
            growth = statistics.median(more[0] / less[0] for less, more in turns)
            for families, side, ratio in ((few, 0, 1.0), (many, 1, growth)):
                rounds = [turn[side] for turn in turns]
                rate, template, raw = (median(rounds, column) for column in range(3))
                print(f"{name:10} {families:8} {rate:11.0f} {template:12.2f} {raw:11.2f} {ratio:15.2f}", flush=True)


if __name__ == "__main__":
    main()
