"""PUT and POST /letters/{id}/sections/{key}: words are kept as they were typed, by whoever they belong to alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.letters.records import Revision, Section
from familyplan.letters.writing import service
from tests.visitor import Visitor

JSON = "application/json"


def sent(body: str, revision: int = 0, writing: str = "page-one") -> dict[str, object]:
    return {"body": body, "revision": revision, "writing": writing}


def test_it_answers_with_the_new_revision_and_the_time(
    maria: Visitor, at: str, section: Callable[..., Section]
) -> None:
    answer = maria.put(f"{at}/sections/moments", sent("It was Easter."))

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(JSON)
    assert answer.json()["revision"] == 1
    assert answer.headers["x-revision"] == "1"
    assert answer.json()["saved_at"]
    assert section().body == "It was Easter."


@pytest.mark.parametrize(
    "words",
    [
        "First line\nsecond line\n\n  indented, and a blank at the end \n",
        "Ich 👵🏽 hab dich lieb \U0001f9d1‍\U0001f91d‍\U0001f9d1",
        "right to left \u202eabc\u202c and \u0645\u0631\u062d\u0628\u0627",
        "a NUL \x00 in the middle",
        "%41 + & = ; <script>alert(1)</script>",
        "é written in two ways: e\u0301",
    ],
)
def test_words_come_back_as_they_were_typed(
    maria: Visitor, at: str, section: Callable[..., Section], words: str
) -> None:
    assert maria.put(f"{at}/sections/moments", sent(words)).status_code == 200
    assert section().body == words


def test_line_ends_become_one_kind(maria: Visitor, at: str, section: Callable[..., Section]) -> None:
    maria.put(f"{at}/sections/moments", sent("one\r\ntwo\rthree\n"))

    assert section().body == "one\ntwo\nthree\n"


def test_the_same_words_again_are_no_change(maria: Visitor, at: str, section: Callable[..., Section]) -> None:
    maria.put(f"{at}/sections/moments", sent("It was Easter."))
    again = maria.put(f"{at}/sections/moments", sent("It was Easter.", writing="another-page"))

    assert again.status_code == 200
    assert again.json()["revision"] == section().revision == 1


def test_a_page_that_did_not_hear_the_answer_does_not_conflict_with_itself(
    maria: Visitor, at: str, section: Callable[..., Section]
) -> None:
    maria.put(f"{at}/sections/moments", sent("It was"))
    maria.put(f"{at}/sections/moments", sent("It was Easter"))
    late = maria.put(f"{at}/sections/moments", sent("It was Easter."))

    assert late.status_code == 200
    assert section().body == "It was Easter."


def test_another_page_that_knows_what_stands_may_go_on(
    maria: Visitor, at: str, section: Callable[..., Section]
) -> None:
    maria.put(f"{at}/sections/moments", sent("It was"))
    assert maria.put(f"{at}/sections/moments", sent("It was Easter.", 1, "page-two")).status_code == 200
    assert section().body == "It was Easter."


def test_the_button_saves_without_javascript_and_goes_on(
    maria: Visitor, at: str, section: Callable[..., Section]
) -> None:
    page = maria.post(f"{at}/sections/moments", sent("It was Easter.") | {"go": "next"}, follow=True)

    assert page.status_code == 200
    assert section().body == "It was Easter."
    assert 'id="part-love_again"' in page.text


def test_the_last_button_leads_to_reading_it_through(maria: Visitor, at: str) -> None:
    answer = maria.post(f"{at}/sections/will_you", sent("Will you come?") | {"go": "next"})

    assert answer.headers["location"] == f"{at}?read=1"


def test_nothing_comes_is_noted_and_forgotten_when_something_does(
    maria: Visitor, at: str, section: Callable[..., Section]
) -> None:
    maria.post(f"{at}/sections/moments", sent("") | {"go": "nothing"})
    assert section().nothing_comes_at is not None

    maria.put(f"{at}/sections/moments", sent("Something came."))
    assert section().nothing_comes_at is None


def test_nothing_comes_never_throws_words_away(maria: Visitor, at: str, section: Callable[..., Section]) -> None:
    maria.post(f"{at}/sections/moments", sent("Something is here.") | {"go": "nothing"})

    assert section().body == "Something is here."
    assert section().nothing_comes_at is None


@pytest.mark.parametrize("sign", ["a", "ö", "👵"])
def test_what_is_too_long_is_kindly_refused_and_stays_on_the_page(
    maria: Visitor, at: str, section: Callable[..., Section], sign: str
) -> None:
    words = sign * (service.LONGEST_SECTION + 1)
    alone = maria.put(f"{at}/sections/moments", sent(words))
    page = maria.post(f"{at}/sections/moments", sent(words))

    assert alone.status_code == 422
    assert "longer than one part can hold" in alone.json()["sentence"]
    assert page.status_code == 422
    assert "longer than one part can hold" in page.text
    assert words in page.text
    assert section().body == ""


def test_the_longest_text_is_kept_whole(maria: Visitor, at: str, section: Callable[..., Section]) -> None:
    words = "👵" * service.LONGEST_SECTION
    assert maria.put(f"{at}/sections/moments", sent(words)).status_code == 200
    assert section().body == words


def test_a_part_that_is_not_there_is_not_there(maria: Visitor, at: str) -> None:
    assert maria.put(f"{at}/sections/nothing_like_it", sent("Hello")).status_code == 404


@pytest.mark.parametrize("name", ["luis", "ana", "priya"])
def test_nobody_else_can_save_into_it(
    visit: Callable[[str], Visitor], at: str, section: Callable[..., Section], name: str
) -> None:
    refused = visit(name).put(f"{at}/sections/moments", sent("Not mine"))

    assert refused.status_code in (403, 404)
    assert section().body == ""


def test_the_lead_cannot_change_a_word_even_once_it_was_given(
    dana: Visitor, given: str, section: Callable[..., Section]
) -> None:
    before = section().body
    assert dana.put(f"{given}/sections/moments", sent("Better so", section().revision)).status_code == 404
    assert section().body == before


def test_without_the_token_nothing_is_saved(maria: Visitor, at: str, section: Callable[..., Section]) -> None:
    refused = maria.put(f"{at}/sections/moments", sent("Hello"), headers={"x-csrftoken": "made-up"})

    assert refused.status_code == 403
    assert section().body == ""


def test_saving_costs_few_statements_even_where_much_hangs_on_it(
    maria: Visitor, given: str, counted: Callable[[], list[str]], section: Callable[..., Section]
) -> None:
    maria.post(f"{given}/readiness")
    token, revision = maria.token, section().revision
    clock.stand_at(clock.now() + timedelta(minutes=11))
    counted()
    maria.ask("PUT", f"{given}/sections/moments", data=sent("Anew.", revision), headers={"x-csrftoken": token})

    said = counted()
    assert section().body == "Anew."
    assert len(said) <= 6, said


def test_an_ordinary_save_costs_two(maria: Visitor, at: str, counted: Callable[[], list[str]]) -> None:
    """The first words in a part cost one more: whether the letter came on paper at that moment."""
    token = maria.token
    costs = []
    for revision, words in enumerate(("It was Easter.", "It was Easter. You sang.")):
        counted()
        form = sent(words, revision)
        maria.ask("PUT", f"{at}/sections/moments", data=form, headers={"x-csrftoken": token})
        costs.append(len(counted()))

    assert costs == [3, 2]


def test_one_history_row_spans_ten_minutes_of_one_page(
    database: Database, maria: Visitor, at: str, section: Callable[..., Section]
) -> None:
    began = clock.now()
    for minute in range(12):
        clock.stand_at(began + timedelta(minutes=minute))
        maria.put(f"{at}/sections/moments", sent("word " * (minute + 1), section().revision))

    with database.reading() as db:
        rows = list(db.scalars(select(Revision).where(Revision.section_id == section().id)))
    assert [row.body for row in rows] == ["word " * 11]
    assert section().body == "word " * 12


def test_what_another_page_wrote_before_is_kept(database: Database, write: Callable[..., None]) -> None:
    write("One page's words.")
    write("Another page's words.", writing="page-two")

    with database.reading() as db:
        assert [row.body for row in db.scalars(select(Revision))] == ["One page's words."]


def test_a_large_piece_that_goes_at_once_is_kept_within_the_same_minutes(
    database: Database, write: Callable[..., None]
) -> None:
    long = "Everything that I remember of that winter. " * 5
    write(long)
    write("")
    write("Oh no.")

    with database.reading() as db:
        assert [row.body for row in db.scalars(select(Revision))] == [long]
