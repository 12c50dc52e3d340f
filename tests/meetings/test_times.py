"""times: up to three proposed on the family's clock, answered on one's own, one fixed, and moved."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from familyplan.access.records import Person
from familyplan.demo.cast import ZONE, Cast
from familyplan.engagements.pauses import service as pauses
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.kernel.errors import Refusal
from familyplan.meetings import service
from familyplan.meetings.records import ProposedTime
from familyplan.meetings.times import service as times
from tests.meetings.planning import at, family, fixed, invited, mails, meeting_of, planned, proposed
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


def form_of(*starts: datetime) -> dict[str, str]:
    """What the page sends for these times, on the family's clock."""
    sent: dict[str, str] = {}
    for number, start in enumerate(starts, 1):
        local = clock.local(start, ZONE)
        sent |= {f"on_{number}": local.date().isoformat(), f"at_{number}": local.strftime("%H:%M")}
    return sent


@pytest.fixture
def meeting(database: Database, cast: Cast) -> str:
    return str(planned(database, cast))


@pytest.fixture
def lead(cast: Cast, meeting: str) -> str:
    return f"/engagements/{cast.reyes.id}/meetings/{meeting}"


@pytest.fixture
def own(cast: Cast, meeting: str) -> str:
    return f"/engagements/{cast.reyes.id}/our-meetings/{meeting}"


def offers(database: Database) -> list[datetime]:
    with database.reading() as db:
        here = select(ProposedTime.starts_at).where(ProposedTime.dropped_at.is_(None))
        return list(db.scalars(here.order_by(ProposedTime.starts_at)))


def test_three_are_offered_and_everybody_with_a_page_is_asked_by_a_discreet_mail(
    database: Database, cast: Cast, visit: Visit, lead: str
) -> None:
    starts = [at(2), at(3, 18, 30), at(4)]
    page = visit("dana").post(f"{lead}/times", form_of(*starts), follow=True).text

    assert offers(database) == [one.astimezone(UTC) for one in starts]
    assert "open: Maria, Luis, Ana, Theo" in page
    asked = mails(database, "appointment")
    assert sorted(says["name"] for _to, says in asked) == ["Ana", "Luis", "Maria"]
    assert {"a few times to choose from" in says["what"] for _to, says in asked} == {True}


