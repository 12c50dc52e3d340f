"""Text made to make a search slow takes twice as long when it is twice as long, and not four times."""

import gc
import time
from collections.abc import Callable
from typing import Any

import pytest

from familyplan.guidance.telling import telling_words
from familyplan.kernel import markdown, vault
from familyplan.kernel.forms import Form
from familyplan.kernel.intake import cookies_of
from familyplan.letters.across import service as across
from familyplan.letters.history.service import changes
from familyplan.letters.reading.service import paragraphs

SMALL, TIMES = 20_000, 3.2
UNITS = [
    "a",
    " ",
    "\n",
    ". ",
    ".",
    "a.",
    '"',
    '."',
    "\n ",
    " \n",
    "I was ",
    "in ",
    "in the ",
    "1 ",
    "12",
    "1 of ",
    "Mr.",
    "March ",
    "of March ",
    "\u00b4a",
    "'",
    "a'",
    "-",
    "a-",
    "<",
    "[",
    "](",
    "![",
    "*",
    "**a",
    "_",
    "`",
    "```\n",
    "> ",
    "- ",
    "# ",
    "&",
    "\\",
    "((",
    "<a ",
    "https://",
    "a@",
    "@",
    "+",
    "%",
    "%41",
    "&x",
    "=",
    ";",
    "a=",
    "\u200d",
    "\u0301",
    "\U0001f475\u200d",
    "\u05e9",
    "\u4e00",
    "\u0e01",
    "\u3002",
    "one year old ",
    "summer ",
    "new year",
    "valentine's ",
    "|",
    "~",
    "^",
]
SEARCHES: dict[str, Callable[[str], Any]] = {
    "markdown": markdown.render,
    "markdown, as typed": markdown.plain,
    "an address": vault.tidy_address,
    "a form": lambda words: Form.read(f"a={words}".encode().replace(b"&", b"%26")),
    "a cookie": cookies_of,
    "a letter read aloud": paragraphs,
    "moments of a letter": lambda words: (
        across.moments_of(words) if hasattr(across, "moments_of") else across.when(words)
    ),
    "a telling word": telling_words,
}


def seconds(search: Callable[[str], Any], words: str) -> float:
    """The best of three, so that another process is not what is measured."""
    taken = []
    for _time in range(3):
        began = time.process_time()
        search(words)
        taken.append(time.process_time() - began)
    return min(taken)


def growth(search: Callable[[str], Any], unit: str, size: int = SMALL) -> float:
    """How many times longer twice the text takes; 1 where both are too short to be measured."""
    gc.disable()
    try:
        once, twice = (seconds(search, (unit * length)[:length] + "!x") for length in (size, 2 * size))
    finally:
        gc.enable()
    return twice / max(once, 0.004)


@pytest.mark.parametrize("what", SEARCHES)
def test_twice_the_text_takes_about_twice_the_time(what: str) -> None:
    slow = {unit: found for unit in UNITS if (found := growth(SEARCHES[what], unit)) > TIMES}

    assert {unit: again for unit in slow if (again := growth(SEARCHES[what], unit, 2 * SMALL)) > TIMES} == {}


@pytest.mark.parametrize("unit", ["a", "a ", ". ", "\u4e00", "\U0001f475\u200d", "'"])
def test_comparing_two_long_texts_ends(unit: str) -> None:
    old, new = (unit * 100_000)[:100_000], ("b" + unit * 100_000)[:100_000][::-1]
    began = time.monotonic()
    told = changes(old, new)

    assert time.monotonic() - began < 5
    assert "".join(part.text for part in told if part.kind != "gone") == new


def test_control_a_search_that_grows_with_the_square_is_seen() -> None:
    def careless(words: str) -> None:
        for at in range(0, len(words), 8):
            words[at:].find("@@")

    assert growth(careless, "a") > TIMES
