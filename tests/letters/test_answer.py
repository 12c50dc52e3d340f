"""POST /letters/{id}/comments/{id}/answer: Maria takes it, keeps hers, or asks to be called."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from familyplan.engagements.calls.records import CallRequest
from familyplan.engagements.needs.records import Need
from familyplan.kernel.db import Database
from familyplan.letters.records import Comment, Revision, Section
from tests.letters.test_comment import THOUGHT
from tests.visitor import Visitor


@pytest.fixture
def thought(database: Database, given: str, dana: Visitor) -> UUID:
    """Dana's thought on Maria's letter, which she has read."""
    dana.get(given)
    dana.post(f"{given}/comments", THOUGHT)
    with database.reading() as db:
        return db.scalars(select(Comment.id)).one()


def answer_of(database: Database, thought: UUID) -> str:
    with database.reading() as db:
        return db.get_one(Comment, thought).answer


def waiting(database: Database) -> set[str]:
    with database.reading() as db:
        return set(db.scalars(select(Need.kind).where(Need.settled_at.is_(None))))


def test_taking_it_puts_the_words_in_and_keeps_hers_in_the_history(
    database: Database, given: str, maria: Visitor, thought: UUID, section: Callable[..., Section]
) -> None:
    maria.post(f"{given}/comments/{thought}/answer", {"answer": "taken"})

    assert section().body == "You carried me over the ice. On Christmas Eve I waited until two."
    with database.reading() as db:
        rows = list(db.scalars(select(Revision)))
        assert [(row.body, row.why) for row in rows] == [
            ("You carried me over the ice. You always leave me alone.", "taken")
        ]
    assert answer_of(database, thought) == "taken"
    assert "comment_answered" in waiting(database)


def test_keeping_hers_changes_no_word(
    database: Database, given: str, maria: Visitor, thought: UUID, section: Callable[..., Section]
) -> None:
    before = section().body
    page = maria.post(f"{given}/comments/{thought}/answer", {"answer": "kept"}, follow=True)

    assert section().body == before
    assert answer_of(database, thought) == "kept"
    assert "Dana has a thought" not in page.text


def test_call_me_asks_for_a_call_and_leaves_it_open(
    database: Database, given: str, maria: Visitor, thought: UUID
) -> None:
    page = maria.post(f"{given}/comments/{thought}/answer", {"answer": "call_me"}, follow=True)

    assert "You asked Dana to call you about this." in page.text
    with database.reading() as db:
        assert len(db.scalars(select(CallRequest.id)).all()) == 1
    maria.post(f"{given}/comments/{thought}/answer", {"answer": "kept"})
    assert answer_of(database, thought) == "kept"


@pytest.mark.parametrize("said", ["taken", "kept", "call_me"])
def test_said_twice_it_is_done_once(
    database: Database, given: str, maria: Visitor, thought: UUID, section: Callable[..., Section], said: str
) -> None:
    maria.post(f"{given}/comments/{thought}/answer", {"answer": said})
    once = section().body
    assert maria.post(f"{given}/comments/{thought}/answer", {"answer": said}).status_code == 303
    assert section().body == once
    assert answer_of(database, thought) == said


def test_what_was_said_stays_said(
    database: Database, given: str, maria: Visitor, thought: UUID, section: Callable[..., Section]
) -> None:
    maria.post(f"{given}/comments/{thought}/answer", {"answer": "kept"})
    maria.post(f"{given}/comments/{thought}/answer", {"answer": "taken"})

    assert answer_of(database, thought) == "kept"
    assert "You always leave me alone." in section().body


def test_it_follows_a_phrase_that_moved(
    given: str, maria: Visitor, thought: UUID, write: Callable[..., None], section: Callable[..., Section]
) -> None:
    write("One winter. You carried me over the ice. You always leave me alone.")
    maria.post(f"{given}/comments/{thought}/answer", {"answer": "taken"})

    assert section().body == "One winter. You carried me over the ice. On Christmas Eve I waited until two."


def test_a_phrase_that_is_gone_replaces_nothing_else(
    database: Database,
    given: str,
    maria: Visitor,
    thought: UUID,
    write: Callable[..., None],
    section: Callable[..., Section],
) -> None:
    write("You carried me over the ice.")
    refused = maria.post(f"{given}/comments/{thought}/answer", {"answer": "taken"})

    assert refused.status_code == 422
    assert "Those words are no longer in your letter just so." in refused.text
    assert section().body == "You carried me over the ice."
    assert answer_of(database, thought) == ""


def test_an_open_page_does_not_write_over_what_was_taken(
    given: str, maria: Visitor, thought: UUID, section: Callable[..., Section]
) -> None:
    maria.post(f"{given}/comments/{thought}/answer", {"answer": "taken"})
    stale = {
        "body": "You carried me over the ice. You always leave me alone. More.",
        "revision": 1,
        "writing": "page-one",
    }

    assert maria.put(f"{given}/sections/moments", stale).status_code == 409
    assert "On Christmas Eve" in section().body


def test_taking_it_takes_ready_back(given: str, maria: Visitor, dana: Visitor, thought: UUID) -> None:
    dana.post(f"{given}/readiness")
    maria.post(f"{given}/comments/{thought}/answer", {"answer": "taken"})

    assert "You changed something. Dana will look once more." in maria.get(given).text


@pytest.mark.parametrize("name", ["luis", "ana"])
def test_nobody_else_can_answer(
    database: Database, given: str, visit: Callable[[str], Visitor], thought: UUID, name: str
) -> None:
    assert visit(name).post(f"{given}/comments/{thought}/answer", {"answer": "taken"}).status_code == 404
    assert answer_of(database, thought) == ""


def test_with_htmx_only_the_block_comes_back(given: str, maria: Visitor, thought: UUID) -> None:
    block = maria.post(f"{given}/comments/{thought}/answer", {"answer": "taken"}, htmx="after").text

    assert "<html" not in block
    assert "On Christmas Eve I waited until two." in block


SMALL = {"section": "moments", "phrase": "You always leave me alone.", "proposal": "You sometimes leave me alone."}


def made(database: Database) -> UUID:
    with database.reading() as db:
        return db.scalars(select(Comment.id).order_by(Comment.id.desc())).first() or UUID(int=0)


def test_a_proposal_is_shown_word_by_word_where_it_would_stand(given: str, maria: Visitor, dana: Visitor) -> None:
    dana.post(f"{given}/comments", SMALL)
    for page in (maria.get(given).text, dana.get(given).text):
        assert 'Taken out: </span>always<span class="unseen">' in page
        assert 'Added: </span>sometimes<span class="unseen">' in page
    assert "You carried me over the ice. You <del>" in maria.get(given).text


@pytest.fixture
def twice(write: Callable[..., None], maria: Visitor, dana: Visitor, at: str) -> str:
    """A phrase that stands twice, and Dana's proposal for the first."""
    write("I miss you. Then a creek. I miss you.")
    maria.post(f"{at}/hand-in")
    thought = {"section": "moments", "phrase": "I miss you.", "proposal": "I missed you.", "starts": "0"}
    assert dana.post(f"{at}/comments", thought).status_code == 303
    return at


