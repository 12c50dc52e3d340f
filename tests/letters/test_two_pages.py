"""Two open pages, one part: both texts are kept, both are shown, and the writer chooses."""

import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from familyplan.kernel.db import Database
from familyplan.letters.records import Revision, Section
from tests.visitor import Visitor


def sent(body: str, revision: int = 0, writing: str = "page-one") -> dict[str, object]:
    return {"body": body, "revision": revision, "writing": writing}


@pytest.fixture
def conflict(maria: Visitor, at: str) -> Any:
    """Two pages were opened before a word stood; the phone saved first, the tablet does so now."""
    maria.put(f"{at}/sections/moments", sent("Written on the phone.", writing="phone"))
    return maria.put(f"{at}/sections/moments", sent("Written on the tablet.", writing="tablet"))


def beside(html: str) -> dict[str, str]:
    return {
        name: re.search(rf'name="{name}" value="([^"]*)"', html.split('class="conflict')[1])[1]  # type: ignore[index]  # None fails here
        for name in ("conflict", "revision")
    }


def test_both_are_shown_and_neither_was_lost(conflict: Any, maria: Visitor, at: str) -> None:
    assert conflict.status_code == 409
    assert 'id="conflict-moments"' in conflict.text
    assert "You wrote here and on another phone. Both are kept:" in conflict.text
    assert "Written on the phone." in conflict.text
    assert "Written on the tablet." in conflict.text
    again = maria.get(f"{at}?part=moments").text
    assert "Written on the phone." in again
    assert "Written on the tablet." in again


def test_without_javascript_the_button_shows_both_too(maria: Visitor, at: str) -> None:
    maria.post(f"{at}/sections/moments", sent("Written on the phone.", writing="phone"))
    page = maria.post(f"{at}/sections/moments", sent("Written on the tablet.", writing="tablet"))

    assert page.status_code == 409
    assert "Written on the phone." in page.text
    assert "Written on the tablet." in page.text


def test_a_button_on_an_empty_page_is_no_second_text(maria: Visitor, at: str, section: Callable[..., Section]) -> None:
    """A page opened before a word stood, its box still empty, says nothing against what stands by now."""
    maria.put(f"{at}/sections/moments", sent("Written on the phone.", writing="phone"))
    answer = maria.post(f"{at}/sections/moments", {**sent("", writing="tablet"), "go": "nothing"})

    assert answer.status_code == 303
    assert section().body == "Written on the phone."
    assert section().nothing_comes_at is None
    assert 'class="conflict stack"' not in maria.get(f"{at}?part=moments").text


def test_but_an_autosave_of_it_never_learns_what_it_has_not_seen(maria: Visitor, at: str) -> None:
    maria.put(f"{at}/sections/moments", sent("Written on the phone.", writing="phone"))
    assert maria.put(f"{at}/sections/moments", sent("", writing="tablet")).status_code == 409


@pytest.mark.usefixtures("conflict")
@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("this", "Written on the tablet."),
        ("that", "Written on the phone."),
        ("both", "Written on the phone.\n\nWritten on the tablet."),
    ],
)
def test_the_choice_stands_and_the_other_text_stays_in_the_history(
    database: Database, maria: Visitor, at: str, section: Callable[..., Section], choice: str, expected: str
) -> None:
    fields = beside(maria.get(f"{at}?part=moments").text)
    page = maria.post(f"{at}/sections/moments/choice", {**fields, "choice": choice}, follow=True)

    assert section().body == expected
    assert 'class="conflict stack"' not in page.text
    with database.reading() as db:
        known = {row.body for row in db.scalars(select(Revision))} | {section().body}
    assert all(
        any(words in text for text in known) for words in ("Written on the phone.", "Written on the tablet.")
    )  # fmt: skip


@pytest.mark.usefixtures("conflict")
def test_choosing_twice_is_choosing_once(maria: Visitor, at: str, section: Callable[..., Section]) -> None:
    fields = beside(maria.get(f"{at}?part=moments").text)
    maria.post(f"{at}/sections/moments/choice", {**fields, "choice": "both"})
    again = maria.post(f"{at}/sections/moments/choice", {**fields, "choice": "both"})

    assert again.status_code == 303
    assert section().body == "Written on the phone.\n\nWritten on the tablet."


