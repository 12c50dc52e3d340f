"""The rules that decide, without a database: who knows what stands, and what is worth keeping."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies

from familyplan.letters.beside.service import MUCH, gone
from familyplan.letters.records import Section
from familyplan.letters.writing.service import is_worth_keeping, knows

NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)


def stood(**more: object) -> Section:
    section = Section(key="moments", position=0)
    section.revision, section.writing, section.writing_since_revision = 7, "page-one", 4
    section.span_began_at = NOON
    for name, value in more.items():
        setattr(section, name, value)
    return section


@pytest.mark.parametrize(
    ("revision", "writing", "expected"),
    [
        (7, "page-two", True),
        (7, "", True),
        (4, "page-one", True),
        (6, "page-one", True),
        (3, "page-one", False),
        (6, "page-two", False),
        (8, "page-one", False),
        (-1, "page-one", False),
        (6, "", False),
    ],
)
def test_a_page_knows_what_stands_when_everything_since_came_from_it(
    revision: int, writing: str, *, expected: bool
) -> None:
    assert knows(stood(), revision, writing) is expected


def test_a_page_without_a_name_never_counts_as_the_same() -> None:
    assert not knows(stood(writing=""), 6, "")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "abc", 0),
        ("abc", "abcd", 0),
        ("abc", "", 3),
        ("I love you", "I do love you", 0),
        ("one two three", "one three", 4),
        ("👵👵👵", "👵", 2),
    ],
)
def test_it_counts_what_a_change_took_away(before: str, after: str, expected: int) -> None:
    assert gone(before, after) == expected


@given(strategies.text(), strategies.text())
def test_never_more_goes_than_stood_and_nothing_when_words_only_grow(before: str, more: str) -> None:
    assert 0 <= gone(before, more) <= len(before)
    assert gone(before, before + more) == 0


def kept(body: str, **more: object) -> Section:
    section = stood(**more)
    section.__dict__["_opened"] = {}
    section._sealed_body = b"sealed"  # type: ignore[attr-defined]  # noqa: SLF001  read once, below
    section.__dict__["_opened"]["_sealed_body"] = (section._sealed_body, body)  # type: ignore[attr-defined]  # noqa: SLF001  what opening would leave
    return section


@pytest.mark.parametrize(
    ("body", "writing", "minutes", "expected"),
    [
        ("words and more", "page-one", 10, False),
        ("words and more", "page-one", 11, True),
        ("words and more", "page-two", 1, True),
    ],
)
def test_a_span_ends_with_its_page_or_after_ten_minutes(
    body: str, writing: str, minutes: int, *, expected: bool
) -> None:
    assert is_worth_keeping(kept("words"), body, writing, NOON + timedelta(minutes=minutes)) is expected


def test_nothing_is_kept_where_nothing_stood() -> None:
    assert not is_worth_keeping(stood(), "words", "page-two", NOON)


def test_much_that_goes_at_once_is_kept() -> None:
    assert is_worth_keeping(kept("x" * (MUCH + 1)), "", "page-one", NOON)
    assert not is_worth_keeping(kept("x" * MUCH), "", "page-one", NOON)
