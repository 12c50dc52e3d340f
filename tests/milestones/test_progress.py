"""progress: how a plan stands on a day, as a plain rule over milestones, facts and words by hand."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from familyplan.engagements.records import Engagement
from familyplan.guidance import shelf
from familyplan.milestones.known.queries import Known, Planned
from familyplan.milestones.plan import service as plan
from familyplan.milestones.queries import Laid
from familyplan.milestones.records import Completion
from familyplan.milestones.service import Step, next_step, progress

START = date(2026, 3, 2)
pytestmark = pytest.mark.usefixtures("settings")


def _family(model: str, *, day_on: date | None = None, level: int | None = None) -> Engagement:
    day_at = datetime(day_on.year, day_on.month, day_on.day, 15, tzinfo=UTC) if day_on else None
    return Engagement(
        started_on=START, zone="America/New_York", model_key=model, day_at=day_at, level=level, lead_id=uuid7()
    )


def _milestones(engagement: Engagement) -> list[Planned]:
    model = shelf.current().models[engagement.model_key or ""]
    return [
        Planned.of(plan.row_of(engagement.id, planned, due, at))
        for at, (planned, due) in enumerate(plan.planned_steps(model))
    ]


def _done(milestone: Planned, on: date, how: str = "done") -> Completion:
    return Completion(milestone_id=milestone.id, how=how, happened_on=on)


def _steps(
    engagement: Engagement, facts: Sequence[Known] = (), *, today: date = START, by_hand: dict[str, date] | None = None
) -> list[Step]:
    rows = _milestones(engagement)
    said: dict[UUID, list[Completion]] = {}
    for one in rows:
        if one.key in (by_hand or {}):
            said[one.id] = [_done(one, (by_hand or {})[one.key])]
    model = shelf.current().models[engagement.model_key or ""]
    return progress(rows, facts, said, engagement, today, model=model)


def _one(steps: list[Step], key: str, anchor: str = "", days: int | None = None) -> Step:
    return next(
        step
        for step in steps
        if step.milestone.key == key
        and (not anchor or step.milestone.anchor == anchor)
        and (days is None or step.milestone.days == days)
    )


def test_a_date_counts_from_the_first_call() -> None:
    assert _one(_steps(_family("johnson")), "team_agreed").due_on == START + timedelta(days=7)


def test_a_date_counts_back_from_the_day_and_moves_with_it() -> None:
    first, later = date(2026, 3, 20), date(2026, 3, 27)

    assert _one(_steps(_family("johnson", day_on=first)), "letters_in").due_on == first - timedelta(days=6)
    assert _one(_steps(_family("johnson", day_on=later)), "letters_in").due_on == later - timedelta(days=6)


def test_a_date_that_counts_from_what_has_not_happened_is_no_date() -> None:
    assert _one(_steps(_family("love_first")), "letters_in").state in ("no_date", "closed")
    assert _one(_steps(_family("love_first")), "letters_in").due_on is None


def test_a_fact_ends_a_step_on_its_own_day() -> None:
    step = _one(_steps(_family("johnson"), [Known("safety_asked", "", START)]), "safety_asked")

    assert (step.state, step.done_on) == ("done", START)


def test_several_facts_end_a_step_on_the_last_ones_day() -> None:
    heard = Known("each_member_heard_alone", "", START)
    let_in = Known("gate_a_each", "", START + timedelta(days=2))

    assert _one(_steps(_family("johnson"), [heard]), "team_agreed").state == "open"
    assert _one(_steps(_family("johnson"), [heard, let_in]), "team_agreed").done_on == let_in.happened_on


def test_a_stage_is_closed_and_shown_until_what_it_waits_for_has_ended() -> None:
    family = _family("johnson")
    facts = [Known(word, "", START) for word in ("safety_asked", "model_chosen", "each_member_heard_alone")]

    assert _one(_steps(family, facts), "session_one").state == "closed"
    assert _one(_steps(family, [*facts, Known("gate_a_each", "", START)]), "session_one").state == "open"


def test_a_stage_that_was_opened_early_is_open() -> None:
    opened = Known("stage_opened", "learning", START)

    assert _one(_steps(_family("johnson"), [opened]), "session_one").state == "open"


def test_a_step_is_overdue_on_the_day_after_its_day() -> None:
    due_on = START + timedelta(days=2)

    assert _one(_steps(_family("johnson"), today=due_on), "safety_asked").state == "open"
    assert _one(_steps(_family("johnson"), today=due_on + timedelta(days=1)), "safety_asked").state == "overdue"


@pytest.mark.parametrize("why", ["died", "hospital", "family_asked"])
def test_nothing_is_overdue_while_a_family_stands_still(why: str) -> None:
    later = START + timedelta(days=365)
    steps = _steps(_family("johnson"), [Known("stands_still", why, START)], today=later)

    assert [step for step in steps if step.state == "overdue"] == []


@pytest.mark.parametrize("model", ["johnson", "arise", "love_first"])
@pytest.mark.parametrize("answer", ["not_today", "not_held", "asked_for_time"])
def test_after_an_answer_that_leaves_the_offer_open_only_its_own_dates_press(model: str, answer: str) -> None:
    said_on = START + timedelta(days=20)
    family = _family(model, day_on=said_on, level=1 if model == "arise" else None)
    steps = _steps(family, [Known("answer_recorded", answer, said_on)], today=said_on + timedelta(days=5))
    reviews = [step for step in steps if step.milestone.only_if == "offer_open"]

    assert {step.milestone.anchor for step in steps if step.state == "overdue"} <= {"answer"}
    assert [step.due_on for step in reviews if step.due_on and step.due_on > said_on + timedelta(days=5)]


def test_review_dates_are_there_only_while_the_offer_is_open() -> None:
    said = Known("answer_recorded", "not_today", START)
    began = Known("entered_recorded", "residential", START + timedelta(days=9))

    assert _one(_steps(_family("johnson"), [said]), "review_if_no").due_on == START + timedelta(days=14)
    assert not [step for step in _steps(_family("johnson"), [said, began]) if step.milestone.key == "review_if_no"]
    assert not [step for step in _steps(_family("johnson")) if step.milestone.key == "review_if_no"]


def test_looks_back_have_no_day_before_help_began_and_a_day_after() -> None:
    began = Known("entered_recorded", "residential", START)

    assert _one(_steps(_family("johnson")), "looks_back", "entered", 30).due_on is None
    after = _steps(_family("johnson"), [began, Known("answer_recorded", "yes_today", START)])
    assert _one(after, "looks_back", "entered", 30).due_on == START + timedelta(days=30)


def test_a_look_back_is_done_by_its_own_record_alone() -> None:
    facts = [Known("entered_recorded", "residential", START), Known("followup_recorded", "entered:30", START)]
    steps = _steps(_family("johnson"), facts)

    assert _one(steps, "looks_back", "entered", 30).state == "done"
    assert _one(steps, "looks_back", "entered", 90).state != "done"


def test_levels_that_were_not_reached_are_not_needed_once_help_began() -> None:
    began = [Known("entered_recorded", "self_help", START), Known("level_recorded", "self_help:1", START)]

    assert _one(_steps(_family("arise", level=1)), "formal_go").state == "closed"
    assert _one(_steps(_family("arise", level=1), began), "formal_go").state == "not_needed"
    assert _one(_steps(_family("arise", level=1), began), "level_1_closed").state == "done"


def test_reaching_the_next_level_ends_the_one_before_and_not_itself() -> None:
    reached = [Known("level_recorded", "level_reached:2", START)]
    steps = _steps(_family("arise", level=2), reached)

    assert _one(steps, "level_1_closed").state == "done"
    assert _one(steps, "level_2_closed").state != "done"


def test_a_step_of_safety_is_there_only_where_it_is_true_for_the_family() -> None:
    assert not [step for step in _steps(_family("johnson")) if step.milestone.key == "naloxone_at_hand"]
    possible = Known("possible", "opioids", START)
    assert _one(_steps(_family("johnson"), [possible]), "naloxone_at_hand").state == "open"


def test_the_morning_check_counts_only_answers_as_old_as_a_day_on_the_day() -> None:
    day = date(2026, 3, 20)
    family = _family("johnson", day_on=day)
    old = [Known("safety_asked", "", START), Known("safety_asked", "oldest", day - timedelta(days=2))]
    fresh = [Known("safety_asked", "", START), Known("safety_asked", "oldest", day)]

    assert _one(_steps(family, old), "morning_check").state != "done"
    assert _one(_steps(family, fresh, today=day + timedelta(days=200)), "morning_check").state == "done"


def test_not_holding_the_day_settles_the_question_where_the_way_allows_it() -> None:
    held_not = [Known("gate_c", "no", START)]

    assert _one(_steps(_family("johnson"), held_not), "hold_or_not").state == "done"
    assert _one(_steps(_family("arise", level=3), held_not), "formal_go").state != "done"


def test_a_repeated_step_comes_again_after_it_was_done() -> None:
    family = _family("arise", level=2)
    first = START + timedelta(days=14)
    closed = Known("level_recorded", "level_reached:2", START)

    assert _one(_steps(family, [closed]), "more_meetings").due_on == first
    again = _one(_steps(family, [closed], by_hand={"more_meetings": first}), "more_meetings")
    assert (again.due_on, again.times, again.ended) == (first + timedelta(days=7), 1, False)


def test_the_next_step_is_the_one_with_the_earliest_day() -> None:
    following = next_step(_steps(_family("johnson"), [Known("first_call_noted", "", START)]))

    assert following is not None
    assert following.milestone.key == "caller_informed"


def test_nothing_is_next_in_an_empty_plan() -> None:
    assert next_step([]) is None


def test_a_stage_says_what_it_waits_for() -> None:
    family = _family("johnson")
    way = plan.way(family, Laid(_milestones(family)))
    learning = next(stretch for stretch in way.stretches if stretch.key == "learning")

    assert learning.closed
    assert "Safety asked" in learning.waits_for
    assert way.states[0] == "now"
