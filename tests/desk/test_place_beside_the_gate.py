"""/engagements/{id}/gates: beside the decision on the day stands whether a place is held; it decides nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from familyplan.demo.cast import Cast
from familyplan.engagements import queries as engagements
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.programs.directory import service as directory
from familyplan.programs.options import service as options
from familyplan.programs.places import service as places
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
HOLDS = "Harbor House holds a place until"


def page(visit: Visit, cast: Cast) -> str:
    text: str = visit("dana").get(f"/engagements/{cast.reyes.id}/gates").text
    return text


@pytest.fixture
def held(database: Database, cast: Cast) -> None:
    with database.writing() as db:
        family = engagements.led(db, cast.reyes.id, seen_by=cast.dana)
        program = directory.add(db, directory.Described(name="Harbor House", residential="yes"), by=cast.dana)
        option = options.add(db, family, program, options.Words(nothing_taken=True), by=cast.dana)
        said = places.Held("Ada", clock.today(family.zone), clock.now() + timedelta(days=2))
        places.hold(db, family, option, said, instead=False, by=cast.dana)


@pytest.mark.parametrize("model", ["johnson", "love_first"], indirect=True)
def test_without_one_it_is_said_and_a_go_is_still_the_leads_to_say(visit: Visit, cast: Cast, model: str) -> None:
    assert "No place is noted as held." in page(visit, cast)

    form = {"kind": "C", "decision": "go", "why": "The place is promised by word of mouth."}
    assert visit("dana").post(f"/engagements/{cast.reyes.id}/gates", form).status_code == 303


def test_held_it_stands_with_its_end_and_lapsed_with_that(visit: Visit, cast: Cast, held: None) -> None:
    assert HOLDS in page(visit, cast)
    clock.stand_at(clock.now() + timedelta(days=2, minutes=1))

    assert HOLDS not in page(visit, cast)
    assert "The place at Harbor House lapsed on" in page(visit, cast)


@pytest.mark.parametrize("model", ["arise"], indirect=True)
def test_a_way_that_waits_for_none_says_nothing_of_it(visit: Visit, cast: Cast, model: str) -> None:
    assert "No place is noted as held." not in page(visit, cast)
