"""The look: on a phone and on a desk, in light, dark and the reader's own colours, with and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from litestar.types import ASGIApp
from playwright.sync_api import BrowserContext, Page, expect

from familyplan.kernel import paths
from tests.browser.stage import ERRORS, HELP, PAGES, Stage

AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
TEMPLATES = sorted(paths.templates().rglob("*.html"))
LIGHTS: list[tuple[Any, Any]] = [("light", "none"), ("dark", "none"), ("light", "active"), ("dark", "active")]
EVERY = [*PAGES, *ERRORS]
SMALL = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter((e) => e.type !== "hidden" && e.checkVisibility() && !e.matches(".skip"))
  .map((e) => [e.outerHTML.slice(0, 80), (e.closest("label, .door") ?? e).getBoundingClientRect()])
  .filter(([, box]) => box.height < 24 || box.width < 24).map(([html]) => html)"""
NOT_PLAIN = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:|https?://", re.IGNORECASE)


@pytest.fixture(scope="module")
def base(serve: Callable[[ASGIApp], str]) -> str:
    return serve(Stage())


@pytest.mark.parametrize("path", EVERY)
def test_axe_finds_nothing_in_any_light(wide: Page, base: str, path: str) -> None:
    wide.goto(base + path)
    for scheme, colours in LIGHTS:
        wide.emulate_media(color_scheme=scheme, forced_colors=colours)
        found = Axe().run(wide, options=AXE).response["violations"]
        assert [(scheme, colours, one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []


@pytest.mark.parametrize("path", EVERY)
def test_a_narrow_phone_with_large_text_scrolls_one_way_only(phone: Page, base: str, path: str) -> None:
    phone.set_viewport_size({"width": 320, "height": 640})
    phone.goto(base + path)
    for size in ("100%", "200%"):
        phone.evaluate("(size) => { document.documentElement.style.fontSize = size }", size)
        assert phone.evaluate("document.scrollingElement.scrollWidth") <= 320, size


@pytest.mark.parametrize("path", EVERY)
def test_everything_that_can_be_pressed_is_large_enough(phone: Page, base: str, path: str) -> None:
    phone.goto(base + path)
    assert phone.evaluate(SMALL) == []


@pytest.mark.parametrize("path", EVERY)
def test_help_and_the_way_out_are_there_without_scripts(
    new_context: Callable[..., BrowserContext], base: str, path: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(base + path)
    words = " ".join(page.locator("footer #help").inner_text().split())
    assert (
        words
        == "Nobody watches this page. In danger now: call 911. Thinking about suicide: call or text 988, any hour."
    )
    assert page.locator("footer #help a").first.get_attribute("href") == HELP[0]["href"]
    expect(page.locator("header a[href='/exit']")).to_be_visible()
    assert page.title() in ("Your page", "Linden Office")


@pytest.mark.parametrize("path", EVERY)
def test_a_page_asks_no_other_host_and_breaks_no_rule_of_its_own(wide: Page, base: str, path: str) -> None:
    asked: list[str] = []
    said: list[str] = []
    wide.on("request", lambda request: asked.append(request.url))
    wide.on("console", lambda message: said.append(message.text))
    wide.on("pageerror", lambda error: said.append(str(error)))
    wide.goto(base + path, wait_until="networkidle")
    assert [url for url in asked if not url.startswith(base)] == []
    assert said == []


def test_a_refusal_keeps_the_words_and_leads_the_keyboard_to_the_field(wide: Page, base: str) -> None:
    wide.goto(base + "/call")
    wide.get_by_label("What happened?").fill("He fell.")
    wide.get_by_role("button", name="Keep this call").click()
    name = wide.get_by_label("What shall I call you?")
    expect(name).to_be_focused()
    expect(name).to_have_accessible_description("One is enough Please give a name.")
    expect(wide.get_by_label("What happened?")).to_have_value("He fell.")


def test_without_signal_a_form_says_so_and_keeps_the_words(wide: Page, base: str) -> None:
    wide.goto(base + "/call")
    wide.get_by_label("What happened?").fill("He fell.")
    wide.context.set_offline(True)
    wide.get_by_role("button", name="Keep this call").click()
    expect(wide.get_by_role("alert")).to_contain_text("No signal")
    expect(wide.get_by_label("What happened?")).to_have_value("He fell.")


def test_the_keyboard_reaches_the_page_first(wide: Page, base: str) -> None:
    wide.goto(base + "/desk")
    wide.keyboard.press("Tab")
    wide.keyboard.press("Enter")
    expect(wide.locator("main")).to_be_focused()


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(paths.templates())))
def test_no_template_holds_a_script_a_style_or_another_host(file: Path) -> None:
    assert NOT_PLAIN.findall(file.read_text()) == []
