"""/engagements/{id}/letters/side-by-side: which moments the given letters tell of, and how long they all are."""

from collections.abc import Callable
from uuid import UUID

import pytest

from familyplan.coach import shelf as coaches
from familyplan.demo.cast import Cast
from familyplan.kernel.db import Database
from familyplan.letters.across.service import Moment, moments, sentences, when
from tests.letters.conftest import journaled
from tests.visitor import Visitor

MARIA = UUID(int=1)
LUIS = UUID(int=2)


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("On Christmas Eve 2019 I waited until two.", "Christmas Eve 2019"),
        ("In May you came home.", "May"),
        ("On May 12th, 2019, we sat by the creek.", "May 12th 2019"),
        ("We sat there on the 3rd of June.", "3rd of June"),
        ("It was 5/12/2019.", "5/12/2019"),
        ("It was 2014 when we moved.", "2014"),
        ("The summer of 2012 you taught me to swim.", "summer 2012"),
        ("Last fall you sang again.", "Last fall"),
        ("At your sister\N{RIGHT SINGLE QUOTATION MARK}s wedding you danced.", "wedding"),
        ("New Year\N{RIGHT SINGLE QUOTATION MARK}s Eve you laughed.", "New Year\N{RIGHT SINGLE QUOTATION MARK}s Eve"),
        ("When you were six, you carried the cat.", "you were six"),
        ("You were 16 years old.", "16 years old"),
    ],
)
def test_a_day_is_found(sentence: str, words: str) -> None:
    said = when(sentence)
    assert said
    assert said.words == words


@pytest.mark.parametrize(
    "sentence",
    [
        "You may come home.", "I fall asleep.", "March in and say it.", "I paid 2000 dollars.", "I waited until two.",
        "We were four at the table.", "It was two.", "You are one of us.", "You were two hours late.", "", "1999999",
    ],
)  # fmt: skip
def test_what_names_no_day_is_let_be(sentence: str) -> None:
    assert when(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "language"),
    [("Am 3. Mai 2019 warst du da.", "de"), ("El 3 de mayo de 2019 viniste.", "es"), ("On May 3, 2019.", "xx")],
)
def test_months_are_known_in_the_language_of_the_letter(sentence: str, language: str) -> None:
    said = when(sentence, language)
    assert said
    assert (said.year, said.month, said.day) == (2019, 5, 3)


def test_figures_come_in_the_order_of_the_language() -> None:
    american, spanish = when("On 5/3/2019.", "en"), when("El 3/5/2019.", "es")
    assert american
    assert spanish
    assert american.key == spanish.key


def side(*texts: tuple[UUID, str]) -> list[Moment]:
    return moments([(letter_id, "", text) for letter_id, text in texts])


def test_two_letters_that_tell_the_same_evening_stand_in_one_row() -> None:
    rows = side(
        (MARIA, "In 2014 we moved. On Christmas Eve 2019 I waited until two."),
        (LUIS, "You came at two on December 24, 2019! When you were six, you flew a kite."),
    )

    assert [(row.words, row.letters) for row in rows] == [("2014", 1), ("Christmas Eve 2019", 2), ("you were six", 1)]
    assert rows[1].of(LUIS) == ["You came at two on December 24, 2019!"]


def test_a_feast_without_a_year_joins_the_one_year_that_is_named_for_it() -> None:
    rows = side((MARIA, "On Christmas Eve 2019 I waited."), (LUIS, "On Christmas Eve you were not there."))
    assert [row.letters for row in rows] == [2]


def test_and_stays_alone_where_two_years_are_named() -> None:
    rows = side((MARIA, "On Christmas Eve 2019 I waited. On Christmas Eve 2020 too."), (LUIS, "On Christmas Eve."))
    assert [row.letters for row in rows] == [1, 1, 1]


def test_sentences_carry_their_places() -> None:
    text = "One. Two with Mrs. Treviño!\nThree"
    told = ["One.", "Two with Mrs. Treviño!", "Three"]
    assert [text[start:end].strip() for start, end, _words in sentences(text)] == told
    assert [words for _start, _end, words in sentences(text)] == told


