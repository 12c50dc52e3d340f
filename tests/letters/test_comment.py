"""POST /letters/{id}/comments: Dana marks a phrase; Maria is told that there is something, and not what."""

from collections.abc import Callable

import pytest
from hypothesis import given as whatever
from hypothesis import strategies
from sqlalchemy import select

from familyplan.kernel.db import Database
from familyplan.letters.comments.queries import occurrences, pieces
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

    assert "<mark>You always leave me alone.</mark>" in block
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
    made.__dict__["_opened"]["_sealed_quote"] = (made._sealed_quote, quote)  # type: ignore[attr-defined]  # noqa: SLF001
    return made


@whatever(strategies.text(), strategies.integers(0, 20), strategies.integers(1, 5), strategies.integers(0, 20))
def test_marking_never_changes_the_text(body: str, first: int, length: int, second: int) -> None:
    thoughts = [thought(at, body[at : at + length]) for at in (first, second)]
    assert "".join(piece.text for piece in pieces(body, 1, thoughts)) == body


def test_every_place_of_a_phrase_is_found() -> None:
    assert occurrences("aaa", "aa") == [0, 1]
    assert occurrences("abc", "") == []
