"""take a tap back, and a few words beside one: the lead's alone, readable for ever, harmless twice."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.day.live.records import DayTap
from familyplan.day.live.service import LONGEST_NOTE
from familyplan.engagements.records import Engagement
from familyplan.journal.records import Entry
from familyplan.kernel.db import Database
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


@pytest.fixture
def began(visit: Visit, database: Database, the_day: Engagement) -> str:
    """The address of one tap."""
    visit("dana").post(f"/engagements/{the_day.id}/day/live", {"kind": "began"})
    with database.reading() as db:
        return f"/engagements/{the_day.id}/day/live/{db.scalars(select(DayTap.id)).one()}"


def test_it_stays_readable_struck_through(visit: Visit, db: Session, began: str) -> None:
    answer = visit("dana").post(f"{began}/withdrawal", follow=True)

    assert "<s>12:00" in answer.text
    assert "taken back" in answer.text
    assert db.scalars(select(DayTap)).one().withdrawn_at is not None


def test_with_htmx_only_the_log_comes_back(visit: Visit, began: str) -> None:
    answer = visit("dana").post(f"{began}/withdrawal", htmx="log")

    assert answer.text.lstrip().startswith('<section id="log"')
    assert "call-number" not in answer.text


def test_twice_is_harmless(visit: Visit, db: Session, began: str) -> None:
    for _time in range(2):
        assert visit("dana").post(f"{began}/withdrawal").status_code == 303
    assert db.scalars(select(Entry.act)).all().count("live.taken_back") == 1


def test_a_few_words_stand_beside_it_and_go_when_emptied(visit: Visit, began: str) -> None:
    said = visit("dana").post(f"{began}/note", {"note": "Ten minutes late."}, follow=True)
    gone = visit("dana").post(f"{began}/note", {"note": ""}, follow=True)

    assert "<p>Ten minutes late.</p>" in said.text
    assert "Ten minutes late." not in gone.text


def test_words_that_are_too_long_are_refused_and_stay_typed(visit: Visit, db: Session, began: str) -> None:
    words = "x" * (LONGEST_NOTE + 1)
    answer = visit("dana").post(f"{began}/note", {"note": words})

    assert answer.status_code == 422
    assert words in answer.text
    assert not db.scalars(select(DayTap)).one().note


@pytest.mark.parametrize("act", ["withdrawal", "note"])
@pytest.mark.parametrize(("who", "status"), [("priya", 404), ("sol", 403), ("maria", 403), ("", 401)])
def test_nobody_else_can(visit: Visit, db: Session, began: str, who: str, status: int, act: str) -> None:
    assert visit(who).post(f"{began}/{act}", {"note": "No."}).status_code == status
    one = db.scalars(select(DayTap)).one()
    assert (one.withdrawn_at, one.note or "") == (None, "")


def test_a_line_of_another_family_is_not_there(visit: Visit, began: str, the_day: Engagement) -> None:
    elsewhere = began.rsplit("/", 1)[0] + f"/{the_day.id}/withdrawal"
    assert visit("dana").post(elsewhere).status_code == 404
