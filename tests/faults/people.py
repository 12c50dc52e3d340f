"""People who write while the machine breaks under them, and who know what was acknowledged to them."""

import contextlib
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx

from tests.faults.machine import LONG, TOKEN, Machine, until

REVISION = re.compile(r'name="revision" value="(\d+)"')
FIVE = (("maria", "moments"), ("luis", "moments"), ("ana", "moments"), ("maria", "love_again"), ("luis", "love_again"))


class NotKept(Exception):  # noqa: N818  an answer, not a fault
    """The server said that it did not keep it."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__(answer.status_code)
        self.answer = answer


@dataclass
class Writer:
    """Somebody whose page saves by itself a text that only grows: what was acknowledged last holds all of it."""

    name: str
    cookie: str
    path: str
    section: str = "moments"
    token: str = ""
    revision: str = "0"
    turn: int = 0
    acknowledged: list[str] = field(default_factory=lambda: [""])
    size: int = 0  # signs more in each save

    def browser(self, url: str) -> httpx.Client:
        return httpx.Client(base_url=url, timeout=LONG, cookies={"session": self.cookie})

    def comes_back(self, client: httpx.Client) -> None:
        page = client.get(f"{self.path}?part={self.section}").text
        self.token = TOKEN.search(page)[1]  # type: ignore[index]  # every page has one
        self.revision = REVISION.search(page)[1]  # type: ignore[index]  # None fails here

    def types_until_it_breaks(self, url: str) -> None:
        """Save one text after the other, each a little longer, until nobody answers any more."""
        with self.browser(url) as client, contextlib.suppress(httpx.TransportError):
            self.comes_back(client)
            while True:
                self.saves(client)

    def types(self, url: str, saves: int) -> None:
        """Save until *saves* more are acknowledged; whatever is not is sent again, as the page does."""
        least, last = len(self.acknowledged) + saves, time.monotonic() + LONG
        while len(self.acknowledged) < least:
            assert time.monotonic() < last, "it took far too long"
            with self.browser(url) as client, contextlib.suppress(httpx.TransportError, NotKept):
                if not self.token:
                    self.comes_back(client)
                while len(self.acknowledged) < least:
                    self.saves(client)

    def saves(self, client: httpx.Client) -> None:
        self.turn += 1
        body = f"{self.acknowledged[-1]} {self.name}{self.turn}." + "x" * self.size
        form = {"body": body, "revision": self.revision, "writing": f"page-of-{self.name}", "turn": self.turn}
        sent = {"x-csrftoken": self.token, "accept": "application/json"}
        answer = client.put(f"{self.path}/sections/{self.section}", data=form, headers=sent)
        if answer.status_code != httpx.codes.OK:
            raise NotKept(answer)
        self.revision = answer.headers["x-revision"]
        self.acknowledged.append(body)

    def lost(self, url: str) -> bool:
        """Whether something that was acknowledged is not there any more."""
        with self.browser(url) as client:
            return self.acknowledged[-1] not in f" {client.get(f'{self.path}/copy').text.strip()}"


def writers(machine: Machine) -> list[Writer]:
    """Five who write: three people, two of them on two pages at once."""
    return [
        Writer(f"{name}{number}", machine.people[name]["cookie"], machine.people[name]["path"], section)
        for number, (name, section) in enumerate(FIVE)
    ]


def acknowledged(people: list[Writer]) -> int:
    return sum(len(writer.acknowledged) - 1 for writer in people)


def reached(people: list[Writer], least: int) -> bool:
    """Whether that many saves of theirs are acknowledged."""
    return acknowledged(people) >= least


def losses(machine: Machine, people: list[Writer]) -> list[str]:
    """Who of them lost something that was acknowledged; the words are read through the server."""
    return [writer.name for writer in people if writer.lost(machine.url)]


def all_type(machine: Machine, people: list[Writer], saves: int) -> None:
    """Let all of them write at once."""
    with ThreadPoolExecutor(len(people)) as hands:
        for done in [hands.submit(writer.types, machine.url, saves) for writer in people]:
            done.result()


__all__ = ["NotKept", "Writer", "acknowledged", "all_type", "losses", "reached", "until", "writers"]