def test_proposing_the_same_again_tells_nobody_twice(database: Database, visit: Visit, cast: Cast, lead: str) -> None:
    dana = visit("dana")
    for _twice in range(2):
        dana.post(f"{lead}/times", form_of(at(2), at(3)))

    assert len(mails(database, "appointment")) == 3
    assert len(offers(database)) == 2


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "Please give at least one time."),
        ({"on_1": "2020-05-04", "at_1": "10:00"}, "That time is over."),
        ({"on_1": "2031-05-04"}, "A day and a time belong together."),
        ({"at_1": "10:00"}, "A day and a time belong together."),
        ({"on_1": "2031-05-04", "at_1": "ten"}, "That is not a time we can read."),
        ({"on_1": "4.5.2031", "at_1": "10:00"}, "That is not a date we can read."),
        ({"on_1": "2031-05-04", "at_1": "10:00", "on_2": "2031-05-04", "at_2": "10:00"}, "Two of these times are"),
        ({"on_1": "2027-03-14", "at_1": "02:30"}, "that hour does not exist"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_in_one_sentence_and_the_words_stay(
    database: Database, visit: Visit, lead: str, form: dict[str, str], sentence: str
) -> None:
    answer = visit("dana").post(f"{lead}/times", form)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert [value for value in form.values() if f'value="{value}"' not in answer.text] == []
    assert offers(database) == []
    assert mails(database, "appointment") == []


def test_an_hour_that_comes_twice_is_the_first_of_them() -> None:
    assert times.moment(date(2026, 11, 1), "01:30", "America/New_York") == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_each_says_yes_or_no_and_who_did_not_is_shown_without_blame(
    database: Database, cast: Cast, visit: Visit, lead: str, own: str, meeting: str
) -> None:
    first, second = proposed(database, cast, UUID(meeting), at(2), at(3))
    visit("maria").post(f"{own}/answers", {f"time-{first}": "yes", f"time-{second}": "no"})
    block = visit("luis").post(f"{own}/answers", {f"time-{first}": "yes"}, htmx="answer").text

    assert "Kept. You can change it" in block
    assert "<html" not in block
    page = " ".join(visit("dana").get(lead).text.split())
    assert "suits Maria, Luis · open: Ana, Theo" in page
    assert "not Maria · open: Luis, Ana, Theo" in page
    assert "Luis" not in visit("maria").get(own).text


def test_a_page_says_it_on_ones_own_clock_and_on_the_familys(
    database: Database, cast: Cast, visit: Visit, own: str, meeting: str
) -> None:
    with database.writing() as db:
        db.execute(update(Person).where(Person.id == cast.person("ana").id).values(zone="Europe/Madrid"))
    clock.stand_at(datetime(2026, 12, 1, 12, tzinfo=UTC))
    proposed(database, cast, UUID(meeting), at(2, 19))
    ana, maria = visit("ana").get(own).text, visit("maria").get(own).text

    assert "Friday, 4 December, 1:00\u202fAM" in ana
    assert "That is Thursday, 7:00\u202fPM in New York." in ana
    assert "Thursday, 3 December, 7:00\u202fPM" in maria
    assert "That is" not in maria


def test_a_time_that_was_taken_back_meanwhile_is_not_answered(
    database: Database, cast: Cast, visit: Visit, own: str, meeting: str
) -> None:
    (first,) = proposed(database, cast, UUID(meeting), at(2))
    proposed(database, cast, UUID(meeting), at(3))
    answer = visit("maria").post(f"{own}/answers", {f"time-{first}": "yes"})

    assert answer.status_code == 422
    assert "The times have changed meanwhile." in answer.text


def test_when_all_have_answered_it_waits_on_the_desk_until_a_time_is_fixed(
    database: Database, cast: Cast, visit: Visit, lead: str, own: str, meeting: str
) -> None:
    (first,) = proposed(database, cast, UUID(meeting), at(2))
    dana, ask = visit("dana"), "See who can come: First long meeting"
    for name in ("maria", "luis"):
        visit(name).post(f"{own}/answers", {f"time-{first}": "yes"})
    assert ask not in dana.get("/").text

    visit("ana").post(f"{own}/answers", {f"time-{first}": "no"})
    assert ask in dana.get("/").text
    dana.post(f"{lead}/time", {"offer": str(first)})
    assert ask not in dana.get("/").text
    visit("maria").post(f"{own}/answers", {"comes": "no", "revision": "1"})
    assert ask in dana.get("/").text
    dana.post(f"{lead}/calling-off")
    assert ask not in dana.get("/").text


def test_fixing_one_takes_the_answers_along_and_tells_everybody(
    database: Database, cast: Cast, visit: Visit, lead: str, own: str, meeting: str
) -> None:
    first, _second = proposed(database, cast, UUID(meeting), at(2), at(3))
    visit("maria").post(f"{own}/answers", {f"time-{first}": "yes"})
    visit("luis").post(f"{own}/answers", {f"time-{first}": "no"})
    dana = visit("dana")
    for _twice in range(2):
        assert dana.post(f"{lead}/time", {"offer": str(first)}).status_code == 303

    comes = {name: invited(database, cast, UUID(meeting), name).comes for name in ("maria", "luis", "ana")}
    assert comes == {"maria": "yes", "luis": "no", "ana": ""}
    assert sum("has a time now" in says["what"] for _to, says in mails(database, "appointment")) == 3
    assert "not answered yet" in dana.get(lead).text


def test_in_two_windows_the_first_one_stands(
    database: Database, cast: Cast, visit: Visit, lead: str, meeting: str
) -> None:
    first, second = proposed(database, cast, UUID(meeting), at(2), at(3))
    dana = visit("dana")
    dana.post(f"{lead}/time", {"offer": str(first)})
    other = dana.post(f"{lead}/time", {"offer": str(second)})
    by_hand = dana.post(f"{lead}/time", {"on": at(5).date().isoformat(), "at": "10:00", "revision": "0"})
    again = dana.post(f"{lead}/times", form_of(at(6)))

    assert [one.status_code for one in (other, by_hand, again)] == [422, 422, 422]
    assert "A time was fixed meanwhile." in other.text
    assert "changed in another window" in by_hand.text
    with database.reading() as db:
        assert meeting_of(db, cast, UUID(meeting)).starts_at == at(2).astimezone(UTC)


def test_moving_it_asks_everybody_anew(
    database: Database, cast: Cast, visit: Visit, lead: str, own: str, meeting: str
) -> None:
    fixed(database, cast, UUID(meeting), at(2))
    visit("maria").post(f"{own}/answers", {"comes": "yes", "revision": "1"})
    assert invited(database, cast, UUID(meeting), "maria").comes == "yes"
    form = {"on": at(6).date().isoformat(), "at": "17:00", "revision": "1"}
    for _twice in range(2):
        assert visit("dana").post(f"{lead}/time", form).status_code == 303

    assert invited(database, cast, UUID(meeting), "maria").comes == ""
    assert sum("has moved" in says["what"] for _to, says in mails(database, "appointment")) == 3
    late = visit("luis").post(f"{own}/answers", {"comes": "no", "revision": "1"})
    assert late.status_code == 422
    assert "The time has moved meanwhile." in late.text


def test_while_everything_is_paused_no_time_is_proposed_or_moved(
    database: Database, cast: Cast, visit: Visit, lead: str
) -> None:
    with database.writing() as db:
        pauses.pause(db, family(db, cast), "died", by=cast.dana)
    answer = visit("dana").post(f"{lead}/times", form_of(at(2)))

    assert answer.status_code == 422
    assert "Everything is paused for this family" in answer.text
    assert mails(database, "appointment") == []
    assert offers(database) == []


def test_who_is_not_asked_learns_nothing_of_it(database: Database, cast: Cast, visit: Visit, own: str) -> None:
    for name, status in (("sam", 404), ("priya", 403), ("dana", 403)):
        assert visit(name).get(own).status_code == status


@pytest.mark.parametrize("model", ["arise"], indirect=True)
def test_where_he_is_asked_he_answers_too(database: Database, cast: Cast, visit: Visit) -> None:
    meeting = planned(database, cast, "first")
    (time,) = proposed(database, cast, meeting, at(2))
    page = visit("sam").post(
        f"/engagements/{cast.reyes.id}/our-meetings/{meeting}/answers", {f"time-{time}": "yes"}, follow=True
    )

    assert "Which of these suit you?" in page.text
    assert "suits Sam" in visit("dana").get(f"/engagements/{cast.reyes.id}/meetings/{meeting}").text


def test_the_next_one_is_at_the_same_hour_across_a_change_of_the_clocks(database: Database, cast: Cast) -> None:
    clock.stand_at(datetime(2027, 3, 9, 12, tzinfo=UTC))
    call = planned(database, cast, "family_call")
    fixed(database, cast, call, at(1, 19))
    with database.writing() as db:
        for _twice in range(2):
            following = service.plan_next(db, family(db, cast), meeting_of(db, cast, call), 7, by=cast.dana)
    with database.reading() as db:
        starts_at = meeting_of(db, cast, following.id).starts_at
        with pytest.raises(Refusal, match="in how many days"):
            service.plan_next(db, family(db, cast), meeting_of(db, cast, call), 0, by=cast.dana)

    assert starts_at is not None
    assert starts_at == at(8, 19).astimezone(UTC)
    assert clock.local(starts_at, ZONE).hour == 19
    assert starts_at - at(1, 19).astimezone(UTC) == timedelta(days=7, hours=-1)
