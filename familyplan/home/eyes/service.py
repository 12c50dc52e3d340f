"""Which letters a looker is told nothing of: those that were not handed in."""

from __future__ import annotations

from familyplan.home.queries import Home
from familyplan.letters.queries import OnBoard

ABOUT_UNSENT = ("write", "go_on")  # next steps that tell how far somebody is with what they keep to themselves


def is_unsent(one: OnBoard) -> bool:
    """Say whether a letter is its writer's alone: "unsent" stands where the page says how far they are."""
    return one.standing.handed_in_at is None


def is_next_unsent(seen: Home) -> bool:
    """Say whether the next step is about such a letter."""
    return seen.next.kind in ABOUT_UNSENT
