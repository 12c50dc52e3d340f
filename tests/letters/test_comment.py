"""POST /letters/{id}/comments: Dana marks a phrase; Maria is told that there is something, and not what."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given as whatever
from hypothesis import strategies
from sqlalchemy import select

from familyplan.kernel.db import Database
from familyplan.letters.comments.queries import around, occasions, occurrences, pieces
from familyplan.letters.records import Comment, Readiness
from familyplan.mail.records import Mail
from tests.letters.conftest import journaled
from tests.visitor import Visitor

THOUGHT = {
    "section": "moments", "phrase": "You always leave me alone.", "note": "Sam may hear only 'always'.",
    "proposal": "On Christmas Eve I waited until two.",
}  # fmt: skip


def made(database: Database) -> list[Comment]:
    with database.reading() as db:
        return list(db.scalars(select(Comment).order_by(Comment.id)))


def test_the_writer_sees_the_phrase_the_note_and_the_other_words(given: str, maria: Visitor, dana: Visitor) -> None:
    assert dana.post(f"{given}/comments", THOUGHT).status_code == 303
    page = maria.get(given).text

    assert "Dana has a thought" in page
    assert "You always leave me alone." in page
    assert "Sam may hear only &#39;always&#39;." in page
    assert "On Christmas Eve I waited until two." in page
    assert all(words in page for words in ("Take it", "Keep mine", "Call me"))


def test_the_mail_says_nothing_of_it(database: Database, given: str, dana: Visitor) -> None:
    dana.post(f"{given}/comments", THOUGHT)
    with database.reading() as db:
        mails = list(db.scalars(select(Mail).where(Mail.template == "comment")))
    assert [mail.recipient for mail in mails] == ["reyes.house@example.org"]
    assert "always" not in mails[0].parameters
    assert "Sam" not in mails[0].parameters
    assert '"professional": "Dana"' in mails[0].parameters


def test_one_mail_for_as_many_thoughts_as_wait(database: Database, given: str, dana: Visitor) -> None:
    dana.post(f"{given}/comments", THOUGHT)
    dana.post(f"{given}/comments", {**THOUGHT, "phrase": "over the ice", "note": "Lovely", "proposal": ""})
    with database.reading() as db:
        assert len(db.scalars(select(Mail.id).where(Mail.template == "comment")).all()) == 1
        assert journaled(db, "comment.made") == 2


def test_places_are_code_points(
    database: Database, write: Callable[..., None], maria: Visitor, dana: Visitor, at: str
) -> None:
    write("👵👵 I love you. 👵 I love you.")
    maria.post(f"{at}/hand-in")
    dana.post(f"{at}/comments", {"section": "moments", "phrase": "I love you.", "note": "Yes", "starts": "17"})

    (thought,) = made(database)
    assert (thought.starts, thought.ends) == (17, 28)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"phrase": "words that are not there"}, "Those words do not stand in this part just so."),
        ({"phrase": ""}, "Please mark the words that you mean"),
        ({"note": "", "proposal": ""}, "Please add a thought, or other words for it."),
        ({"section": "love_again"}, "Those words do not stand in this part just so."),
        ({"section": "nothing_like_it"}, "Please choose one of these."),
    ],
)
def test_a_mistake_keeps_what_dana_typed(
    database: Database, given: str, dana: Visitor, change: dict[str, str], sentence: str
) -> None:
    typed = {**THOUGHT, **change}
    page = dana.post(f"{given}/comments", typed)

    assert page.status_code == 422
    assert sentence in page.text
    assert typed["proposal"] in page.text
    assert made(database) == []


def test_it_takes_danas_own_ready_back_and_leaves_marias(
    database: Database, given: str, maria: Visitor, dana: Visitor
) -> None:
    dana.post(f"{given}/readiness")
    maria.post(f"{given}/readiness")
    dana.post(f"{given}/comments", THOUGHT)
    with database.reading() as db:
        standing = set(db.scalars(select(Readiness.side).where(Readiness.withdrawn_at.is_(None))))
    assert standing == {"writer"}


def test_the_phrase_is_marked_for_dana_and_only_the_block_comes_back(given: str, dana: Visitor) -> None:
    block = dana.post(f"{given}/comments", THOUGHT, htmx="review").text

    assert ">You always leave me alone.</mark>" in block
    assert "<html" not in block


@pytest.mark.parametrize("name", ["maria", "luis", "priya", "sol", "olga"])
def test_nobody_else_can(database: Database, given: str, visit: Callable[[str], Visitor], name: str) -> None:
    assert visit(name).post(f"{given}/comments", THOUGHT).status_code in (403, 404)
    assert made(database) == []


def test_a_letter_that_was_not_given_takes_no_thought(dana: Visitor, at: str, write: Callable[..., None]) -> None:
    write("You always leave me alone.")
    assert dana.post(f"{at}/comments", THOUGHT).status_code == 404


def thought(starts: int, quote: str) -> Comment:
    made = Comment(starts=starts, ends=starts + len(quote), revision=1, answer="")
    made.__dict__["_opened"] = {"_sealed_quote": (b"x", quote)}
    made._sealed_quote = b"x"  # type: ignore[attr-defined]  # noqa: SLF001  read once by the property
    made.__dict__["_opened"]["_sealed_quote"] = (made._sealed_quote, quote)  # type: ignore[attr-defined]  # noqa: SLF001  what opening would leave
    return made


TWICE = "I love you. And so does the dog. I love you."


@pytest.fixture
def twice(write: Callable[..., None], maria: Visitor, at: str) -> str:
    """A given letter in which a phrase stands twice."""
    write(TWICE)
    maria.post(f"{at}/hand-in")
    return at


def test_a_phrase_that_stands_twice_is_asked_about(database: Database, twice: str, dana: Visitor) -> None:
    thought = {"section": "moments", "phrase": "I love you.", "note": "Say it once more slowly."}
    page = dana.post(f"{twice}/comments", thought)

    assert page.status_code == 422
    assert "These words stand there more than once. Which ones do you mean?" in page.text
    assert "Say it once more slowly." in page.text
    assert re.findall(r'name="starts" value="(\d+)"', page.text) == ["0", "33"]
    assert "And so does the dog. I love you." in page.text
    assert made(database) == []

    dana.post(f"{twice}/comments", {**thought, "starts": "33"})
    assert [(one.starts, one.quote) for one in made(database)] == [(33, "I love you.")]


def test_thoughts_on_phrases_that_overlap_are_all_marked(given: str, dana: Visitor) -> None:
    for phrase in ("carried me over", "over the ice", "the ice"):
        dana.post(f"{given}/comments", {"section": "moments", "phrase": phrase, "note": "Lovely"})
    page = dana.get(given).text

    assert "You <mark>carried me </mark><mark>over</mark><mark> </mark><mark>the ice</mark>." in page


def test_the_form_keeps_where_a_selection_began_when_it_is_refused(given: str, dana: Visitor) -> None:
    page = dana.post(f"{given}/comments", {**THOUGHT, "note": "", "proposal": "", "starts": "29"}).text
    assert 'name="starts" value="29"' in page


@whatever(strategies.text(), strategies.integers(0, 20), strategies.integers(1, 5), strategies.integers(0, 20))
def test_marking_never_changes_the_text(body: str, first: int, length: int, second: int) -> None:
    thoughts = [thought(at, body[at : at + length]) for at in (first, second)]
    assert "".join(piece.text for piece in pieces(body, 1, thoughts)) == body


def test_every_place_of_a_phrase_is_found() -> None:
    assert occurrences("aaa", "aa") == [0, 1]
    assert occurrences("abc", "") == []


def test_a_place_is_told_with_the_words_around_it() -> None:
    body = "A first line.\n" + "one two three " * 10 + "HERE " + "four five six " * 10
    ((place, told),) = occasions(body, "HERE")

    assert body[place : place + 4] == "HERE"
    assert told.startswith("… ")
    assert told.endswith(" …")
    assert "first line" not in told
    assert len(told) < 140


@whatever(strategies.text(alphabet="ab \n"), strategies.integers(0, 30), strategies.integers(1, 5))
def test_the_words_around_are_words_of_the_text(body: str, start: int, length: int) -> None:
    end = min(start + length, len(body))
    before, _between, after = around(body, min(start, end), end)
    assert body[: min(start, end)].endswith(before.removeprefix("… "))
    assert body[end:].startswith(after.removesuffix(" …"))


def test_sent_twice_it_is_one_thought(database: Database, given: str, dana: Visitor) -> None:
    thought = {"section": "moments", "phrase": "always", "note": "Is it always?", "proposal": "lately"}
    assert dana.post(f"{given}/comments", thought).status_code == 303
    assert dana.post(f"{given}/comments", thought).status_code == 303
    dana.post(f"{given}/comments", {**thought, "note": "Or now and then?"})

    with database.reading() as db:
        assert [one.note for one in db.scalars(select(Comment).order_by(Comment.id))] == [
            "Is it always?", "Or now and then?"
        ]  # fmt: skip
