"""POST /engagements/{id}/safety/reporting: that a report was considered; nothing is filed."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.mail.records import Mail
from familyplan.safety.records import ReportingConsidered
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
NOTED = {"learned": "The boy walks to school alone at five.", "consulted": "Sol", "reported": "no", "happened_on": ""}


def at(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/safety/reporting"


def noted(db: Session) -> list[ReportingConsidered]:
    return list(db.scalars(select(ReportingConsidered)))


def test_dana_notes_it_and_reads_it_again(visit: Visit, cast: Cast) -> None:
    page = visit("dana").post(at(cast), NOTED, follow=True).text

    assert "The boy walks to school alone at five." in page
    assert "This page reports nothing to anybody" in page


def test_with_htmx_only_the_block_comes_back(visit: Visit, cast: Cast) -> None:
    answer = visit("dana").post(at(cast), NOTED, htmx="reporting")

    assert answer.text.lstrip().startswith('<div class="split" id="reporting">')


def test_it_files_nothing_and_mails_nobody(visit: Visit, cast: Cast, db: Session) -> None:
    before = db.scalar(select(func.count()).select_from(Mail))
    visit("dana").post(at(cast), NOTED)

    assert db.scalar(select(func.count()).select_from(Mail)) == before


def test_what_was_learned_is_the_one_thing_needed(visit: Visit, cast: Cast, db: Session) -> None:
    answer = visit("dana").post(at(cast), {"consulted": "Sol"})

    assert answer.status_code == 422
    assert "Write down what was learned. One sentence is enough." in answer.text
    assert 'value="Sol"' in answer.text
    assert noted(db) == []


def test_a_second_thought_is_a_second_note_and_the_first_stays(visit: Visit, cast: Cast) -> None:
    dana = visit("dana")
    dana.post(at(cast), NOTED)
    page = dana.post(at(cast), {**NOTED, "learned": "His aunt walks with him.", "reported": "yes"}, follow=True).text

    assert "The boy walks to school alone at five." in page
    assert "His aunt walks with him." in page


def test_pressed_twice_it_is_one_note(visit: Visit, cast: Cast, db: Session) -> None:
    visit("dana").post(at(cast), NOTED)
    visit("dana").post(at(cast), NOTED)

    assert len(noted(db)) == 1


def test_there_is_no_way_to_delete_one(visit: Visit, cast: Cast, db: Session) -> None:
    visit("dana").post(at(cast), NOTED)

    assert visit("dana").ask("DELETE", at(cast)).status_code in (403, 404, 405)
    assert len(noted(db)) == 1


@pytest.mark.parametrize(
    ("name", "status"), [("sol", 200), ("priya", 404), ("olga", 403), ("cole", 403), ("maria", 403)]
)
def test_the_supervisor_reads_it_and_the_others_do_not(visit: Visit, cast: Cast, name: str, status: int) -> None:
    visit("dana").post(at(cast), NOTED)
    answer = visit(name).get(at(cast))

    assert answer.status_code == status
    assert ("walks to school" in answer.text) is (status == 200)


@pytest.mark.parametrize(
    ("name", "status"), [("sol", 403), ("priya", 404), ("olga", 403), ("cole", 403), ("maria", 403)]
)
def test_only_the_lead_writes(visit: Visit, cast: Cast, db: Session, name: str, status: int) -> None:
    assert visit(name).post(at(cast), NOTED).status_code == status
    assert noted(db) == []
