"""POST /letters/{id}/readiness: ready when both sides say so, until a word changes."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from familyplan.demo.cast import Cast
from familyplan.engagements.needs.records import Need
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.kernel.errors import Refusal
from familyplan.letters import queries, service
from familyplan.letters.queries import Standing, state
from familyplan.letters.records import Readiness
from familyplan.letters.writing import queries as writing
from tests.visitor import Visitor


def standing(database: Database) -> set[str]:
    with database.reading() as db:
        return set(db.scalars(select(Readiness.side).where(Readiness.withdrawn_at.is_(None))))


@pytest.fixture
def ready(given: str, maria: Visitor, dana: Visitor) -> str:
    """Maria's letter, on which both agree."""
    dana.get(given)
    assert dana.post(f"{given}/readiness").status_code == 303
    assert maria.post(f"{given}/readiness").status_code == 303
    return given


def test_both_have_to_say_so(given: str, maria: Visitor, dana: Visitor) -> None:
    dana.post(f"{given}/readiness")
    assert "Dana says it is ready to read. What do you say?" in maria.get(given).text

    page = maria.post(f"{given}/readiness", follow=True)
    assert "Ready to read. You and Dana both say so." in page.text
    assert "Maria says it is ready." in dana.get(given).text


def test_any_change_of_the_words_takes_both_back(
    database: Database, ready: str, maria: Visitor, write: Callable[..., None]
) -> None:
    write("You carried me over the ice, twice.")

    assert standing(database) == set()
    assert "You changed something. Dana will look once more." in maria.get(ready).text
    with database.reading() as db:
        waits = select(Need.id).where(Need.kind == "letter_given", Need.settled_at.is_(None))
        assert len(db.scalars(waits).all()) == 1


def test_saving_the_same_words_changes_nothing(
    database: Database, ready: str, maria: Visitor, section: Callable[..., object]
) -> None:
    same = {"body": section().body, "revision": 0, "writing": "old"}  # type: ignore[attr-defined]  # a Section
    assert maria.put(f"{ready}/sections/moments", same).status_code == 200
    assert standing(database) == {"writer", "professional"}


def test_each_takes_back_only_their_own(database: Database, ready: str, maria: Visitor, dana: Visitor) -> None:
    maria.post(f"{ready}/readiness/withdrawal")
    assert standing(database) == {"professional"}

    dana.post(f"{ready}/readiness/withdrawal")
    dana.post(f"{ready}/readiness/withdrawal")
    assert standing(database) == set()


def test_said_twice_it_stands_once(database: Database, ready: str, maria: Visitor, dana: Visitor) -> None:
    maria.post(f"{ready}/readiness")
    dana.post(f"{ready}/readiness")
    with database.reading() as db:
        assert len(db.scalars(select(Readiness.id)).all()) == 2


def test_a_letter_that_was_not_given_cannot_be_ready(
    maria: Visitor, dana: Visitor, at: str, write: Callable[..., None]
) -> None:
    write("Come home, Sam.")
    refused = maria.post(f"{at}/readiness")

    assert refused.status_code == 422
    assert dana.post(f"{at}/readiness").status_code == 404


def test_an_empty_letter_cannot_be_ready(given: str, maria: Visitor, write: Callable[..., None]) -> None:
    write("")
    refused = maria.post(f"{given}/readiness")

    assert refused.status_code == 422
    assert "There is nothing here yet." in refused.text


@pytest.mark.parametrize("name", ["luis", "priya", "sol"])
def test_nobody_else_can_say_so(database: Database, given: str, visit: Callable[[str], Visitor], name: str) -> None:
    assert visit(name).post(f"{given}/readiness").status_code in (403, 404)
    assert standing(database) == set()


def test_with_htmx_only_the_block_comes_back(given: str, maria: Visitor, dana: Visitor) -> None:
    mine, hers = maria.post(f"{given}/readiness", htmx="after"), dana.post(f"{given}/readiness", htmx="review")

    assert 'id="after"' in mine.text
    assert "<html" not in mine.text
    assert 'id="review"' in hers.text
    assert "<html" not in hers.text


NOON = clock.now()


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (Standing(), "not_opened"),
        (Standing(opened_at=NOON), "opened"),
        (Standing(opened_at=NOON, wrote_at=NOON), "writing"),
        (Standing(opened_at=NOON, wrote_at=NOON, handed_in_at=NOON), "handed_in"),
        (Standing(NOON, NOON, NOON, waiting_thoughts=1), "change_asked"),
        (Standing(NOON, NOON, NOON, waiting_thoughts=0, ready_sides=1), "handed_in"),
        (Standing(NOON, NOON, NOON, waiting_thoughts=1, ready_sides=2), "ready"),
        (Standing(NOON, NOON, None, waiting_thoughts=1, ready_sides=0), "writing"),
    ],
)
def test_its_state_follows_from_what_happened(told: Standing, expected: str) -> None:
    assert state(told) == expected


def test_nobody_agrees_on_words_that_were_saved_after_they_had_been_looked_up(
    database: Database, cast: Cast, given: str, letter: UUID, write: Callable[..., None]
) -> None:
    """Two connections: the words were read for "ready", and another phone saved before it was said."""
    with database.reading() as db:
        found = queries.own(db, letter, seen_by=cast.person("maria"))
        parts = writing.parts(db, found)
    write("Something quite different.", writing="page-two")

    with pytest.raises(Refusal, match="The words changed just now"), database.writing() as db:
        service.agree(db, found, parts, by=cast.person("maria"))
    with database.reading() as db:
        assert db.scalars(select(Readiness)).all() == []
