"""/engagements/{id}/ways-of-getting-help: what the family is shown, to whom, and who has looked."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements import queries as engagements
from familyplan.engagements.pauses import service as pauses
from familyplan.engagements.records import Engagement, Member
from familyplan.kernel.db import Database
from familyplan.programs.options.records import OptionsSeen
from tests.programs.conftest import Known
from tests.statements import counted
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
At = Callable[[str], str]
WAYS = "/ways-of-getting-help"


def looks(db: Session) -> int:
    db.rollback()  # look at what stands now
    return db.scalar(select(func.count()).select_from(OptionsSeen)) or 0


def test_a_member_sees_them_side_by_side_with_the_same_rows(visit: Visit, shown: Known, at: At) -> None:
    page = visit("maria").get(at(WAYS)).text

    assert page.count("<dt>What speaks against it</dt>") == 2
    assert page.count("<dt>Medication for opioid use</dt>") == 2
    assert "3.5 Clinically Managed High-Intensity Residential" in page
    assert "Dana takes nothing of value from any of them for sending people." in page
    assert "Harbor House" in page
    assert "River Clinic" in page


def test_what_is_for_the_practice_alone_stays_there(visit: Visit, shown: Known, at: At) -> None:
    visit("dana").post(f"/programs/{shown.programs['harbor']}", {
        "name": "Harbor House", "place": "Portland", "residential": "yes", "notes": "Slow to call back",
        "contacts": "Ada, 555 0199",
    })  # fmt: skip
    page = visit("maria").get(at(WAYS)).text

    assert "Slow to call back" not in page
    assert "Ada, 555 0199" not in page


def test_home_leads_there_only_while_something_is_shown(visit: Visit, shown: Known, cast: Cast, at: At) -> None:
    dana, maria = visit("dana"), visit("maria")
    maria.post(at("/pledge"))
    maria.post("/phone", {"phone": "own"})
    assert WAYS in maria.get("/").text

    dana.post(at("/programs/showing/withdrawal"))
    assert WAYS not in maria.get("/").text


def test_the_first_look_of_each_is_noted(visit: Visit, db: Session, shown: Known, at: At) -> None:
    maria, dana = visit("maria"), visit("dana")
    for _time in range(2):
        maria.get(at(WAYS))
    assert looks(db) == 1
    assert dana.get(at("/programs")).text.count("looked ") == 1

    visit("luis").get(at(WAYS))
    assert looks(db) == 2


def test_with_nothing_shown_nothing_is_noted(visit: Visit, db: Session, gathered: Known, at: At) -> None:
    page = visit("maria").get(at(WAYS))

    assert page.status_code == 200
    assert "There is nothing to look at here now." in page.text
    assert looks(db) == 0


@pytest.mark.parametrize(
    ("model", "status"), [("johnson", 404), ("love_first", 404), ("arise", 200)], indirect=["model"]
)
def test_the_loved_one_sees_them_where_the_way_looks_at_them_together(
    visit: Visit, shown: Known, at: At, status: int
) -> None:  # fmt: skip
    answer = visit("sam").get(at(WAYS))

    assert answer.status_code == status
    assert ("You decide" in answer.text) == (status == 200)


@pytest.mark.parametrize("model", ["arise"], indirect=True)
def test_not_the_loved_one_from_whom_it_is_kept_until_the_day(
    visit: Visit, database: Database, cast: Cast, shown: Known, at: At
) -> None:  # fmt: skip
    with database.writing() as db:
        db.execute(update(Engagement).where(Engagement.id == cast.reyes.id).values(loved_one_learns="on_the_day"))

    assert visit("sam").get(at(WAYS)).status_code == 404


def test_an_employer_learns_of_no_treatment(visit: Visit, database: Database, cast: Cast, shown: Known, at: At) -> None:
    with database.writing() as db:
        db.execute(update(Member).where(Member.id == cast.members["luis"].id).values(relation="employer"))

    assert visit("luis").get(at(WAYS)).status_code == 404
    assert WAYS not in visit("luis").get("/").text


def test_while_everything_is_paused_or_after_a_death_nothing_is_shown(
    visit: Visit, database: Database, db: Session, cast: Cast, shown: Known, at: At
) -> None:  # fmt: skip
    with database.writing() as session:
        family = engagements.led(session, cast.reyes.id, seen_by=cast.dana)
        pauses.pause(session, family, "died", by=cast.dana, sentence="We are with you.")
    page = visit("maria").get(at(WAYS)).text

    assert "We are with you." in page
    assert "Harbor House" not in page
    assert looks(db) == 0
    assert WAYS not in visit("maria").get("/").text


def test_it_costs_few_statements(visit: Visit, database: Database, shown: Known, at: At) -> None:
    maria, dana = visit("maria"), visit("dana")
    maria.get(at(WAYS))  # the first look is noted
    for visitor, path in ((maria, WAYS), (dana, "/programs")):
        with counted(database) as said:
            visitor.get(at(path))
        assert len(said) <= 8
