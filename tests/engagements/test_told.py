"""/engagements/{id}/told: six lines, read aloud and ticked."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements.first_call.records import Told
from familyplan.engagements.needs.records import Need
from familyplan.guidance import shelf
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


@pytest.fixture
def path(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/told"


def lines() -> list[str]:
    return [line.key for line in shelf.current().safety.told]


def left(db: Session) -> list[str]:
    return [need.words for need in db.scalars(select(Need).where(Need.kind == "told", Need.settled_at.is_(None)))]


def said(db: Session) -> dict[str, Told]:
    return {row.line: row for row in db.scalars(select(Told))}


def test_all_six_lines_stand_there_to_be_read(visit: Visit, path: str) -> None:
    page = visit("dana").get(path).text

    assert page.count('name="line"') == 6


def test_two_not_yet_said_wait_on_the_desk(visit: Visit, path: str, db: Session) -> None:
    page = visit("dana").post(path, {"line": lines()[:4], "answer": "thinks"}, follow=True).text

    assert left(db) == ["2"]
    assert "2 lines are not yet said." in page


def test_all_said_waits_no_longer(visit: Visit, path: str, db: Session) -> None:
    dana = visit("dana")
    dana.post(path, {"line": lines()[:4]})
    page = dana.post(path, {"line": lines(), "answer": "goes_on"}, follow=True).text

    assert left(db) == []
    assert set(said(db)) == {*lines(), "answer"}
    assert said(db)["answer"].answer == "goes_on"
    assert "All of it is said." in page


def test_a_line_keeps_the_day_on_which_it_was_first_said(visit: Visit, path: str, db: Session) -> None:
    dana = visit("dana")
    dana.post(path, {"line": lines()[:1], "happened_on": "2026-01-05"})
    dana.post(path, {"line": lines()[:2], "happened_on": "2026-01-09"})

    assert [said(db)[line].happened_on.day for line in lines()[:2]] == [5, 9]


def test_a_tick_made_by_mistake_can_be_taken_back(visit: Visit, path: str, db: Session) -> None:
    dana = visit("dana")
    dana.post(path, {"line": lines()})
    dana.post(path, {"line": lines()[1:]})

    assert set(said(db)) == set(lines()[1:])


def test_a_caller_who_says_no_leaves_nothing_waiting(visit: Visit, path: str, db: Session) -> None:
    visit("dana").post(path, {"line": lines()[:1], "answer": "no"})

    assert left(db) == []


def test_sent_twice_it_is_said_once(visit: Visit, path: str, db: Session) -> None:
    dana = visit("dana")
    dana.post(path, {"line": lines(), "answer": "goes_on"})
    dana.post(path, {"line": lines(), "answer": "goes_on"})

    assert len(said(db)) == 7


def test_a_line_that_nobody_reads_is_not_kept(visit: Visit, path: str, db: Session) -> None:
    visit("dana").post(path, {"line": ["made_up"]})

    assert said(db) == {}


def test_a_day_ahead_is_kindly_refused(visit: Visit, path: str) -> None:
    answer = visit("dana").post(path, {"line": lines(), "happened_on": "2999-01-01"})

    assert answer.status_code == 422
    assert "That day is still ahead." in answer.text


def test_with_htmx_only_the_block_comes_back(visit: Visit, path: str) -> None:
    answer = visit("dana").post(path, {"line": lines()}, htmx="told")

    assert answer.text.strip().startswith('<div id="told"')


@pytest.mark.parametrize(
    ("who", "reads", "writes"), [("sol", 200, 403), ("priya", 404, 404), ("cole", 403, 403), ("maria", 403, 403)]
)
def test_who_may(visit: Visit, path: str, who: str, reads: int, writes: int) -> None:
    somebody = visit(who)

    assert somebody.get(path).status_code == reads
    assert somebody.post(path, {"line": lines()}).status_code == writes
