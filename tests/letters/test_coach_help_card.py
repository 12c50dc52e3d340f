"""The help card opens under words that sound like now, for their writer alone, and nobody is told (practice 1.3)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import MetaData, func, select

from familyplan.kernel.db import Database
from familyplan.kernel.records import Record
from familyplan.letters.records import Section
from tests.letters.scripted import BARE, NOW, Broken, Scripted
from tests.visitor import Visitor

TOLD = "This card opened because of words in your letter. Nobody else has been told."
QUIET = "I am so tired tonight."


@pytest.fixture(autouse=True)
def _scripted(coach: Callable[[Any], None]) -> None:
    coach(Scripted())


def put(maria: Visitor, at: str, body: str, revision: int = 0, key: str = "moments") -> Any:
    told = maria.put(f"{at}/sections/{key}", {"body": body, "revision": revision, "writing": "page-one"})
    assert told.status_code == 200
    return told.json()


def rows(database: Database) -> dict[str, int]:
    """How many rows each table has, the outbox and the journal among them."""
    tables: MetaData = Record.metadata
    with database.reading() as db:
        return {table.name: db.scalars(select(func.count()).select_from(table)).one() for table in tables.sorted_tables}


def test_the_answer_to_a_save_brings_the_card_with_numbers_that_can_be_pressed(maria: Visitor, at: str) -> None:
    card = put(maria, at, NOW)["help"]

    assert TOLD in card
    assert 'href="tel:911"' in card
    assert 'href="tel:988"' in card
    assert 'href="tel:+18007997233"' in card
    assert "Ask Dana to call me" in card
    assert "Dana reads these Monday to Friday" in card


def test_it_goes_when_the_words_go(maria: Visitor, at: str) -> None:
    put(maria, at, NOW)
    assert TOLD in maria.get(f"{at}?part=moments").text

    assert "help" not in put(maria, at, QUIET, 1)
    assert TOLD not in maria.get(f"{at}?part=moments").text


def test_without_a_script_it_stands_on_the_page_that_the_button_leads_to(maria: Visitor, at: str) -> None:
    form = {"body": NOW, "revision": 0, "writing": "page-one", "go": "next"}
    page = maria.post(f"{at}/sections/moments", form, follow=True).text

    assert page.count(TOLD) == 1
    assert TOLD in maria.get(f"{at}?read=1").text


def test_it_stands_once_on_a_page_and_under_the_part_with_the_words(maria: Visitor, at: str) -> None:
    put(maria, at, NOW)
    put(maria, at, NOW, key="love_again")
    page = maria.get(f"{at}?all=1").text

    assert page.count(TOLD) == 1
    assert TOLD in page.partition('id="help-moments"')[2].partition('id="part-love_again"')[0]


def test_nothing_is_told_to_anybody_and_nothing_is_written_down(
    maria: Visitor, at: str, database: Database, caplog: pytest.LogCaptureFixture, counted: Callable[[], list[str]]
) -> None:
    """Practice 6.7, 1: the same rows, the same changes and the same lines as for any other words."""
    seen: dict[str, Any] = {}
    maria.get(at)  # what only the first opening does
    for body, key in ((QUIET, "love_again"), (NOW, "moments")):
        before = rows(database)
        counted()
        caplog.clear()
        put(maria, at, body, key=key)
        maria.get(f"{at}?part={key}")
        ours = [record.getMessage() for record in caplog.records if record.name.startswith("familyplan")]
        changes = [said for said in counted() if not said.lstrip().startswith("SELECT")]
        after = rows(database)
        seen[key] = (
            [line.split(" ")[:3] for line in ours],
            changes,
            {name: after[name] - before[name] for name in after},
        )

    assert seen["moments"] == seen["love_again"]
    assert not any(seen["moments"][2].values())


def test_asking_for_a_call_says_when_it_is_read_and_comes_only_of_the_button(
    maria: Visitor, dana: Visitor, at: str, database: Database
) -> None:
    put(maria, at, NOW)
    assert rows(database)["call_request"] == 0
    with database.reading() as db:
        engagement = db.scalars(select(Section.engagement_id).where(Section.letter_id == UUID(at[9:]))).first()
    block = maria.post("/calls", {"engagement_id": str(engagement), "back": f"{at}?part=moments"}, htmx="ask").text

    assert "Not read yet." in block
    assert "Not read yet." in maria.get(f"{at}?part=moments").text
    assert "Not read yet." in put(maria, at, f"{NOW} {BARE}", 1)["help"]


def test_the_lead_who_types_it_in_and_reads_it_sees_no_card(maria: Visitor, dana: Visitor, at: str) -> None:
    put(maria, at, NOW)
    maria.post(f"{at}/hand-in")

    assert TOLD not in dana.get(at).text


@pytest.mark.parametrize("made", [Broken(), None], ids=["fails", "is not there"])
def test_without_a_coach_words_are_saved_all_the_same(
    maria: Visitor, at: str, coach: Callable[[Any], None], made: Broken | None, section: Callable[..., Section]
) -> None:
    coach(made)

    assert "help" not in put(maria, at, NOW)
    assert section().body == NOW
    assert maria.get(f"{at}?part=moments").status_code == 200


def test_on_the_other_page_too_the_part_that_is_hers_alone_included(maria: Visitor, other_page: str) -> None:
    assert TOLD in put(maria, other_page, NOW, key="keep")["help"]
    assert TOLD in maria.get(f"{other_page}/other-page").text


def test_the_real_coach_hears_now_and_not_then(
    maria: Visitor, at: str, coach: Callable[[Any], None], real: Any
) -> None:
    coach(real)

    assert TOLD in put(maria, at, "I want to die.")["help"]
    assert "help" not in put(maria, at, "When you overdosed in March I thought I had lost you.", 1)
