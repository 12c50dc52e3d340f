"""/engagements/{id}/members/{id}/speech: in which language somebody is at ease, and whether an interpreter is there."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements.ties.records import Speech
from familyplan.journal.records import Entry
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
SAID = {"language": "Spanish", "interpreter": "yes", "interpreted_by": "Ines, from the agency"}


@pytest.fixture
def ana(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/members/{cast.members['ana'].id}"


def test_it_is_kept_once_and_shown_to_staff(visit: Visit, ana: str, db: Session) -> None:
    dana = visit("dana")
    page = dana.post(f"{ana}/speech", SAID, follow=True).text
    dana.post(f"{ana}/speech", SAID)

    assert 'value="Spanish"' in page
    assert len(db.scalars(select(Speech)).all()) == 1
    assert len(db.scalars(select(Entry).where(Entry.act == "member.speech_noted")).all()) == 1
    assert "Ines, from the agency" in visit("sol").get(ana).text


def test_only_the_block_comes_back_where_a_script_asks(visit: Visit, ana: str) -> None:
    answer = visit("dana").post(f"{ana}/speech", SAID, htmx="speech")

    assert answer.text.lstrip().startswith('<div id="speech"')
    assert "Saved." in answer.text


def test_no_interpreter_and_a_name_contradict_each_other(visit: Visit, ana: str, db: Session) -> None:
    answer = visit("dana").post(f"{ana}/speech", {**SAID, "interpreter": "no"})

    assert answer.status_code == 422
    assert "You chose No, and somebody is named. Which of the two is it?" in answer.text
    assert 'value="Ines, from the agency"' in answer.text
    assert db.scalars(select(Speech)).all() == []


def test_nothing_said_keeps_nothing(visit: Visit, ana: str, db: Session) -> None:
    assert visit("dana").post(f"{ana}/speech", {}).status_code == 303
    assert db.scalars(select(Speech)).all() == []


@pytest.mark.parametrize(("name", "status"), [("sol", 403), ("priya", 404), ("cole", 403), ("ana", 403)])
def test_nobody_else_writes_it(visit: Visit, ana: str, db: Session, name: str, status: int) -> None:
    assert visit(name).post(f"{ana}/speech", SAID).status_code == status
    assert db.scalars(select(Speech)).all() == []
