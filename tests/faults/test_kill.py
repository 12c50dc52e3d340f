"""The power goes, again and again, while five people write: every save that was acknowledged is there."""

import random
import signal
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import pytest

from tests.faults.machine import Machine, until
from tests.faults.people import NotKept, Writer, acknowledged, losses, reached, writers

SAVES, KILLS = 500, 25


def killed_while_they_write(machine: Machine, people: list[Writer], least: int) -> list[BaseException]:
    """Let all write until *least* saves are acknowledged, then kill the server somewhere in the middle of the next."""
    chance = random.Random()  # noqa: S311  moments, not secrets
    with ThreadPoolExecutor(len(people)) as hands:
        typing = [hands.submit(writer.types_until_it_breaks, machine.url) for writer in people]
        until(lambda: acknowledged(people) >= least or all(map(Future.done, typing)))
        until(lambda: chance.random() < 0.5)  # between an answer and the next one's commit, or within it
        machine.kill()
        return [why for one in typing if (why := one.exception())]


def test_of_500_saves_and_25_kills_no_acknowledged_word_is_lost(machine: Machine) -> None:
    people = writers(machine)
    for kill in range(1, KILLS + 1):
        assert killed_while_they_write(machine, people, max(SAVES * kill // KILLS, acknowledged(people) + 1)) == []
        machine.start()
        assert losses(machine, people) == []
    assert acknowledged(people) >= SAVES
    assert machine.is_whole()
    print(f"{acknowledged(people)} saves, {KILLS} kills, slowest start {max(machine.took):.1f} s")  # noqa: T201  the numbers


@pytest.mark.parametrize("machine", ["forgetful"], indirect=True)
def test_a_server_that_answers_without_storing_is_found_out(machine: Machine) -> None:
    """The control: a planted bug acknowledges every twentieth commit without making it."""
    people = writers(machine)
    broken = killed_while_they_write(machine, people, SAVES)
    machine.bug = ""
    machine.start()

    assert {type(why) for why in broken} == {NotKept}  # a page that knows of what was not stored
    assert losses(machine, people) != []


def test_ended_and_started_again_under_load_nothing_is_lost_and_everybody_goes_on(machine: Machine) -> None:
    people = writers(machine)
    with ThreadPoolExecutor(len(people)) as hands:
        typing = [hands.submit(writer.types, machine.url, 60) for writer in people]
        for least in (40, 100, 160):
            until(partial(reached, people, least))
            assert machine.process is not None
            machine.process.send_signal(signal.SIGTERM)
            assert machine.process.wait(60) == 0
            machine.start()
        assert [one.result() for one in typing] == [None] * len(people)

    assert losses(machine, people) == []
    assert machine.is_whole()
