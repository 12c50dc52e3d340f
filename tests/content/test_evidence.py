"""What studies found: numbers only with the number of people they come from, and no more than was read."""

from __future__ import annotations

import re

import pytest

from familyplan.guidance.models import Finding
from familyplan.guidance.shelf import open_shelf
from familyplan.kernel import paths

SHELF = open_shelf(paths.models()[:1], paths.content()[:1])
FINDINGS = [finding for model in SHELF.models.values() for finding in model.chooser.evidence] + [
    finding for way in SHELF.safety.something_else.ways for finding in way.evidence
]
PEOPLE = re.compile(r"\b\d+ (families|cases|first calls|relatives)\b")
every_finding = pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding.text[:40])


def text_of(key: str) -> str:
    return " ".join(finding.text for finding in SHELF.models[key].chooser.evidence)


@every_finding
def test_a_percentage_stands_beside_the_number_it_is_of(finding: Finding) -> None:
    if "%" in finding.text:
        assert PEOPLE.search(finding.text)


@every_finding
def test_it_says_where_it_was_read(finding: Finding) -> None:
    assert finding.source


def test_johnson_is_told_with_those_who_did_not_hold_the_meeting() -> None:
    """75 % of those who held it is not what happens to a family that begins."""
    held = next(finding.text for finding in SHELF.models["johnson"].chooser.evidence if "75 %" in finding.text)

    assert "30 %" in held
    assert "70 % did not hold the meeting" in held


def test_relapse_is_never_told_without_staying_nor_the_reverse() -> None:
    for finding in FINDINGS:
        assert ("relapse" in finding.text) == ("completed" in finding.text)


def test_arise_is_told_with_its_limits() -> None:
    for limit in ("no comparison group", "the authors include those who developed it", "not staying"):
        assert limit in text_of("arise")


def test_nothing_is_counted_for_love_first() -> None:
    assert not re.search(r"\d", text_of("love_first"))


def test_no_number_of_an_owners_own_is_used() -> None:
    for number in ("61 %", "62 %", "96 %", "78 %"):
        assert number not in " ".join(finding.text for finding in FINDINGS)
