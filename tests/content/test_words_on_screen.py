"""What no file of models/ or content/ may say, whoever edits it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from familyplan.kernel import paths

MODELS, CONTENT = paths.models()[0], paths.content()[0]
FILES = [
    *MODELS.glob("*.toml"),
    *(path for path in CONTENT.rglob("*") if path.suffix in {".md", ".toml"} and "demo" not in path.parts),
]
CLAIMS = (
    "safe", "secure", "confidential", "risk score", "cleared", "monitored", "24/7", "guaranteed", "compliant",
    "hipaa-compliant", "evidence-based", "proven", "success rate", "certified", "clinical decision", "approved",
    "failed", "refused", "refusal", "refuses",
)  # fmt: skip
NO_CLAIM = (
    "is not affiliated with, certified or endorsed by",
    "It does not make anything safe.",
    "When did you feel safe or proud beside NAME?",
)
"""Sentences of the practice in which the word denies, or asks."""
PERSON_FIRST = ("addict", "alcoholic", "abuser", "junkie", "substance abuse", "drug abuse")
every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")


SPOKEN = {"why", "think", "instead", "whys"}
"""What the coach says; everything else in its files is what it looks for in a letter, where every word may stand."""


def spoken(told: object, *, aloud: bool = False) -> list[str]:
    if isinstance(told, dict):
        return [one for key, value in told.items() for one in spoken(value, aloud=aloud or key in SPOKEN)]
    if isinstance(told, list):
        return [one for value in told for one in spoken(value, aloud=aloud)]
    return [str(told)] if aloud else []


def said(path: Path) -> str:
    if path.parent.name == "coach":
        return " ".join(spoken(tomllib.loads(path.read_text(encoding="utf-8")))).lower()
    text = (
        re.sub(r"^ *#.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        if path.suffix == ".toml"
        else (path.read_text(encoding="utf-8"))
    )
    for sentence in NO_CLAIM:
        text = text.replace(sentence, "")
    return " ".join(text.lower().split())


@every_file
def test_it_claims_nothing_that_a_family_tool_cannot_keep(path: Path) -> None:
    assert [claim for claim in CLAIMS if re.search(rf"(?<![\w-]){re.escape(claim)}(?![\w-])", said(path))] == []


@every_file
def test_it_puts_the_person_first(path: Path) -> None:
    assert [word for word in PERSON_FIRST if re.search(rf"\b{word}s?\b", said(path))] == []


def test_what_the_coach_says_is_read_and_what_it_looks_for_is_not() -> None:
    labels = said(CONTENT / "coach" / "labels.toml")
    assert "swallow the whole person" in labels
    assert "junkie" not in labels


@pytest.mark.parametrize("sentence", NO_CLAIM)
def test_each_exception_still_stands_somewhere(sentence: str) -> None:
    assert any(sentence in path.read_text(encoding="utf-8") for path in FILES)


@every_file
def test_nobody_is_told_to_make_the_person_stop(path: Path) -> None:
    """Stopping suddenly can kill; the program plans it."""
    for advice in ("sober before the day", "pour it away", "count his pills", "count her pills", "count their pills"):
        assert advice not in said(path)
