"""Every model, ours and the fourth one: what each must have, whoever wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from familyplan.guidance.models import InterventionModel
from familyplan.guidance.shelf import open_shelf
from familyplan.kernel import paths

HERE = Path(__file__).parent
SHELF = open_shelf([*paths.models()[:1], HERE], paths.content()[:1])
SHIPPED = [model for key, model in SHELF.models.items() if key != "craft"]

every_model = pytest.mark.parametrize("model", SHELF.models.values(), ids=SHELF.models.keys())
every_shipped_model = pytest.mark.parametrize("model", SHIPPED, ids=lambda model: model.key)


def test_the_three_are_there() -> None:
    assert {model.key for model in SHIPPED} == {"johnson", "arise", "love_first"}


@every_model
def test_it_begins_with_the_first_call_and_asks_about_safety(model: InterventionModel) -> None:
    assert model.milestones[0].key == "first_call"
    assert any(wait.fact == "safety_asked" for step in model.milestones for wait in step.waits_for)


@every_model
def test_it_goes_on_after_not_today(model: InterventionModel) -> None:
    """A family that hears "not today" still has dates."""
    assert model.review_days
    assert model.follow_up_days


@every_shipped_model
def test_each_is_heard_alone_and_decided_on_before_coming_in(model: InterventionModel) -> None:
    together = [[wait.fact for wait in step.waits_for] for step in model.milestones]

    assert ["each_member_heard_alone", "gate_a_each"] in together


@every_shipped_model
def test_it_has_the_25_steps_of_the_practice(model: InterventionModel) -> None:
    assert len(model.milestones) == 25


@every_shipped_model
def test_a_formal_meeting_waits_for_a_decision(model: InterventionModel) -> None:
    assert model.day
    assert any(wait.fact == "gate_c" for step in model.milestones for wait in step.waits_for)


@every_shipped_model
def test_the_family_is_called_the_same_evening_and_the_next_day(model: InterventionModel) -> None:
    """Shame and loss peak then, most of all after a "not today": the calls hang on any answer."""
    dues = [due for step in model.milestones for due in step.due]

    assert {due.days for due in dues if due.after == "answer" and due.only_if == "always"} == {0, 1}


@every_shipped_model
def test_its_notice_says_whose_name_it_is_and_that_we_are_not_they(model: InterventionModel) -> None:
    assert "not affiliated with" in model.notice
    assert "none of their manuals" in model.notice
    assert model.practised_by == "people trained in it"


@every_shipped_model
def test_the_private_part_of_the_other_page_is_never_read(model: InterventionModel) -> None:
    assert model.other_page.kept == "separate_and_sealed"
    assert [section.key for section in model.other_page.sections] == ["stays", "line", "from", "keep", "door"]
    assert [section.key for section in model.other_page.sections if section.never_read] == ["keep"]


@every_shipped_model
@pytest.mark.parametrize("relation", ["child", "employer"])
def test_a_child_and_an_employer_have_no_other_page(model: InterventionModel, relation: str) -> None:
    assert not model.has_other_page(relation, level=3)
    assert model.has_other_page("mother", level=3)


@every_shipped_model
def test_a_child_answers_two_questions_and_no_more(model: InterventionModel) -> None:
    (page,) = model.letters_for("child", level=3)

    assert len(page.sections) == 2
    assert not page.read_aloud


@every_model
def test_no_words_of_the_owners_curricula_are_used(model: InterventionModel) -> None:
    text = (HERE / "craft.toml" if model.key == "craft" else paths.models()[0] / f"{model.key}.toml").read_text("utf-8")

    for words in ("Invitational Intervention", "Structured Family Recovery", "SFR", "Comprehensive Care"):
        assert words not in text
