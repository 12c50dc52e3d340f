"""The bar that says that a session ends soon, on an old phone: in time, by keyboard, and without losing a word."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

BAR = "#session-ending"


@pytest.fixture
def maria(phone: Page, base: str, signs_in: Callable[[BrowserContext, str], None]) -> Page:
    phone.clock.install()
    signs_in(phone.context, "maria")
    phone.goto(f"{base}/phone")
    return phone


def test_it_says_so_two_minutes_ahead_and_not_before(maria: Page) -> None:
    maria.clock.run_for("26:30")
    expect(maria.locator(BAR)).to_be_hidden()
    maria.clock.run_for("00:31")

    expect(maria.locator(BAR)).to_be_visible()
    expect(maria.locator(BAR)).to_contain_text("You will be signed out in two minutes")
    box = maria.locator(BAR).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def test_by_keyboard_one_stays_and_the_bar_is_gone(maria: Page) -> None:
    maria.clock.run_for("27:01")
    maria.get_by_role("button", name="Stay signed in").focus()
    with maria.expect_response("**/sessions/extension") as answer:
        maria.keyboard.press("Enter")

    assert answer.value.status == 200
    expect(maria.locator(BAR)).to_be_hidden()
    maria.clock.run_for("20:00")
    expect(maria.locator(BAR)).to_be_hidden()


def test_whoever_types_or_points_is_there_and_never_sees_it(maria: Page) -> None:
    maria.clock.run_for("20:00")
    with maria.expect_response("**/sessions/extension"):
        maria.keyboard.press("ArrowDown")
    maria.clock.run_for("20:00")

    expect(maria.locator(BAR)).to_be_hidden()


def test_control_a_script_that_warns_too_late_is_found(phone: Page, base: str, signs_in: Callable[..., None]) -> None:
    phone.route("**/session.js", lambda route: route.fulfill(
        response=(answer := route.fetch()), body=answer.text().replace("const WARN = 120", "const WARN = 10")
    ))  # fmt: skip
    phone.clock.install()
    signs_in(phone.context, "maria")
    phone.goto(f"{base}/phone")
    phone.clock.run_for("27:01")

    expect(phone.locator(BAR)).to_be_hidden()
