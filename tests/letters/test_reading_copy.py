"""The reading copy: nothing but the words, large; the writer's at any time, the lead's once given."""

from collections.abc import Callable
from uuid import UUID

import pytest

from familyplan.kernel import pdf
from familyplan.kernel.db import Database
from familyplan.letters.reading.service import paragraphs, sentences
from familyplan.letters.records import OTHER_PAGE
from tests.letters.conftest import journaled
from tests.pdf import opened, words_of
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
BOTH = ("/reading-copy", "/reading-copy.pdf")


def test_the_writer_sees_her_words_large_before_anybody_else_may(
    maria: Visitor, dana: Visitor, at: str, write: Callable[..., None]
) -> None:
    write("You carried me over the ice. You never let go.")
    page = maria.get(f"{at}/reading-copy")

    assert page.status_code == 200
    assert '<span class="sentence">You carried me over the ice.</span>' in page.text
    assert "About one minute, read aloud." in page.text
    assert [dana.get(f"{at}{path}").status_code for path in BOTH] == [404, 404]


def test_the_lead_opens_it_once_it_was_given_and_each_time_is_journaled(
    database: Database, dana: Visitor, maria: Visitor, given: str
) -> None:
    assert [dana.get(f"{given}{path}").status_code for path in BOTH] == [200, 200]
    maria.get(f"{given}/reading-copy")
    with database.reading() as db:
        assert journaled(db, "letter.copy_read") == 2


def test_taking_it_back_closes_both_at_once(dana: Visitor, maria: Visitor, given: str) -> None:
    dana.get(f"{given}/reading-copy")
    maria.post(f"{given}/hand-in/withdrawal")

    answers = [dana.get(f"{given}{path}") for path in BOTH]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert all("over the ice" not in answer.text for answer in answers)


@pytest.mark.parametrize("name", ["luis", "ana", "sam", "priya", "sol", "cole", "olga"])
def test_nobody_else_opens_it(visit: Visit, given: str, name: str) -> None:
    somebody = visit(name)
    assert {somebody.get(f"{given}{path}").status_code for path in BOTH} <= {403, 404}


def test_no_title_of_the_form_and_no_name_stands_on_the_paper(maria: Visitor, given: str) -> None:
    page = maria.get(f"{given}/reading-copy").text
    paper = page.split('<div class="copy">')[1].split('<p class="no-print">')[0]

    assert "<h" not in paper.replace("<hr", "")
    assert "Sam" not in paper
    assert "<title>Your page</title>" in page


def test_between_two_parts_there_is_a_pause(maria: Visitor, at: str, write: Callable[..., None]) -> None:
    write("You carried me over the ice.")
    write("I love you.", key="love_again")
    assert maria.get(f"{at}/reading-copy").text.count('class="pause"') == 1


def test_the_pdf_is_tagged_and_says_its_language_and_a_title_that_tells_nothing(
    maria: Visitor, given: str
) -> None:  # fmt: skip
    answer = maria.get(f"{given}/reading-copy.pdf")
    pdf = opened(answer.content)

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'inline; filename="reading-copy.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    assert pdf.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in pdf.Root
    assert pdf.Root.Lang == "en"
    assert pdf.docinfo.Title == "To read aloud"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert "YoucarriedmeovertheiceYoualwaysleavemealone" in words_of(answer.content).replace(".", "")


def test_the_pdf_says_the_letter_s_own_language(maria: Visitor, given: str) -> None:
    maria.post(f"{given}/language", {"language": "es"})
    assert opened(maria.get(f"{given}/reading-copy.pdf").content).Root.Lang == "es"


HOSTILE = '#read("/etc/passwd") $x^2$ @ref = head *bold* <label> \\ //x #import "@preview/x:1.0.0" <b>&amp;</b>'


def test_markup_is_only_ever_words(maria: Visitor, at: str, write: Callable[..., None]) -> None:
    write(f'= {HOSTILE}\n#include "order.typ"')
    page, pdf = maria.get(f"{at}/reading-copy").text, maria.get(f"{at}/reading-copy.pdf").content

    assert "<b>&amp;</b>" not in page
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt;" in page
    assert f'={HOSTILE}#include"order.typ"'.replace(" ", "") in words_of(pdf).replace(" ", "")


