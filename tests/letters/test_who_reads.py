"""Who may read a letter, at which time; and that nobody hears of unsent words, whatever they say."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from familyplan.demo.cast import Cast
from familyplan.engagements import service as engagements
from familyplan.engagements.needs.records import Need
from familyplan.engagements.records import Engagement, Member
from familyplan.kernel.db import Database
from familyplan.letters import queries
from familyplan.mail.records import Mail
from tests.letters.conftest import journaled
from tests.visitor import Visitor

WORDS = "You carried me over the ice."


NOBODY_ELSE = pytest.mark.parametrize("name", ["luis", "ana", "sam", "priya", "sol", "cole", "olga"])


def refuses(somebody: Visitor, at: str) -> bool:
    """Every address of the letter refuses, and none says a word of it."""
    answers = [somebody.get(f"{at}{more}") for more in ("", "?read=1", "?all=1", "?give=1", "/copy", "/revisions")]
    return all(answer.status_code in (403, 404) and WORDS not in answer.text for answer in answers)


@NOBODY_ELSE
def test_nobody_else_reads_it_while_it_is_written(
    visit: Callable[[str], Visitor], at: str, write: Callable[..., None], name: str
) -> None:
    write(WORDS)
    assert refuses(visit(name), at)


@NOBODY_ELSE
def test_nobody_else_reads_it_once_it_is_given(visit: Callable[[str], Visitor], given: str, name: str) -> None:
    assert refuses(visit(name), given)


def test_nobody_who_is_not_signed_in(visit: Callable[[str], Visitor], at: str) -> None:
    assert visit("").get(at).status_code == 303


def test_a_letter_that_is_not_there_answers_as_one_that_is_not_yours(visit: Callable[[str], Visitor], at: str) -> None:
    luis = visit("luis")
    missing = luis.get(f"/letters/{UUID(int=5)}")
    foreign = luis.get(at)

    assert missing.status_code == foreign.status_code == 404
    assert missing.text == foreign.text


def test_the_lead_sees_its_state_alone_until_it_is_given(
    database: Database, maria: Visitor, dana: Visitor, at: str, write: Callable[..., None]
) -> None:
    maria.get(at)
    write(WORDS)
    page = dana.get(at)

    assert page.status_code == 200
    assert "Unsent. Only Maria can read it." in page.text
    assert "Being written" in page.text
    assert WORDS not in page.text
    with database.reading() as db:
        assert journaled(db, "letter.read") == 0


def test_each_reading_by_the_lead_is_journaled_and_what_waited_is_met(
    database: Database, given: str, dana: Visitor
) -> None:
    dana.get(given)
    dana.get(given)
    with database.reading() as db:
        assert journaled(db, "letter.read") == 2
        assert db.scalars(select(Need.id).where(Need.kind == "letter_given", Need.settled_at.is_(None))).all() == []


def test_the_writer_s_own_reading_is_not_journaled(database: Database, given: str, maria: Visitor) -> None:
    maria.get(given)
    with database.reading() as db:
        assert journaled(db, "letter.read") == 0


@pytest.mark.parametrize("path", ["revisions", "copy"])
def test_what_was_there_before_stays_the_writer_s(given: str, dana: Visitor, path: str) -> None:
    assert dana.get(f"{given}/{path}").status_code == 403


def test_the_lead_never_sees_a_text_that_was_kept_apart(given: str, maria: Visitor, dana: Visitor) -> None:
    assert maria.put(
        f"{given}/sections/moments", {"body": "An angry first draft.", "revision": 0, "writing": "old"}
    ).status_code == 409  # fmt: skip
    assert "An angry first draft." not in dana.get(given).text


def test_whoever_left_reads_no_page_but_keeps_a_copy_and_the_lead_reads_it_no_more(
    database: Database, cast: Cast, given: str, visit: Callable[[str], Visitor], dana: Visitor
) -> None:
    with database.writing() as db:
        member = db.get_one(Member, cast.members["maria"].id)
        engagements.leave(db, db.get_one(Engagement, cast.reyes.id), member, by=cast.dana)
    gone = visit("maria")

    assert gone.get(given).status_code == 404
    assert WORDS in gone.get(f"{given}/copy").text
    assert dana.get(given).status_code == 404


CRISIS = (
    "I want to die.",
    "He is not breathing.",
    "He is hitting me right now, help me.",
    "I am going to kill myself tonight.",
    "She took all the pills and I cannot wake her.",
    "Ich will nicht mehr leben.",
)


def test_no_word_before_hand_in_tells_anybody_anything(
    database: Database, cast: Cast, maria: Visitor, at: str, dana: Visitor
) -> None:
    with database.reading() as db:
        needs, mails = len(db.scalars(select(Need.id)).all()), len(db.scalars(select(Mail.id)).all())
    for number, words in enumerate(CRISIS):
        saved = maria.put(f"{at}/sections/moments", {"body": words, "revision": number, "writing": "w"})
        assert saved.status_code == 200
        maria.post(f"{at}/sections/love_again", {"body": words, "revision": 0, "writing": "w"})
        maria.get(f"{at}?read=1")

    with database.reading() as db:
        assert len(db.scalars(select(Need.id)).all()) == needs
        assert len(db.scalars(select(Mail.id)).all()) == mails
        board = queries.board(db, db.get_one(Engagement, cast.reyes.id), seen_by=cast.dana)
    hers = {row.letter.kind: row.state for row in board if row.letter.member_id == cast.members["maria"].id}
    assert hers == {"account": "not_opened", "letter": "writing"}
    assert all(words not in dana.get(at).text for words in CRISIS)
