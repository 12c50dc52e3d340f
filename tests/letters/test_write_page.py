"""GET /letters/{id} for its writer: one question at a time, or all at once, with the truth about who can read it."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete

from familyplan.consents.records import Pledge
from familyplan.demo.cast import Cast
from familyplan.kernel.db import Database
from familyplan.letters.records import Letter
from tests.visitor import Visitor


def test_the_first_word_comes_after_the_cards(database: Database, cast: Cast, maria: Visitor, at: str) -> None:
    with database.writing() as db:
        db.execute(delete(Pledge))

    answer = maria.get(at)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/engagements/{cast.reyes.id}/pledge"


def test_it_asks_one_question_in_the_words_of_the_relation(maria: Visitor, at: str) -> None:
    page = maria.get(at).text

    assert "Which memory of Sam makes you smile before you can help it?" in page
    assert page.count("<textarea") == 1
    assert "Part 1 of 6. You can skip it or come back." in page


def test_it_says_the_name_that_this_writer_uses(
    visit: Callable[[str], Visitor], letter_of: Callable[..., object]
) -> None:
    page = visit("luis").get(f"/letters/{letter_of('luis')}?part=moments").text

    assert "When did you notice Sammy was missing" in page


def test_it_says_truly_who_can_read_it(maria: Visitor, at: str, write: Callable[..., None]) -> None:
    before = maria.get(at).text
    assert "Only you can read this until you give it to Dana." in before
    assert "A court could ask for what is kept here." in before

    write("It was Easter.")
    maria.post(f"{at}/hand-in")
    after = maria.get(f"{at}?part=moments").text
    assert "Dana can read this, and sees what you change." in after
    assert "Only you can read this" not in after


def test_it_goes_on_where_the_writer_stopped(maria: Visitor, at: str, write: Callable[..., None]) -> None:
    write("A memory.", "love_and_memory")
    maria.post(f"{at}/sections/with_you", {"body": "", "revision": 0, "writing": "w", "go": "nothing"})

    assert 'id="part-illness"' in maria.get(at).text


def test_all_the_parts_can_be_seen_at_once(maria: Visitor, at: str) -> None:
    assert maria.get(f"{at}?all=1").text.count("<textarea") == 6


def test_a_part_that_is_not_there_is_not_there(maria: Visitor, at: str) -> None:
    assert maria.get(f"{at}?part=nothing_like_it").status_code == 404


def test_the_way_out_of_a_question_is_always_there(maria: Visitor, at: str) -> None:
    page = maria.get(f"{at}?part=love_and_memory").text

    assert "Nothing comes, and that is all right." in page
    assert "Skip" in page
    assert "Tip: the microphone on your keyboard writes while you talk." in page


def test_opening_it_is_noted_once(database: Database, letter: object, maria: Visitor, at: str) -> None:
    maria.get(at)
    with database.reading() as db:
        first = db.get_one(Letter, letter).opened_at
    maria.get(at)
    with database.reading() as db:
        assert db.get_one(Letter, letter).opened_at == first
    assert first is not None


def test_read_through_it_is_one_page_with_its_minutes(maria: Visitor, at: str, write: Callable[..., None]) -> None:
    write("One memory.", "love_and_memory")
    write("word " * 390)
    page = maria.get(f"{at}?read=1").text

    assert "About 3 minutes, read aloud." in page
    assert page.index("One memory.") < page.index("word word")
    assert "<textarea" not in page


@pytest.mark.parametrize("view", ["", "?all=1", "?read=1", "?give=1"])
def test_a_page_costs_few_statements(
    maria: Visitor, at: str, write: Callable[..., None], counted: Callable[[], list[str]], view: str
) -> None:
    write("It was Easter.")
    maria.get(at)
    counted()
    maria.get(f"{at}{view}")

    assert len(counted()) <= 8
