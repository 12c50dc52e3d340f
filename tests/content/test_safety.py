"""What is asked about safety: twelve rows, the same step for yes and don't know, and no verdict."""

from __future__ import annotations

import pytest

from familyplan.guidance.safety import ROW_OF
from familyplan.guidance.shelf import open_shelf
from familyplan.kernel import paths

SHELF = open_shelf(paths.models()[:1], paths.content()[:1])
SAFETY = SHELF.safety


def test_there_are_the_twelve_rows_in_the_order_they_are_asked() -> None:
    assert list(SAFETY.rows) == [
        "dying", "violence", "afraid", "court", "guns", "psychosis", "withdrawal", "opioids", "illness", "confusion",
        "children", "caller_safe",
    ]  # fmt: skip


@pytest.mark.parametrize("row", SAFETY.rows)
def test_every_row_is_a_question_and_opens_a_step_with_real_numbers(row: str) -> None:
    assert SAFETY.rows[row].question.endswith("?")
    step = SAFETY.step(row)
    assert step
    assert "{" not in step


@pytest.mark.parametrize("row", ["dying", "violence", "guns", "psychosis", "withdrawal", "opioids", "confusion"])
def test_a_clinician_is_asked_for_where_a_relatives_word_is_not_enough(row: str) -> None:
    assert SAFETY.rows[row].ask_clinician


def test_fear_is_asked_alone_and_the_callers_own_danger_first_when_whispering() -> None:
    assert SAFETY.rows["afraid"].ask_alone
    assert SAFETY.rows["caller_safe"].first_when_whispering


def test_the_steps_of_safety_are_opened_by_rows_and_belong_to_every_model() -> None:
    assert {step.key: step.needed_if for step in SAFETY.milestones} == {
        "naloxone_at_hand": "opioids_possible",
        "guns_out": "guns_possible",
        "children_cared_for": "minors_at_home",
        "court_asked": "court_possible",
    }
    assert set(ROW_OF.values()) <= set(SAFETY.rows)


def test_the_numbers_of_the_us_can_be_dialled() -> None:
    numbers = SHELF.help_numbers["US"]

    assert {key: one.number for key, one in numbers.items()} == {
        "emergency": "911",
        "crisis": "988",
        "poison": "1-800-222-1222",
        "violence": "1-800-799-7233",
        "child_abuse": "1-800-422-4453",
    }
    for one in numbers.values():
        digits = one.number.replace("-", "")
        assert one.dial in {digits, f"+{digits}"}


def test_the_gates_say_above_themselves_what_they_are_not() -> None:
    assert SAFETY.above_gates == "This records your judgement. It does not make anything safe."
    assert list(SAFETY.gates) == ["a", "b", "c"]
    assert [SAFETY.gates[key].safety_within_days for key in "abc"] == [None, 7, 1]


def test_the_caller_is_told_six_things() -> None:
    assert len(SAFETY.told) == 6
    assert "when_i_speak" in [line.key for line in SAFETY.told]


def test_something_else_names_craft_and_when_not() -> None:
    ways = {way.key: way for way in SAFETY.something_else.ways}

    assert {"clinician", "craft", "violence_help", "adolescent"} <= set(ways)
    assert "risk of violence" in ways["craft"].text
