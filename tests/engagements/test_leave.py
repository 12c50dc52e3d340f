"""Leaving a circle: without a reason, told to nobody, at once."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements.records import Member
from familyplan.journal.records import Entry
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


@pytest.fixture
def own(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/leaving"


def test_a_member_leaves_by_one_button_and_is_out_at_once(visit: Visit, own: str, cast: Cast, db: Session) -> None:
    luis = visit("luis")
    assert "No reason is needed." in luis.get(own).text
    answer = luis.post(own)

    assert answer.headers["location"] == "/sign-in"
    assert db.get_one(Member, cast.members["luis"].id).left_at is not None
    assert luis.get(own).status_code in (303, 401, 403)


def test_dana_lets_somebody_go_without_a_reason(visit: Visit, cast: Cast, db: Session) -> None:
    luis, dana = visit("luis"), visit("dana")
    dana.post(f"/engagements/{cast.reyes.id}/members/{cast.members['luis'].id}/leaving")

    assert luis.get(f"/engagements/{cast.reyes.id}/leaving").status_code != 200
    page = dana.get(f"/engagements/{cast.reyes.id}/members").text
    assert "no longer in this circle" in page


def test_letting_go_twice_is_once(visit: Visit, cast: Cast, db: Session) -> None:
    dana = visit("dana")
    dana.post(f"/engagements/{cast.reyes.id}/members/{cast.members['theo'].id}/leaving")
    dana.post(f"/engagements/{cast.reyes.id}/members/{cast.members['theo'].id}/leaving")

    assert db.scalar(select(func.count()).select_from(Entry).where(Entry.act == "member.left")) == 1


def test_who_left_is_in_no_way_to_be_changed(visit: Visit, cast: Cast) -> None:
    dana, at = visit("dana"), f"/engagements/{cast.reyes.id}/members/{cast.members['theo'].id}"
    dana.post(f"{at}/leaving")

    assert "<form" not in dana.get(at).text.partition("<main")[2].partition("</main>")[0]


def test_the_loved_one_is_not_let_go_here(visit: Visit, cast: Cast) -> None:
    assert (
        visit("dana").post(f"/engagements/{cast.reyes.id}/members/{cast.members['sam'].id}/leaving").status_code == 404
    )


@pytest.mark.parametrize(("who", "status"), [("sol", 403), ("priya", 404), ("cole", 403), ("maria", 403)])
def test_nobody_else_lets_anybody_go(visit: Visit, cast: Cast, who: str, status: int) -> None:
    at = f"/engagements/{cast.reyes.id}/members/{cast.members['luis'].id}/leaving"

    assert visit(who).post(at).status_code == status


@pytest.mark.parametrize(("who", "status"), [("theo", 200), ("sam", 404), ("dana", 403)])
def test_the_page_is_a_members_own(visit: Visit, own: str, who: str, status: int) -> None:
    assert visit(who).get(own).status_code == status
