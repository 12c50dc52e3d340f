"""POST /engagements/{id}/safety/rows/{row}/consultations: with which clinician, or why with none."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.safety.records import Consultation
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
LEE = {"clinician": "Dr. Lee", "advised": "Ask about the pills again.", "nobody_because": "", "happened_on": ""}


def at(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/safety/rows/dying/consultations"


@pytest.fixture(autouse=True)
def _dying_is_open(visit: Visit, cast: Cast) -> None:
    visit("dana").post(f"/engagements/{cast.reyes.id}/safety", {"answer_dying": "dont_know"})


def test_dana_notes_whom_she_asked_and_what_was_advised(visit: Visit, cast: Cast) -> None:
    page = visit("dana").post(at(cast), LEE, follow=True).text

    assert "Talked over with Dr. Lee on" in page
    assert "Ask about the pills again." in page


def test_with_htmx_only_the_rows_come_back(visit: Visit, cast: Cast) -> None:
    answer = visit("dana").post(at(cast), LEE, htmx="row-dying")

    assert answer.text.lstrip().startswith('<div class="stack" id="rows">')
    assert "Talked over with Dr. Lee on" in answer.text


def test_that_nobody_was_asked_needs_a_sentence_and_is_shown(visit: Visit, cast: Cast) -> None:
    form = {"nobody_because": "he lives with his doctor brother"}
    page = visit("dana").post(at(cast), form, follow=True).text

    assert "no clinician was consulted because he lives with his doctor brother" in page


def test_neither_is_refused_and_what_was_advised_stays(visit: Visit, cast: Cast, db: Session) -> None:
    answer = visit("dana").post(at(cast), {"advised": "Something."})

    assert answer.status_code == 422
    assert "Name the clinician you talked with, or say in a sentence why nobody was asked." in answer.text
    assert ">\nSomething.</textarea>" in answer.text
    assert db.scalars(select(Consultation)).all() == []


def test_both_are_refused(visit: Visit, cast: Cast) -> None:
    answer = visit("dana").post(at(cast), {**LEE, "nobody_because": "no time"})

    assert answer.status_code == 422
    assert "Please keep one of the two." in answer.text


def test_pressed_twice_it_is_noted_once(visit: Visit, cast: Cast, db: Session) -> None:
    visit("dana").post(at(cast), LEE)
    visit("dana").post(at(cast), LEE)

    assert len(db.scalars(select(Consultation)).all()) == 1


def test_there_is_no_thirteenth_row(visit: Visit, cast: Cast) -> None:
    assert visit("dana").post(at(cast).replace("dying", "money"), LEE).status_code == 404


@pytest.mark.parametrize(
    ("name", "status"), [("priya", 404), ("sol", 403), ("olga", 403), ("cole", 403), ("maria", 403)]
)
def test_nobody_else_may(visit: Visit, cast: Cast, db: Session, name: str, status: int) -> None:
    assert visit(name).post(at(cast), LEE).status_code == status
    assert db.scalars(select(Consultation)).all() == []
