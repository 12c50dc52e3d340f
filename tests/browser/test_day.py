"""The day in a real browser: dragging is an addition to the buttons, the clock fills its field, and a tap is a tap."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from familyplan.day.rehearsal import service as rehearsals
from familyplan.demo.cast import Cast
from familyplan.engagements import queries as engagements
from familyplan.engagements import service as acts
from familyplan.engagements.gates import service as gates
from familyplan.kernel import clock
from familyplan.kernel.db import Database

AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
TALL = {"width": 1280, "height": 1800}
ROWS = "ol.rows > li .row-title span"


def at(sample: dict[str, Any], path: str, key: str = "love_first") -> str:
    return f"{sample['url']}/engagements/{sample['engagements'][key]}{path}"


def first_words(page: Page) -> list[str]:
    return [row.split(" ")[-1] for row in page.locator(ROWS).all_inner_texts()]


def drag(page: Page, which: int, over: int) -> None:
    """Take one row at its name and let it go in the upper half of another."""
    rows = page.locator("ol.rows > li")
    rows.nth(which).drag_to(rows.nth(over), source_position={"x": 20, "y": 12}, target_position={"x": 20, "y": 4})


def test_a_seat_is_dragged_again_and_again_and_stays(
    wide: Page, sample: dict[str, Any], enter: Callable[[Page, str], None]
) -> None:
    wide.set_viewport_size(TALL)  # type: ignore[arg-type]  # a plain dict is what it takes
    enter(wide, "dana")
    wide.goto(at(sample, "/day/seats"))
    *_others, last = before = first_words(wide)
    drag(wide, len(before) - 1, 0)
    expect(wide.locator(ROWS).first).to_have_text(last)
    drag(wide, 1, 0)
    expect(wide.locator(ROWS).first).to_have_text(before[0])

    wide.reload()
    assert first_words(wide)[:2] == [before[0], last]


def test_a_seat_moves_by_the_keyboard_alone(
    wide: Page, sample: dict[str, Any], enter: Callable[[Page, str], None]
) -> None:
    enter(wide, "dana")
    wide.goto(at(sample, "/day/seats", "johnson"))
    first, second, *_rest = first_words(wide)
    wide.get_by_role("button", name="Down").first.focus()
    wide.keyboard.press("Enter")
    expect(wide.locator(ROWS).first).to_have_text(second)
    assert first_words(wide)[:2] == [second, first]


def test_the_clock_fills_the_field_and_stops(
    wide: Page, sample: dict[str, Any], enter: Callable[[Page, str], None]
) -> None:
    enter(wide, "dana")
    wide.clock.install()
    wide.goto(at(sample, "/day/rehearsal"))
    field = wide.locator("input[name=seconds]").first
    wide.get_by_role("button", name="Start the clock").first.click()
    wide.clock.run_for(95_000)
    expect(field).to_have_value("95")
    wide.get_by_role("button", name="Stop").click()
    wide.clock.run_for(30_000)
    expect(field).to_have_value("95")
    wide.get_by_role("button", name="Keep").first.click()
    expect(wide.locator("input[name=seconds]").first).to_have_value("95")
    expect(wide.locator("ol.rows > li").first.get_by_text("read", exact=True)).to_be_visible()


def test_without_javascript_there_is_no_clock_and_the_number_is_typed(
    new_context: Callable[..., Any], sample: dict[str, Any], enter: Callable[[Page, str], None]
) -> None:
    page = new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}).new_page()
    enter(page, "dana")
    page.goto(at(sample, "/day/rehearsal", "johnson"))
    assert page.get_by_role("button", name="Start the clock").count() == 0
    page.locator("input[name=seconds]").first.fill("140")
    page.get_by_role("button", name="Keep").first.click()
    assert page.locator("input[name=seconds]").first.input_value() == "140"


@pytest.fixture
def a_go(database: Database, cast: Cast, letter: UUID) -> None:
    """The day is three days off, a go stands, and the family has rehearsed."""
    with database.writing() as db:
        family = engagements.led(db, cast.reyes.id, seen_by=cast.dana)
        acts.set_day(db, family, clock.now() + timedelta(days=3), "Aunt Rosa's house", by=cast.dana)
        gates.decide(db, family, "C", "go", "Talked it over with everybody.", by=cast.dana)
        rehearsals.hold(db, family, clock.today(family.zone), by=cast.dana)


@pytest.mark.usefixtures("a_go")
def test_a_member_finds_their_part_on_a_phone_and_taps_once(
    phone: Page, base: str, cast: Cast, signs_in: Callable[[BrowserContext, str], None]
) -> None:
    signs_in(phone.context, "maria")
    family = f"{base}/engagements/{cast.reyes.id}"
    for path in ("/day", "/day/rehearsal"):
        phone.set_viewport_size({"width": 320, "height": 640})
        phone.goto(family + path)
        assert phone.evaluate("document.scrollingElement.scrollWidth") <= 320
        assert Axe().run(phone, options=AXE).response["violations"] == []
    phone.get_by_role("button", name="I know my part").click()
    expect(phone.get_by_text("You said that you know your part. Thank you.")).to_be_visible()
    phone.reload()
    expect(phone.get_by_role("button", name="I know my part")).to_have_count(0)
