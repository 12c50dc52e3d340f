"""What is read before the first word is written."""

from __future__ import annotations

import pytest

from familyplan.guidance.pledges import READERS
from familyplan.guidance.shelf import open_shelf
from familyplan.kernel import paths

SHELF = open_shelf(paths.models()[:1], paths.content()[:1])
VALUES = {"name": "Sam", "professional": "Dana", "emergency": "911", "crisis": "988"}


@pytest.mark.parametrize("reader", READERS)
def test_it_is_four_cards_and_the_last_says_that_nobody_watches(reader: str) -> None:
    cards = SHELF.pledges[reader].said(VALUES)

    assert len(cards) == 4
    assert cards[-1] == (
        "Nobody watches this page. In danger now: call 911. Thinking about suicide: call or text 988, any hour."
    )


def test_privacy_is_never_promised_without_its_four_limits() -> None:
    text = " ".join(SHELF.pledge.said(VALUES))

    for limit in ("in danger", "child or vulnerable adult", "court orders it", "you ask for it to be shared"):
        assert limit in text


def test_the_loved_one_is_told_that_notes_are_kept() -> None:
    assert "Dana also keeps working notes" in " ".join(SHELF.pledges["loved_one"].said(VALUES))


def test_its_wording_is_named_by_version_and_by_its_words() -> None:
    """What somebody agreed to can be shown years later, even if a file was edited without a new version."""
    pledge = SHELF.pledge

    assert pledge.wording == f"{pledge.version}-{pledge.sha256[:12]}"
    assert pledge.wording != SHELF.pledges["loved_one"].wording
