"""The binder: letters in order and marked, a sheet for each envelope, and no word of any other page."""

from collections.abc import Callable

import pytest

from familyplan.demo.cast import Cast
from familyplan.kernel.db import Database
from familyplan.letters.records import OtherPage
from tests.letters.conftest import journaled
from tests.pdf import opened, words_of
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
OTHER = ("stays", "line", "from", "keep", "door")


@pytest.fixture
def family(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}"


@pytest.fixture
def sealed(maria: Visitor, dana: Visitor, other_page: str) -> str:
    """Maria's other page, written, gone through with Dana and sealed."""
    for key in OTHER:
        maria.put(f"{other_page}/sections/{key}", {"body": f"SEALEDWORD{key}", "revision": 0, "writing": "w"})
    maria.post(f"{other_page}/other-page/showing")
    dana.post(f"{other_page}/other-page/sealing")
    return other_page


@pytest.fixture
def luis_given(visit: Visit, letter_of: Callable[..., object]) -> Visitor:
    luis = visit("luis")
    at = f"/letters/{letter_of('luis')}"
    luis.put(f"{at}/sections/moments", {"body": "You taught me to swim.", "revision": 0, "writing": "w"})
    luis.post(f"{at}/hand-in")
    return luis


def test_what_was_given_is_in_it_and_marked_until_both_agreed(
    maria: Visitor, dana: Visitor, given: str, family: str
) -> None:
    mark = "Given, not yet agreed. Please do not read this one aloud yet."
    page = dana.get(f"{family}/binder").text
    assert "You carried me over the ice." in page
    assert mark in page

    maria.post(f"{given}/readiness")
    dana.post(f"{given}/readiness")
    assert mark not in dana.get(f"{family}/binder").text


def test_what_was_not_given_is_only_missed_by_name(dana: Visitor, write: Callable[..., None], family: str) -> None:
    write("Nobody has these words yet.")
    page = dana.get(f"{family}/binder").text

    assert "Nobody has these words yet." not in page
    assert "Not in it, since they were not given to you: Maria" in " ".join(page.split())
    assert "Nobodyhasthesewordsyet" not in words_of(dana.get(f"{family}/binder.pdf").content)


def test_the_letters_stand_in_reading_order_on_the_page_and_in_the_file(
    dana: Visitor, given: str, luis_given: Visitor, family: str, letter_of: Callable[..., object]
) -> None:
    page = dana.get(f"{family}/reading-order").text
    seen = page.split('name="seen" value="')[1].split('"')[0]
    dana.post(f"{family}/reading-order", {"letter": str(letter_of("luis")), "way": "up", "seen": seen})
    shown, file = dana.get(f"{family}/binder").text, words_of(dana.get(f"{family}/binder.pdf").content)

    assert shown.index("You taught me to swim.") < shown.index("You carried me over the ice.")
    assert file.index("Youtaughtmetoswim.") < file.index("Youcarriedmeovertheice.")
    assert "About2minutesofreading.2letters." in file


def test_an_envelope_for_each_sealed_page_and_no_word_of_it(
    dana: Visitor, given: str, sealed: str, family: str
) -> None:
    page, file = dana.get(f"{family}/binder").text, words_of(dana.get(f"{family}/binder.pdf").content)

    assert "Envelope of Maria" in page
    assert "EnvelopeofMaria" in file
    assert "SEALEDWORD" not in page
    assert "SEALEDWORD" not in file


def test_no_envelope_before_it_was_gone_through_nor_for_whoever_has_none(
    maria: Visitor, dana: Visitor, given: str, other_page: str, family: str
) -> None:
    assert "Envelope of" not in dana.get(f"{family}/binder").text
    maria.post(f"{other_page}/other-page/none")
    assert "Envelope of" not in dana.get(f"{family}/binder").text


def test_none_for_whoever_said_so_after_it_was_sealed(maria: Visitor, dana: Visitor, sealed: str, family: str) -> None:
    maria.post(f"{sealed}/other-page/none")
    assert "Envelope of" not in dana.get(f"{family}/binder").text


def test_each_letter_begins_a_page_and_the_file_says_nothing_to_a_stranger(
    dana: Visitor, given: str, luis_given: Visitor, sealed: str, family: str
) -> None:
    answer = dana.get(f"{family}/binder.pdf")
    pdf = opened(answer.content)

    assert len(pdf.pages) == 1 + 2 + 1  # the cover, two letters, an envelope
    assert pdf.Root.MarkInfo.Marked
    assert pdf.docinfo.Title == "Binder"
    assert answer.headers["content-disposition"] == 'inline; filename="binder.pdf"'
    assert "Reyes" not in words_of(answer.content)
    assert "Sam" not in words_of(answer.content)


def test_taking_a_letter_back_takes_it_out(maria: Visitor, dana: Visitor, given: str, family: str) -> None:
    maria.post(f"{given}/hand-in/withdrawal")
    assert "over the ice" not in dana.get(f"{family}/binder").text
    assert "overtheice" not in words_of(dana.get(f"{family}/binder.pdf").content)


def test_opening_it_is_journaled_each_time(database: Database, dana: Visitor, given: str, family: str) -> None:
    dana.get(f"{family}/binder")
    dana.get(f"{family}/binder.pdf")
    with database.reading() as db:
        assert journaled(db, "binder.read") == 2


@pytest.mark.parametrize("name", ["maria", "luis", "sam", "priya", "sol", "cole", "olga"])
@pytest.mark.parametrize("path", ["binder", "binder.pdf", "reading-order"])
def test_nobody_but_the_lead(visit: Visit, given: str, family: str, name: str, path: str) -> None:
    assert visit(name).get(f"{family}/{path}").status_code in (403, 404)


def test_a_translation_follows_on_sheets_of_its_own(maria: Visitor, dana: Visitor, given: str, family: str) -> None:
    maria.post(f"{given}/translation", {"into": "es"})
    maria.put(f"{given}/sections/moments.translated", {"body": "Me llevaste.", "revision": 0, "writing": "w"})
    pdf = dana.get(f"{family}/binder.pdf").content

    assert "Mellevaste." in words_of(pdf)
    assert len(opened(pdf).pages) == 3


def test_the_records_of_an_other_page_never_leave_the_sealed_state(
    database: Database, dana: Visitor, sealed: str, family: str
) -> None:
    dana.get(f"{family}/binder.pdf")
    with database.reading() as db:
        assert [page.sealed_at is not None for page in db.query(OtherPage).all()] == [True]
