"""GET /lessons, GET /lessons/{slug}, POST /lessons/{slug}/reading: what a member reads."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.journal.records import Entry
from familyplan.lessons.records import Assignment
from tests.visitor import Visitor

SLUG = "boundaries"


def of(db: Session, cast: Cast, name: str, slug: str = SLUG) -> Assignment:
    member = cast.members[name]
    return db.scalars(select(Assignment).where(Assignment.member_id == member.id, Assignment.slug == slug)).one()


def test_a_member_sees_what_is_hers_in_order(visit: Callable[[str], Visitor]) -> None:
    page = visit("luis").get("/lessons").text

    assert page.index("How the Love First way works") < page.index("Boundaries, and what you will do")
    assert "If this is about you" not in page
    assert "reviewer" not in page


def test_opening_is_noted_once_and_reading_is_hers_to_say(
    visit: Callable[[str], Visitor], db: Session, cast: Cast
) -> None:
    maria = visit("maria")
    page = maria.get(f"/lessons/{SLUG}").text
    first = of(db, cast, "maria").opened_at
    maria.get(f"/lessons/{SLUG}")
    db.expire_all()

    assert "I&#39;ve read this" in page or "I've read this" in page
    assert page.index("In short") < page.index("One small thing")
    assert first is not None
    assert of(db, cast, "maria").opened_at == first
    assert of(db, cast, "maria").read_at is None
    assert of(db, cast, "luis").opened_at is None


def test_without_script_the_button_leads_back_to_the_page(
    visit: Callable[[str], Visitor], db: Session, cast: Cast
) -> None:
    maria = visit("maria")
    page = maria.post(f"/lessons/{SLUG}/reading", follow=True)

    assert "You read this on" in page.text
    assert of(db, cast, "maria").read_at is not None
    assert of(db, cast, "maria").opened_at is not None


def test_htmx_gets_the_block_alone_and_twice_is_once(visit: Callable[[str], Visitor], db: Session, cast: Cast) -> None:
    maria = visit("maria")
    maria.post(f"/lessons/{SLUG}/reading")
    first = of(db, cast, "maria").read_at
    answer = maria.post(f"/lessons/{SLUG}/reading", htmx="reading")
    db.expire_all()
    entries = db.scalars(select(Entry).where(Entry.act == "lesson.read")).all()

    assert answer.text.strip().startswith('<div id="reading">')
    assert of(db, cast, "maria").read_at == first
    assert [entry.about_id for entry in entries] == [of(db, cast, "maria").id]


@pytest.mark.parametrize("name", ["theo", "sam"])
def test_who_was_given_nothing_finds_nothing(visit: Callable[[str], Visitor], name: str) -> None:
    visitor = visit(name)

    assert "nothing for you to read yet" in visitor.get("/lessons").text
    assert visitor.get(f"/lessons/{SLUG}").status_code == 404
    assert visitor.post(f"/lessons/{SLUG}/reading").status_code == 404


def test_a_lesson_of_another_way_is_as_absent_as_one_that_does_not_exist(visit: Callable[[str], Visitor]) -> None:
    maria = visit("maria")
    foreign, missing = maria.get("/lessons/how-arise-works"), maria.get("/lessons/no-such-page")

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.text.replace("how-arise-works", "") == missing.text.replace("no-such-page", "")


@pytest.mark.parametrize("name", ["dana", "priya", "olga", "sol", "cole"])
def test_staff_read_everything_and_see_what_no_reviewer_has_read(visit: Callable[[str], Visitor], name: str) -> None:
    visitor = visit(name)

    assert "How the ARISE way works" in visitor.get("/lessons").text
    assert "not yet read by a professional reviewer" in visitor.get("/lessons/how-arise-works").text
    assert visitor.post(f"/lessons/{SLUG}/reading").status_code == 403


def test_nobody_signed_in_is_asked_to_sign_in(visit: Callable[[str], Visitor]) -> None:
    assert visit("").get("/lessons").status_code in (303, 401)
