"""A write is all or nothing, is answered only when it is stored, and none of many at once is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.demo.cast import Cast
from familyplan.journal.records import Entry
from familyplan.journal.service import first_broken, note
from familyplan.kernel.db import Database
from tests.visitor import Visitor


def test_what_is_raised_undoes_everything(database: Database, db: Session) -> None:
    before = db.scalar(select(func.count()).select_from(Person))
    with pytest.raises(ZeroDivisionError), database.writing() as writer:  # noqa: PT012  the act is both lines
        writer.add(
            Person(kind="family", name="Nobody", known_since_at=db.scalars(select(Person.known_since_at)).first())
        )
        1 / 0  # noqa: B018  the fault itself

    assert db.scalar(select(func.count()).select_from(Person)) == before


def test_of_two_hundred_writers_at_once_none_is_lost(database: Database, cast: Cast, db: Session) -> None:
    before = db.scalar(select(func.count()).select_from(Entry)) or 0
    db.rollback()

    def write(_number: int) -> None:
        with database.writing() as writer:
            note(writer, "test.wrote", by=cast.dana)

    with ThreadPoolExecutor(30) as crowd:
        list(crowd.map(write, range(200)))

    assert db.scalar(select(func.count()).select_from(Entry)) == before + 200
    assert first_broken(db) is None


def test_a_page_shows_what_was_stored(visit: Callable[[str], Visitor]) -> None:
    """Read your own write: the page after the press is read from the store."""
    olga = visit("olga")
    page = olga.post("/settings", {"name": "Cedar House", "hours": "Mornings"}, follow=True)

    assert 'value="Cedar House"' in page.text


def test_a_refused_form_keeps_every_word_and_stores_nothing(visit: Callable[[str], Visitor]) -> None:
    olga = visit("olga")
    answer = olga.post("/settings", {"name": "", "hours": "Only on Tuesdays", "phone": "555 <1>"})

    assert answer.status_code == 422
    assert "The practice needs a name" in answer.text
    assert 'value="Only on Tuesdays"' in answer.text
    assert 'value="555 &lt;1&gt;"' in answer.text
    assert "Only on Tuesdays" not in olga.get("/settings").text


def test_htmx_gets_the_block_that_changed_and_nothing_else(visit: Callable[[str], Visitor]) -> None:
    answer = visit("olga").post("/settings", {"name": "Cedar House"}, htmx="practice")

    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="practice">')
    assert "<html" not in answer.text
