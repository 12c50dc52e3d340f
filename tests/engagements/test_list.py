"""/engagements: each reader finds as much of a family as they may know."""

from collections.abc import Callable

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements import service
from familyplan.kernel.db import Database
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


def rows(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


@pytest.fixture
def _many(db: Session, cast: Cast) -> None:
    for number in range(30):
        service.open_engagement(db, by=cast.priya, zone="America/New_York").family_name = f"Family {number}"
    db.commit()


def test_the_lead_finds_names_and_a_way_in(visit: Visit, cast: Cast) -> None:
    page = rows(visit("dana").get("/engagements").text)

    assert "Reyes" in page
    assert f'href="/engagements/{cast.reyes.id}"' in page


def test_a_supervisor_finds_what_was_opened_to_them(visit: Visit) -> None:
    assert "Reyes" in rows(visit("sol").get("/engagements").text)


def test_a_counselor_finds_a_code_and_a_letter(visit: Visit, cast: Cast) -> None:
    page = rows(visit("cole").get("/engagements").text)

    assert f"{cast.reyes.code} · S." in page
    assert "Reyes" not in page
    assert "Sam" not in page


def test_the_owner_finds_name_and_lead_and_no_way_in_but_to_what_is_kept(visit: Visit, cast: Cast) -> None:
    page = rows(visit("olga").get("/engagements").text)

    assert "Reyes" in page
    assert "Dana" in page
    assert page.count(str(cast.reyes.id)) == page.count(f"/engagements/{cast.reyes.id}/keeping") == 1


def test_somebody_elses_families_are_not_there(visit: Visit) -> None:
    assert "Reyes" not in rows(visit("priya").get("/engagements").text)


def test_a_relative_has_no_list(visit: Visit) -> None:
    assert visit("maria").get("/engagements").status_code == 403


@pytest.mark.usefixtures("_many")
@pytest.mark.parametrize(("number", "count"), [("1", 25), ("2", 5), ("3", 0), ("none", 25), ("-1", 25)])
def test_twenty_five_stand_on_a_page(visit: Visit, number: str, count: int) -> None:
    assert rows(visit("priya").get(f"/engagements?page={number}").text).count('class="row"') == count


@pytest.mark.usefixtures("_many")
def test_the_number_of_statements_does_not_depend_on_the_number_of_families(visit: Visit, database: Database) -> None:
    dana, priya = visit("dana"), visit("priya")
    asked: list[str] = []
    dana.get("/engagements")
    event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    dana.get("/engagements")
    few = len(asked)
    priya.get("/engagements")

    assert len(asked) - few == few
