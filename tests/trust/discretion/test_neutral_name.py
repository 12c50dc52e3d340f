"""The practice's name says nothing to a stranger: a telling one is refused, in words, before anything is made."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.practice import service as practice
from familyplan.access.records import Practice
from familyplan.guidance.telling import telling_words
from tests.reach.conftest import Stand

NEUTRAL = ["Linden Office", "Maple & Sons", "Sunrise Post", "Newsletter Friends", "Büro Linden", "リンデン"]
TELLING = [
    "Hope Recovery",
    "ADDICTION help",
    "Rehabilitation West",
    "Love-Letter Office",
    "FamilyPlan",
    "HopeRecovery",
    "12-step house",
]
OTHERS = {"phone": "555 0100", "hours": "Monday to Friday, 9 to 5"}


@pytest.mark.parametrize("name", NEUTRAL)
def test_a_name_that_says_nothing_is_taken(stand: Stand, name: str) -> None:
    answer = stand("owner").post("/settings", {**OTHERS, "name": name})

    assert answer.status_code == 303


@pytest.mark.parametrize("name", TELLING)
def test_a_name_that_tells_is_refused_with_the_word_and_changes_nothing(
    stand: Stand, db: Session, name: str
) -> None:  # fmt: skip
    answer = stand("owner").post("/settings", {**OTHERS, "name": name})

    assert answer.status_code == 422
    assert f"“{telling_words(name)[0]}” tells a stranger what this is about" in answer.text
    assert f'value="{name}"' in answer.text
    assert db.scalars(select(Practice)).one().name == "Linden Office"


def test_control_a_name_that_nobody_looks_at_would_be_taken(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(practice, "neutral", lambda name: name)

    assert stand("owner").post("/settings", {**OTHERS, "name": "Hope Recovery"}).status_code == 303


def test_init_refuses_it_before_a_key_is_made(tmp_path: Path) -> None:
    surroundings = {**os.environ, "FAMILYPLAN_DATA": str(tmp_path / "data"), "FAMILYPLAN_KEYS": str(tmp_path / "keys")}
    command = [sys.executable, "-m", "familyplan", "init", "--owner", "olga@example.org", "--practice"]
    told = [
        subprocess.run([*command, name], env=surroundings, cwd=tmp_path, capture_output=True, text=True, check=False)
        for name in ("Hope Recovery", "Linden Office")
    ]

    assert [one.returncode for one in told] == [1, 0]
    assert "“Recovery” tells a stranger what this is about" in told[0].stderr
    assert "/sign-in/" in told[1].stdout
