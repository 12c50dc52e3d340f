"""CRAFT, a model of another shape: it loads with the same schema, and nobody wrote code for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from familyplan.guidance import shelf
from familyplan.guidance.shelf import open_shelf
from familyplan.kernel import paths
from familyplan.kernel.db import Database
from tests.journeys.telling import Story
from tests.visitor import Visitor

WITH_CRAFT = open_shelf([*paths.models()[:1], Path(__file__).parent], paths.content()[:1])
CRAFT = WITH_CRAFT.models["craft"]


@pytest.fixture
def story(visit: Callable[[str], Visitor], database: Database) -> Iterator[Story]:
    """A family's story on a shelf that also holds the fourth file."""
    before = shelf.current()
    shelf.use(WITH_CRAFT)
    yield Story(visit, database)
    shelf.use(before)


def test_it_has_no_day_no_letters_and_one_relative() -> None:
    assert CRAFT.day is None
    assert CRAFT.letters_for("mother") == ()
    assert not CRAFT.has_other_page("mother")
    assert CRAFT.circle_size.most == 1
    assert CRAFT.first_level == 0


def test_a_family_goes_this_way_from_the_first_call_to_the_end(story: Story) -> None:
    """One file, no code: called, asked about safety, read, met weekly, invited, said not today, began, looked back."""
    story.somebody_calls("Ngozi", "partner", "Chidi", happened="He drives the children.")
    story.the_caller_is_told_everything()
    story.dana_does(f"/members/{story.member('Ngozi').id}", name="Ngozi", relation="partner", address="n@example.org")
    story.is_heard_alone("Ngozi")
    story.the_way_is_chosen("craft")
    assert "New ways of responding" in story.page("/milestones")
    story.safety_is_asked()
    story.comes_in("Ngozi", calls="Chi")

    # No letter, no other page, no sheet, no decisions and no day: what the file does not have does not exist.
    home = story.page("/home", "Ngozi")
    assert "letter" not in re.sub(r"<[^>]+>", " ", home).lower()
    for path in ("/invitation-sheet", "/coming", "/decided"):
        assert story.people["Ngozi"].get(f"/engagements/{story.id}{path}").status_code == 404
    story.dana_is_told("/decisions", "nothing is decided together here", topic="plan", proposal="x")

    for slug in ("speaking-about-it", "looking-after-yourself"):
        assert story.people["Ngozi"].post(f"/lessons/{slug}/reading").status_code == 303
    for week in range(2):
        story.by_hand("sessions", f"Week {week + 1}.")
    story.dana_does("/gates", kind="B", decision="go", why="A quiet week, and he asked what she reads.")
    story.dana_does("/reaching-out", carrier=str(story.member("Ngozi").id), words="Would you come along once?")
    story.dana_does("/reaching-out/answer", answer="in_between", answer_words="Maybe.")
    story.happened("not_today", "family")
    assert "two weeks" in story.page("/milestones")
    story.happened("began", "family", minutes="600", people="1")
    assert "30 days" in story.page("/milestones")
    for label in ("First call", "Safety asked", "Reading done", "Invited, at a good moment"):
        assert "overdue" not in story.step(label)[: len(label) + 40].lower()
    change = story.dana.post(f"/engagements/{story.id}/way", {"model": "arise", "why": "x", "untrained": "yes"})
    assert "Weekly session" in change.text
    assert story.engagement().model_key == "craft"


def test_no_code_names_a_model() -> None:
    """A branch on a model's name would make the next model need code."""
    name = re.compile(r"""["'](johnson|arise|love_first|craft)["']""")
    package = paths.PACKAGE
    branches = [
        f"{path.relative_to(package)}:{number}"
        for path in package.rglob("*.py")
        if "demo" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if name.search(line)
    ]

    assert branches == []
