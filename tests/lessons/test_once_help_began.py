"""What the way gives members to read once help began: from the day on which the family may know of it."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from familyplan.demo.cast import Cast
from familyplan.kernel.db import Database
from familyplan.lessons.records import Assignment
from tests.visitor import Visitor

SLUG = "contact-in-treatment"


@pytest.fixture
def begins(visit: Callable[[str], Visitor], cast: Cast) -> Callable[..., None]:
    """Dana notes that treatment began, as the family said."""

    def note(**more: str) -> None:
        said = {"kind": "residential", "source": "family", "when": "today", "family_told": "yes", **more}
        assert visit("dana").post(f"/engagements/{cast.reyes.id}/outcomes", said).status_code == 303

    return note


def given(database: Database, cast: Cast) -> dict[str, Assignment]:
    names = {member.id: name for name, member in cast.members.items()}
    with database.reading() as db:
        here = select(Assignment).where(Assignment.engagement_id == cast.reyes.id, Assignment.slug == SLUG)
        return {names[one.member_id]: one for one in db.scalars(here)}


def plan(visit: Callable[[str], Visitor], cast: Cast, label: str) -> str:
    page: str = visit("dana").get(f"/engagements/{cast.reyes.id}/milestones").text
    return page[page.index(label) :][:600]


def test_nobody_has_it_before(database: Database, cast: Cast) -> None:
    assert given(database, cast) == {}


def test_whoever_came_in_gets_it_and_the_loved_one_does_not(
    begins: Callable[..., None], database: Database, cast: Cast
) -> None:
    begins()

    assert set(given(database, cast)) == {"maria", "luis", "ana"}


def test_noted_again_it_is_given_once_and_what_was_read_stays_read(
    begins: Callable[..., None], database: Database, cast: Cast, visit: Callable[[str], Visitor]
) -> None:
    begins()
    visit("maria").post(f"/lessons/{SLUG}/reading")
    begins(kind="medication")

    assert len(given(database, cast)) == 3
    assert given(database, cast)["maria"].read_at is not None


def test_it_does_not_undo_the_reading_of_before(
    begins: Callable[..., None], database: Database, cast: Cast, visit: Callable[[str], Visitor]
) -> None:
    with database.reading() as db:
        known = db.scalars(select(Assignment.slug).where(Assignment.engagement_id == cast.reyes.id)).all()
    for name in ("maria", "luis", "ana"):
        for slug in set(known):
            visit(name).post(f"/lessons/{slug}/reading")
    assert "Noted by itself" in plan(visit, cast, "Reading done")

    begins()

    assert "Noted by itself" in plan(visit, cast, "Reading done")
    assert "Noted by itself" not in plan(visit, cast, "How we write and visit")


def test_the_step_is_done_when_the_last_of_them_has_read_it(
    begins: Callable[..., None], cast: Cast, visit: Callable[[str], Visitor]
) -> None:
    begins()
    for name in ("maria", "luis"):
        visit(name).post(f"/lessons/{SLUG}/reading")
    assert "Noted by itself" not in plan(visit, cast, "How we write and visit")

    visit("ana").post(f"/lessons/{SLUG}/reading")

    assert "Noted by itself" in plan(visit, cast, "How we write and visit")


@pytest.mark.parametrize("model", ["johnson", "arise"], indirect=True)
def test_a_way_that_names_none_gives_none(begins: Callable[..., None], database: Database, cast: Cast) -> None:
    begins()

    assert given(database, cast) == {}
