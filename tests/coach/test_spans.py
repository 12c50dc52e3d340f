"""Where the coach points is in the text, whatever the text is."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familyplan.coach.lines import as_json
from familyplan.coach.reading import Reading
from familyplan.coach.sentences import cut, words
from familyplan.coach.shelf import Coach, load
from tests.coach.conftest import SHIPPED

COACH = load(SHIPPED)
ANYTHING = st.text(st.characters())  # surrogates, NUL and unassigned code points too
PIECES = st.sampled_from(
    [
        "You never call me.",
        "You are a drunk",
        "I love you",
        "\n",
        "  ",
        "…",
        "\u201cYou lied\u201d",
        "\ud83d",
        "\x00",
        "e\u0301\u0301\u0301",
        "((((",
        "If you loved your children, you would have come home",
        "Dr. Weiss",
        "?!",
        "\u202eYou hit me",
        "\U0001f622",
        "damn",
        "Please come home",
        "'",
        '"',
        "don\u2019t",
        "<b>you</b>",
        "[x](javascript:y)",
        "I want to die.",
        "You threw a plate at me",
        ",",
        ";",
        "\r\n",
        "a.m.",
    ]
)
LETTERS = st.lists(st.one_of(PIECES, ANYTHING), max_size=30).map(" ".join)


def within(text: str, reading: Reading) -> bool:
    spans = [
        *((one.start, one.end) for one in reading.findings),
        *((one.start, one.end) for one in reading.strengths),
        *((one.start, one.end) for one in reading.harms),
        *((one.sentence.start, one.sentence.end) for one in reading.findings),
    ]
    return all(0 <= start < end <= len(text) for start, end in spans)


@given(LETTERS, st.booleans())
def test_every_span_is_within_the_text_and_gives_back_what_it_says(text: str, other_page: bool) -> None:  # noqa: FBT001  hypothesis gives it by name
    reading = COACH.read(text, expects=("love",), other_page=other_page)

    assert within(text, reading)
    assert [text[one.start : one.end] for one in reading.findings] == [one.text for one in reading.findings]
    assert as_json(reading).isascii()


@given(LETTERS)
def test_sentences_are_in_order_and_leave_out_white_space_alone(text: str) -> None:
    spans = cut(text)

    assert spans == sorted(spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert "".join(text[start:end] for start, end in spans).split() == [] or "".join(
        "".join(text[start:end].split()) for start, end in spans
    ) == "".join(text.split())


@given(LETTERS)
def test_words_stand_where_they_say(text: str) -> None:
    assert all(0 <= word.start <= word.end <= len(text) for word in words(text))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "Dear Mom,\nI saw Dr. Weiss at 9 a.m. today. He asked for you.",
            ["Dear Mom,", "I saw Dr. Weiss at 9 a.m. today.", "He asked for you."],
        ),
        ("Why? Because I miss you!", ["Why?", "Because I miss you!"]),
        ("I waited… and waited.", ["I waited… and waited."]),
        ("I waited… Then you came.", ["I waited…", "Then you came."]),
        ("“You lied,” she said. I stayed.", ["“You lied,” she said.", "I stayed."]),
        ("First line\n\nSecond line", ["First line", "Second line"]),
        ("", []),
        (" \n\t ", []),
    ],
)
def test_a_text_is_cut_where_a_reader_stops(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in cut(text)] == sentences


def test_a_line_that_a_program_wrapped_goes_on() -> None:
    text = "When you did not come to the hospital that evening I sat\nwith her until the nurse sent me home."

    assert len(cut(text)) == 1


def test_offsets_count_code_points_and_not_bytes(coach: Coach) -> None:
    text = "\U0001f622\U0001f622 You are an alcoholic."
    found = [one for one in coach.read(text).findings if one.kind == "label_stigma"]

    assert [(one.start, one.end) for one in found] == [
        (text.index("an alc"), text.index("an alc") + len("an alcoholic"))
    ]


SAID = sorted(
    {word.norm for file in ("words", "blame") for word in words((SHIPPED / f"{file}.toml").read_text("utf-8"))}
)
ROWS = st.lists(
    st.one_of(st.sampled_from(["you", "i", "never", "always", "and", ",", "not", "if"]), st.sampled_from(SAID))
)


@given(ROWS)
def test_any_row_of_words_that_rules_speak_of_is_read(row: list[str]) -> None:
    """Half a sentence, as a page saves it while somebody types: the rules' own words in any order."""
    text = " ".join(row)
    for finding in COACH.read(text).findings:
        assert text[finding.start : finding.end] == finding.text


@pytest.mark.parametrize(
    "text", ["All of it was ruined by you", "every day it is you", "because you", "you", "Never you"]
)
def test_a_sentence_may_end_in_you(text: str) -> None:
    assert COACH.read(text).words == len(text.split())
