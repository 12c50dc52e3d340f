"""The questions: in the words of the relation, short, and never a sentence to fill in."""

from __future__ import annotations

import pytest

from familyplan.guidance.shelf import open_shelf
from familyplan.guidance.vocabulary import RELATIONS
from familyplan.kernel import paths

SHELF = open_shelf(paths.models()[:1], paths.content()[:1])
WRITERS: dict[str, list[str]] = {
    "member": [str(one) for one in RELATIONS if one != "child"],
    "child": ["child"],
    "loved_one": [""],
}
PLACES = [
    (key, kind.key, section.key, relation)
    for key, model in SHELF.models.items()
    for kind in model.letters
    for section in kind.sections
    for relation in WRITERS[kind.writer]
] + [
    (key, "bottom_line", section.key, relation)
    for key, model in SHELF.models.items()
    for section in model.other_page.sections
    for relation in RELATIONS
    if model.has_other_page(relation, level=3)
]
WORDINGS = sorted({SHELF.prompt(*place) for place in PLACES})


@pytest.mark.parametrize("wording", WORDINGS)
def test_it_is_short_enough_to_be_read_at_a_glance(wording: str) -> None:
    assert len(wording.split()) <= 25


@pytest.mark.parametrize("wording", WORDINGS)
def test_it_is_a_whole_sentence_and_nothing_to_fill_in(wording: str) -> None:
    """Families copy what they are given."""
    assert wording.rstrip(")").endswith(("?", "."))
    for blank in ("...", "…", "__", "[", "{", "e.g."):
        assert blank not in wording


@pytest.mark.parametrize(
    ("relation", "as_relation"),
    [("father", "mother"), ("sister", "brother"), ("other", "friend"), ("pastor", "friend"), ("step_parent", "mother")],
)
def test_relations_share_wordings(relation: str, as_relation: str) -> None:
    assert SHELF.prompt("johnson", "letter", "care", relation) == SHELF.prompt("johnson", "letter", "care", as_relation)


def test_relations_that_differ_are_asked_differently() -> None:
    asked = {SHELF.prompt("johnson", "letter", "saw", relation) for relation in RELATIONS if relation != "child"}

    assert len(asked) == 6


@pytest.mark.parametrize("crime", ["drive", "driving", "deal", "stole", "steal", "police"])
def test_no_question_asks_for_a_crime(crime: str) -> None:
    """What is written could be asked for by a court."""
    assert [wording for wording in WORDINGS if crime in wording.lower().split()] == []


def test_a_section_that_a_writer_does_not_have_has_no_question() -> None:
    with pytest.raises(KeyError):
        SHELF.prompt("johnson", "letter", "care", "child")
