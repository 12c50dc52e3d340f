"""reminders: once, by each person's own wish, never at night, never of what moved, is off, or stands still."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from familyplan.access.records import Person
from familyplan.demo.cast import ZONE, Cast
from familyplan.engagements import service as engagements
from familyplan.engagements.pauses import service as pauses
from familyplan.guidance import shelf
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.kernel.errors import Refusal
from familyplan.mail.records import Mail
from familyplan.meetings import service
from familyplan.meetings.records import Invited
from familyplan.meetings.reminders import service as reminders
from familyplan.meetings.times import service as times
from familyplan.upkeep.tick import tick
from tests.meetings.planning import at, family, fixed, mails, meeting_of, planned
from tests.statements import counted
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
NEW_YORK, MADRID = ZoneInfo(ZONE), ZoneInfo("Europe/Madrid")
NOON = datetime(2027, 1, 11, 12, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("starts", "which", "goes_out"),
    [
        ("2027-01-14 16:00", "day_before", "2027-01-13 16:00"),
        ("2027-01-14 16:00", "two_hours", "2027-01-14 14:00"),
        ("2027-01-14 08:00", "day_before", "2027-01-13 08:00"),
        ("2027-01-14 07:59", "day_before", "2027-01-12 20:30"),
        ("2027-01-14 09:59", "two_hours", "2027-01-13 20:30"),
        ("2027-01-14 20:59", "day_before", "2027-01-13 20:59"),
        ("2027-01-14 21:00", "day_before", "2027-01-13 20:30"),
        ("2027-01-14 23:30", "two_hours", "2027-01-14 20:30"),
        ("2027-01-15 01:00", "two_hours", "2027-01-14 20:30"),
        ("2027-03-15 02:30", "day_before", "2027-03-13 20:30"),  # across the night without that hour
    ],
)
def test_what_would_fall_into_the_night_goes_out_the_evening_before(starts: str, which: str, goes_out: str) -> None:
    starts_at = datetime.fromisoformat(starts).replace(tzinfo=NEW_YORK)
    due = reminders.due_at(starts_at, which, ZONE)

    assert due == datetime.fromisoformat(goes_out).replace(tzinfo=NEW_YORK)
    assert not reminders.is_night(clock.local(due, ZONE))
    assert due < starts_at


@pytest.fixture
def meeting(database: Database, cast: Cast) -> UUID:
    """A meeting on Thursday at four, fixed on Monday at noon."""
    clock.stand_at(NOON)
    made = planned(database, cast)
    fixed(database, cast, made, at(3, 16))
    return made


def reminded(database: Database) -> list[str]:
    return sorted(says["name"] for _to, says in mails(database, "appointment_reminder"))


def at_hour(database: Database, when: str, zone: ZoneInfo = NEW_YORK) -> list[str]:
    clock.stand_at(datetime.fromisoformat(when).replace(tzinfo=zone))
    tick(database)
    return reminded(database)


def wishes(database: Database, cast: Cast, name: str, wish: str, zone: str = ZONE) -> None:
    with database.writing() as db:
        reminders.wish(db, family(db, cast), cast.members[name], wish, zone, "", by=db.merge(cast.person(name)))


def test_everybody_is_reminded_once_the_day_before(database: Database, cast: Cast, meeting: UUID) -> None:
    assert at_hour(database, "2027-01-13 15:59") == []
    assert at_hour(database, "2027-01-13 16:00") == ["Ana", "Luis", "Maria"]
    assert at_hour(database, "2027-01-13 16:05") == ["Ana", "Luis", "Maria"]
    assert at_hour(database, "2027-01-14 14:00") == ["Ana", "Luis", "Maria"]


def test_each_as_they_wished(database: Database, cast: Cast, meeting: UUID) -> None:
    wishes(database, cast, "maria", "two_hours_too")
    wishes(database, cast, "luis", "none")

    assert at_hour(database, "2027-01-13 16:00") == ["Ana", "Maria"]
    assert at_hour(database, "2027-01-14 14:00") == ["Ana", "Maria", "Maria"]


def test_the_night_is_the_one_on_each_persons_own_clock(database: Database, cast: Cast, meeting: UUID) -> None:
    wishes(database, cast, "ana", "two_hours_too", "Europe/Madrid")  # four in New York is ten at night there

    assert at_hour(database, "2027-01-13 14:29") == []
    assert at_hour(database, "2027-01-13 20:30", MADRID) == ["Ana"]
    says = mails(database, "appointment_reminder")[0][1]
    assert says["when"] == "Thursday, 14 January, 10:00\u202fPM"


def test_a_server_that_slept_wakes_nobody(database: Database, cast: Cast, meeting: UUID) -> None:
    assert at_hour(database, "2027-01-13 22:00") == []
    assert at_hour(database, "2027-01-14 07:59") == []
    assert at_hour(database, "2027-01-14 08:00") == ["Ana", "Luis", "Maria"]


def test_nobody_is_reminded_of_what_has_begun(database: Database, cast: Cast, meeting: UUID) -> None:
    assert at_hour(database, "2027-01-14 16:00") == []


def test_who_cannot_come_left_or_is_not_asked_hears_nothing(
    database: Database, cast: Cast, visit: Visit, meeting: UUID
) -> None:
    visit("maria").post(
        f"/engagements/{cast.reyes.id}/our-meetings/{meeting}/answers", {"comes": "no", "revision": "1"}
    )
    with database.writing() as db:
        engagements.leave(db, family(db, cast), db.merge(cast.members["luis"]), by=cast.dana)

    assert at_hour(database, "2027-01-13 16:00") == ["Ana"]


def test_a_reminder_that_still_waits_is_taken_back_when_it_moves(database: Database, cast: Cast, meeting: UUID) -> None:
    assert len(at_hour(database, "2027-01-13 16:00")) == 3
    with database.writing() as db:
        times.set_time(db, family(db, cast), meeting_of(db, cast, meeting), at(4, 16), 1, by=cast.dana)
    assert reminded(database) == []

    assert at_hour(database, "2027-01-14 14:00") == []
    assert len(at_hour(database, "2027-01-16 16:00")) == 3


@pytest.mark.parametrize("waits", [True, False])
def test_nothing_is_sent_of_what_was_called_off(database: Database, cast: Cast, meeting: UUID, *, waits: bool) -> None:
    at_hour(database, "2027-01-13 16:00" if waits else "2027-01-13 12:00")
    with database.writing() as db:
        service.call_off(db, family(db, cast), meeting_of(db, cast, meeting), by=cast.dana)

    assert at_hour(database, "2027-01-13 16:05") == []


@pytest.mark.parametrize("model", ["arise"], indirect=True)
def test_when_the_way_is_changed_to_a_surprise_he_hears_nothing_more(database: Database, cast: Cast) -> None:
    clock.stand_at(NOON)
    with database.writing() as db:
        sam = db.merge(cast.members["sam"])
        sam.came_in_at = clock.now()
        db.merge(cast.person("sam")).address = "sam@example.org"
    made = planned(database, cast, "first")
    fixed(database, cast, made, at(3, 16))
    assert "sam@example.org" in {to for to, _says in mails(database, "appointment")}
    with database.writing() as db:
        engagements.choose_way(db, family(db, cast), shelf.current().models["johnson"], by=cast.dana)
    with database.writing() as db, pytest.raises(Refusal, match="Please take the name off the list"):
        times.set_time(db, family(db, cast), meeting_of(db, cast, made), at(3, 17), 1, by=cast.dana)
    assert at_hour(database, "2027-01-13 16:00") == ["Ana", "Luis", "Maria"]
    with database.writing() as db:
        service.call_off(db, family(db, cast), meeting_of(db, cast, made), by=cast.dana)

    told = [to for to, says in mails(database, "appointment") if "called off" in says["what"]]
    assert sorted(told) == ["ana@example.org", "reyes.house@example.org", "reyes.house@example.org"]


@pytest.mark.parametrize("why", ["died", "hospital"])
def test_a_year_of_standing_still_and_no_message(database: Database, cast: Cast, meeting: UUID, why: str) -> None:
    with database.writing() as db:
        pauses.pause(db, family(db, cast), why, by=cast.dana)
    for hours in range(0, 24 * 8, 3):
        clock.stand_at(NOON + timedelta(hours=hours))
        tick(database)
    for month in range(1, 13):
        clock.stand_at(NOON + timedelta(days=31 * month))
        tick(database)

    with database.reading() as db:
        assert list(db.scalars(select(Mail).where(Mail.state.in_(("waiting", "sent"))))) == []


def test_what_fell_into_a_pause_is_not_made_up_for(database: Database, cast: Cast, meeting: UUID) -> None:
    clock.stand_at(datetime(2027, 1, 13, 15, tzinfo=NEW_YORK))
    with database.writing() as db:
        pauses.pause(db, family(db, cast), "family_asked", by=cast.dana)
    clock.stand_at(datetime(2027, 1, 13, 17, tzinfo=NEW_YORK))
    with database.writing() as db:
        pauses.resume(db, family(db, cast), by=cast.dana)

    assert at_hour(database, "2027-01-13 17:05") == []


def test_an_hour_that_passed_before_the_time_was_fixed_is_let_go(database: Database, cast: Cast) -> None:
    clock.stand_at(NOON)
    made = planned(database, cast)
    fixed(database, cast, made, at(0, 18))

    assert at_hour(database, "2027-01-11 12:05") == []


def test_what_no_mail_server_took_before_it_began_is_taken_back(database: Database, cast: Cast, meeting: UUID) -> None:
    assert len(at_hour(database, "2027-01-13 16:00")) == 3
    assert at_hour(database, "2027-01-14 16:05") == []


def test_what_it_says_is_neutral_and_in_nobodys_name_but_the_readers(
    database: Database, cast: Cast, meeting: UUID
) -> None:
    at_hour(database, "2027-01-13 16:00")
    for _to, says in mails(database, "appointment_reminder"):
        assert set(says) == {"professional", "telephone", "practice", "name", "when"}
        assert says["when"] == "Thursday, 14 January, 4:00\u202fPM"


def test_the_wish_is_ones_own_and_can_be_changed_twice(database: Database, cast: Cast, visit: Visit) -> None:
    maria, at_wishes = visit("maria"), f"/engagements/{cast.reyes.id}/our-meetings/reminders"
    for _twice in range(2):
        block = maria.post(at_wishes, {"wish": "none", "zone": "Europe/Madrid"}, htmx="wishes").text

    assert "<html" not in block
    assert 'value="none" checked' in block
    with database.reading() as db:
        assert db.scalar(select(Person.zone).where(Person.id == cast.person("maria").id)) == "Europe/Madrid"
    for form in ({"wish": "hourly"}, {"wish": "none", "zone": "Mars/Olympus"}):
        assert maria.post(at_wishes, form).status_code == 422


def test_many_people_cost_as_many_statements_as_few(database: Database, cast: Cast, meeting: UUID) -> None:
    now = datetime(2027, 1, 13, 16, tzinfo=NEW_YORK)

    def said() -> tuple[int, int]:
        with database.reading() as db, counted(database) as seen:
            return len(reminders.due_by(db, now)), len(seen)

    few = said()
    with database.writing() as db:
        here = family(db, cast)
        for number in range(12):
            cousin = engagements.add_member(
                db, here, f"Cousin {number}", "friend", by=cast.dana, address="c@example.org"
            )
            cousin.came_in_at = clock.now()
            db.add(Invited(engagement_id=here.id, meeting_id=meeting, member_id=cousin.id))

    assert said() == (few[0] + 12, few[1])
