"""A form that htmx sends and that is not let through as it is: the whole page says what to do, with the words on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import update

from familyplan.access.sessions.records import SignedIn
from familyplan.demo.cast import Cast
from familyplan.kernel import clock
from familyplan.kernel.db import Database

WHY = "A letter of a lawyer asks for everything"


@pytest.fixture
def olga(
    wide: Page, base: str, signs_in: Callable[[BrowserContext, str], None], database: Database, cast: Cast
) -> Page:
    """The owner before a page on which one must have confirmed lately; it was long ago."""
    signs_in(wide.context, "olga")
    wide.goto(f"{base}/engagements/{cast.reyes.id}/keeping")
    with database.writing() as db:
        db.execute(update(SignedIn).values(confirmed_at=clock.now() - timedelta(minutes=16)))
    return wide


def test_it_leads_to_confirming_and_keeps_the_words(olga: Page) -> None:
    olga.get_by_label("Why").fill(WHY)
    olga.get_by_role("button", name="Place a hold").click()

    expect(olga.get_by_role("link", name="Confirm in a new tab")).to_be_visible()
    expect(olga.get_by_label("Your words")).to_have_value(WHY)


def test_and_then_one_press_sends_them(olga: Page, database: Database) -> None:
    olga.get_by_label("Why").fill(WHY)
    olga.get_by_role("button", name="Place a hold").click()
    expect(olga.get_by_role("link", name="Confirm in a new tab")).to_be_visible()
    with database.writing() as db:
        db.execute(update(SignedIn).values(confirmed_at=clock.now()))
    olga.get_by_role("button", name="Send it now").click()

    expect(olga.get_by_text("A hold stands.")).to_be_visible()


def test_control_a_script_that_only_says_try_again_is_found(olga: Page) -> None:
    olga.route("**/page.js", lambda route: route.fulfill(
        response=(answer := route.fetch()), body=answer.text().replace("xhr.status === 403", "xhr.status === 999")
    ))  # fmt: skip
    olga.evaluate("location.reload()")
    olga.wait_for_load_state()
    olga.get_by_label("Why").fill(WHY)
    olga.get_by_role("button", name="Place a hold").click()

    expect(olga.get_by_text("That did not work just now.")).to_be_visible()
