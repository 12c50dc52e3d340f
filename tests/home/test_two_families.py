"""GET / and …/home for somebody with a place in two families: each has its page, neither tells of both."""

from collections.abc import Callable

import pytest

from familyplan.demo.cast import Cast
from familyplan.engagements import service as engagements
from familyplan.engagements.records import Engagement, Member
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


@pytest.fixture
def other(database: Database, cast: Cast) -> Engagement:
    """A second family, Priya's, in which Maria is somebody's sister."""
    with database.writing() as db:
        family = engagements.open_engagement(db, by=cast.priya, zone=cast.reyes.zone)
        place = Member(engagement_id=family.id, person_id=cast.person("maria").id, relation="sister")
        place.joined_at = place.came_in_at = clock.now()
        place.calls = "Teddy"
        db.add(place)
    return family


def test_each_page_leads_to_the_other(visit: Visit, cast: Cast, other: Engagement) -> None:
    maria = visit("maria")
    newest, first = maria.get("/").text, maria.get(f"/engagements/{cast.reyes.id}/home").text

    assert f"/engagements/{cast.reyes.id}/home" in newest
    assert "Your page about Teddy" in first
    assert f"/engagements/{other.id}/home" in first


def test_each_professional_stands_on_her_own_page_alone(visit: Visit, cast: Cast, other: Engagement) -> None:
    maria = visit("maria")

    assert "Ask Dana to call me" in maria.get(f"/engagements/{cast.reyes.id}/home").text
    assert "Ask Dana to call me" not in maria.get(f"/engagements/{other.id}/home").text


def test_nobody_else_of_the_first_reaches_the_second(visit: Visit, other: Engagement) -> None:
    assert visit("luis").get(f"/engagements/{other.id}/home").status_code == 404
    assert visit("dana").get(f"/engagements/{other.id}").status_code == 404


def test_leaving_one_keeps_the_other(visit: Visit, cast: Cast, other: Engagement) -> None:
    visit("maria").post(f"/engagements/{cast.reyes.id}/leaving")

    assert visit("maria").get("/").status_code == 200
    assert visit("maria").get(f"/engagements/{other.id}/home").status_code == 200
    assert visit("maria").get(f"/engagements/{cast.reyes.id}/home").status_code == 404