@pytest.mark.usefixtures("conflict")
def test_what_was_typed_meanwhile_is_taken_along(maria: Visitor, at: str, section: Callable[..., Section]) -> None:
    fields = beside(maria.get(f"{at}?part=moments").text)
    typed = {"body": "Written on the tablet. And more."}
    maria.post(f"{at}/sections/moments/choice", {**fields, **typed, "choice": "this"})

    assert section().body == "Written on the tablet. And more."


@pytest.mark.usefixtures("conflict")
def test_when_the_standing_text_moved_on_the_writer_looks_once_more(
    maria: Visitor, at: str, section: Callable[..., Section]
) -> None:
    fields = beside(maria.get(f"{at}?part=moments").text)
    maria.put(f"{at}/sections/moments", sent("Written on the phone. More.", 1, "phone"))
    page = maria.post(f"{at}/sections/moments/choice", {**fields, "choice": "this"})

    assert page.status_code == 409
    assert "Written on the phone. More." in page.text
    assert section().body == "Written on the phone. More."


@pytest.mark.usefixtures("conflict")
def test_a_page_that_goes_on_sending_keeps_one_text_beside(database: Database, maria: Visitor, at: str) -> None:
    maria.put(f"{at}/sections/moments", sent("Written on the tablet. More.", writing="tablet"))
    maria.put(f"{at}/sections/moments", sent("Written on the tablet. More.", writing="tablet"))

    with database.reading() as db:
        rows = list(db.scalars(select(Revision.id).where(Revision.why == "conflict")))
        bodies = [db.get_one(Revision, row).body for row in rows]
    assert bodies == ["Written on the tablet. More."]


@pytest.mark.usefixtures("conflict")
def test_nobody_else_can_choose(visit: Callable[[str], Visitor], maria: Visitor, at: str) -> None:
    fields = beside(maria.get(f"{at}?part=moments").text)
    refused = visit("luis").post(f"{at}/sections/moments/choice", {**fields, "choice": "this"})

    assert refused.status_code == 404


@pytest.mark.usefixtures("conflict")
@pytest.mark.parametrize("wrong", [{"conflict": "x"}, {"conflict": "00000000-0000-0000-0000-000000000000"}])
def test_a_text_that_is_not_beside_this_part_is_not_there(maria: Visitor, at: str, wrong: dict[str, str]) -> None:
    fields = beside(maria.get(f"{at}?part=moments").text)
    assert maria.post(f"{at}/sections/moments/choice", {**fields, **wrong, "choice": "this"}).status_code == 404


@pytest.mark.usefixtures("conflict")
def test_it_is_not_given_while_two_texts_wait(maria: Visitor, at: str) -> None:
    refused = maria.post(f"{at}/hand-in")

    assert refused.status_code == 422
    assert "A part was written on two phones." in refused.text


@pytest.mark.parametrize("seed", range(8))
def test_whatever_the_order_no_page_loses_its_last_words(
    database: Database, maria: Visitor, at: str, section: Callable[..., Section], seed: int
) -> None:
    """Each page writes on from what it last heard; at the end the last words of both are somewhere."""
    order = random.Random(seed)  # noqa: S311  an order, not a secret
    token = maria.token
    known = {"phone": 0, "tablet": 0}
    texts = {"phone": "", "tablet": ""}
    for step in range(12):
        page = order.choice(["phone", "tablet"])
        texts[page] += f"{page}{step} "
        answer = maria.ask(
            "PUT", f"{at}/sections/moments", data=sent(texts[page], known[page], page),
            headers={"x-csrftoken": token, "accept": "application/json"},
        )  # fmt: skip
        assert answer.status_code in (200, 409)
        known[page] = int(answer.headers.get("x-revision", known[page]))

    with database.reading() as db:
        kept = [section().body, *(row.body for row in db.scalars(select(Revision)))]
    assert all(any(text in one for one in kept) for text in texts.values())
