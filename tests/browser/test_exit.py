"""Leaving at once: the words are off the screen and out of this page's place in the history; the session is ended."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from litestar.types import ASGIApp
from playwright.sync_api import Page

from tests.browser.stage import PAGES, Stage


@pytest.fixture(scope="module")
def played(serve: Callable[[ASGIApp], str]) -> tuple[Stage, str]:
    stage = Stage()
    return stage, serve(stage)


def _left(stage: Stage) -> list[tuple[str, str]]:
    assert stage.left.wait(10), "nobody asked to end the session"
    return [(act, form["_csrf_token"]) for act, form, _headers in stage.tried if act.endswith("/exit")]


@pytest.mark.parametrize("path", list(PAGES))
def test_the_button_leads_away_and_ends_the_session(phone: Page, played: tuple[Stage, str], path: str) -> None:
    stage, base = played
    stage.tried.clear()
    stage.left.clear()
    phone.goto(base + path)
    phone.locator("[data-exit]").click()
    phone.wait_for_url("**/weather")
    assert _left(stage) == [("POST /exit", 'first"token')]


def test_shift_three_times_does_the_same(wide: Page, played: tuple[Stage, str]) -> None:
    stage, base = played
    stage.tried.clear()
    stage.left.clear()
    wide.goto(base + "/desk")
    for _press in range(3):
        wide.keyboard.press("Shift")
    wide.wait_for_url("**/weather")
    assert _left(stage) == [("POST /exit", 'first"token')]


def test_capital_letters_do_not_lead_away(wide: Page, played: tuple[Stage, str]) -> None:
    _stage, base = played
    wide.goto(base + "/call")
    wide.get_by_label("What happened?").focus()
    for letter in ("Shift+S", "Shift+A", "Shift+M"):
        wide.keyboard.press(letter)
    assert wide.get_by_label("What happened?").input_value() == "SAM"
    assert wide.url.endswith("/call")


def test_the_screen_is_empty_at_once(wide: Page, played: tuple[Stage, str]) -> None:
    _stage, base = played
    wide.goto(base + "/desk")
    press = "document.querySelector('[data-exit]').click(), [document.body.textContent, document.title]"
    assert wide.evaluate(press) == ["", "…"]


def test_the_page_left_is_not_in_the_history(wide: Page, played: tuple[Stage, str]) -> None:
    _stage, base = played
    wide.goto(base + "/door")
    wide.goto(base + "/letter")
    wide.locator("[data-exit]").click()
    wide.wait_for_url("**/weather")
    wide.go_back()
    assert wide.url == base + "/door"


def test_unsent_words_are_sent_on_the_way_out(wide: Page, played: tuple[Stage, str]) -> None:
    stage, base = played
    stage.plays = 200
    stage.kept.clear()
    wide.goto(base + "/letter")
    wide.locator("textarea").fill("Dear Sam, he is coming")
    wide.locator("[data-exit]").click()
    wide.wait_for_url("**/weather")
    assert stage.kept[-1]["body"] == "Dear Sam, he is coming"
