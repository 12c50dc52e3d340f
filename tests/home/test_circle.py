"""The loved one's own door, and a member's ways on, where the family's way has them."""

from collections.abc import Callable

import pytest

from familyplan.access.sessions.records import SignedIn
from familyplan.consents import service as consents
from familyplan.demo.cast import Cast
from familyplan.engagements import service as engagements
from familyplan.engagements.records import Engagement, Member
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.milestones.completions import service as completions
from familyplan.outcomes.records import Outcome
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
arise = pytest.mark.parametrize("model", ["arise"], indirect=True)


def begun(database: Database, cast: Cast, name: str) -> None:
    """Let somebody have come in, read the cards and said whose phone this is."""
    with database.writing() as db:
        family, member = db.get_one(Engagement, cast.reyes.id), db.get_one(Member, cast.members[name].id)
        person = db.merge(cast.person(name))
        engagements.come_in(db, family, member, by=person)
        consents.agree(db, family, member, by=person)


def at_the_door(visit: Visit, database: Database, cast: Cast, name: str) -> str:
    begun(database, cast, name)
    visitor = visit(name)
    with database.writing() as db:
        for session in db.query(SignedIn).filter(SignedIn.person_id == cast.person(name).id):
            session.phone = "own"
    page: str = visitor.get("/").text
    return page.replace("&#39;", "'")


@arise
def test_the_loved_one_reads_who_is_in_it_and_can_say_something(visit: Visit, database: Database, cast: Cast) -> None:
    page = at_the_door(visit, database, cast, "sam")

    assert all(name in page for name in ("Maria", "Luis", "Ana"))
    assert "Theo" not in page  # not come in yet
    assert "I'd like to say something" in page
    assert "I don't want this" in page
    assert f"/engagements/{cast.reyes.id}/decided" in page


@arise
def test_whoever_left_is_named_no_more(visit: Visit, database: Database, cast: Cast) -> None:
    with database.writing() as db:
        db.get_one(Member, cast.members["ana"].id).left_at = clock.now()

    assert "Ana" not in at_the_door(visit, database, cast, "sam")


def test_in_another_way_nobody_is_named_to_the_loved_one(visit: Visit, database: Database, cast: Cast) -> None:
    page = at_the_door(visit, database, cast, "sam")

    assert "Who is in it" not in page
    assert "Luis" not in page
    assert "/decided" not in page


@arise
def test_a_step_that_the_others_took_is_no_station_of_the_loved_ones(
    visit: Visit, database: Database, cast: Cast
) -> None:
    today = clock.today(cast.reyes.zone)
    with database.writing() as db:
        family = db.get_one(Engagement, cast.reyes.id)
        for step in ("circle_listed", "commitments"):
            completions.end(db, family, step, by=cast.dana)
        about = {"engagement_id": family.id, "by_id": cast.dana.id, "entered_at": clock.now()}
        said = {"kind": "asked_for_time", "source": "family", "family_told": True}
        db.add(Outcome(happened_on=today, about_that_day=False, **said, **about))
    sam, maria = at_the_door(visit, database, cast, "sam"), at_the_door(visit, database, cast, "maria")

    assert "Asked for time" in sam
    assert "Who to ask, and how" not in sam
    assert "Each comes whether or not" in maria


@arise
def test_a_member_finds_the_ways_on_and_only_the_first_caller_the_sheet(
    visit: Visit, database: Database, cast: Cast
) -> None:
    maria, luis = at_the_door(visit, database, cast, "maria"), at_the_door(visit, database, cast, "luis")

    assert all(path in maria for path in ("/invitation-sheet", "/coming", "/decided"))
    assert all(path in luis for path in ("/coming", "/decided"))
    assert "/invitation-sheet" not in luis
