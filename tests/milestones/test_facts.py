"""facts: what a milestone can wait for is a closed list, read for many families at once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.consents import service as consents
from familyplan.consents.records import Release
from familyplan.demo.cast import Cast
from familyplan.engagements import queries as engagements
from familyplan.engagements import service as acts
from familyplan.engagements.gates import service as gates
from familyplan.engagements.people.records import Hearing
from familyplan.guidance import shelf
from familyplan.guidance.vocabulary import FACTS as WORDS
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.milestones import queries
from familyplan.milestones.facts import FACTS
from familyplan.outcomes import queries as outcomes
from familyplan.outcomes.records import Outcome
from familyplan.safety import queries as safety_queries
from familyplan.safety import service as safety


def test_there_is_one_for_every_word_of_the_models_and_no_other() -> None:
    assert set(FACTS) == set(WORDS) - {"by_hand"}


def test_the_way_that_was_chosen_is_known_on_its_day(db: Session, cast: Cast) -> None:
    laid = queries.laid_out(db, [cast.reyes], seen_by=cast.dana)[cast.reyes.id]

    assert [one.happened_on for one in laid.facts if one.word == "model_chosen"] == [cast.reyes.started_on]


def test_nobody_was_heard_alone_yet(db: Session, cast: Cast) -> None:
    laid = queries.laid_out(db, [cast.reyes], seen_by=cast.dana)[cast.reyes.id]

    assert {one.word for one in laid.facts} == {"model_chosen"}


def _known(db: Session, cast: Cast, by: Person | None = None) -> dict[tuple[str, str], date]:
    laid = queries.laid_out(db, [cast.reyes], seen_by=by or cast.dana)[cast.reyes.id]
    return {(one.word, one.detail): one.happened_on for one in laid.facts}


def _heard(cast: Cast, name: str, **said: str) -> Hearing:
    today = clock.today(cast.reyes.zone)
    heard = Hearing(engagement_id=cast.reyes.id, member_id=cast.members[name].id, alone_on=today, **said)
    heard.entered_at, heard.by_id = clock.now(), cast.dana.id
    return heard


CIRCLE = ("maria", "luis", "ana", "theo")


def test_everybody_was_heard_alone_when_the_last_one_was(db: Session, cast: Cast) -> None:
    db.add_all([_heard(cast, name) for name in CIRCLE[:-1]])
    db.flush()
    assert ("each_member_heard_alone", "") not in _known(db, cast)

    db.add(_heard(cast, CIRCLE[-1]))
    db.flush()
    assert ("each_member_heard_alone", "") in _known(db, cast)


def test_gate_a_counts_the_newest_decision_on_each(db: Session, cast: Cast) -> None:
    for name in CIRCLE:
        gates.decide(db, cast.reyes, "A", "go", "Wants this.", by=cast.dana, member=cast.members[name])
    assert ("gate_a_each", "") in _known(db, cast)

    gates.decide(db, cast.reyes, "A", "wait", "Unsure.", by=cast.dana, member=cast.members["ana"])
    assert ("gate_a_each", "") not in _known(db, cast)


@pytest.mark.parametrize("said", [{}, {"afraid": "no"}, {"afraid": "yes"}, {"court_order": "dont_know"}])
def test_a_go_that_a_newer_talk_turned_to_wait_completes_nothing(db: Session, cast: Cast, said: dict[str, str]) -> None:
    for name in CIRCLE:
        gates.decide(db, cast.reyes, "A", "go", "Wants this.", by=cast.dana, member=cast.members[name])
    gates.decide(db, cast.reyes, "B", "go", "Because.", by=cast.dana)
    gates.decide(db, cast.reyes, "C", "go", "Because.", by=cast.dana)
    clock.stand_at(clock.now() + timedelta(seconds=1))
    db.add(_heard(cast, "ana", **said))
    db.flush()

    stands, known = gates.standing_of(db, cast.reyes.id), _known(db, cast)
    assert (("gate_a_each", "") in known) == all(stood.open for stood in stands.a.values())
    assert (("gate_b", "go") in known) == stands.b.open
    assert (("gate_c", "go") in known) == stands.c.open


def test_a_no_to_the_day_settles_it_whatever_is_heard_later(db: Session, cast: Cast) -> None:
    gates.decide(db, cast.reyes, "C", "no", "The family decides against it.", by=cast.dana)
    clock.stand_at(clock.now() + timedelta(seconds=1))
    db.add(_heard(cast, "ana", afraid="yes"))
    db.flush()

    assert ("gate_c", "no") in _known(db, cast)


@pytest.mark.parametrize("said", [{}, {"afraid": "no"}, {"afraid": "yes"}, {"afraid": "dont_know"}])
@pytest.mark.parametrize("decisions", [["go"], ["wait"], ["go", "no"], ["wait", "go"]])
def test_a_gate_that_stands_is_the_same_here_as_on_its_own_page(
    db: Session, cast: Cast, decisions: list[str], said: dict[str, str]
) -> None:
    for decision in decisions:
        gates.decide(db, cast.reyes, "C", decision, "Because.", by=cast.dana)
        clock.stand_at(clock.now() + timedelta(seconds=1))
    db.add(_heard(cast, "ana", **said))
    db.flush()

    assert (("gate_open", "C") in _known(db, cast)) == gates.standing_of(db, cast.reyes.id).c.open


def test_safety_is_asked_when_every_row_has_an_answer_and_knows_its_oldest(db: Session, cast: Cast) -> None:
    rows = list(shelf.current().safety.rows)
    maria = safety.Speaker(cast.members["maria"])
    today = clock.today(cast.reyes.zone)
    before = today - timedelta(days=5)
    safety.asked(db, cast.reyes, dict.fromkeys(rows[1:], ("no", "")), maria, before, by=cast.dana)
    db.flush()
    assert ("safety_asked", "") not in _known(db, cast)

    safety.asked(db, cast.reyes, {rows[0]: ("no", "")}, maria, today, by=cast.dana)
    db.flush()
    assert _known(db, cast)["safety_asked", ""] == today
    assert _known(db, cast)["safety_asked", "oldest"] == before


@pytest.mark.parametrize(
    "answers", [{"maria": "no"}, {"maria": "yes"}, {"maria": "dont_know"}, {"maria": "no", "luis": "yes"}]
)
def test_dont_know_opens_a_step_of_safety_as_yes_does(db: Session, cast: Cast, answers: dict[str, str]) -> None:
    for name, answer in answers.items():
        safety.asked(db, cast.reyes, {"opioids": (answer, "")}, safety.Speaker(cast.members[name]), None, by=cast.dana)
    db.flush()

    here = safety_queries.answers(db, cast.reyes, seen_by=cast.dana)
    assert (("possible", "opioids") in _known(db, cast)) == ("opioids" in safety.open_rows(here))


def test_the_pledge_waits_for_whoever_came_in(db: Session, cast: Cast) -> None:
    for name in ("maria", "luis"):
        consents.agree(db, cast.reyes, cast.members[name], by=cast.person(name))
    db.flush()
    assert ("pledges_signed", "") not in _known(db, cast)

    consents.agree(db, cast.reyes, cast.members["ana"], by=cast.person("ana"))
    db.flush()
    assert ("pledges_signed", "") in _known(db, cast)


def _outcome(cast: Cast, kind: str, source: str, **more: Any) -> Outcome:
    one = Outcome(engagement_id=cast.reyes.id, kind=kind, source=source, **more)
    one.happened_on, one.entered_at, one.by_id = clock.today(cast.reyes.zone), clock.now(), cast.dana.id
    return one


def _release(cast: Cast, *, names_family: bool, days: int) -> Release:
    today = clock.today(cast.reyes.zone)
    release = Release(engagement_id=cast.reyes.id, names_family=names_family, signed_on=today - timedelta(days=90))
    release.until_on, release.entered_at, release.by_id = today + timedelta(days=days), clock.now(), cast.dana.id
    return release


@pytest.mark.parametrize(("names_family", "days"), [(True, 10), (True, -1), (False, 10)])
def test_a_programs_fact_is_the_familys_only_under_a_release_in_force_that_names_it(
    db: Session, cast: Cast, *, names_family: bool, days: int
) -> None:
    release = _release(cast, names_family=names_family, days=days)
    db.add(release)
    db.flush()
    db.add(_outcome(cast, "residential", "program", release_id=release.id))
    db.flush()
    by_family = ("entered_recorded", "residential") in _known(db, cast, cast.person("maria"))
    facts = outcomes.family_may_know(db, cast.reyes, seen_by=cast.person("maria"))

    assert ("entered_recorded", "residential") in _known(db, cast)
    assert by_family == bool(facts)
    assert by_family == (names_family and days > 0)


def test_what_was_corrected_or_withdrawn_is_no_fact(db: Session, cast: Cast) -> None:
    wrong = _outcome(cast, "residential", "family")
    taken_back = _outcome(cast, "self_help", "family", withdrawn_at=clock.now())
    db.add_all([wrong, taken_back])
    db.flush()
    db.add(_outcome(cast, "did_not_arrive", "family", corrects_id=wrong.id))
    db.flush()

    assert not [one for one in _known(db, cast) if one[0] == "entered_recorded"]


def test_a_page_of_families_costs_as_many_statements_as_one(database: Database, cast: Cast) -> None:
    with database.writing() as db:
        for _number in range(10):
            acts.open_engagement(db, by=cast.dana, zone=cast.reyes.zone)
    with database.session() as db:
        many, _count = engagements.engagements(db, seen_by=cast.dana)
        assert len(many) == 11
        assert _statements(db, lambda: queries.laid_out(db, many, seen_by=cast.dana)) == 2
        assert _statements(db, lambda: queries.laid_out(db, many[:1], seen_by=cast.dana)) == 2


def _statements(db: Session, act: Callable[[], object]) -> int:
    seen: list[str] = []
    engine = db.get_bind()

    def listen(*given: object) -> None:
        seen.append(str(given[2]))

    event.listen(engine, "before_cursor_execute", listen)
    act()
    event.remove(engine, "before_cursor_execute", listen)
    return len(seen)
