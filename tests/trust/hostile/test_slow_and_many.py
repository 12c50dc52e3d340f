"""A server of our own, against whoever sends drop by drop, sends what cannot be read, or never takes an answer."""

import socket
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import httpx
import pytest
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from familyplan.app import create_app, door
from familyplan.kernel import headers, intake
from familyplan.kernel.db import Database
from familyplan.settings import Settings

HEAD = b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
UNREADABLE = [
    b"\x16\x03\x01\x02\x00\x01",
    b"GET /\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"G\0T / HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"y" * 900_000 + b"\r\n\r\n",
    HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    HEAD + b"Content-Length: -1\r\n\r\n",
    HEAD + b"Transfer-Encoding: zq\r\n\r\n",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\nzq\r\n",
    b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n",
]


class Served:
    """A real server in a thread, with the limits that it is given here."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.server = uvicorn.Server(door.config(create_app(settings, database), https=settings.https))
        self.taken = socket.create_server(("127.0.0.1", 0))
        self.at = self.taken.getsockname()
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.taken]})

    def talk(self, sent: bytes) -> bytes:
        """Send *sent* and read until the server closes."""
        with socket.create_connection(self.at, timeout=20) as talking:
            talking.sendall(sent)
            return read(talking)


def read(talking: socket.socket) -> bytes:
    got = b""
    try:
        while more := talking.recv(65_536):
            got += more
    except ConnectionResetError:
        pass
    return got


@pytest.fixture
def served(settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    for where, name, value in (
        (door, "HEAD_SECONDS", 1.5),
        (door, "TAKE_SECONDS", 1.5),
        (intake, "SLOWEST_BODY", 3.0),
        (intake, "SLOWEST_PART", 1.5),
    ):
        monkeypatch.setattr(where, name, value)
    made = Served(replace(settings, base_url="http://127.0.0.1:8000"), database)
    made.thread.start()
    with httpx.Client(transport=httpx.HTTPTransport(retries=8), timeout=30) as asking:
        assert asking.get(f"http://127.0.0.1:{made.at[1]}/healthz").status_code == 200
    yield made
    made.server.should_exit = True
    made.thread.join(30)
    made.taken.close()


def dressed(answer: bytes) -> bool:
    head = answer.partition(b"\r\n\r\n")[0].lower()
    return (
        all(f"\r\n{name}: {value.lower()}".encode() in head for name, value in headers.HEADERS.items())
        and b"\r\nserver:" not in head
    )


@pytest.mark.parametrize("sent", UNREADABLE)
def test_what_cannot_be_read_gets_an_answer_with_every_header(served: Served, sent: bytes) -> None:
    answer = served.talk(sent)

    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.0 400"))
    assert dressed(answer)
    assert b"uvicorn" not in answer
    assert b"Invalid HTTP" not in answer


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET / HTTP/1.1\r\nHost: a\r\n", b"G", b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET / HT"],
)
def test_a_head_that_never_ends_holds_no_place(served: Served, sent: bytes) -> None:
    began = time.monotonic()
    served.talk(sent)

    assert time.monotonic() - began < 8


@pytest.mark.parametrize("sent", [b"Content-Length: 100\r\n\r\nab", b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n"])
def test_a_body_that_stops_coming_is_answered_in_words(served: Served, sent: bytes) -> None:
    answer = served.talk(HEAD + sent)

    assert answer.startswith(b"HTTP/1.1 408")
    assert b"Your words did not reach us." in answer
    assert dressed(answer)


def test_an_answer_that_is_never_taken_is_let_go(served: Served) -> None:
    with socket.socket() as talking:
        talking.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        talking.connect(served.at)
        talking.settimeout(20)
        began = time.monotonic()
        try:
            for _time in range(20_000):
                talking.sendall(b"GET /sign-in HTTP/1.1\r\nHost: a\r\n\r\n")
        except OSError:
            pass
        assert time.monotonic() - began < 15


def drop_by_drop(served: Served, over: threading.Event, lost: list[int]) -> None:
    """Be 50 who send one more header, or one more sign of a body, every moment; come again when cut off."""
    places: dict[int, socket.socket] = {}
    while not over.wait(0.05):
        for number in range(50):
            try:
                if number not in places:
                    places[number] = socket.create_connection(served.at, timeout=5)
                    places[number].sendall(HEAD + (b"Content-Length: 9999\r\n\r\n" if number % 2 else b""))
                places[number].sendall(b"a" if number % 2 else b"X-a: b\r\n")
            except OSError:
                lost.append(number)
                places.pop(number).close() if number in places else None
    for place in places.values():
        place.close()


def asked(served: Served, times: int) -> list[float]:
    """How long a page takes, ten times a second."""
    taken = []
    pace = threading.Event()
    with httpx.Client(base_url=f"http://127.0.0.1:{served.at[1]}", timeout=30) as asking:
        for _time in range(times):
            began = time.monotonic()
            assert asking.get("/sign-in").status_code == 200
            taken.append(time.monotonic() - began)
            pace.wait(max(0, 0.1 - taken[-1]))
    return taken


def test_fifty_who_are_slow_keep_nobody_waiting_and_are_cut_off(served: Served) -> None:
    over, lost = threading.Event(), list[int]()
    slow = threading.Thread(target=drop_by_drop, args=(served, over, lost))
    slow.start()
    try:
        taken = asked(served, 60)
    finally:
        over.set()
        slow.join(30)

    assert statistics.quantiles(taken, n=20)[-1] < 1
    assert len(set(lost)) > 25


def test_one_connection_too_many_is_told_so_and_the_next_is_served(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "MOST_CONNECTIONS", 3)
    with ExitStack() as open_ones:
        held = [open_ones.enter_context(socket.create_connection(served.at, timeout=20)) for _number in range(3)]
        answer = served.talk(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        told = [read(one) for one in held]

    assert answer.startswith(b"HTTP/1.1 503")
    assert dressed(answer)
    assert told == [b""] * 3  # their deadline came
    assert served.talk(b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=x", b"--x--"),
        ("application/json", b"[" * 100_000),
        ("application/zip", b"PK\x03\x04"),
        ("text/plain", b"a=b"),
        ("application/xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
        ("", b"a=b"),
    ],
)
def test_no_file_and_no_other_kind_of_body_is_taken(served: Served, kind: str, body: bytes) -> None:
    answer = httpx.post(f"http://127.0.0.1:{served.at[1]}/sign-in", content=body, headers={"content-type": kind})

    assert answer.status_code == 415
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"content": b"a=1", "headers": {"content-encoding": "gzip"}}, 415),
        ({"content": b"a=1", "headers": {"content-encoding": "br"}}, 415),
        ({"content": b"a=b&" * 900_000}, 413),
        ({"content": b"a" * (intake.LARGEST_BODY + 1)}, 413),
        ({"content": b"=" * 100_000}, 403),
        ({"content": b"a[" * 100_000}, 403),
        ({"content": b"%" * 1_000_000}, 403),
        ({"content": b"&" * 1_000_000}, 413),
    ],
)
def test_packed_endless_and_deep_bodies_are_turned_away_at_once(
    served: Served, sent: dict[str, Any], status: int
) -> None:
    told = {"content-type": "application/x-www-form-urlencoded", **sent.get("headers", {})}
    began = time.monotonic()
    answer = httpx.post(f"http://127.0.0.1:{served.at[1]}/sign-in", content=sent["content"], headers=told, timeout=20)

    assert answer.status_code == status
    assert time.monotonic() - began < 5


def test_control_without_a_deadline_a_head_that_never_ends_stays(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(door, "HEAD_SECONDS", 3600.0)
    with socket.create_connection(served.at, timeout=4) as talking, pytest.raises(TimeoutError):
        read(talking)


def test_control_the_server_s_own_answer_would_lack_the_headers(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door.Door, "send_400_response", H11Protocol.send_400_response)

    assert not dressed(served.talk(UNREADABLE[0]))
