"""/programs: the practice's list; what a program offers, once each, put away instead of deleted."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.programs.directory.records import Program
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
HARBOR = {
    "name": "Harbor House", "place": "Portland", "level": "3.5", "residential": "yes", "opioid_medication": "yes",
    "insurers": "Blue, Green", "entry": "A call first", "contacts": "Ada, 555 0199", "admission": "Mornings",
}  # fmt: skip


def kept(db: Session) -> list[Program]:
    db.rollback()  # look at what stands now
    return list(db.scalars(select(Program).order_by(Program.name)))


@pytest.mark.parametrize("name", ["dana", "olga", "priya"])
def test_who_works_with_families_and_the_owner_add_and_read(visit: Visit, db: Session, name: str) -> None:
    page = visit(name).post("/programs", HARBOR, follow=True)

    assert "Harbor House" in page.text
    assert "3.5 Clinically Managed High-Intensity Residential" in page.text
    assert [one.alcohol_medication for one in kept(db)] == ["unknown"]


@pytest.mark.parametrize("name", ["cole", "sol", "maria", "sam"])
def test_others_are_not_shown_the_list(visit: Visit, programs: dict[str, str], name: str) -> None:
    visitor = visit(name)
    for path in ("/programs", "/programs.csv", "/programs/imports", f"/programs/{programs['harbor']}"):
        assert visitor.get(path).status_code == 403


def test_the_same_program_twice_is_one(visit: Visit, db: Session) -> None:
    dana = visit("dana")
    dana.post("/programs", HARBOR)
    again = dana.post("/programs", HARBOR)
    assert again.status_code == 303

    other = dana.post("/programs", HARBOR | {"name": " harbor  HOUSE", "insurers": "Red"})
    assert other.status_code == 422
    assert "stands in the list already" in other.text
    assert 'value="harbor  HOUSE"' in other.text or "harbor  HOUSE" in other.text
    assert len(kept(db)) == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Which program is it?"),
        ({"name": "x" * 201}, "under 200 signs"),
        ({"insurers": "x" * 2001}, "under 2000 signs"),
        ({"level": "9.9"}, "Please choose one of these."),
        ({"residential": "maybe"}, "Please choose one of these."),
    ],
)
def test_what_the_list_cannot_hold_is_said_and_nothing_kept(
    visit: Visit, db: Session, wrong: dict[str, str], sentence: str
) -> None:  # fmt: skip
    answer = visit("dana").post("/programs", HARBOR | wrong)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert kept(db) == []


def test_changing_a_program_never_makes_two_of_one_name_and_place(
    visit: Visit, db: Session, programs: dict[str, str]
) -> None:  # fmt: skip
    dana, path = visit("dana"), f"/programs/{programs['river']}"
    taken = dana.post(path, HARBOR)
    assert taken.status_code == 422

    dana.post(path, HARBOR | {"name": "River Clinic", "place": "Eugene"})
    assert [one.place for one in kept(db) if one.name == "River Clinic"] == ["Eugene"]


def test_put_away_and_brought_back_each_once(visit: Visit, db: Session, programs: dict[str, str]) -> None:
    dana, path = visit("dana"), f"/programs/{programs['harbor']}/putting-away"
    for _time in range(2):
        assert dana.post(path).status_code == 303
    assert "1 put away" in dana.get("/programs").text
    assert len(kept(db)) == len(programs)

    for _time in range(2):
        dana.post(f"{path}/withdrawal")
    assert "put away" not in dana.get("/programs").text


def test_a_program_that_is_none_is_not_found(visit: Visit) -> None:
    nowhere = "00000000-0000-7000-8000-000000000000"
    assert visit("dana").get(f"/programs/{nowhere}").status_code == 404


def test_the_list_costs_the_same_however_long_it_is(visit: Visit, database: Any, db: Session) -> None:
    from tests.statements import counted  # noqa: PLC0415  beside its one use

    dana = visit("dana")
    with counted(database) as few:
        dana.get("/programs")
    rows = "\n".join(f"Program {number}\tTown" for number in range(120))
    dana.post("/programs/imports", {"way": "lines", "rows": rows})
    with counted(database) as many:
        assert "Page 1 of 3" in dana.get("/programs").text

    assert db.scalar(select(func.count()).select_from(Program)) == 120
    assert len(few) == len(many) <= 8
