"""Texts with places: filled once, and a line without its value is left out."""

from __future__ import annotations

from familyplan.guidance import words


def test_a_line_whose_value_is_empty_is_left_out() -> None:
    """A member without an agreed word reads no half sentence."""
    text = "Maria, this is Dana.\nOur word is {our_word}.\n\n{link}"

    assert words.fill(text, {"our_word": "", "link": "https://x"}) == "Maria, this is Dana.\n\nhttps://x"


def test_a_value_is_never_read_as_a_place_again() -> None:
    """Somebody may be called {link}."""
    assert words.fill("{name}: {link}", {"name": "{link}", "link": "L"}) == "{link}: L"


def test_a_value_that_was_not_given_is_like_an_empty_one() -> None:
    assert words.fill("Hello.\nCall {telephone}.", {}) == "Hello."
