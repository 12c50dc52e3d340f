"""Two that press at the same moment, each in a transaction of its own: nothing is lost and nothing is done twice."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from familyplan.demo.cast import Cast
from familyplan.kernel.db import Database
from familyplan.letters import queries, service
from familyplan.letters.records import HandIn, Readiness, Revision, Section
from familyplan.letters.writing import queries as writing
from familyplan.letters.writing import service as saving
from tests.together import at_once


@pytest.mark.parametrize("number", range(5))
def test_two_pages_that_save_at_once_keep_both_texts(
    database: Database, cast: Cast, letter: UUID, section: Callable[..., Section], number: int
) -> None:
    def save(words: str, page: str) -> Callable[[], bool]:
        def act() -> bool:
            with database.writing() as db:
                part = writing.part_of(db, letter, "moments", seen_by=cast.person("maria"))
                return saving.save(db, part, words, 0, page)

        return act

    told = at_once(save(f"Phone {number}.", "phone"), save(f"Tablet {number}.", "tablet"))

    assert sorted(told) == [False, True]
    with database.reading() as db:
        beside = [row.body for row in db.scalars(select(Revision).where(Revision.why == "conflict"))]
    assert {section().body, *beside} == {f"Phone {number}.", f"Tablet {number}."}


def test_a_page_that_sends_twice_at_once_does_not_conflict_with_itself(
    database: Database, cast: Cast, letter: UUID, section: Callable[..., Section]
) -> None:
    def save(words: str) -> Callable[[], bool]:
        def act() -> bool:
            with database.writing() as db:
                part = writing.part_of(db, letter, "moments", seen_by=cast.person("maria"))
                return saving.save(db, part, words, 0, "phone")

        return act

    assert at_once(save("The same words."), save("The same words.")) == [True, True]
    assert section().body == "The same words."
    assert section().revision == 1


def test_given_and_agreed_at_once_it_stands_once(
    database: Database, cast: Cast, letter: UUID, write: Callable[..., None]
) -> None:
    write("Come home, Sam.")

    def act(does: Callable[..., None], *more: object) -> Callable[[], bool]:
        def run() -> bool:
            with database.writing() as db:
                found = queries.own(db, letter, seen_by=cast.person("maria"))
                does(db, found, writing.parts(db, found), *more, by=cast.person("maria"))
            return True

        return run

    give = act(service.hand_in, "")
    assert at_once(give, give) == [True, True]
    with database.reading() as db:
        assert len(db.scalars(select(HandIn.id)).all()) == 1

    agree = act(service.agree)
    assert at_once(agree, agree, agree) == [True, True, True]
    with database.reading() as db:
        assert len(db.scalars(select(Readiness.id)).all()) == 1
