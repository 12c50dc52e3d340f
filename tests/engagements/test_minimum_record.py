"""Minimum record: about somebody who has agreed to nothing, there is no place for more than a name and an address."""

import re

import pytest

import familyplan.app.schema  # noqa: F401  every record is known once it is imported
from familyplan.engagements.records import Engagement
from familyplan.kernel import paths
from familyplan.kernel.records import Record

NEVER = (
    "birth",
    "ssn",
    "social_security",
    "insurance",
    "employer",
    "diagnosis",
    "medication",
    "photo",
    "score",
    "home_address",
)
OF_A_PROGRAM = {  # whether a program offers it at all; about nobody
    "program.opioid_medication", "program.alcohol_medication",
    "_fields.html: opioid_medication", "_fields.html: alcohol_medication",
}  # fmt: skip
FIELD = re.compile(r'fields\.(?:text|area|date|select|choices|ticks|checkbox|hidden)\(\s*"([^"]+)"')


def columns() -> set[str]:
    return {f"{table.name}.{column.name}" for table in Record.metadata.tables.values() for column in table.columns}


def fields() -> set[str]:
    pages = paths.templates().rglob("*.html")
    return {f"{page.name}: {name}" for page in pages for name in FIELD.findall(page.read_text())}


@pytest.mark.parametrize("word", NEVER)
def test_no_column_could_hold_it(word: str) -> None:
    assert [name for name in columns() - OF_A_PROGRAM if word in name.partition(".")[2]] == []


@pytest.mark.parametrize("word", NEVER)
def test_no_form_asks_for_it(word: str) -> None:
    assert [name for name in fields() - OF_A_PROGRAM if word in name.partition(": ")[2]] == []


def test_the_test_sees_columns_and_fields() -> None:
    assert "engagement.loved_name" in columns()
    assert "loved_one.html: under_18" in fields()
    assert columns() | fields() >= OF_A_PROGRAM


def test_all_that_is_kept_of_the_loved_one_is_listed_here() -> None:
    kept = {name for name in Engagement.__table__.columns.keys() if name.startswith(("loved_", "under_"))}  # noqa: SIM118  a table's columns

    assert kept == {
        "loved_name", "loved_address", "loved_address_index", "loved_one_learns", "loved_one_learns_why", "under_18",
        "under_18_why",
    }  # fmt: skip
