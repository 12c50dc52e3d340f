"""Two who must not meet, noted after both were asked to a meeting: the lead is told until the list is another."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import func, select

from familyplan.demo.cast import Cast
from familyplan.engagements.needs.records import Need
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.meetings import service
from tests.meetings.planning import at, family, fixed, meeting_of, on_the_list, planned
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
SAID = "are both asked to one meeting"


def waiting(database: Database) -> int:
    with database.reading() as db:
        open_ones = select(func.count()).where(Need.kind == "kept_apart", Need.settled_at.is_(None))
        return db.scalar(open_ones) or 0


def apart(visit: Visit, cast: Cast) -> None:
    ids = {"one": str(cast.members["ana"].id), "other": str(cast.members["theo"].id)}
    assert visit("dana").post(f"/engagements/{cast.reyes.id}/ties", ids | {"may_meet": "no"}).status_code == 303


def ties(visit: Visit, cast: Cast) -> str:
    page: str = visit("dana").get(f"/engagements/{cast.reyes.id}/ties").text
    return page


@pytest.fixture
def both_asked(database: Database, cast: Cast, visit: Visit) -> UUID:
    """Ana and Theo are asked to a meeting in three days; then it turns out that they must not meet."""
    meeting = planned(database, cast)
    fixed(database, cast, meeting, at(3))
    assert SAID not in ties(visit, cast)
    apart(visit, cast)
    return meeting


def test_it_stands_on_the_page_and_on_the_desk_with_the_way_to_the_meeting(
    database: Database, cast: Cast, visit: Visit, both_asked: UUID
) -> None:
    page = ties(visit, cast)

    assert SAID in page
    assert f"/meetings/{both_asked}" in page
    assert waiting(database) == 1


def test_another_list_settles_it(database: Database, cast: Cast, visit: Visit, both_asked: UUID) -> None:
    form = {"agenda": "x", "minutes_long": "60", "member": [str(cast.members["maria"].id)]}
    assert visit("dana").post(f"/engagements/{cast.reyes.id}/meetings/{both_asked}", form).status_code == 303

    assert SAID not in ties(visit, cast)
    assert waiting(database) == 0


def test_calling_it_off_settles_it(database: Database, cast: Cast, visit: Visit, both_asked: UUID) -> None:
    visit("dana").post(f"/engagements/{cast.reyes.id}/meetings/{both_asked}/calling-off")

    assert SAID not in ties(visit, cast)
    assert waiting(database) == 0


def test_the_next_one_asks_neither_of_the_two(database: Database, cast: Cast, visit: Visit, both_asked: UUID) -> None:
    with database.writing() as db:
        following = service.plan_next(db, family(db, cast), meeting_of(db, cast, both_asked), 7, by=cast.dana).id

    assert on_the_list(database, cast, both_asked) >= {"ana", "theo"}
    assert on_the_list(database, cast, following).isdisjoint({"ana", "theo"})
    assert "maria" in on_the_list(database, cast, following)


def test_a_meeting_that_is_past_is_nobodys_question(
    database: Database, cast: Cast, visit: Visit, both_asked: UUID
) -> None:  # fmt: skip
    clock.stand_at(at(4))

    assert both_asked is not None
    assert SAID not in ties(visit, cast)
