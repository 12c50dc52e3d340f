"""PostgreSQL dies and comes back while five people write: nothing acknowledged is lost, and nobody restarts us."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import httpx
import pytest

from tests import postgres
from tests.faults.machine import Machine, until
from tests.faults.people import acknowledged, losses, reached, writers

DEATHS = 3


@pytest.fixture
def beside(tmp_path: Path, request: pytest.FixtureRequest) -> Generator[tuple[Machine, postgres.Server]]:
    """A server of ours over a PostgreSQL that keeps its promise: a commit is written down before it is answered."""
    with postgres.running("synchronous_commit=on", "fsync=on") as server:
        bug = getattr(request, "param", "")
        made = Machine(tmp_path, tmp_path / "data", database_url=server.create("practice"), bug=bug)
        made.found()
        made.start()
        yield made, server
        made.kill()


def test_it_dies_three_times_under_load_and_everybody_goes_on(beside: tuple[Machine, postgres.Server]) -> None:
    machine, server = beside
    people = writers(machine)
    with ThreadPoolExecutor(len(people)) as hands:
        typing = [hands.submit(writer.types, machine.url, 40) for writer in people]
        for death in range(1, DEATHS + 1):
            least = 40 * death
            until(partial(reached, people, least))
            server.end_at_once()
            with people[0].browser(machine.url) as client:
                shown = client.get(people[0].path)
            assert shown.status_code == httpx.codes.SERVICE_UNAVAILABLE
            assert "Not just now." in shown.text
            assert [machine.status(path) for path in ("/readyz", "/healthz", "/sign-in")] == [503, 200, 200]
            server.start_again()
            until(lambda: machine.status("/readyz") == httpx.codes.OK)
        assert [one.result() for one in typing] == [None] * len(people)

    assert losses(machine, people) == []
    assert machine.is_whole()
    print(f"{acknowledged(people)} saves, {DEATHS} deaths")  # noqa: T201  the numbers


def test_words_that_were_sent_while_it_was_away_come_back_in_the_page(beside: tuple[Machine, postgres.Server]) -> None:
    machine, server = beside
    writer = writers(machine)[0]
    with writer.browser(machine.url) as client:
        writer.comes_back(client)
        server.end_at_once()
        form = {"body": "Words for Sammy", "revision": writer.revision, "_csrf_token": writer.token}
        answer = client.post(f"{writer.path}/sections/moments", data=form)
        assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE
        assert "Words for Sammy" in answer.text
        server.start_again()
        until(lambda: machine.status("/readyz") == httpx.codes.OK)
        assert client.post(f"{writer.path}/sections/moments", data=form).status_code == httpx.codes.SEE_OTHER
        assert "Words for Sammy" in client.get(f"{writer.path}/copy").text


@pytest.mark.parametrize("beside", ["stubborn"], indirect=True)
def test_a_server_that_never_asks_whether_a_connection_stands_turns_somebody_away(
    beside: tuple[Machine, postgres.Server],
) -> None:
    """The control: without the question before use, the first to come after a restart is refused for it."""
    machine, server = beside
    with writers(machine)[0].browser(machine.url) as client:
        assert client.get("/sessions").status_code == httpx.codes.OK
        server.end_at_once()
        server.start_again()

        assert client.get("/sessions").status_code == httpx.codes.SERVICE_UNAVAILABLE
