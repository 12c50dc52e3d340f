"""The clock jumps while the server runs: no text is lost, sessions keep their word, the journal holds."""

from pathlib import Path

import httpx
import pytest

from tests.faults.machine import WHAT_IS_MISSING, Machine, until
from tests.faults.people import NotKept, Writer, all_type, losses, writers

DAY, HOUR = 86_400, 3_600


@pytest.fixture
def jumping(tmp_path: Path) -> object:
    """A server whose clock the test sets, by writing a shift into a file."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    assert found, WHAT_IS_MISSING
    shift = tmp_path / "shift"
    shift.write_text("+0\n")
    made = Machine(
        tmp_path, tmp_path / "data",
        more={
            "LD_PRELOAD": str(found[0]), "FAKETIME_TIMESTAMP_FILE": str(shift), "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        },
    )  # fmt: skip
    made.found()
    made.start()
    yield made
    made.kill()


def jump(machine: Machine, seconds: int) -> None:
    """Set the clock, and wait until the server's answers say so."""
    before = said(machine)
    (machine.folder / "shift").write_text(f"{seconds:+d}\n")
    until(lambda: abs(said(machine) - before) > HOUR)


def said(machine: Machine) -> float:
    """What time the server's answers give."""
    from email.utils import parsedate_to_datetime  # noqa: PLC0415  for this alone

    return parsedate_to_datetime(httpx.get(f"{machine.url}/healthz").headers["date"]).timestamp()


def saves_or_says_so(writer: Writer, machine: Machine) -> int:
    with writer.browser(machine.url) as client:
        try:
            writer.saves(client)
        except NotKept as why:
            return why.answer.status_code
    return httpx.codes.OK


@pytest.mark.parametrize("seconds", [40 * DAY, 2 * HOUR, -3 * DAY])
def test_after_a_jump_a_save_is_kept_or_said_not_to_be_and_back_again_all_is_there(
    jumping: Machine, seconds: int
) -> None:
    people = writers(jumping)
    all_type(jumping, people, 3)
    jump(jumping, seconds)
    answers = {saves_or_says_so(writer, jumping) for writer in people}
    print(f"{seconds:+d} s: {answers}")  # noqa: T201  what was answered
    assert answers <= {httpx.codes.OK, httpx.codes.UNAUTHORIZED}
    assert (answers == {httpx.codes.OK}) or seconds > 0  # a session ends by time, and never before its time
    assert jumping.status("/readyz") == httpx.codes.OK

    jump(jumping, 0)
    again = {saves_or_says_so(writer, jumping) for writer in people}
    assert again <= {httpx.codes.OK, httpx.codes.UNAUTHORIZED}
    jumping.stop()
    jumping.more = {}
    jumping.start()
    assert jumping.is_whole()


def test_the_clock_was_really_moved(jumping: Machine) -> None:
    """The control: the server itself gives another time."""
    before = said(jumping)
    jump(jumping, 40 * DAY)

    assert said(jumping) - before > 39 * DAY
    assert losses(jumping, []) == []
