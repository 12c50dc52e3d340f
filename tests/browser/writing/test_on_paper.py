"""A letter on paper: printed on a phone, typed in by Dana with the same promises, read and taken back by Maria."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.writing.phone import BOX, Phone


@pytest.fixture
def dana(wide: Page, maria: Phone, signs_in: Callable[[BrowserContext, str], None]) -> Phone:
    """Dana's screen at Maria's letter."""
    signs_in(wide.context, "dana")
    return Phone(wide, maria.database, maria.address, maria.letter)


def test_from_the_printed_form_to_the_letter_and_back(maria: Phone, dana: Phone) -> None:
    maria.page.get_by_text("Other ways to write, or to read").click()
    maria.page.get_by_role("link", name="On paper, with a pen").click()
    expect(maria.page.locator(".paper-question")).to_have_count(6)
    assert maria.page.evaluate("document.documentElement.scrollWidth") <= 390
    maria.page.emulate_media(media="print")
    expect(maria.page.locator("[data-exit]")).to_be_hidden()
    expect(maria.page.get_by_role("heading", name="On paper")).to_be_hidden()
    maria.page.emulate_media(media="screen")

    dana.opens("")
    dana.page.get_by_role("link", name="Maria gave me the letter on paper").click()
    dana.page.get_by_role("button", name="Maria gave me the letter on paper").click()
    expect(dana.page.locator(BOX)).to_have_count(6)
    box = dana.page.locator("#part-moments textarea")
    box.fill("You carried me over the ice.")
    expect(dana.page.locator("#part-moments form")).to_have_attribute("data-state", "saved")
    expect(dana.page.locator("#part-moments [data-save-state]")).to_contain_text("Saved at")
    assert dana.kept() == "You carried me over the ice."

    maria.opens()
    expect(maria.page.locator(BOX)).to_have_value("You carried me over the ice.")
    expect(maria.page.get_by_text("Typed in by Dana from paper, given on")).to_be_visible()
    maria.types(" Twice.")
    maria.comes_to("saved")
    box.fill("You carried me over the ice. Once.")
    expect(dana.page.locator("#part-moments form")).to_have_attribute("data-state", "too-long")
    expect(dana.page.locator("#part-moments [data-save-state]")).to_contain_text("Maria has written here since")
    assert maria.kept() == "You carried me over the ice. Twice."


def test_a_page_that_said_only_you_does_not_show_dana_what_is_typed_on_it(maria: Phone, dana: Phone) -> None:
    dana.opens("/typed-in")
    dana.page.get_by_role("button", name="Maria gave me the letter on paper").click()
    expect(dana.page.locator(BOX)).to_have_count(6)
    maria.types("For nobody yet.")
    maria.comes_to("too-long")

    assert "Dana has this letter on paper since" in maria.line()
    assert maria.words() == "For nobody yet."
    assert maria.kept() == ""
