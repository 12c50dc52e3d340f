"""the calls afterwards: after every end and every answer two calls wait for the lead, until a person has made them."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.day.afterwards.records import AfterCall
from familyplan.demo.cast import Cast
from familyplan.engagements.evenings import service as evenings
from familyplan.engagements.needs.records import Need
from familyplan.engagements.pauses import service as pauses
from familyplan.engagements.records import Engagement
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.mail.records import Mail
from familyplan.outcomes import queries as outcomes
from familyplan.outcomes import service as recording
from familyplan.outcomes.records import Outcome
from familyplan.outcomes.service import Line
from tests.day.live.conftest import NOON, the_day
from tests.visitor import Visitor

__all__ = ["the_day"]
Visit = Callable[[str], Visitor]
TODAY = NOON.date()
BOTH = {"evening_call": TODAY, "next_day_call": TODAY + timedelta(days=1)}


def at(engagement: Engagement) -> str:
    return f"/engagements/{engagement.id}/day/afterwards"


def waiting(database: Database) -> dict[str, date]:
    with database.reading() as db:
        open_ones = select(Need).where(Need.kind.in_(BOTH), Need.settled_at.is_(None))
        return {need.kind: need.due_on for need in db.scalars(open_ones)}


def answered(database: Database, cast: Cast, kind: str, on: date = TODAY) -> Outcome:
    with database.writing() as db:
        place = outcomes.place(db, cast.reyes.id, seen_by=cast.dana)
        return recording.record(db, place, Line(kind, on, "professional"), by=cast.dana, long_ago_is_right=True)


def ends(visit: Visit, engagement: Engagement) -> None:
    for kind in ("began", "ended"):
        visit("dana").post(f"/engagements/{engagement.id}/day/live", {"kind": kind})


def call(**more: str) -> dict[str, str]:
    return {"which": "evening", "reached": "yes", "when": "", "words": "", **more}


def test_after_the_end_two_calls_wait_on_the_desk(visit: Visit, database: Database, the_day: Engagement) -> None:
    ends(visit, the_day)

    assert waiting(database) == BOTH
    assert "Your call to the family, the evening of" in visit("dana").get("/").text


@pytest.mark.parametrize(
    ("model", "kind"),
    [
        ("johnson", "yes_today"), ("johnson", "not_today"), ("johnson", "not_held"), ("arise", "not_today"),
        ("love_first", "not_today"), ("love_first", "not_held"),
    ],
    indirect=["model"],
)  # fmt: skip
def test_after_any_answer_and_after_not_held_in_every_model(
    database: Database, cast: Cast, the_day: Engagement, kind: str
) -> None:
    answered(database, cast, kind)

    assert waiting(database) == BOTH


@pytest.mark.parametrize("model", ["arise"], indirect=True)
def test_under_arise_an_answer_at_the_first_level_is_enough(
    visit: Visit, database: Database, cast: Cast, the_day: Engagement
) -> None:
    answered(database, cast, "not_today")
    page = visit("dana").get(at(the_day))

    assert page.status_code == 200
    assert "Note a call" in page.text


def test_an_answer_of_last_week_lets_nobody_be_called_this_evening(
    database: Database, cast: Cast, the_day: Engagement
) -> None:
    answered(database, cast, "not_today", TODAY - timedelta(days=7))

    assert waiting(database) == {}


def test_an_answer_taken_off_the_record_takes_the_calls_with_it(
    database: Database, cast: Cast, the_day: Engagement
) -> None:
    known = answered(database, cast, "not_today")
    with database.writing() as db:
        place = outcomes.place(db, cast.reyes.id, seen_by=cast.dana)
        recording.withdraw(db, place, db.get_one(Outcome, known.id), by=cast.dana)

    assert waiting(database) == {}


def test_a_call_that_reached_somebody_waits_no_longer(
    visit: Visit, database: Database, db: Session, the_day: Engagement
) -> None:
    ends(visit, the_day)
    clock.stand_at(NOON + timedelta(hours=8))
    answer = visit("dana").post(at(the_day), call(when="19:40", words="Maria is with her sister."), follow=True)

    assert waiting(database) == {"next_day_call": BOTH["next_day_call"]}
    assert "Maria is with her sister." in answer.text
    assert [(one.which, one.called_at) for one in db.scalars(select(AfterCall))] == [
        ("evening", NOON + timedelta(hours=7, minutes=40))
    ]


def test_one_that_reached_nobody_goes_on_waiting_and_is_tried_again(
    visit: Visit, database: Database, db: Session, the_day: Engagement
) -> None:
    ends(visit, the_day)
    visit("dana").post(at(the_day), call(reached="no"))
    assert waiting(database) == BOTH
    visit("dana").post(at(the_day), call())

    assert waiting(database) == {"next_day_call": BOTH["next_day_call"]}
    assert [one.reached for one in db.scalars(select(AfterCall).order_by(AfterCall.id))] == [False, True]


def test_taken_back_it_waits_again_and_stays_readable(
    visit: Visit, database: Database, db: Session, the_day: Engagement
) -> None:
    ends(visit, the_day)
    visit("dana").post(at(the_day), call())
    address = f"{at(the_day)}/{db.scalars(select(AfterCall.id)).one()}/withdrawal"
    for _time in range(2):
        answer = visit("dana").post(address, follow=True)

    assert "<s>The evening" in answer.text
    assert waiting(database) == BOTH


def test_the_same_page_sent_twice_is_one_call(visit: Visit, db: Session, the_day: Engagement) -> None:
    ends(visit, the_day)
    key = re.search(r'name="key" value="([^"]+)"', visit("dana").get(at(the_day)).text)[1]  # type: ignore[index]  # None fails here
    for _time in range(2):
        assert visit("dana").post(at(the_day), call(key=key)).status_code == 303

    assert len(db.scalars(select(AfterCall)).all()) == 1


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (call(which="next_day"), "before the day of this call"),
        (call(which="later"), "choose one of these"),
        (call(reached=""), "choose one of these"),
        (call(when="23:00"), "still ahead"),
        (call(called_on="2031-01-01"), "still ahead"),
        (call(called_on=(TODAY - timedelta(days=1)).isoformat()), "About what time"),
        (call(called_on=(TODAY - timedelta(days=1)).isoformat(), when="10:00"), "before the day of this call"),
        (call(called_on="soon"), "not a date"),
        (call(words="x" * 501), "under 500"),
    ],
)
def test_what_contradicts_is_refused_in_a_sentence_and_stays_typed(
    visit: Visit, db: Session, the_day: Engagement, form: dict[str, str], sentence: str
) -> None:
    ends(visit, the_day)
    answer = visit("dana").post(at(the_day), form)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert not db.scalars(select(AfterCall)).all()


def test_the_next_days_call_is_noted_a_day_later_with_its_own_time(
    visit: Visit, database: Database, db: Session, the_day: Engagement
) -> None:
    ends(visit, the_day)
    clock.stand_at(NOON + timedelta(days=2))
    yesterday = (TODAY + timedelta(days=1)).isoformat()
    visit("dana").post(at(the_day), call(which="next_day", called_on=yesterday, when="11:15"))

    called_at = db.scalars(select(AfterCall.called_at)).one()
    assert called_at == NOON + timedelta(days=1) - timedelta(minutes=45)
    assert set(waiting(database)) == {"evening_call"}


def test_with_nothing_to_call_after_the_page_says_so_and_refuses(
    visit: Visit, db: Session, the_day: Engagement
) -> None:
    page, refused = visit("dana").get(at(the_day)), visit("dana").post(at(the_day), call())

    assert "nothing to call after yet" in page.text
    assert "Note a call" not in page.text
    assert refused.status_code == 422
    assert not db.scalars(select(AfterCall)).all()


def test_the_lead_reads_who_is_with_each_tonight_and_a_supervisor_does_not(
    visit: Visit, database: Database, cast: Cast, the_day: Engagement
) -> None:
    ends(visit, the_day)
    with database.writing() as db:
        maria = db.merge(cast.members["maria"], load=True)
        evenings.settle(db, db.get_one(Engagement, the_day.id), maria, "My sister Elena", by=cast.person("maria"))

    assert "My sister Elena" in visit("dana").get(at(the_day)).text
    seen = visit("sol").get(at(the_day))
    assert seen.status_code == 200
    assert "My sister Elena" not in seen.text
    assert "Note a call" not in seen.text


@pytest.mark.parametrize("why", ["died", "violence"])
def test_whatever_is_paused_nothing_is_ever_sent(
    visit: Visit, database: Database, cast: Cast, the_day: Engagement, why: str
) -> None:
    with database.writing() as db:
        pauses.pause(db, the_day, why, by=cast.dana)
        before = len(db.scalars(select(Mail.id)).all())
    answered(database, cast, "not_today")
    with database.reading() as db:
        assert len(db.scalars(select(Mail.id)).all()) == before
    assert waiting(database) == ({} if why == "died" else BOTH)


@pytest.mark.parametrize(("who", "status"), [("priya", 404), ("maria", 403), ("cole", 403)])
def test_nobody_else_has_this_page(visit: Visit, db: Session, the_day: Engagement, who: str, status: int) -> None:
    ends(visit, the_day)
    answers: list[Any] = [visit(who).get(at(the_day)), visit(who).post(at(the_day), call())]

    assert [one.status_code for one in answers] == [status, status]
    assert not db.scalars(select(AfterCall)).all()
