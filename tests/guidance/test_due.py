"""A due date: what it is counted from, and in which direction."""

from __future__ import annotations

import pytest

from familyplan.guidance.milestones import Due, Milestone, Wait


@pytest.mark.parametrize(
    ("due", "anchor", "offset"),
    [
        (Due(after="start", days=2), "start", 2),
        (Due(back_from="day", days=4), "day", -4),
        (Due(back_from="day"), "day", 0),
        (Due(after="answer"), "answer", 0),
    ],
)
def test_days_before_the_day_are_negative(due: Due, anchor: str, offset: int) -> None:
    assert (due.anchor, due.offset_days) == (anchor, offset)


def test_a_plain_word_and_a_table_wait_alike() -> None:
    step = Milestone(
        key="x", label="X", verified="judgement", done_when=("gate_c", Wait(fact="safety_asked", within_days=1))
    )

    assert step.waits_for == (Wait(fact="gate_c"), Wait(fact="safety_asked", within_days=1))


@pytest.mark.parametrize(("needed_if", "level"), [("always", 0), ("level:3", 3), ("opioids_possible", 0)])
def test_a_level_is_read_from_its_word(needed_if: str, level: int) -> None:
    step = Milestone(key="x", label="X", verified="judgement", needed_if=needed_if)  # type: ignore[arg-type]  # any word, known or not

    assert step.needed_level == level
