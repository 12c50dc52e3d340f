"""Every sentence is read once, and no text makes the coach slow. Times are ratios: a slow machine may be slow."""

from time import perf_counter

import pytest

from familyplan.coach.coach import BUDGET
from familyplan.coach.shelf import Coach, load
from tests.coach.conftest import SHIPPED

LETTER = " ".join(
    f"On the {day}th of May I saw you on the porch and I was afraid, number {day}." for day in range(4, 30)
)


@pytest.fixture
def fresh() -> Coach:
    return load(SHIPPED)


def test_an_edit_reads_only_the_sentence_that_changed(fresh: Coach) -> None:
    fresh.read(LETTER)
    before = fresh.read_sentence.cache_info().misses
    fresh.read(LETTER.replace("number 12", "at noon"))

    assert fresh.read_sentence.cache_info().misses == before + 1


def test_a_text_read_again_reads_nothing(fresh: Coach) -> None:
    first = fresh.read(LETTER)
    before = fresh.read_sentence.cache_info().misses

    assert fresh.read(LETTER) == first
    assert fresh.read_sentence.cache_info().misses == before


HOSTILE = {
    "one long word": "a" * 200_000,
    "one long sentence": "you never ever " * 13_334,
    "you never": "you never " * 20_000,
    "quotation marks": '"' * 100_000,
    "brackets": "(" * 100_000 + ")" * 100_000,
    "stacked accents": ("e" + "\u0301" * 99) * 2_000,
    "half a pair": "\ud83d" * 200_000,
    "nothing": "\x00" * 200_000,
    "stops": "." * 200_000,
    "line breaks": "\n" * 200_000,
    "apostrophes": "don't" * 40_000,
    "hyphens": "-a" * 100_000,
    "different sentences": " ".join(f"You never call me on day {day}." for day in range(6_600)),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_twice_as_much_takes_about_twice_as_long(text: str) -> None:
    def seconds(part: str) -> float:
        coach = load(SHIPPED)
        began = perf_counter()
        coach.read(part)
        return perf_counter() - began

    half, whole = (min(seconds(part) for _ in range(2)) for part in (text[: len(text) // 2], text))

    assert whole < 3 * half + 0.1


def test_what_comes_after_very_much_text_is_counted_and_not_read(fresh: Coach) -> None:
    text = (
        " ".join(f"Today I planted row {number} of the beans." for number in range(BUDGET // 20)) + " You are a drunk."
    )

    assert fresh.read(text).findings == ()
    assert fresh.read(text).words == len(text.split())
