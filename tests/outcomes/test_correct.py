"""…/outcomes/{id}/correction and …/withdrawal: said anew, never overwritten; off the wrong record at once."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.journal.records import Entry
from familyplan.kernel.db import Database
from tests.outcomes.people import MARKER, afresh, at, line, open_follow_ups, release, rows, waiting
from tests.visitor import Visitor


def test_a_correction_is_a_new_row_and_the_old_one_is_struck_through(
    visit: Callable[[str], Visitor], db: Session, cast: Cast
) -> None:
    dana = visit("dana")
    dana.post(at(cast), line(cast, days_ago=3))
    (old,) = rows(db, cast)
    form = dana.get(at(cast, old.id, "correction")).text
    answer = line(cast, "day_or_evening", days_ago=3, why="Misheard")
    page = dana.post(at(cast, old.id, "correction"), answer, follow=True).text
    dana.post(at(cast, old.id, "correction"), answer)
    first, second = rows(db, cast)

    assert f'value="{old.happened_on.isoformat()}"' in form
    assert (first.kind, second.kind, second.corrects_id) == ("residential", "day_or_evening", old.id)
    assert second.why_corrected == "Misheard"
    assert "<s>Residential treatment began" in page
    assert "Corrected: Misheard" in page
    assert waiting(db, cast, "outcome_corrected") == []


def test_what_cole_corrects_waits_for_dana_and_the_old_line_no_longer_does(
    visit: Callable[[str], Visitor], database: Database, db: Session, cast: Cast
) -> None:
    release(database, cast)
    cole = visit("cole")
    cole.post(at(cast), line(cast, source="record"))
    (old,) = rows(db, cast)
    cole.post(at(cast, old.id, "correction"), line(cast, "did_not_arrive", source="record", why="Wrong list"))
    _first, second = rows(db, cast)

    assert [need.about_id for need in waiting(db, cast, "outcome_corrected")] == [second.id]
    assert waiting(db, cast, "outcome_entered") == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"why": ""}, "Please say in a few words why."),
        ({"happened_on": "2999-01-01"}, "That is still ahead."),
        ({"kind": "cured"}, "Please choose one of these."),
        ({"kind": "died"}, "Please record that as a line of its own"),
    ],
)
def test_a_correction_that_cannot_be_keeps_the_words(
    visit: Callable[[str], Visitor], db: Session, cast: Cast, change: dict[str, str], sentence: str
) -> None:
    dana = visit("dana")
    dana.post(at(cast), line(cast))
    (old,) = rows(db, cast)
    answer = dana.post(at(cast, old.id, "correction"), line(cast, why="Misheard", words=MARKER) | change)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert MARKER in answer.text
    assert len(rows(db, cast)) == 1


def test_dana_corrects_coles_line_and_it_stays_his_programs_word(
    visit: Callable[[str], Visitor], database: Database, db: Session, cast: Cast
) -> None:
    given = release(database, cast)
    visit("cole").post(at(cast), line(cast, source="loved_one"))
    (old,) = rows(db, cast)
    dana = visit("dana")
    form = dana.get(at(cast, old.id, "correction")).text
    dana.post(at(cast, old.id, "correction"), line(cast, "self_help", source="program", why="He rang me"))
    _first, second = rows(db, cast)

    assert 'value="program" checked' in form
    assert (second.source, second.heard_from, second.release_id) == ("program", "loved_one", given.id)


def test_a_line_is_corrected_once_and_then_the_newer_one(
    visit: Callable[[str], Visitor], db: Session, cast: Cast
) -> None:
    dana = visit("dana")
    dana.post(at(cast), line(cast))
    (old,) = rows(db, cast)
    dana.post(at(cast, old.id, "correction"), line(cast, "self_help", why="Misheard"))
    again = dana.post(at(cast, old.id, "correction"), line(cast, "medication", why="Misheard again"))

    assert again.status_code == 422
    assert "This line was corrected meanwhile." in again.text
    assert len(rows(db, cast)) == 2


def test_the_wrong_record_loses_the_words_at_once_and_all_that_hung_on_them(
    visit: Callable[[str], Visitor], database: Database, db: Session, cast: Cast
) -> None:
    release(database, cast)
    cole, dana = visit("cole"), visit("dana")
    cole.post(at(cast), line(cast, source="record", words=MARKER))
    (old,) = rows(db, cast)
    before = open_follow_ups(db, cast)
    cole.post(at(cast, old.id, "withdrawal"))
    again = cole.post(at(cast, old.id, "withdrawal"))
    page = dana.get(at(cast)).text
    afresh(db)
    acts = db.scalars(select(Entry.act).where(Entry.about_id == old.id)).all()

    assert before
    assert again.status_code == 404
    assert MARKER not in page + visit("sol").get(at(cast)).text + cole.get(at(cast)).text
    assert "Residential treatment began" not in page
    assert "A line was taken off this record" in page
    assert open_follow_ups(db, cast) == []
    assert list(acts) == ["outcome.recorded", "outcome.withdrawn"]

    dana.post(at(cast, old.id, "seen"))
    assert "A line was taken off this record" not in dana.get(at(cast)).text


def test_withdrawing_takes_the_line_off_with_all_its_corrections(
    visit: Callable[[str], Visitor], db: Session, cast: Cast
) -> None:
    dana = visit("dana")
    dana.post(at(cast), line(cast, words=MARKER))
    (old,) = rows(db, cast)
    dana.post(at(cast, old.id, "correction"), line(cast, "self_help", words=MARKER, why="Misheard"))
    block = dana.post(at(cast, rows(db, cast)[1].id, "withdrawal"), htmx="outcomes").text

    assert block.strip().startswith('<div id="outcomes"')
    assert MARKER not in block
    assert [row.withdrawn_at is None for row in rows(db, cast)] == [False, False]


@pytest.mark.parametrize("act", ["correction", "withdrawal"])
@pytest.mark.parametrize(
    ("name", "status"), [("cole", 404), ("sol", 403), ("priya", 404), ("olga", 403), ("luis", 403)]
)
def test_nobody_touches_what_dana_entered(
    visit: Callable[[str], Visitor], database: Database, db: Session, cast: Cast, name: str, status: int, act: str
) -> None:
    release(database, cast)
    visit("dana").post(at(cast), line(cast))
    (old,) = rows(db, cast)
    answer = visit(name).post(at(cast, old.id, act), line(cast, "self_help", source="record", why="Because"))

    assert answer.status_code == status
    assert [(row.kind, row.withdrawn_at) for row in rows(db, cast)] == [("residential", None)]
