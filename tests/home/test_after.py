"""A member's page once it is over: when the next call is, and doors to what was written and how it is."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from familyplan.access.sessions.records import SignedIn
from familyplan.consents import service as consents
from familyplan.demo.cast import Cast
from familyplan.engagements.records import Engagement
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.kernel.templates import day
from familyplan.outcomes import queries as outcomes
from familyplan.outcomes import service as recording
from familyplan.outcomes.follow_ups import queries as looks
from familyplan.outcomes.follow_ups import service as looking
from tests.statements import counted
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
every_model = pytest.mark.parametrize("model", ["johnson", "arise", "love_first"], indirect=True)


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("&#39;", "'")


def record(database: Database, cast: Cast, kind: str, *, told: bool = True) -> None:
    with database.writing() as db:
        place = outcomes.place(db, cast.reyes.id, seen_by=cast.dana)
        line = recording.Line(kind, clock.today(cast.reyes.zone), "professional", family_told=told)
        recording.record(db, place, line, by=cast.dana)


def home(visit: Visit, database: Database) -> str:
    maria = visit("maria")
    with database.writing() as db:
        db.execute(update(SignedIn).values(phone="own"))
    with counted(database) as seen:
        page: str = maria.get("/").text
    assert len([one for one in seen if "journal" not in one]) <= 8
    return page


@pytest.fixture(autouse=True)
def _agreed(database: Database, cast: Cast) -> None:
    with database.writing() as db:
        consents.agree(db, cast.reyes, cast.members["maria"], by=cast.person("maria"))


@every_model
@pytest.mark.parametrize("kind", ["not_today", "not_held"])
def test_after_a_no_or_not_held_the_day_of_the_next_call_stands_there(
    visit: Visit, database: Database, cast: Cast, model: str, kind: str
) -> None:
    record(database, cast, kind)
    today = clock.today(cast.reyes.zone)
    first = text(home(visit, database))
    clock.stand_at(clock.now() + timedelta(days=3))
    later = text(home(visit, database))

    assert "Not today is an answer, not an end." in first
    assert (
        f"Dana will call you on {day(today)}." in first
        or f"Dana will call you on {day(today + timedelta(1))}." in first
    )
    assert f"Dana will call you on {day(today + timedelta(days=14))}." in later


def test_a_call_on_another_day_stands_there_with_that_day(visit: Visit, database: Database, cast: Cast) -> None:
    record(database, cast, "not_today")
    other = clock.today(cast.reyes.zone) + timedelta(days=9)
    with database.writing() as db:
        place = outcomes.place(db, cast.reyes.id, seen_by=cast.dana)
        first = looks.follow_ups(db, place, seen_by=cast.dana)[0]
        looking.move(db, db.get_one(Engagement, cast.reyes.id), first, other, by=cast.dana)
    clock.stand_at(clock.now() + timedelta(days=3))

    assert f"Dana will call you on {day(other)}." in text(home(visit, database))


def test_where_the_family_wants_no_more_calls_no_day_is_promised(visit: Visit, database: Database, cast: Cast) -> None:
    record(database, cast, "not_today")
    with database.writing() as db:
        looking.want_fewer(db, db.get_one(Engagement, cast.reyes.id), [], by=cast.dana)
    clock.stand_at(clock.now() + timedelta(days=3))
    page = text(home(visit, database))

    assert "Not today is an answer, not an end." in page
    assert "will call you on" not in page


def test_an_answer_that_the_family_was_not_told_changes_nothing(visit: Visit, database: Database, cast: Cast) -> None:
    record(database, cast, "not_today", told=False)
    clock.stand_at(clock.now() + timedelta(days=15))
    page = home(visit, database)

    assert "will call you on" not in page
    assert "words-afterwards" not in page
    assert "how-it-is" not in page


def test_once_it_is_over_her_words_have_a_door(visit: Visit, database: Database, cast: Cast) -> None:
    before = home(visit, database)
    record(database, cast, "yes_today")

    assert "words-afterwards" not in before
    assert "words-afterwards" in home(visit, database)


@pytest.mark.parametrize(("model", "asks"), [("johnson", 0), ("love_first", 0), ("arise", 1)], indirect=["model"])
def test_nobody_is_asked_to_write_for_a_day_that_is_over_and_a_circle_that_goes_on_meeting_is(
    visit: Visit, database: Database, cast: Cast, model: str, asks: int
) -> None:
    assert "About ten minutes at a time." in text(home(visit, database))
    record(database, cast, "not_today")

    assert text(home(visit, database)).count("About ten minutes at a time.") == asks


def test_a_beginning_that_the_family_does_not_know_of_changes_nothing_on_their_page(
    visit: Visit, database: Database, cast: Cast
) -> None:
    record(database, cast, "residential", told=False)

    assert "About ten minutes at a time." in text(home(visit, database))