@pytest.mark.parametrize(
    "piece", ["May ", "12 May ", "9 ", "you was six ", "the age of ", "1", "Aaaaa", ".", "in the "]
)
def test_hostile_texts_are_read_to_the_end(piece: str) -> None:
    assert len(side((MARIA, piece * (200_000 // len(piece))))) <= 2


@pytest.fixture
def board(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/letters/side-by-side"


@pytest.fixture
def three(
    write: Callable[..., None], maria: Visitor, at: str, visit: Callable[[str], Visitor],
    letter_of: Callable[..., UUID],
) -> str:  # fmt: skip
    """Maria and Luis gave their letters; Ana wrote and gave nothing."""
    write("On Christmas Eve 2019 I waited until two. I love you.")
    maria.post(f"{at}/hand-in")
    for name, words in (("luis", "December 24, 2019 was long."), ("ana", "In 2003 you sang to me.")):
        path, writer = f"/letters/{letter_of(name)}", visit(name)
        writer.put(f"{path}/sections/moments", {"body": words, "revision": 0, "writing": "w"})
    visit("luis").post(f"/letters/{letter_of('luis')}/hand-in")
    return at


def test_the_lead_sees_who_tells_of_the_same_evening(three: str, dana: Visitor, board: str, database: Database) -> None:
    assert three
    page = dana.get(board).text

    assert "On Christmas Eve 2019 I waited until two." in page
    assert "December 24, 2019 was long." in page
    assert "in 2 letters" in page
    assert "2 letters, 16 words, about 2 minutes read aloud." in page
    assert "I love you." not in page
    with database.reading() as db:
        assert journaled(db, "letters.read_side_by_side") == 1


def test_nothing_of_a_letter_that_was_not_given(three: str, dana: Visitor, board: str, maria: Visitor) -> None:
    page = dana.get(board).text
    assert "2003" not in page
    assert "Ana" not in page

    maria.post(f"{three}/hand-in/withdrawal")
    page = dana.get(board).text
    assert "Christmas Eve" not in page
    assert "Maria" not in page


def test_nothing_of_any_other_page(three: str, dana: Visitor, board: str, maria: Visitor, other_page: str) -> None:
    assert three
    maria.put(f"{other_page}/sections/from", {"body": "From May 2031 on.", "revision": 0, "writing": "w"})
    assert "2031" not in dana.get(board).text


def test_a_memory_without_a_day_comes_last_where_there_is_a_coach(
    write: Callable[..., None], maria: Visitor, at: str, dana: Visitor, board: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Coach:
        def read(self, text: str) -> object:
            start = text.index("You carried")
            return type(
                "Reading", (), {"strengths": [type("S", (), {"start": start, "end": start + 9, "kind": "memory"})]}
            )

    write("In 2014 we moved. You carried me over the ice.")
    maria.post(f"{at}/hand-in")
    monkeypatch.setattr(coaches, "current", Coach)
    page = dana.get(board).text
    assert (
        page.index("In 2014 we moved.")
        < page.index("Moments without a day")
        < page.index("You carried me over the ice.")
    )

    monkeypatch.setattr(coaches, "current", lambda: None)
    assert "You carried me over the ice." not in dana.get(board).text


@pytest.mark.parametrize("name", ["maria", "luis", "priya", "sol", "olga", "cole"])
def test_it_is_the_lead_s_alone(
    three: str, visit: Callable[[str], Visitor], board: str, name: str, database: Database
) -> None:
    assert three
    answer = visit(name).get(board)
    assert answer.status_code in (403, 404)
    assert "Christmas" not in answer.text
    with database.reading() as db:
        assert journaled(db, "letters.read_side_by_side") == 0


def test_it_says_so_when_there_is_nothing_yet(dana: Visitor, board: str) -> None:
    assert "No letter has been given to you yet." in dana.get(board).text


def test_it_costs_the_same_with_more_letters(
    three: str, visit: Callable[[str], Visitor], letter_of: Callable[..., UUID], dana: Visitor, board: str,
    counted: Callable[[], list[str]],
) -> None:  # fmt: skip
    assert three
    counted()
    dana.get(board)
    few = len(counted())
    visit("ana").post(f"/letters/{letter_of('ana')}/hand-in")
    counted()
    assert "in 2 letters" in dana.get(board).text
    assert len(counted()) == few <= 8


def test_where_the_coach_fails_the_letters_stand_there_all_the_same(
    three: str, dana: Visitor, board: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Coach:
        def read(self, text: str) -> object:
            raise ValueError(text)

    monkeypatch.setattr(coaches, "current", Coach)
    answer = dana.get(board)

    assert answer.status_code == 200
    assert "the coach could not read: ValueError" in caplog.messages
