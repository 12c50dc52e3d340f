"""POST /letters/{id}/hand-in: the writer gives it, once, and from then on the lead can read it."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from familyplan.engagements.calls.records import CallRequest
from familyplan.engagements.needs.records import Need
from familyplan.kernel.db import Database
from familyplan.letters.records import HandIn
from tests.letters.conftest import journaled
from tests.visitor import Visitor


def needs(database: Database) -> list[str]:
    with database.reading() as db:
        return list(db.scalars(select(Need.kind).where(Need.settled_at.is_(None), Need.kind.like("%letter%"))))


def test_dana_can_read_it_and_is_told_that_it_waits(
    database: Database, given: str, maria: Visitor, dana: Visitor
) -> None:
    assert needs(database) == ["letter_given"]
    assert "That was hard, and you did it." in maria.get(given).text
    assert "You carried me over the ice." in dana.get(given).text


def test_nothing_more_is_asked_of_the_writer_before_dana_has_read_it(given: str, maria: Visitor, dana: Visitor) -> None:
    assert "It is ready to read" not in maria.get(given).text
    dana.get(given)
    assert "It is ready to read" in maria.get(given).text


def test_given_twice_it_is_given_once(database: Database, given: str, maria: Visitor) -> None:
    assert maria.post(f"{given}/hand-in").status_code == 303
    with database.reading() as db:
        assert len(db.scalars(select(HandIn.id)).all()) == 1
        assert journaled(db, "letter.handed_in") == 1


def test_an_empty_letter_is_not_given_and_talking_is_offered(maria: Visitor, at: str) -> None:
    refused = maria.post(f"{at}/hand-in")

    assert refused.status_code == 422
    assert "There is nothing here yet." in refused.text
    assert "Shall I tell Dana you'd like to talk instead?" in refused.text


def test_blanks_alone_are_nothing(maria: Visitor, at: str, write: Callable[..., None]) -> None:
    write(" \n ")
    assert maria.post(f"{at}/hand-in").status_code == 422


def test_asking_to_talk_instead_is_a_request_for_a_call(
    database: Database, maria: Visitor, at: str, cast: object
) -> None:
    page = maria.get(f"{at}?give=1").text
    assert 'action="/calls"' in page
    maria.post("/calls", {"engagement_id": str(cast.reyes.id), "back": "/"})  # type: ignore[attr-defined]  # a Visitor

    with database.reading() as db:
        assert len(db.scalars(select(CallRequest.id)).all()) == 1
    assert needs(database) == []


def test_three_words_are_enough(maria: Visitor, at: str, write: Callable[..., None]) -> None:
    write("Come home, Sam.")
    assert maria.post(f"{at}/hand-in").status_code == 303


def test_whoever_was_helped_is_asked_whose_words_they_are(
    maria: Visitor, at: str, write: Callable[..., None], dana: Visitor
) -> None:
    write("Come home, Sam.")
    maria.post(f"{at}/helper", {"helper": "Luis"})
    refused = maria.post(f"{at}/hand-in")

    assert refused.status_code == 422
    assert "Are these your words, Maria?" in refused.text
    assert maria.post(f"{at}/hand-in", {"own_words": "yes"}).status_code == 303
    assert "Luis typed for Maria, who says that these are their own words." in dana.get(at).text


def test_not_quite_my_words_gives_nothing_and_asks_to_talk(
    database: Database, maria: Visitor, dana: Visitor, at: str, write: Callable[..., None]
) -> None:
    write("Come home, Sam.")
    maria.post(f"{at}/helper", {"helper": "Luis"})
    page = maria.post(f"{at}/hand-in", {"own_words": "talk"})

    assert "Nobody has read your letter." in page.text
    assert "Come home, Sam." not in dana.get(at).text
    with database.reading() as db:
        assert "own_words" in set(db.scalars(select(Need.kind)))


@pytest.mark.parametrize("name", ["luis", "ana", "dana", "priya", "sol", "cole", "olga"])
def test_nobody_else_can_give_it(
    database: Database, visit: Callable[[str], Visitor], at: str, write: Callable[..., None], name: str
) -> None:
    write("Come home, Sam.")
    assert visit(name).post(f"{at}/hand-in").status_code in (403, 404)
    with database.reading() as db:
        assert db.scalars(select(HandIn.id)).all() == []


def test_with_htmx_it_leads_on(maria: Visitor, at: str, write: Callable[..., None]) -> None:
    write("Come home, Sam.")
    answer = maria.post(f"{at}/hand-in", htmx="give")

    assert answer.headers["hx-redirect"] == at
