"""/engagements/{id}/right-now: help first; it may all stay empty, and it stays on the desk until an ending is noted."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements.first_call.records import RightNow
from familyplan.engagements.needs.records import Need
from familyplan.kernel import clock
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)  # 12:00 on Dana's clock


def the_one(db: Session) -> UUID:
    found = db.scalars(select(RightNow.id)).one()
    db.rollback()
    return found


def waiting(db: Session) -> list[Need]:
    return list(db.scalars(select(Need).where(Need.kind == "right_now", Need.settled_at.is_(None))))


@pytest.fixture
def path(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/right-now"


@pytest.fixture
def opened(visit: Visit, cast: Cast) -> Visitor:
    """Dana, who pressed "Don't know" on the call of the Reyes family."""
    dana = visit("dana")
    dana.post(f"/engagements/{cast.reyes.id}/first-call", {"in_danger": "dont_know"})
    return dana


@pytest.mark.parametrize("dial", ["911", "988", "+18002221222", "+18007997233", "+18004224453"])
def test_every_number_can_be_pressed(visit: Visit, path: str, dial: str) -> None:
    assert f'href="tel:{dial}"' in visit("dana").get(path).text


def test_looking_notes_nothing(visit: Visit, path: str, db: Session) -> None:
    visit("dana").get(path)

    assert db.scalar(select(func.count()).select_from(RightNow)) == 0


def test_it_waits_on_the_desk_while_no_ending_is_noted(opened: Visitor, path: str, db: Session) -> None:
    opened.post(path, {"about": str(the_one(db)), "who_calls": "Luis calls 911"})

    assert len(waiting(db)) == 1
    assert "no ending noted" in opened.get(path).text


def test_pressing_yes_twice_opens_one(opened: Visitor, cast: Cast, db: Session) -> None:
    opened.post(f"/engagements/{cast.reyes.id}/first-call", {"in_danger": "yes"})

    assert db.scalar(select(func.count()).select_from(RightNow)) == 1


def test_an_ending_takes_it_off_the_desk(opened: Visitor, path: str, db: Session) -> None:
    clock.stand_at(NOON)
    about = the_one(db)
    answer = opened.post(path, {"about": str(about), "ending": "The ambulance came.", "ended": "11:40"})

    assert answer.status_code == 303
    assert waiting(db) == []
    assert db.get_one(RightNow, about).ended_at == datetime(2026, 11, 24, 16, 40, tzinfo=UTC)
    assert "The ambulance came." in opened.get(path).text


def test_a_time_ahead_is_yesterdays(opened: Visitor, path: str, db: Session) -> None:
    clock.stand_at(NOON)
    about = the_one(db)
    opened.post(path, {"about": str(about), "ending": "quiet", "ended": "23:50"})

    assert db.get_one(RightNow, about).ended_at == datetime(2026, 11, 24, 4, 50, tzinfo=UTC)


def test_the_same_note_twice_is_one(visit: Visit, path: str, db: Session) -> None:
    form = {"about": "0192f0c1-0000-7000-8000-000000000001", "happening": "shouting", "ending": "quiet"}
    dana = visit("dana")
    dana.post(path, form)
    dana.post(path, form)

    assert db.scalar(select(func.count()).select_from(RightNow)) == 1


def test_a_time_nobody_can_read_keeps_the_words(opened: Visitor, path: str) -> None:
    answer = opened.post(path, {"ending": "The ambulance came.", "ended": "soon"})

    assert answer.status_code == 422
    assert "That is not a time we can read." in answer.text
    assert "The ambulance came." in answer.text


def test_with_htmx_only_the_block_comes_back(opened: Visitor, path: str) -> None:
    answer = opened.post(path, {"happening": "shouting"}, htmx="right_now")

    assert answer.status_code == 200
    assert answer.text.strip().startswith('<div id="right_now"')


@pytest.mark.parametrize(
    ("who", "reads", "writes"), [("sol", 200, 403), ("priya", 404, 404), ("cole", 403, 403), ("maria", 403, 403)]
)
def test_who_may(visit: Visit, path: str, who: str, reads: int, writes: int) -> None:
    somebody = visit(who)

    assert somebody.get(path).status_code == reads
    assert somebody.post(path, {"happening": "x"}).status_code == writes
