"""POST /letters/{id}/hand-in/withdrawal: from then on only the writer can read it."""

from collections.abc import Callable

from sqlalchemy import select

from familyplan.engagements.needs.records import Need
from familyplan.kernel.db import Database
from familyplan.letters.records import HandIn, Readiness
from tests.visitor import Visitor


def test_dana_cannot_read_it_again(given: str, maria: Visitor, dana: Visitor) -> None:
    assert "over the ice" in dana.get(given).text
    back = maria.post(f"{given}/hand-in/withdrawal")
    assert back.status_code == 303
    assert "You have it back. Only you can read it now." in maria.get(back.headers["location"]).text

    page = dana.get(given)
    assert page.status_code == 200
    assert "over the ice" not in page.text
    assert "Unsent. Only Maria can read it." in page.text


def test_nothing_waits_for_dana_any_more_and_nobody_says_ready(
    database: Database, given: str, maria: Visitor, dana: Visitor
) -> None:
    maria.post(f"{given}/readiness")
    dana.post(f"{given}/readiness")
    maria.post(f"{given}/hand-in/withdrawal")
    with database.reading() as db:
        assert db.scalars(select(Readiness.id).where(Readiness.withdrawn_at.is_(None))).all() == []
        assert db.scalars(select(Need.id).where(Need.kind == "letter_given", Need.settled_at.is_(None))).all() == []


def test_no_act_of_dana_reaches_it(given: str, maria: Visitor, dana: Visitor) -> None:
    maria.post(f"{given}/hand-in/withdrawal")
    thought = {"section": "moments", "phrase": "over the ice", "note": "Lovely"}

    assert dana.post(f"{given}/comments", thought).status_code == 404
    assert dana.post(f"{given}/readiness").status_code == 404


def test_twice_is_once_and_it_can_be_given_again(database: Database, given: str, maria: Visitor, dana: Visitor) -> None:
    maria.post(f"{given}/hand-in/withdrawal")
    maria.post(f"{given}/hand-in/withdrawal")
    assert maria.post(f"{given}/hand-in").status_code == 303

    assert "over the ice" in dana.get(given).text
    with database.reading() as db:
        assert len(db.scalars(select(HandIn.id)).all()) == 2


def test_nobody_else_can_take_it_back(given: str, visit: Callable[[str], Visitor]) -> None:
    assert visit("luis").post(f"{given}/hand-in/withdrawal").status_code == 404
    assert visit("dana").post(f"{given}/hand-in/withdrawal").status_code == 403
