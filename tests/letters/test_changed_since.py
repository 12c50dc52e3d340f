"""What changed since Dana read a letter: marked for her, told on the board by numbers alone, gone when taken back."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select, update

from familyplan.demo.cast import Cast
from familyplan.engagements import service as engagements
from familyplan.engagements.records import Engagement, Member
from familyplan.kernel.db import Database
from familyplan.kernel.errors import NotYours
from familyplan.letters import queries, service
from familyplan.letters.records import Readiness, Section, SectionRead
from tests.letters.conftest import journaled
from tests.visitor import Visitor

MARK = "changed since you read it"
BEFORE = "You carried me over the ice. You always leave me alone."
AFTER = "You carried me over the ice. On Sundays you leave me alone."


@pytest.fixture
def board(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/letters"


@pytest.fixture
def changed(given: str, dana: Visitor, write: Callable[..., None]) -> str:
    """Maria's letter, read by Dana and changed after that."""
    dana.get(given)
    write(AFTER, writing="page-two")
    return given


def kept(database: Database) -> list[str]:
    with database.reading() as db:
        return [row.body for row in db.scalars(select(SectionRead)) if row.body]


def test_nothing_is_marked_the_first_time_or_without_a_change(given: str, dana: Visitor, board: str) -> None:
    assert MARK not in dana.get(given).text
    assert MARK not in dana.get(given).text
    assert MARK not in dana.get(board).text


def test_a_change_is_marked_and_can_be_seen_word_by_word(changed: str, dana: Visitor, board: str) -> None:
    assert MARK in dana.get(board).text
    page = dana.get(changed).text

    assert "Changed since you read it" in page
    assert "always</" not in page.replace('<span class="unseen"> (end) </span>', "").split("<details>")[0]
    assert "Taken out: </span>You always" in page
    assert "Added: </span>On Sundays you" in page


def test_a_part_that_was_empty_and_is_not_any_more_is_a_change(
    given: str, dana: Visitor, write: Callable[..., None], board: str
) -> None:
    dana.get(given)
    write("I will be there.", "will_you")

    assert MARK in dana.get(board).text
    assert "Added: </span>I will be there." in dana.get(given).text


def test_it_stays_marked_until_dana_says_that_she_read_it(
    changed: str, dana: Visitor, board: str, database: Database
) -> None:
    dana.get(changed)
    assert MARK in dana.get(changed).text
    block = dana.post(f"{changed}/changes/reading", {"shown": 2}, htmx="review").text

    assert MARK not in block
    assert "<html" not in block
    assert MARK not in dana.get(board).text
    assert kept(database) == [AFTER]
    dana.post(f"{changed}/changes/reading")
    with database.reading() as db:
        assert journaled(db, "letter.changes_read") == 1


def test_without_htmx_the_way_leads_back_to_the_letter(changed: str, dana: Visitor) -> None:
    assert MARK not in dana.post(f"{changed}/changes/reading", follow=True).text


def test_a_change_that_came_meanwhile_is_not_said_to_be_read(
    changed: str, dana: Visitor, write: Callable[..., None], database: Database
) -> None:
    write("Something quite different.", writing="page-three")
    answer = dana.post(f"{changed}/changes/reading", {"shown": 2})

    assert answer.status_code == 422
    assert "The words changed just now. Please read them once more." in answer.text
    assert "Something quite different." in answer.text
    assert kept(database) == [BEFORE]


def test_nobody_says_ready_about_words_that_they_have_not_read(
    changed: str, dana: Visitor, write: Callable[..., None], database: Database
) -> None:
    write("Something quite different.", writing="page-three")
    answer = dana.post(f"{changed}/readiness", {"shown": 2})

    assert answer.status_code == 422
    assert "The words changed just now." in answer.text
    with database.reading() as db:
        assert db.scalars(select(Readiness)).all() == []


def test_saying_ready_is_having_read_it(changed: str, dana: Visitor, board: str) -> None:
    assert dana.post(f"{changed}/readiness", {"shown": 2}).status_code == 303
    assert MARK not in dana.get(changed).text
    assert MARK not in dana.get(board).text


def test_changed_and_changed_back_is_no_change(
    changed: str, dana: Visitor, write: Callable[..., None], board: str
) -> None:
    write(BEFORE, writing="page-three")
    assert MARK not in dana.get(changed).text
    assert MARK not in dana.get(board).text


