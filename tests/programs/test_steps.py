"""Facts: options shown, a place held and travel set end the steps that wait for them; by hand still does, too."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements import queries as engagements
from familyplan.engagements import service as acts
from familyplan.guidance import shelf
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.milestones import queries
from familyplan.milestones.plan import service as plan
from familyplan.programs.directory import service as directory
from familyplan.programs.options import service as options
from familyplan.programs.places import service as places
from familyplan.programs.travel import queries as ways
from familyplan.programs.travel import service as travel
from tests.programs.conftest import KNOWN, NOTHING_TAKEN, Known

STEPS = {
    "johnson": {"options": "options_shown", "place_held": "bed_held", "travel": "travel_set"},
    "arise": {"options": "options_shown"},
    "love_first": {"options_and_money": "options_shown", "place_held": "bed_held", "travel": "travel_set"},
}


def known(db: Session, cast: Cast) -> set[str]:
    db.flush()
    laid = queries.laid_out(db, [cast.reyes], seen_by=cast.person("maria"))
    return {one.word for one in laid[cast.reyes.id].facts} & {"options_shown", "bed_held", "travel_set"}


def test_the_ways_wait_for_them(settings: object) -> None:
    for key, steps in STEPS.items():
        waits = {step.key: [wait.fact for wait in step.waits_for] for step in shelf.current().models[key].milestones}
        assert {step: waits[step] for step in steps} == {step: [fact] for step, fact in steps.items()}


def test_options_are_a_fact_while_they_are_shown(db: Session, cast: Cast) -> None:
    for key in ("harbor", "river"):
        options.add(db, cast.reyes, directory.add(db, KNOWN[key], by=cast.dana), NOTHING_TAKEN, by=cast.dana)
    assert known(db, cast) == set()
    options.show(db, cast.reyes, "", by=cast.dana)
    assert known(db, cast) == {"options_shown"}
    options.take_back(db, cast.reyes, by=cast.dana)
    assert known(db, cast) == set()


def test_a_place_is_a_fact_until_it_lapses_or_is_let_go(db: Session, cast: Cast) -> None:
    option = options.add(db, cast.reyes, directory.add(db, KNOWN["harbor"], by=cast.dana), NOTHING_TAKEN, by=cast.dana)
    until_at = clock.now() + timedelta(days=2)
    held = places.Held("Ada", clock.today(cast.reyes.zone), until_at)
    place = places.hold(db, cast.reyes, option, held, instead=False, by=cast.dana)
    assert known(db, cast) == {"bed_held"}

    clock.stand_at(until_at)
    assert known(db, cast) == set()
    clock.stand_at(until_at - timedelta(minutes=1))
    assert known(db, cast) == {"bed_held"}
    places.let_go(db, cast.reyes, place, "", by=cast.dana)
    assert known(db, cast) == set()


def test_travel_is_set_when_every_topic_has_somebody_or_needs_nothing(db: Session, cast: Cast) -> None:
    where = ways.place(db, cast.reyes.id, seen_by=cast.dana)
    luis = engagements.member(db, cast.reyes, cast.members["luis"].id, seen_by=cast.dana)
    first, *others = shelf.current().programs.travel.topics
    for topic in others:
        travel.add(db, where, topic, travel.Said(not_needed=True), by=cast.dana)
    assert known(db, cast) == set()
    travel.add(db, where, first, travel.Said(member=luis), by=cast.dana)
    assert known(db, cast) == {"travel_set"}

    more = travel.add(db, where, first, travel.Said(words="Who takes over?"), by=cast.dana)
    assert known(db, cast) == set()
    travel.put_away(db, where, more, by=cast.dana)
    assert known(db, cast) == {"travel_set"}


def test_whoever_leaves_the_circle_leaves_a_line_open(db: Session, cast: Cast) -> None:
    where = ways.place(db, cast.reyes.id, seen_by=cast.dana)
    luis = engagements.member(db, cast.reyes, cast.members["luis"].id, seen_by=cast.dana)
    for topic in shelf.current().programs.travel.topics:
        travel.add(db, where, topic, travel.Said(member=luis), by=cast.dana)
    assert known(db, cast) == {"travel_set"}
    acts.leave(db, cast.reyes, luis, by=cast.dana)
    assert known(db, cast) == set()


@pytest.mark.parametrize("model", ["johnson", "love_first"], indirect=True)
def test_the_step_is_done_by_its_fact(database: Database, cast: Cast, shown: Known, model: str) -> None:
    with database.reading() as db:
        laid = queries.laid_out(db, [cast.reyes], seen_by=cast.dana)[cast.reyes.id]
        steps = {step.milestone.key: step.state for step in plan.way(cast.reyes, laid).steps}
    [key] = [step for step, fact in STEPS[model].items() if fact == "options_shown"]
    assert steps[key] == "done"
    assert steps["place_held"] != "done"


def test_a_plan_that_was_laid_out_earlier_still_ends_by_hand(
    database: Database, cast: Cast, gathered: Known, visit: Callable[..., object]
) -> None:  # fmt: skip
    from sqlalchemy import select, update  # noqa: PLC0415  beside their one use

    from familyplan.milestones.completions import service as completions  # noqa: PLC0415
    from familyplan.milestones.records import Milestone  # noqa: PLC0415

    here = (Milestone.engagement_id == cast.reyes.id) & (Milestone.key == "place_held")
    with database.writing() as db:
        db.execute(update(Milestone).where(here).values(done_when='["by_hand"]'))
        family = engagements.led(db, cast.reyes.id, seen_by=cast.dana)
        step = db.scalars(select(Milestone).where(here)).one()
        completions.complete(db, family, step, "done", why="", happened_on=None, by=cast.dana)
    with database.reading() as db:
        laid = queries.laid_out(db, [cast.reyes], seen_by=cast.dana)[cast.reyes.id]
        states = {one.milestone.key: one.state for one in plan.way(cast.reyes, laid).steps}
    assert states["place_held"] == "done"
