"""Letters are laid out when a way is chosen, when somebody comes in, and when the way changes; no word goes."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from familyplan.demo.cast import Cast
from familyplan.engagements import service as engagements
from familyplan.engagements.records import Engagement, Member
from familyplan.guidance import shelf
from familyplan.kernel.db import Database
from familyplan.letters import service
from familyplan.letters.records import Letter, Section
from tests.visitor import Visitor


def kinds(database: Database, cast: Cast, name: str) -> set[str]:
    with database.reading() as db:
        return set(db.scalars(select(Letter.kind).where(Letter.member_id == cast.members[name].id)))


def keys(database: Database, letter: UUID) -> list[str]:
    with database.reading() as db:
        here = select(Section.key).where(Section.letter_id == letter).order_by(Section.position)
        return list(db.scalars(here))


@pytest.mark.parametrize(
    ("model", "expected"),
    [("love_first", {"account", "letter"}), ("johnson", {"recollections", "letter"}), ("arise", {"message"})],
    indirect=["model"],
)
def test_whoever_came_in_has_the_letters_of_the_way(database: Database, cast: Cast, expected: set[str]) -> None:
    assert kinds(database, cast, "maria") == expected


def test_whoever_has_not_come_in_has_none(database: Database, cast: Cast) -> None:
    assert kinds(database, cast, "theo") == set()
    assert kinds(database, cast, "sam") == set()


def test_the_parts_stand_in_reading_order(database: Database, letter: UUID) -> None:
    parts = [part.key for part in shelf.current().models["love_first"].letter("letter").sections]
    assert keys(database, letter) == parts


@pytest.mark.parametrize("model", ["none"], indirect=True)
def test_choosing_a_way_later_lays_them_out_for_those_who_are_here(database: Database, cast: Cast) -> None:
    with database.writing() as db:
        reyes = db.get_one(Engagement, cast.reyes.id)
        engagements.choose_way(db, reyes, shelf.current().models["johnson"], by=cast.dana)

    assert kinds(database, cast, "maria") == {"recollections", "letter"}


def test_laying_out_twice_adds_nothing(database: Database, cast: Cast, letter: UUID) -> None:
    before = keys(database, letter)
    with database.writing() as db:
        service.open_letters(db, db.get_one(Engagement, cast.reyes.id), by=cast.dana)

    assert kinds(database, cast, "maria") == {"account", "letter"}
    assert keys(database, letter) == before


@pytest.mark.parametrize("model", ["arise"], indirect=True)
def test_a_higher_level_adds_its_letters(database: Database, cast: Cast) -> None:
    with database.writing() as db:
        reyes = db.get_one(Engagement, cast.reyes.id)
        reyes.level = 3
        service.open_letters(db, reyes, by=cast.dana)

    assert kinds(database, cast, "maria") == {"message", "story", "letter"}


@pytest.mark.parametrize("model", ["arise"], indirect=True)
def test_the_loved_one_who_comes_in_has_a_page_of_their_own_words(
    database: Database, cast: Cast, letter_of: Callable[..., UUID], visit: Callable[[str], Visitor]
) -> None:
    with database.writing() as db:
        reyes, sam = db.get_one(Engagement, cast.reyes.id), db.get_one(Member, cast.members["sam"].id)
        engagements.come_in(db, reyes, sam, by=cast.person("sam"))

    assert kinds(database, cast, "sam") == {"own_words"}
    own_words = f"/letters/{letter_of('sam', 'own_words')}"
    page = visit("sam").get(own_words)
    assert page.status_code == 200
    assert "Only you can read this, until you show it to Dana." in page.text
    assert visit("maria").get(own_words).status_code == 404


def test_changing_the_way_keeps_every_word_for_the_writer_alone(
    database: Database, cast: Cast, write: Callable[..., None], letter: UUID, maria: Visitor, dana: Visitor, at: str
) -> None:
    write("The lake was frozen and you held my hand.")
    assert maria.post(f"{at}/hand-in").status_code == 303
    with database.writing() as db:
        reyes = db.get_one(Engagement, cast.reyes.id)
        engagements.choose_way(db, reyes, shelf.current().models["johnson"], by=cast.dana)

    assert {"care", "saw", "felt", "hope", "ask", "moments"} <= set(keys(database, letter))
    kept = maria.get(f"{at}?all=1").text
    assert "The lake was frozen" in kept
    assert "It belongs to an earlier plan and is kept for you." in kept
    assert "The lake was frozen" in maria.get(f"{at}?read=1").text
    assert "The lake was frozen" not in dana.get(at).text
