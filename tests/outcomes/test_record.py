"""GET /engagements/{id}/outcomes and /new, POST …/draft and …/outcomes: what is put on the record, and by whom."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from familyplan.consents import service as consents
from familyplan.consents.records import Release
from familyplan.demo.cast import Cast
from familyplan.engagements.records import Engagement
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from tests.outcomes.people import MARKER, at, line, release, rows, waiting
from tests.visitor import Visitor

every_model = pytest.mark.parametrize("model", ["johnson", "arise", "love_first", "none"], indirect=True)


@every_model
def test_dana_puts_down_what_the_family_told_her(visit: Callable[[str], Visitor], db: Session, cast: Cast) -> None:
    dana = visit("dana")
    form = line(cast, days_ago=1, minutes="95", people="5", words="Luis drove.", family_told="yes")
    look = dana.post(at(cast, "draft"), form)
    page = dana.post(at(cast), form, follow=True)
    (row,) = rows(db, cast)

    assert "as the family told us" in look.text
    assert (row.kind, row.source, row.minutes, row.people, row.words) == ("residential", "family", 95, 5, "Luis drove.")
    assert row.release_id is None
    assert row.entered_at > datetime(2020, 1, 1, tzinfo=UTC)
    assert "Residential treatment began" in page.text
    assert waiting(db, cast, "outcome_entered") == []


def test_looking_keeps_nothing_and_change_brings_the_words_back(
    visit: Callable[[str], Visitor], db: Session, cast: Cast
) -> None:
    dana = visit("dana")
    look = dana.post(at(cast, "draft"), line(cast, words=MARKER))
    form = dana.post(at(cast, "draft"), line(cast, words=MARKER, change="yes"))

    assert look.text.count(MARKER) == 2
    assert f'value="{MARKER}"' in form.text
    assert rows(db, cast) == []


def test_the_same_line_twice_is_put_down_once(visit: Callable[[str], Visitor], db: Session, cast: Cast) -> None:
    dana = visit("dana")
    dana.post(at(cast), line(cast))
    answer = dana.post(at(cast), line(cast), htmx="outcomes")

    assert answer.headers["hx-redirect"] == at(cast)
    assert len(rows(db, cast)) == 1


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": "cured"}, "Please choose one of these."),
        ({"kind": ""}, "Please choose one of these."),
        ({"source": ""}, "Please choose one of these."),
        ({"source": "program"}, "Without a release, nothing from a program can be entered."),
        ({"happened_on": ""}, "Which day was it?"),
        ({"happened_on": "in May"}, "That is not a date we can read."),
        ({"happened_on": "2999-01-01"}, "That is still ahead. Plan it as an expected date?"),
        ({"happened_on": "2001-01-01", "early": ""}, "That is before the family called. Is the year right?"),
        ({"minutes": "many"}, "That is not a number we can read."),
        ({"people": "99999999999999999999"}, "That is not a number we can read."),
        ({"minutes": "-1"}, "That is not a number we can read."),
    ],
)
@pytest.mark.parametrize("step", [("draft",), ()])
def test_what_cannot_be_is_said_and_the_words_are_kept(
    visit: Callable[[str], Visitor],
    db: Session,
    cast: Cast,
    change: dict[str, str],
    sentence: str,
    step: tuple[str, ...],
) -> None:
    answer = visit("dana").post(at(cast, *step), line(cast, words=MARKER) | change)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert MARKER in answer.text
    assert rows(db, cast) == []


def test_a_year_that_is_right_needs_a_tick(visit: Callable[[str], Visitor], db: Session, cast: Cast) -> None:
    dana = visit("dana")
    page = dana.post(at(cast, "draft"), line(cast, days_ago=700, early="")).text
    dana.post(at(cast), line(cast, days_ago=700, early="yes"))

    assert 'name="early"' in page
    assert len(rows(db, cast)) == 1


def test_what_is_ahead_is_expected_and_not_recorded(visit: Callable[[str], Visitor], db: Session, cast: Cast) -> None:
    dana = visit("dana")
    form = line(cast, days_ago=-5, planned="yes")
    look = dana.post(at(cast, "draft"), form)
    dana.post(at(cast), form)
    (need,) = waiting(db, cast, "outcome_expected")

    assert "This is still ahead." in look.text
    assert rows(db, cast) == []
    assert (need.due_on, need.words) == (
        clock.today(cast.reyes.zone) + timedelta(days=5),
        "Residential treatment began",
    )

    dana.post(at(cast), line(cast))
    assert waiting(db, cast, "outcome_expected") == []


@pytest.mark.parametrize("model", ["arise"], indirect=True)
def test_a_level_that_was_reached_needs_its_number(visit: Callable[[str], Visitor], db: Session, cast: Cast) -> None:
    dana = visit("dana")
    without = dana.post(at(cast), line(cast, "level_reached"))
    dana.post(at(cast), line(cast, "level_reached", level="2"))

    assert "Which level was it?" in without.text
    assert [row.level for row in rows(db, cast)] == [2]
    assert db.get_one(Engagement, cast.reyes.id).level == 2


def test_a_closed_file_takes_nothing(visit: Callable[[str], Visitor], db: Session, cast: Cast) -> None:
    db.get_one(Engagement, cast.reyes.id).closed_at = clock.now()
    db.commit()
    answer = visit("dana").post(at(cast), line(cast))

    assert answer.status_code == 422
    assert "This family&#39;s file was closed on" in answer.text
    assert rows(db, cast) == []


@pytest.mark.parametrize("step", [("draft",), ()])
def test_without_a_release_cole_can_enter_nothing(
    visit: Callable[[str], Visitor], db: Session, cast: Cast, step: tuple[str, ...]
) -> None:
    cole = visit("cole")
    page = cole.get(at(cast)).text
    answer = cole.post(at(cast, *step), line(cast, source="record"))

    assert "not even that someone is or isn't with you" in page
    assert answer.status_code == 422
    assert "not even that someone is or isn't with you" in answer.text
    assert rows(db, cast) == []


def end_it(database: Database, cast: Cast, given: Release) -> None:
    with database.writing() as db:
        consents.revoke(db, db.get_one(Release, given.id), by=cast.dana)


def test_an_ended_release_closes_the_page_at_once_and_what_was_entered_stays_with_dana(
    visit: Callable[[str], Visitor], database: Database, db: Session, cast: Cast
) -> None:
    given = release(database, cast)
    cole = visit("cole")
    cole.post(at(cast), line(cast, source="record", words=MARKER))
    end_it(database, cast, given)
    page, answer = cole.get(at(cast)).text, cole.post(at(cast), line(cast, "left_early", source="record"))

    assert "The release ended on" in page
    assert MARKER not in page
    assert answer.status_code == 422
    assert len(rows(db, cast)) == 1
    assert MARKER in visit("dana").get(at(cast)).text


def test_a_release_that_ran_out_closes_it_too(
    visit: Callable[[str], Visitor], database: Database, db: Session, cast: Cast
) -> None:
    release(database, cast, until_days=-1)
    answer = visit("cole").post(at(cast), line(cast, source="record"))

    assert answer.status_code == 422
    assert rows(db, cast) == []


def test_cole_sees_limits_a_code_and_his_own_lines(
    visit: Callable[[str], Visitor], database: Database, cast: Cast
) -> None:
    release(database, cast)
    visit("dana").post(at(cast), line(cast, "not_today", words=MARKER))
    cole = visit("cole")
    look = cole.post(at(cast, "draft"), line(cast, source="record")).text
    page = cole.post(at(cast), line(cast, source="record"), follow=True).text

    assert cast.reyes.code in page
    assert "Harbor House may tell Dana" in page
    assert "not with the family" in look
    assert "Residential treatment began" in page
    assert MARKER not in page + look
    assert "Reyes" not in page + look
    assert "Maria" not in page + look
    assert "Sam" not in page + look


@pytest.mark.parametrize("told", ["record", "loved_one", "family"])
def test_whatever_cole_enters_is_his_programs_word_and_waits_for_dana(
    visit: Callable[[str], Visitor], database: Database, db: Session, cast: Cast, told: str
) -> None:
    given = release(database, cast)
    visit("cole").post(at(cast), line(cast, source=told, family_told="yes", minutes="5"))
    (row,) = rows(db, cast)

    assert (row.source, row.heard_from, row.release_id, row.family_told, row.minutes) == (
        "program", told, given.id, False, None,
    )  # fmt: skip
    assert [need.about_id for need in waiting(db, cast, "outcome_entered")] == [row.id]

    block = visit("dana").post(at(cast, row.id, "seen"), htmx="outcomes")
    assert block.text.strip().startswith('<div id="outcomes"')
    assert waiting(db, cast, "outcome_entered") == []


def test_an_answer_or_an_end_is_not_coles_to_enter(
    visit: Callable[[str], Visitor], database: Database, db: Session, cast: Cast
) -> None:
    release(database, cast)
    cole = visit("cole")
    answers = [
        cole.post(at(cast), line(cast, kind, source="record")) for kind in ("not_today", "died", "level_reached")
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert rows(db, cast) == []


def test_two_people_at_once_both_stay_and_are_marked(
    visit: Callable[[str], Visitor], database: Database, db: Session, cast: Cast
) -> None:
    release(database, cast)
    dana = visit("dana")
    dana.post(at(cast), line(cast))
    visit("cole").post(at(cast), line(cast, source="record"))

    assert len(rows(db, cast)) == 2
    assert dana.get(at(cast)).text.count("entered by two people") == 2


@pytest.mark.parametrize("step", ["", "/new"])
@pytest.mark.parametrize(("name", "status"), [("priya", 404), ("olga", 403), ("maria", 403), ("sam", 403)])
def test_nobody_else_reaches_it(
    visit: Callable[[str], Visitor], db: Session, cast: Cast, name: str, status: int, step: str
) -> None:
    visitor = visit(name)

    assert visitor.get(at(cast) + step).status_code == status
    assert visitor.post(at(cast), line(cast)).status_code == status
    assert rows(db, cast) == []


def test_the_supervisor_reads_and_enters_nothing(visit: Callable[[str], Visitor], db: Session, cast: Cast) -> None:
    visit("dana").post(at(cast), line(cast, words=MARKER))
    sol = visit("sol")
    page = sol.get(at(cast)).text

    assert MARKER in page
    assert "Record something" not in page
    assert "Correct it" not in page
    assert sol.get(at(cast, "new")).status_code == 403
    assert sol.post(at(cast), line(cast, "left_early")).status_code == 403
    assert len(rows(db, cast)) == 1


def test_the_minutes_that_were_counted_stand_in_the_form_until_something_else_is_typed(
    visit: Callable[[str], Visitor], cast: Cast
) -> None:
    dana = visit("dana")
    assert 'name="minutes" value=""' in dana.get(at(cast, "new")).text
    for more in ("30", "15"):
        form = {"minutes": more, "how": "phone"}
        assert dana.post(f"/engagements/{cast.reyes.id}/meetings/minutes", form).status_code == 303

    assert 'name="minutes" value="45"' in dana.get(at(cast, "new")).text
    assert 'name="minutes" value="95"' in dana.post(at(cast, "draft"), line(cast, minutes="95", change="yes")).text
    assert 'value="45"' not in dana.post(at(cast, "draft"), line(cast, change="yes")).text


def test_a_program_is_told_nothing_of_them(visit: Callable[[str], Visitor], database: Database, cast: Cast) -> None:
    release(database, cast)
    visit("dana").post(f"/engagements/{cast.reyes.id}/meetings/minutes", {"minutes": "45", "how": "phone"})

    assert 'value="45"' not in visit("cole").get(at(cast, "new")).text
