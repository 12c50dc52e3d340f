"""What the model gives to read: when a way is chosen, when somebody comes in, when the way changes."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements import service as engagements
from familyplan.engagements.records import Engagement, Member
from familyplan.guidance import shelf
from familyplan.lessons import service
from familyplan.lessons.records import Assignment
from tests.visitor import Visitor

every_model = pytest.mark.parametrize("model", ["johnson", "arise", "love_first"], indirect=True)


def slugs(db: Session, cast: Cast, name: str) -> list[str]:
    db.commit()  # what was done stands, and what others did is seen
    here = select(Assignment.slug).where(
        Assignment.member_id == cast.members[name].id, Assignment.put_away_at.is_(None)
    )
    return list(db.scalars(here.order_by(Assignment.given_at, Assignment.id)))


@every_model
def test_who_comes_in_gets_what_the_model_says_for_them(db: Session, cast: Cast, model: str) -> None:
    given = shelf.current().models[model].lessons

    assert slugs(db, cast, "luis") == list(given.member)
    assert slugs(db, cast, "maria")[: len(given.first_caller)] == list(given.first_caller)
    assert set(slugs(db, cast, "maria")) == set(given.first_caller) | set(given.member)
    assert slugs(db, cast, "theo") == []


@pytest.mark.parametrize("model", ["arise"], indirect=True)
def test_the_loved_one_gets_pages_of_their_own_and_none_of_the_familys(db: Session, cast: Cast) -> None:
    reyes, sam = db.get_one(Engagement, cast.reyes.id), db.get_one(Member, cast.members["sam"].id)
    engagements.come_in(db, reyes, sam, by=cast.dana)

    assert slugs(db, cast, "sam") == list(shelf.current().models["arise"].lessons.loved_one)


@every_model
def test_whoever_is_from_work_gets_nothing_to_read(db: Session, cast: Cast) -> None:
    reyes, theo = db.get_one(Engagement, cast.reyes.id), db.get_one(Member, cast.members["theo"].id)
    theo.relation = "employer"
    engagements.come_in(db, reyes, theo, by=cast.dana)

    assert slugs(db, cast, "theo") == []


@pytest.mark.parametrize("model", ["none"], indirect=True)
def test_choosing_a_way_gives_it_to_those_who_are_in(db: Session, cast: Cast) -> None:
    reyes = db.get_one(Engagement, cast.reyes.id)
    before = slugs(db, cast, "luis")
    engagements.choose_way(db, reyes, shelf.current().models["johnson"], by=cast.dana)
    service.assign(db, reyes, by=cast.dana)

    assert before == []
    assert slugs(db, cast, "luis") == list(shelf.current().models["johnson"].lessons.member)
    assert slugs(db, cast, "theo") == []


def test_another_way_adds_and_puts_away_only_what_nobody_opened(
    db: Session, cast: Cast, visit: Callable[[str], Visitor]
) -> None:
    visit("luis").get("/lessons/how-love-first-works")
    reyes = db.get_one(Engagement, cast.reyes.id)
    engagements.choose_way(db, reyes, shelf.current().models["arise"], by=cast.dana)

    assert "how-arise-works" in slugs(db, cast, "ana")
    assert "how-love-first-works" not in slugs(db, cast, "ana")
    assert "how-love-first-works" in slugs(db, cast, "luis")
