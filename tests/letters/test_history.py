"""/letters/{id}/revisions, the copy, and who types: what belongs to the writer alone."""

import re
from collections.abc import Callable

import pytest

from familyplan.letters.records import Section
from familyplan.letters.writing import service
from tests.visitor import Visitor

FIRST = "The first way I said it. " * 8
SECOND = "Another way."


@pytest.fixture
def rewritten(write: Callable[..., None], at: str) -> str:
    write(FIRST)
    write(SECOND, writing="page-two")
    return at


def version(page: str) -> str:
    return re.search(r"version=([0-9a-f-]{36})", page)[1]  # type: ignore[index]  # None fails here


def test_the_writer_sees_what_stood_here_before(rewritten: str, maria: Visitor) -> None:
    page = maria.get(f"{rewritten}/revisions").text
    one = maria.get(f"{rewritten}/revisions?version={version(page)}").text

    assert "Only you can see this." in page
    assert "Moments I saw" in page
    assert FIRST.strip() in one


def test_an_earlier_text_comes_back_and_what_stood_is_kept(
    rewritten: str, maria: Visitor, section: Callable[..., Section]
) -> None:
    page = maria.get(f"{rewritten}/revisions").text
    maria.post(f"{rewritten}/revisions/{version(page)}/return")
    assert section().body == FIRST

    maria.post(f"{rewritten}/revisions/{version(page)}/return")
    assert section().body == FIRST
    newest = maria.get(f"{rewritten}/revisions").text
    assert SECOND in maria.get(f"{rewritten}/revisions?version={version(newest)}").text


def test_where_somebody_wrote_meanwhile_it_is_said_and_nothing_is_replaced(
    rewritten: str, maria: Visitor, section: Callable[..., Section], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = maria.get(f"{rewritten}/revisions").text
    monkeypatch.setattr(service, "replace", lambda *_part, **_why: False)
    answer = maria.post(f"{rewritten}/revisions/{version(page)}/return")

    assert answer.status_code == 422
    assert "Your letter changed just now. Please look once more." in answer.text
    assert section().body == SECOND


@pytest.mark.parametrize("name", ["luis", "ana"])
def test_nobody_else_sees_or_brings_back(
    rewritten: str, maria: Visitor, visit: Callable[[str], Visitor], section: Callable[..., Section], name: str
) -> None:
    page, somebody = maria.get(f"{rewritten}/revisions").text, visit(name)

    assert somebody.get(f"{rewritten}/revisions?version={version(page)}").status_code == 404
    assert somebody.post(f"{rewritten}/revisions/{version(page)}/return").status_code == 404
    assert section().body == SECOND


@pytest.mark.parametrize("asked", ["version=x", "version=00000000-0000-0000-0000-000000000009"])
def test_a_version_that_is_not_there_is_not_there(rewritten: str, maria: Visitor, asked: str) -> None:
    assert maria.get(f"{rewritten}/revisions?{asked}").status_code == 404


def test_long_histories_come_a_page_at_a_time(
    write: Callable[..., None], at: str, maria: Visitor, counted: Callable[[], list[str]]
) -> None:
    for number in range(43):
        write(f"Text {number}.", writing=f"page-{number}")
    counted()
    first = maria.get(f"{at}/revisions").text
    assert len(counted()) <= 8
    assert first.count("version=") == 40
    assert maria.get(f"{at}/revisions?page=2").text.count("version=") == 2
    assert maria.get(f"{at}/revisions?page=nonsense").status_code == 200


def test_the_copy_is_a_file_whose_name_says_nothing(write: Callable[..., None], at: str, maria: Visitor) -> None:
    write("Last part.", "will_you")
    write("First part 👵.", "love_and_memory")
    answer = maria.get(f"{at}/copy")

    assert answer.text == "First part 👵.\n\nLast part.\n"
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="my-words.txt"'


def test_who_types_is_noted_and_can_be_taken_back(at: str, maria: Visitor) -> None:
    block = maria.post(f"{at}/helper", {"helper": "Luis"}, htmx="helping").text
    assert "Luis types for you." in block
    assert "<html" not in block

    page = maria.post(f"{at}/helper", {"helper": ""}, follow=True).text
    assert "types for you." not in page
