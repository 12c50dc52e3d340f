"""The calendar file, read back by a parser that shares nothing with the writer: when, and nothing else."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import vobject

from familyplan.demo.cast import Cast
from familyplan.engagements.pauses import service as pauses
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.meetings import service
from familyplan.meetings.calendar.service import appointment
from familyplan.meetings.times.service import moment
from tests.meetings.planning import at, family, fixed, meeting_of, planned
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
ABOUT = UUID(int=7)
PLAIN = {"PRODID", "VERSION", "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "CLASS"}


def read(content: bytes) -> Any:
    return vobject.readOne(content.decode())


def written(title: str = "Appointment", starts_at: datetime | None = None, **more: Any) -> bytes:
    return appointment(ABOUT, title, starts_at or datetime(2026, 10, 31, 20, tzinfo=UTC), 60, 1, **more)


def names(content: bytes) -> set[str]:
    """The properties of the calendar and of its event."""
    unfolded = content.decode().replace("\r\n ", "")
    lines = [line for line in unfolded.split("\r\n") if line and not line.startswith(("BEGIN:", "END:"))]
    return {re.split(r"[;:]", line)[0] for line in lines}


@pytest.mark.parametrize(
    ("zone", "day", "hour", "utc"),
    [
        ("America/New_York", date(2026, 10, 31), "16:00", "2026-10-31T20:00+00:00"),
        ("America/New_York", date(2026, 11, 1), "16:00", "2026-11-01T21:00+00:00"),  # the clocks went back that night
        ("America/New_York", date(2026, 11, 1), "01:30", "2026-11-01T05:30+00:00"),  # the first of the two
        ("America/New_York", date(2027, 3, 13), "19:00", "2027-03-14T00:00+00:00"),
        ("America/New_York", date(2027, 3, 14), "19:00", "2027-03-14T23:00+00:00"),
        ("Europe/Madrid", date(2026, 10, 25), "10:00", "2026-10-25T09:00+00:00"),
        ("Asia/Kolkata", date(2026, 7, 1), "10:00", "2026-07-01T04:30+00:00"),
    ],
)
def test_another_parser_reads_the_hour_that_was_meant(zone: str, day: date, hour: str, utc: str) -> None:
    starts_at = moment(day, hour, zone)
    event = read(written(starts_at=starts_at)).vevent

    assert event.dtstart.value.isoformat(timespec="minutes") == utc
    assert event.dtend.value - event.dtstart.value == timedelta(hours=1)
    assert clock.local(event.dtstart.value, zone).strftime("%H:%M") == hour
    assert zone not in written(starts_at=starts_at).decode()


def test_it_says_when_and_nothing_else() -> None:
    content = written()

    assert names(content) == PLAIN
    assert "VALARM" not in content.decode()
    assert re.fullmatch(r"[0-9a-f]{32}", read(content).vevent.uid.value)
    assert read(content).vevent.uid.value == read(written("Another")).vevent.uid.value


@pytest.mark.parametrize(
    "title",
    [
        "Dentist; at 4, maybe\\later", "x" * 200, "日本" * 60, "Ends\r\nATTENDEE:mailto:dana@linden.example",
        "Ends\nBEGIN:VALARM", "\u2028ORGANIZER:x\u2029", "\x00\x07bell", ' "quoted": yes', "END:VEVENT",
    ],
)  # fmt: skip
def test_a_hostile_title_stays_one_line_of_words(title: str) -> None:
    content = written(title)
    event = read(content).vevent
    shown = " ".join("".join(sign if sign.isprintable() else " " for sign in title).split())

    assert event.summary.value == shown
    assert names(content) == PLAIN
    assert content.count(b"BEGIN:VEVENT") == content.count(b"\r\nEND:VEVENT") == 1
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")


# ---- over HTTP -------------------------------------------------------------------------------------------------------


@pytest.fixture
def meeting(database: Database, cast: Cast) -> UUID:
    made = planned(database, cast)
    only = frozenset({cast.members["maria"].id})
    with database.writing() as db:
        said = service.Details(agenda="About Sam", place="12 Elm; the back, door", minutes_long=90, members=only)
        service.amend(db, family(db, cast), meeting_of(db, cast, made), said, by=cast.dana)
    return made


def file_of(cast: Cast, meeting: UUID) -> str:
    return f"/engagements/{cast.reyes.id}/our-meetings/{meeting}/appointment.ics"


def test_who_is_asked_gets_a_neutral_file_that_is_kept_nowhere(
    database: Database, cast: Cast, visit: Visit, meeting: UUID
) -> None:
    fixed(database, cast, meeting, at(3))
    answer = visit("maria").get(file_of(cast, meeting))
    event = read(answer.content).vevent

    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == 'attachment; filename="appointment.ics"'
    assert (event.summary.value, event.dtstart.value) == ("Appointment", at(3))
    assert event.dtend.value - event.dtstart.value == timedelta(minutes=90)
    assert names(answer.content) == PLAIN
    for word in ("Reyes", "Sam", "Dana", "Linden", "Elm", str(meeting), str(cast.reyes.id)):
        assert word not in answer.text


def test_the_place_stands_in_it_only_where_it_was_asked_for(
    database: Database, cast: Cast, visit: Visit, meeting: UUID
) -> None:
    fixed(database, cast, meeting, at(3))
    asked = visit("maria").get(file_of(cast, meeting) + "?place=yes").content

    assert read(asked).vevent.location.value == "12 Elm; the back, door"
    assert names(asked) == PLAIN | {"LOCATION"}


def test_a_member_calls_it_what_they_like_but_not_what_would_tell(
    database: Database, cast: Cast, visit: Visit, meeting: UUID
) -> None:
    fixed(database, cast, meeting, at(3))
    maria, wishes = visit("maria"), f"/engagements/{cast.reyes.id}/our-meetings/reminders"
    told = maria.post(wishes, {"wish": "none", "zone": "America/Chicago", "calendar_title": "Rehab talk"})
    assert told.status_code == 422
    assert "would tell others" in told.text

    maria.post(wishes, {"wish": "none", "zone": "America/Chicago", "calendar_title": "Coffee, with milk; no sugar"})
    event = read(maria.get(file_of(cast, meeting)).content).vevent
    assert event.summary.value == "Coffee, with milk; no sugar"
    assert event.dtstart.value == at(3)


def test_there_is_none_before_a_time_after_calling_off_and_for_others(
    database: Database, cast: Cast, visit: Visit, meeting: UUID
) -> None:
    assert visit("maria").get(file_of(cast, meeting)).status_code == 404
    fixed(database, cast, meeting, at(3))
    got = {name: visit(name).get(file_of(cast, meeting)).status_code for name in ("luis", "sam", "dana", "priya", "")}
    assert got == {"luis": 404, "sam": 404, "dana": 403, "priya": 403, "": 303}

    with database.writing() as db:
        pauses.pause(db, family(db, cast), "hospital", by=cast.dana)
    assert visit("maria").get(file_of(cast, meeting)).status_code == 404
    with database.writing() as db:
        pauses.resume(db, family(db, cast), by=cast.dana)
        service.call_off(db, family(db, cast), meeting_of(db, cast, meeting), by=cast.dana)
    assert visit("maria").get(file_of(cast, meeting)).status_code == 404
