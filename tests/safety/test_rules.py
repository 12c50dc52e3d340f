"""What an answer opens and how old it is: rules without a store."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from familyplan.guidance import shelf
from familyplan.safety import service
from familyplan.safety.records import Consultation, SafetyAnswer
from familyplan.settings import Settings

MARIA, LUIS = UUID(int=1), UUID(int=2)
TODAY = date(2026, 5, 20)
ROWS = (
    "dying", "violence", "afraid", "court", "guns", "psychosis", "withdrawal", "opioids", "illness", "confusion",
    "children", "caller_safe",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _a_shelf(settings: Settings) -> None:
    """The rows come from content, which the application has read."""


def said(row: str, answer: str, by: UUID | None = MARIA, on: date = TODAY) -> SafetyAnswer:
    return SafetyAnswer(
        row=row, answer=answer, said_by_id=by, asked_on=on, entered_at=datetime(2026, 5, 20, tzinfo=UTC)
    )


def talked(row: str, on: date) -> Consultation:
    return Consultation(row=row, happened_on=on)


@pytest.mark.parametrize("row", ROWS)
def test_dont_know_opens_what_yes_opens_for_each_of_the_twelve_rows(row: str) -> None:
    assert service.open_rows([said(row, "yes")]) == service.open_rows([said(row, "dont_know")]) == {row}
    assert service.not_talked_over([said(row, "yes")], []) == service.not_talked_over([said(row, "dont_know")], [])
    assert service.open_rows([said(row, "no")]) == frozenset()


def test_these_are_the_rows_of_the_content() -> None:
    assert tuple(shelf.current().safety.rows) == ROWS


def test_a_no_of_one_person_does_not_close_what_another_said() -> None:
    answers = [said("guns", "dont_know", by=LUIS, on=date(2026, 5, 1)), said("guns", "no", by=MARIA)]

    assert service.open_rows(answers) == {"guns"}
    assert [(one.said_by_id, one.answer) for one in service.standing(answers)] == [(MARIA, "no"), (LUIS, "dont_know")]


def test_a_persons_own_newer_answer_stands() -> None:
    answers = [said("guns", "no"), said("guns", "yes", on=date(2026, 5, 1))]

    assert service.open_rows(answers) == frozenset()
    assert len(service.standing(answers)) == 1


def test_the_oldest_row_gives_the_age_and_one_unasked_row_gives_none() -> None:
    newer = [said(row, "no") for row in ROWS]
    answers = [said("guns", "no", on=date(2026, 5, 1)), *newer[:4], *newer[5:]]

    assert service.oldest_asked(answers) == date(2026, 5, 1)
    assert service.oldest_asked(answers[1:]) is None
    assert service.oldest_asked([]) is None


def test_a_newer_open_answer_asks_for_the_clinician_again() -> None:
    answers = [said("dying", "yes", on=date(2026, 5, 10))]

    assert service.not_talked_over(answers, []) == {"dying"}
    assert service.not_talked_over(answers, [talked("dying", date(2026, 5, 10))]) == frozenset()
    assert service.not_talked_over([*answers, said("dying", "yes")], [talked("dying", date(2026, 5, 10))]) == {"dying"}


def test_court_and_illness_ask_for_no_clinician() -> None:
    assert service.not_talked_over([said("court", "yes"), said("illness", "yes")], []) == frozenset()