def test_taken_back_nothing_of_it_can_be_read_any_more(
    changed: str, dana: Visitor, maria: Visitor, board: str, database: Database
) -> None:
    maria.post(f"{changed}/hand-in/withdrawal")

    assert kept(database) == []
    assert MARK not in dana.get(board).text
    page = dana.get(changed).text
    assert "always" not in page
    assert "Sundays" not in page
    assert dana.post(f"{changed}/changes/reading").status_code == 404


def test_given_again_it_is_read_anew_and_nothing_from_before_is_shown(
    changed: str, dana: Visitor, maria: Visitor, write: Callable[..., None]
) -> None:
    maria.post(f"{changed}/hand-in/withdrawal")
    write("Words for nobody.", writing="page-three")
    write("Words for Dana.", writing="page-four")
    maria.post(f"{changed}/hand-in")
    page = dana.get(changed).text

    assert "Words for Dana." in page
    assert MARK not in page
    assert all(words not in page for words in ("always", "Sundays", "Words for nobody."))


def test_what_was_written_before_it_was_given_is_never_shown(
    write: Callable[..., None], maria: Visitor, dana: Visitor, at: str
) -> None:
    write("The first draft of all.")
    write(BEFORE, writing="page-two")
    maria.post(f"{at}/hand-in")
    dana.get(at)
    write(AFTER, writing="page-three")

    assert "first draft" not in dana.get(at).text


def test_what_dana_types_in_herself_from_paper_is_no_news_to_her(
    changed: str, dana: Visitor, board: str, database: Database
) -> None:
    with database.writing() as db:
        db.execute(update(Section).where(Section.writing == "page-two").values(writing="paper:page-two"))
    assert MARK not in dana.get(board).text
    assert MARK not in dana.get(changed).text


def test_it_goes_when_the_writer_leaves_the_circle(changed: str, database: Database, cast: Cast) -> None:
    assert changed
    with database.writing() as db:
        reyes, maria = db.get_one(Engagement, cast.reyes.id), db.get_one(Member, cast.members["maria"].id)
        engagements.leave(db, reyes, maria, by=cast.person("maria"))
    assert kept(database) == []


@pytest.mark.parametrize("name", ["maria", "luis", "priya", "sol", "olga"])
def test_nobody_else_can_say_so(changed: str, visit: Callable[[str], Visitor], name: str, database: Database) -> None:
    assert visit(name).post(f"{changed}/changes/reading").status_code in (403, 404)
    assert kept(database) == [BEFORE]


def test_a_supervisor_s_board_says_nothing_of_it(changed: str, visit: Callable[[str], Visitor], board: str) -> None:
    assert changed
    assert MARK not in visit("sol").get(board).text


def test_the_board_opens_no_letter_for_it(
    changed: str, dana: Visitor, board: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert changed
    opened: list[str] = []
    for name in ("Section", "SectionRead"):
        monkeypatch.setattr(f"familyplan.letters.records.{name}.body", property(lambda _row: opened.append("body")))

    assert MARK in dana.get(board).text
    assert opened == []


def test_reading_costs_the_same_however_much_changed_and_was_said(
    changed: str, dana: Visitor, write: Callable[..., None], counted: Callable[[], list[str]]
) -> None:
    counted()
    dana.get(changed)
    few = counted()
    for key in ("love_and_memory", "love_again", "will_you"):
        write(f"You are in {key}.", key)
    for phrase in ("carried", "ice", "alone"):
        dana.post(f"{changed}/comments", {"section": "moments", "phrase": phrase, "note": "Yes"})
    counted()
    dana.get(changed)
    many = counted()
    assert len(many) == len(few) <= 8 + 6  # the act of reading, and then the page


def test_a_reading_that_began_before_it_was_taken_back_keeps_nothing(
    database: Database, cast: Cast, given: str, letter: UUID, maria: Visitor
) -> None:
    """Two connections: Dana had reached the letter already when Maria took it back."""
    with database.reading() as db:
        found = queries.given(db, letter, seen_by=cast.dana)
    maria.post(f"{given}/hand-in/withdrawal")

    with pytest.raises(NotYours), database.writing() as db:
        service.mark_read(db, found, by=cast.dana)
    assert kept(database) == []
