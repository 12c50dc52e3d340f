"""The page that is for the professional alone: written and kept like a letter, and nowhere near anybody else."""

from collections.abc import Callable
from uuid import UUID

import pytest

from familyplan.demo.cast import Cast
from familyplan.kernel.db import Database
from familyplan.letters.facts import queries as facts
from tests.visitor import Visitor

WORDS = "He never comes home and I hate him for it. I have told nobody."


@pytest.fixture
def account(letter_of: Callable[..., UUID]) -> str:
    return f"/letters/{letter_of('maria', 'account')}"


@pytest.fixture
def told(account: str, maria: Visitor) -> str:
    """Maria has written it, and given it."""
    saved = maria.put(f"{account}/sections/been_like", {"body": WORDS, "revision": 0, "writing": "w"})
    assert saved.status_code == 200
    assert maria.post(f"{account}/hand-in").status_code == 303
    return account


def test_it_says_who_reads_it_before_a_word_is_written(maria: Visitor, account: str) -> None:
    assert "This page is for Dana alone." in maria.get(account).text


def test_giving_it_says_that_nobody_else_reads_it(maria: Visitor, account: str) -> None:
    maria.put(f"{account}/sections/been_like", {"body": WORDS, "revision": 0, "writing": "w"})
    page = maria.get(f"{account}?give=1").text

    assert "Dana will read it, and nobody else." in page
    assert "may suggest small changes" not in page


def test_until_it_is_given_dana_is_told_no_word(maria: Visitor, dana: Visitor, account: str) -> None:
    maria.put(f"{account}/sections/been_like", {"body": WORDS, "revision": 0, "writing": "w"})

    assert WORDS not in dana.get(account).text


def test_once_given_dana_reads_it_and_there_is_nothing_to_improve(told: str, dana: Visitor) -> None:
    page = dana.get(told).text

    assert WORDS in page
    assert "For your eyes alone" in page
    for offered in ("A thought on this part", "It is ready to read", "To read aloud", "Read beside it"):
        assert offered not in page


def test_taken_back_it_is_hers_alone(told: str, dana: Visitor, maria: Visitor) -> None:
    assert maria.post(f"{told}/hand-in/withdrawal").status_code == 303

    assert WORDS not in dana.get(told).text


@pytest.mark.parametrize("who", ["luis", "sam", "priya"])
def test_for_anybody_else_it_does_not_exist(told: str, visit: Callable[[str], Visitor], who: str) -> None:
    assert visit(who).get(told).status_code == 404


@pytest.mark.parametrize("kind", ["reading-copy", "reading-copy.pdf"])
def test_it_is_never_printed_to_be_read(told: str, maria: Visitor, dana: Visitor, kind: str) -> None:
    assert maria.get(f"{told}/{kind}").status_code == 404
    assert dana.get(f"{told}/{kind}").status_code == 404


def test_it_is_in_nothing_that_is_made_of_letters(told: str, dana: Visitor, cast: Cast) -> None:
    family = f"/engagements/{cast.reyes.id}"
    for path in ("binder", "letters/side-by-side", "reading-order", "letters", ""):
        page = dana.get(f"{family}/{path}".rstrip("/"))
        assert page.status_code == 200
        assert WORDS not in page.text
    assert told.removeprefix("/letters/") not in dana.get(f"{family}/reading-order").text


def test_nobody_agrees_on_it_and_nobody_has_a_thought_about_it(told: str, dana: Visitor, maria: Visitor) -> None:
    assert dana.post(f"{told}/readiness").status_code == 404
    assert maria.post(f"{told}/readiness").status_code == 404
    thought = {"section": "been_like", "phrase": "hate him", "note": "Perhaps not?"}
    assert dana.post(f"{told}/comments", thought).status_code == 404


def test_the_coach_has_nothing_to_say_about_it(maria: Visitor, account: str) -> None:
    maria.put(f"{account}/sections/been_like", {"body": WORDS, "revision": 0, "writing": "w"})

    answer = maria.get(f"{account}/thought")

    assert answer.status_code == 303
    assert "One thought about your words" not in maria.get(f"{account}?read=1").text


def test_words_that_sound_like_now_still_bring_the_help_card(maria: Visitor, account: str) -> None:
    body = "I can't go on. I want to kill myself tonight."
    maria.put(f"{account}/sections/been_like", {"body": body, "revision": 0, "writing": "w"})

    assert "988" in maria.get(f"{account}?part=been_like").text
    assert 'id="help-been_like"' in maria.get(f"{account}?part=been_like").text


def test_the_step_waits_for_the_last_of_them(
    told: str, database: Database, cast: Cast, visit: Callable[[str], Visitor], letter_of: Callable[..., UUID]
) -> None:
    def known() -> list[tuple[UUID, str]]:
        with database.reading() as db:
            return [(row[0], row[3]) for row in db.execute(facts.handed_in_to_lead())]

    assert known() == []
    for name in ("luis", "ana"):
        theirs = f"/letters/{letter_of(name, 'account')}"
        visit(name).put(f"{theirs}/sections/worry", {"body": WORDS, "revision": 0, "writing": "w"})
        visit(name).post(f"{theirs}/hand-in")
    assert known() == [(cast.reyes.id, "account")]
    with database.reading() as db:
        assert db.execute(facts.handed_in()).all() == []
    assert told


def test_the_plan_counts_it_and_not_the_letters(
    told: str, visit: Callable[[str], Visitor], letter_of: Callable[..., UUID], dana: Visitor, cast: Cast
) -> None:
    for name in ("luis", "ana"):
        theirs = f"/letters/{letter_of(name, 'account')}"
        visit(name).put(f"{theirs}/sections/worry", {"body": WORDS, "revision": 0, "writing": "w"})
        visit(name).post(f"{theirs}/hand-in")
    page = dana.get(f"/engagements/{cast.reyes.id}/milestones").text

    before, after = page.split("Each one&#39;s page for the professional", 1) if "&#39;" in page else ("", page)
    assert "Done" in before[-400:]
    assert "Noted by itself" in after[:600]
    assert told


def test_paper_is_for_the_letter(dana: Visitor, cast: Cast, letter_of: Callable[..., UUID]) -> None:
    """Theo, who has not come in, is laid out both; what is printed first is the letter."""
    answer = dana.post(f"/engagements/{cast.reyes.id}/members/{cast.members['theo'].id}/paper")

    assert answer.headers["location"] == f"/letters/{letter_of('theo')}"
