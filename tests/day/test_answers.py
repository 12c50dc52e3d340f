"""POST …/day/answers: what may be said against it, our plain beginnings, and the family's own words."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from familyplan.day.answers import queries
from familyplan.day.answers.records import AgreedAnswer
from familyplan.demo.cast import Cast
from familyplan.engagements import queries as engagements
from familyplan.guidance import shelf
from familyplan.kernel.db import Database
from tests import lexicon
from tests.letters.conftest import journaled
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


@pytest.fixture
def answers(family: str) -> str:
    return f"{family}/day/answers"


@pytest.fixture
def work(cast: Cast) -> str:
    """The id of this family's answer to one of the usual objections."""
    return str(queries.id_of(cast.reyes, "work"))


def new_id(page: str) -> str:
    return str(re.findall(r'name="answer_id" value="([^"]+)"', page)[-1])


def kept(database: Database, cast: Cast) -> list[tuple[str, str]]:
    with database.reading() as db:
        family = engagements.led(db, cast.reyes.id, seen_by=cast.dana)
        return [(one.said, one.answer) for one in queries.agreed(db, family, seen_by=cast.dana)]


def test_an_answer_to_a_usual_objection_is_kept_once(
    dana: Visitor, answers: str, work: str, database: Database, cast: Cast
) -> None:
    form = {"answer_id": work, "answer": "We write that note together.", "revision": "0"}
    assert [dana.post(answers, form).status_code for _time in range(2)] == [303, 303]
    assert kept(database, cast) == [("I can't just leave my job.", "We write that note together.")]
    with database.reading() as db:
        assert journaled(db, "day.answer_agreed") == 1
        assert [one.objection for one in db.scalars(select(AgreedAnswer))] == ["work"]


def test_the_familys_own_words_are_kept_once_changed_and_taken_away(
    dana: Visitor, answers: str, database: Database, cast: Cast
) -> None:
    own = {"answer_id": new_id(dana.get(answers).text), "said": "The dog.", "answer": "I have him.", "revision": "0"}
    assert [dana.post(answers, own).status_code for _time in range(2)] == [303, 303]
    assert kept(database, cast) == [("The dog.", "I have him.")]

    dana.post(answers, {**own, "answer": "He stays with me.", "revision": "1"})
    assert kept(database, cast) == [("The dog.", "He stays with me.")]
    dana.post(answers, {**own, "said": "", "answer": "", "revision": "2"})
    assert kept(database, cast) == []
    assert "The dog." not in dana.get(answers).text


def test_an_answer_to_nothing_is_refused_and_stays_in_its_field_alone(dana: Visitor, answers: str) -> None:
    form = {"answer_id": new_id(dana.get(answers).text), "said": "", "answer": "I have him.", "revision": "0"}
    answer = dana.post(answers, form, htmx="answers")
    assert answer.status_code == 422
    assert "Please say what this answers." in answer.text
    assert answer.text.count("I have him.") == 1
    assert answer.text.lstrip().startswith('<div id="answers"')


def test_of_two_tabs_the_second_is_told_and_keeps_its_words(dana: Visitor, answers: str, work: str) -> None:
    form = {"answer_id": work, "answer": "One.", "revision": "0"}
    dana.post(answers, form)
    answer = dana.post(answers, {**form, "answer": "Another."})
    assert answer.status_code == 409
    assert "This answer was changed meanwhile." in answer.text
    assert "Another." in answer.text
    assert "Another." not in dana.get(answers).text


def test_what_is_too_long_is_refused(dana: Visitor, answers: str, work: str) -> None:
    assert dana.post(answers, {"answer_id": work, "answer": "x" * 601, "revision": "0"}).status_code == 422
    assert dana.post(answers, {"answer_id": "x", "answer": "x", "revision": "0"}).status_code == 404


def test_who_answers_is_the_one_voice_of_the_way(
    dana: Visitor, family: str, answers: str, ids: Callable[[str], str]
) -> None:
    assert "One voice answers; who that is was not chosen yet." in dana.get(answers).text
    dana.post(f"{family}/day/tasks", {"role": "chairperson", "member": ids("luis"), "was": ""})
    assert "Only Luis answers. Everybody else listens." in dana.get(answers).text


@pytest.mark.parametrize("name", ["maria", "sam", "priya", "cole", "olga"])
def test_nobody_else_reads_or_writes_them(visit: Visit, answers: str, work: str, name: str) -> None:
    assert visit(name).get(answers).status_code in (403, 404)
    assert visit(name).post(answers, {"answer_id": work, "answer": "x"}).status_code in (403, 404)


def test_a_supervisor_reads_what_was_agreed_and_writes_nothing(
    visit: Visit, dana: Visitor, answers: str, work: str
) -> None:
    dana.post(answers, {"answer_id": work, "answer": "We write that note together.", "revision": "0"})
    page = visit("sol").get(answers).text
    assert "We write that note together." in page
    assert f'action="{answers}"' not in page
    assert visit("sol").post(answers, {"answer_id": work, "answer": "x"}).status_code == 403


def test_our_beginnings_claim_nothing_and_say_how_sure_we_are() -> None:
    day = shelf.current().day
    said = [one.said + one.answer for one in day.objections] + [card.about.title + card.body for card in day.plan_b]
    assert len(day.objections) >= 6
    assert [words for words in said if lexicon.claims(words)] == []
    assert {one.verified for one in day.objections} == {"judgement"}
    assert {card.about.verified for card in day.plan_b} == {"judgement"}
