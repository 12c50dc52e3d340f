"""Sheets to print: typed words are data, what cannot be set is said without quoting it, and nothing takes long."""

import pytest

from familyplan.kernel import pdf
from tests.pdf import opened, words_of

SHEET = {"title": "To read aloud", "lang": "en", "of": "of"}


def sheet(*sentences: str, lang: str = "en") -> bytes:
    said = [{"runs": pdf.runs(pdf.clean(one)), "whole": False} for one in sentences]
    letter = {"faces": [{"lang": lang, "dir": "auto"}], "parts": [[[said]]]}
    return pdf.write("reading_copy.typ", {**SHEET, "letters": [letter]})


def test_words_that_look_like_markup_are_words() -> None:
    typed = '#read("/etc/passwd")#sys.inputs.data$x$@ref\\*b*'
    assert typed in words_of(sheet(typed))


def test_it_is_tagged_for_screen_readers_paragraph_by_paragraph() -> None:
    made = opened(sheet("One.", "Two."))
    assert made.Root.MarkInfo.Marked
    assert made.Root.StructTreeRoot.K[0].S == "/Document"
    assert {str(one.S) for one in made.Root.StructTreeRoot.K[0].K} == {"/P"}


def test_a_sign_that_no_font_has_is_said_and_never_quoted() -> None:
    with pytest.raises(pdf.CannotPrint) as raised:
        sheet("A secret word \uffff.")
    assert "secret" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_what_breaks_the_engine_s_shaper_is_said_and_the_next_sheet_is_fine() -> None:
    letter = {"faces": [{"lang": "en", "dir": "auto"}], "parts": [[[[{"runs": ["ש" * 200_000], "whole": False}]]]]}
    with pytest.raises(pdf.CannotPrint):
        pdf.write("reading_copy.typ", {**SHEET, "letters": [letter]})
    assert "fine" in words_of(sheet("fine"))


def test_runs_are_short_and_lose_nothing() -> None:
    for text in ("", "word " * 5000, "x" * 5000, "a " + "y" * 4000):
        cut = pdf.runs(text)
        assert "".join(cut) == text
        assert max(map(len, cut)) <= pdf.LONGEST_RUN


def test_control_signs_and_surrogates_go_and_everything_else_stays() -> None:
    assert pdf.clean("a\0\x1b\ud800b\tc\nd\u202ee\U0001f475\u0301") == "a" + "b c\nd\u202ee\U0001f475\u0301"
