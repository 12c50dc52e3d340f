"""held: who was there, how long it took, and the step of the plan that it completes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from familyplan.demo.cast import Cast
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.meetings.minutes import queries as minutes
from familyplan.meetings.minutes import service as counting
from familyplan.milestones import queries as milestones
from familyplan.milestones.plan import service as plan
from familyplan.milestones.service import Step
from tests.meetings.planning import at, family, fixed, invited, meeting_of, planned
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


def there(cast: Cast, **words: str) -> dict[str, str]:
    return {f"attended-{cast.members[name].id}": word for name, word in words.items()}


def note(visit: Visit, cast: Cast, meeting: UUID, days_ago: int = 0, minutes: str = "", **words: str) -> Any:
    on = clock.today(cast.reyes.zone) - timedelta(days=days_ago)
    form = {"held_on": on.isoformat(), "minutes": minutes, **there(cast, **words)}
    return visit("dana").post(f"/engagements/{cast.reyes.id}/meetings/{meeting}/attendance", form)


def step(db: Session, cast: Cast, key: str) -> Step:
    here = family(db, cast)
    laid = milestones.laid_out(db, [here], seen_by=cast.dana)[here.id]
    return next(one for one in plan.way(here, laid, clock.today(here.zone)).steps if one.milestone.key == key)


def spent(database: Database, cast: Cast) -> int:
    with database.reading() as db:
        return minutes.spent(db, family(db, cast), seen_by=cast.dana)


def test_who_came_is_kept_and_nobody_is_asked_why_not(database: Database, cast: Cast, visit: Visit) -> None:
    meeting = planned(database, cast)
    for _twice in range(2):
        assert note(visit, cast, meeting, maria="came", luis="late", ana="phone", theo="not").status_code == 303

    words = {name: invited(database, cast, meeting, name).attended for name in ("maria", "luis", "ana", "theo")}
    assert words == {"maria": "came", "luis": "late", "ana": "phone", "theo": "not"}
    page = visit("maria").get(f"/engagements/{cast.reyes.id}/our-meetings/{meeting}").text
    assert "We met on" in page
    assert "came late" not in page


def test_back_dated_it_completes_its_step_on_that_day_and_taking_it_back_opens_it(
    database: Database, cast: Cast, visit: Visit
) -> None:
    meeting = planned(database, cast)
    with database.writing() as db:
        family(db, cast).started_on -= timedelta(days=10)
    note(visit, cast, meeting, days_ago=3, maria="came")
    with database.reading() as db:
        done = step(db, cast, "training")
    assert (done.state, done.done_on) == ("done", clock.today(cast.reyes.zone) - timedelta(days=3))

    visit("dana").post(f"/engagements/{cast.reyes.id}/meetings/{meeting}/attendance/withdrawal")
    with database.reading() as db:
        assert step(db, cast, "training").state == "overdue"


@pytest.mark.parametrize(
    ("model", "kind", "key"),
    [("johnson", "learning", "session_one"), ("arise", "first", "first_meeting")],
    indirect=["model"],
)
def test_each_way_has_its_own_steps(database: Database, cast: Cast, visit: Visit, kind: str, key: str) -> None:
    note(visit, cast, planned(database, cast, kind), maria="came")

    with database.reading() as db:
        assert step(db, cast, key).state == "done"


@pytest.mark.parametrize(
    ("model", "key"), [("johnson", "session_two"), ("love_first", "rehearsal")], indirect=["model"]
)
def test_a_meeting_alone_is_no_rehearsal(database: Database, cast: Cast, visit: Visit, key: str) -> None:
    note(visit, cast, planned(database, cast, "rehearsal"), maria="came")

    with database.reading() as db:
        assert step(db, cast, key).state != "done"


@pytest.mark.parametrize("model", ["arise"], indirect=True)
def test_network_meetings_are_counted_and_the_next_is_a_week_later(
    database: Database, cast: Cast, visit: Visit
) -> None:
    with database.writing() as db:
        here = family(db, cast)
        here.level, here.started_on = 2, here.started_on - timedelta(days=30)
    with database.reading() as db:
        before = step(db, cast, "more_meetings").due_on
    for days_ago in (9, 2):
        note(visit, cast, planned(database, cast, "network"), days_ago=days_ago, maria="came", sam="late")
    with database.reading() as db:
        after = step(db, cast, "more_meetings")

    assert before is not None
    assert (after.times, after.due_on) == (2, before + timedelta(days=14))
    page = " ".join(visit("dana").get(f"/engagements/{cast.reyes.id}/meetings").text.split())
    assert "2 held · the way counts on 1 to 5 · usually every 7 days" in page


@pytest.mark.parametrize(
    ("days_ago", "words", "sentence"),
    [
        (-1, {"maria": "came"}, "That day is still ahead."),
        (4000, {"maria": "came"}, "That is before the family called."),
        (0, {"maria": "not"}, "Nobody is marked as having been there."),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_half_done(
    database: Database, cast: Cast, visit: Visit, days_ago: int, words: dict[str, str], sentence: str
) -> None:
    meeting = planned(database, cast)
    answer = note(visit, cast, meeting, days_ago, "50", **words)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="50"' in answer.text
    with database.reading() as db:
        assert meeting_of(db, cast, meeting).held_on is None
    assert invited(database, cast, meeting, "maria").attended == ""
    assert spent(database, cast) == 0


def test_somebody_who_was_not_on_the_list_may_have_come(database: Database, cast: Cast, visit: Visit) -> None:
    meeting = planned(database, cast)
    visit("dana").post(
        f"/engagements/{cast.reyes.id}/meetings/{meeting}", {"agenda": "x", "minutes_long": "60", "member": []}
    )
    note(visit, cast, meeting, luis="came")

    assert invited(database, cast, meeting, "luis").attended == "came"
    assert visit("luis").get(f"/engagements/{cast.reyes.id}/our-meetings/{meeting}").status_code == 404


def test_what_was_held_is_neither_called_off_nor_moved(database: Database, cast: Cast, visit: Visit) -> None:
    meeting = planned(database, cast)
    fixed(database, cast, meeting, at(2))
    note(visit, cast, meeting, maria="came")
    base, dana = f"/engagements/{cast.reyes.id}/meetings/{meeting}", visit("dana")
    form = {"on": at(5).date().isoformat(), "at": "10:00", "revision": "1"}

    for path, sent in (("calling-off", {}), ("time", form)):
        answer = dana.post(f"{base}/{path}", sent)
        assert answer.status_code == 422
        assert "was held" in answer.text


# ---- minutes ---------------------------------------------------------------------------------------------------------


def test_a_tap_counts_once_and_a_number_too(database: Database, cast: Cast, visit: Visit) -> None:
    dana, base = visit("dana"), f"/engagements/{cast.reyes.id}/meetings/minutes"
    tap = str(uuid7())
    for _twice in range(2):
        block = dana.post(base, {"quick": "15", "how": "phone", "tap": tap}, htmx="time").text
    assert "15 minutes so far" in block
    assert tap not in block

    dana.post(base, {"minutes": "7", "how": "meeting", "tap": str(uuid7())})
    assert spent(database, cast) == 22


def test_a_count_is_taken_back_once(database: Database, cast: Cast, visit: Visit) -> None:
    with database.writing() as db:
        today = clock.today(cast.reyes.zone)
        counting.add(db, family(db, cast), 30, "phone", today, uuid7(), by=cast.dana)
    with database.reading() as db:
        entry = minutes.latest(db, family(db, cast), seen_by=cast.dana)[0].id
    for _twice in range(2):
        visit("dana").post(f"/engagements/{cast.reyes.id}/meetings/minutes/withdrawal", {"entry": str(entry)})

    assert spent(database, cast) == 0


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"minutes": "0"}, "from 1 to 1440"), ({"minutes": "-5"}, "from 1 to 1440"),
        ({"minutes": "9999"}, "from 1 to 1440"),
        ({"minutes": "an hour"}, "That is not a number we can read."),
        ({"minutes": "5", "happened_on": "2100-01-01"}, "That day is still ahead."),
    ],
)  # fmt: skip
def test_what_is_no_number_of_minutes_is_said(
    database: Database, cast: Cast, visit: Visit, form: dict[str, str], sentence: str
) -> None:
    answer = visit("dana").post(f"/engagements/{cast.reyes.id}/meetings/minutes", form)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert spent(database, cast) == 0


def test_a_meetings_minutes_count_with_it_and_up_to_a_day(database: Database, cast: Cast, visit: Visit) -> None:
    meeting = planned(database, cast)
    today = clock.today(cast.reyes.zone)
    note(visit, cast, meeting, days_ago=1, minutes="50", maria="came")
    note(visit, cast, meeting, days_ago=1, minutes="55", maria="came")
    with database.writing() as db:
        counting.add(db, family(db, cast), 20, "phone", today, uuid7(), by=cast.dana)
    with database.reading() as db:
        here = family(db, cast)
        until = minutes.spent(db, here, seen_by=cast.dana, until_on=today - timedelta(days=1))
        assert minutes.spent(db, here, seen_by=cast.person("maria")) == 0

    assert (until, spent(database, cast)) == (55, 75)
    visit("dana").post(f"/engagements/{cast.reyes.id}/meetings/{meeting}/attendance/withdrawal")
    assert spent(database, cast) == 20