def test_what_was_marked_is_what_is_replaced(
    twice: str, maria: Visitor, database: Database, section: Callable[..., Section]
) -> None:
    assert 'name="place" value="0"' in maria.get(twice).text
    maria.post(f"{twice}/comments/{made(database)}/answer", {"answer": "taken", "place": "0"})
    assert section().body == "I missed you. Then a creek. I miss you."


def test_where_the_text_moved_since_and_it_is_not_sure_which_she_looks_once_more(
    twice: str, maria: Visitor, database: Database, write: Callable[..., None], section: Callable[..., Section]
) -> None:
    write("Dear Sam. I miss you. Then a creek. I miss you.", writing="page-two")
    answer = maria.post(f"{twice}/comments/{made(database)}/answer", {"answer": "taken", "place": "0"})

    assert answer.status_code == 422
    assert "Your letter changed just now. Please look once more." in answer.text
    assert 'name="place" value="10"' in answer.text
    maria.post(f"{twice}/comments/{made(database)}/answer", {"answer": "taken", "place": "10"})
    assert section().body == "Dear Sam. I missed you. Then a creek. I miss you."


def test_where_it_stands_once_it_is_found_wherever_it_moved(
    given: str, maria: Visitor, dana: Visitor, database: Database, write: Callable[..., None],
    section: Callable[..., Section],
) -> None:  # fmt: skip
    dana.post(f"{given}/comments", SMALL)
    write("A line before. You always leave me alone.", writing="page-two")
    maria.post(f"{given}/comments/{made(database)}/answer", {"answer": "taken", "place": "29"})
    assert section().body == "A line before. You sometimes leave me alone."


def test_where_she_changed_the_words_herself_there_is_nothing_to_take(
    given: str, maria: Visitor, dana: Visitor, database: Database, write: Callable[..., None],
    section: Callable[..., Section],
) -> None:  # fmt: skip
    dana.post(f"{given}/comments", SMALL)
    write("You leave me alone.", writing="page-two")
    page = maria.get(given).text
    assert "You have changed these words since." in page
    assert ">Take it<" not in page
    assert "Keep mine" in page
    assert "These words are no longer in the letter." in dana.get(given).text

    answer = maria.post(f"{given}/comments/{made(database)}/answer", {"answer": "taken", "place": "29"})
    assert answer.status_code == 422
    assert section().body == "You leave me alone."
    assert answer_of(database, made(database)) == ""
