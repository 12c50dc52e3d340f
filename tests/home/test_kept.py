"""GET / after leaving a circle: one's own words to copy, and nothing else."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.links import service as links
from familyplan.access.records import SignInLink
from familyplan.demo.cast import Cast
from familyplan.engagements import service as engagements
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.letters.records import Letter, Section
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


@pytest.fixture
def letter(database: Database, cast: Cast) -> Letter:
    """Luis's letter, with words in it; then he leaves."""
    with database.writing() as db:
        letter = db.scalars(select(Letter).where(Letter.member_id == cast.members["luis"].id)).first()
        assert letter is not None
        section = db.scalars(select(Section).where(Section.letter_id == letter.id).order_by(Section.position)).first()
        assert section is not None
        section.body, section.saved_at = "The dock at five.", clock.now()
        db.flush()
        family, member = db.merge(cast.reyes), db.merge(cast.members["luis"])
        engagements.leave(db, family, member, by=cast.person("luis"))
    return letter


def test_whoever_left_finds_a_copy_of_their_own_words(visit: Visit, letter: Letter) -> None:
    luis = visit("luis")
    first = luis.get("/")

    assert first.status_code == 200
    assert f"/letters/{letter.id}/copy" in first.text
    assert "The dock at five." in luis.get(f"/letters/{letter.id}/copy").text


@pytest.mark.parametrize("way", ["home", "pledge", "calls", "evening"])
def test_and_nothing_else(visit: Visit, letter: Letter, cast: Cast, way: str) -> None:
    luis = visit("luis")

    assert luis.get(f"/engagements/{cast.reyes.id}/{way}").status_code == 404
    assert luis.get(f"/letters/{letter.id}").status_code == 404


def test_another_persons_words_stay_theirs(visit: Visit, letter: Letter) -> None:
    assert visit("maria").get(f"/letters/{letter.id}/copy").status_code == 404


@pytest.mark.usefixtures("letter")
def test_a_link_is_mailed_to_whoever_left_too(database: Database, cast: Cast, db: Session) -> None:
    luis = cast.person("luis")
    with database.writing() as writing:
        links.send_link(writing, [luis], cast.reyes.id)

    assert db.scalar(select(SignInLink.id).where(SignInLink.person_id == luis.id)) is not None
