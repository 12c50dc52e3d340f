"""POST /engagements/{id}/evening: who is with a member this evening, if they like to say; theirs and Dana's."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.journal.records import Entry
from familyplan.kernel import clock
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
WORDS = "My neighbor Carmen"


@pytest.fixture
def at(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/evening"


def test_maria_says_it_and_dana_reads_it_on_the_familys_page(visit: Visit, at: str, cast: Cast) -> None:
    page = visit("maria").post(at, {"evening": WORDS}, follow=True).text

    assert f'value="{WORDS}"' in page
    assert "Only you and Dana see this." in page
    assert WORDS in visit("dana").get(f"/engagements/{cast.reyes.id}").text


def test_nothing_has_to_be_said(visit: Visit, at: str) -> None:
    assert visit("maria").post(at, {"evening": ""}).status_code == 303


def test_with_htmx_only_the_block_comes_back(visit: Visit, at: str) -> None:
    assert visit("maria").post(at, {"evening": WORDS}, htmx="evening").text.strip().startswith('<div id="evening"')


def test_what_is_too_long_is_kept_on_the_page(visit: Visit, at: str) -> None:
    answer = visit("maria").post(at, {"evening": "x" * 301})

    assert answer.status_code == 422
    assert "x" * 301 in answer.text


def test_said_twice_it_is_said_once(visit: Visit, at: str, db: Session) -> None:
    maria = visit("maria")
    maria.post(at, {"evening": WORDS})
    maria.post(at, {"evening": WORDS})

    assert db.scalar(select(func.count()).select_from(Entry).where(Entry.act == "evening.settled")) == 1


def test_another_evening_is_another_question(visit: Visit, at: str, cast: Cast) -> None:
    maria = visit("maria")
    maria.post(at, {"evening": WORDS})
    clock.stand_at(clock.now() + timedelta(days=2))

    assert WORDS not in maria.get(at).text
    assert WORDS not in visit("dana").get(f"/engagements/{cast.reyes.id}").text


@pytest.mark.parametrize("who", ["luis", "sam", "sol"])
def test_nobody_else_reads_it(visit: Visit, at: str, cast: Cast, who: str) -> None:
    visit("maria").post(at, {"evening": WORDS})
    somebody = visit(who)

    for page in (at, f"/engagements/{cast.reyes.id}", f"/engagements/{cast.reyes.id}/journal", "/"):
        assert WORDS not in somebody.get(page).text


@pytest.mark.parametrize(("who", "status"), [("dana", 403), ("priya", 403), ("cole", 403), ("sol", 403), ("olga", 403)])
def test_staff_say_nothing_for_a_member(visit: Visit, at: str, who: str, status: int) -> None:
    assert visit(who).post(at, {"evening": WORDS}).status_code == status