@pytest.mark.parametrize("words", ["שלום, סבא.", "السلام عليكم", "Привет мама Ω", "e\u0301a\u0308\u0323o", "नमस्ते"])
def test_scripts_that_this_program_brings_letters_for_are_printed(
    maria: Visitor, at: str, write: Callable[..., None], words: str
) -> None:
    write(words)
    assert maria.get(f"{at}/reading-copy.pdf").headers["content-type"] == "application/pdf"
    assert words in maria.get(f"{at}/reading-copy").text


def test_what_cannot_be_printed_is_said_and_the_page_itself_stands_there(
    maria: Visitor, at: str, write: Callable[..., None]
) -> None:
    write("My dear \uffff.")  # a sign that no font will ever have
    answer = maria.get(f"{at}/reading-copy.pdf")

    assert answer.status_code == 200
    assert "Some signs cannot be put into the file" in answer.text
    assert "My dear \uffff." in answer.text


@pytest.mark.parametrize(
    "words",
    [
        "e" + "\u0301" * 199_000,
        "ש" * 200_000,
        "word " * 40_000,
        "\u202e\u2067a" * 60_000,
        "a. " * 60_000,
        "a\n\n" * 60_000,
        "x\0\x01\x7fy",
    ],
    ids=["marks", "one word", "words", "overrides", "sentences", "paragraphs", "controls"],
)
def test_whatever_is_typed_neither_breaks_the_page_nor_the_file(
    maria: Visitor, at: str, write: Callable[..., None], words: str
) -> None:
    write(words)
    assert [maria.get(f"{at}{path}").status_code for path in BOTH] == [200, 200]


def test_an_empty_letter_has_a_copy_that_says_so(maria: Visitor, at: str) -> None:
    assert "There is nothing here yet." in maria.get(f"{at}/reading-copy").text
    assert maria.get(f"{at}/reading-copy.pdf").status_code == 200


def test_the_writer_alone_prints_her_other_page_and_never_its_private_part(
    maria: Visitor, dana: Visitor, visit: Visit, other_page: str, letter_of: Callable[..., UUID]
) -> None:  # fmt: skip
    for key in ("line", "keep"):
        maria.put(f"{other_page}/sections/{key}", {"body": f"words of {key}", "revision": 0, "writing": "w"})
    page = maria.get(f"{other_page}/other-page/copy")

    assert "words of line" in page.text
    assert "words of keep" not in page.text
    assert dana.get(f"{other_page}/other-page/copy").status_code == 403
    assert visit("luis").get(f"{other_page}/other-page/copy").status_code == 404
    assert maria.get(f"/letters/{letter_of('maria', OTHER_PAGE)}/reading-copy").status_code == 404


def test_a_line_for_each_sentence() -> None:
    told = 'Dr. Lee came at 5 p.m. on Sunday. "You smiled!" I did not. J. R. called… Then\nnothing.'
    assert sentences("") == []
    assert paragraphs(told) == [
        ["Dr. Lee came at 5 p.m. on Sunday.", '"You smiled!"', "I did not.", "J. R. called…", "Then", "nothing."]
    ]


def test_a_blank_line_begins_a_paragraph_and_other_scripts_end_their_sentences() -> None:
    assert paragraphs("One.\r\n \r\n\r\nTwo. 你好。世界\uff01") == [["One."], ["Two.", "你好。", "世界\uff01"]]


def test_while_others_are_being_made_the_machine_keeps_its_memory_and_says_so(
    maria: Visitor, given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "LONGEST_WAIT_SECONDS", 0.01)
    with pdf.AT_ONCE, pdf.AT_ONCE:
        assert maria.get(f"{given}/reading-copy.pdf").status_code == 503
        assert maria.get(f"{given}/reading-copy").status_code == 200
    assert maria.get(f"{given}/reading-copy.pdf").headers["content-type"] == "application/pdf"
