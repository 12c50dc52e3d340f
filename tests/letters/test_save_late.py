"""PUT …/sections/{key} with `turn`: a save that was held up on its way never replaces a later one of the same page."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from familyplan.kernel.db import Database
from familyplan.letters.records import Revision, Section
from tests.visitor import Visitor


def sent(body: str, turn: int, revision: int = 0, writing: str = "page-one") -> dict[str, object]:
    return {"body": body, "revision": revision, "writing": writing, "turn": turn}


@pytest.fixture
def save(maria: Visitor, at: str) -> Callable[..., int]:
    def put(*what: object, **more: object) -> int:
        status: int = maria.put(f"{at}/sections/moments", sent(*what, **more)).status_code  # type: ignore[arg-type]  # by name
        return status

    return put


def test_a_save_that_comes_after_its_successor_changes_nothing(
    save: Callable[..., int], section: Callable[..., Section]
) -> None:
    save("It was Easter.", 2)

    assert save("It was", 1) == 200
    assert section().body == "It was Easter."
    assert section().revision == 1


def test_what_only_the_late_one_said_is_in_the_history_once(
    database: Database, save: Callable[..., int], section: Callable[..., Section]
) -> None:
    save("It was Easter.", 1)
    save("It was snow.", 3, 1)
    save("It was Easter, and cold.", 2, 1)
    save("It was Easter, and cold.", 2, 1)

    assert section().body == "It was snow."
    with database.reading() as db:
        assert [row.body for row in db.scalars(select(Revision))] == ["It was Easter, and cold."]


def test_words_that_were_taken_back_do_not_return_with_a_late_save(
    save: Callable[..., int], section: Callable[..., Section]
) -> None:
    save("It was Easter.", 1)
    save("It was Easter.", 3, 1)
    save("It was Easter. You shouted.", 2, 1)

    assert section().body == "It was Easter."


def test_the_count_of_one_page_says_nothing_about_another(
    save: Callable[..., int], section: Callable[..., Section]
) -> None:
    save("From the phone.", 9)
    assert save("From the tablet.", 1, 1, "page-two") == 200

    assert section().body == "From the tablet."
    assert section().turn == 1


def test_a_page_that_does_not_count_is_taken_as_it_comes(
    save: Callable[..., int], section: Callable[..., Section]
) -> None:
    save("One.", 5)
    assert save("One. Two.", 0, 1) == 200

    assert section().body == "One. Two."
    assert section().turn == 5


@pytest.mark.parametrize("turn", ["-3", "²", "9" * 30, "one"])
def test_an_odd_count_never_costs_words(maria: Visitor, at: str, section: Callable[..., Section], turn: str) -> None:
    answer = maria.put(f"{at}/sections/moments", sent("Kept or refused.", 0) | {"turn": turn})

    assert (answer.status_code, section().body) in [(200, "Kept or refused."), (422, "")]
