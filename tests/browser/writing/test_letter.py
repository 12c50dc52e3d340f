"""Maria's letter on a 390 px phone, against the real program: no word is lost, and none stays in the browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from tests.browser.writing.phone import BOX, Phone


def test_words_are_kept_after_a_pause_without_a_press(maria: Phone) -> None:
    maria.types("The creek was frozen.")
    maria.comes_to("unsaved")
    maria.comes_to("saved")

    assert maria.kept() == "The creek was frozen."
    expect(maria.page.locator("[data-save-state]")).to_contain_text("You can stop here.")
    maria.opens()
    expect(maria.page.locator(BOX)).to_have_value("The creek was frozen.")


def test_without_a_signal_the_words_stay_and_are_sent_when_it_is_back(maria: Phone) -> None:
    maria.page.context.set_offline(True)
    maria.types("You carried the dog across.")
    maria.comes_to("offline")
    expect(maria.page.locator("[data-save-state]")).to_contain_text("No signal. Your words are still on this page")
    assert maria.kept() == ""

    maria.page.context.set_offline(False)
    maria.comes_to("saved")
    assert maria.kept() == "You carried the dog across."


@pytest.mark.parametrize(
    ("press", "expected"),
    [
        ("Use this one", "Written on the phone. And more."),
        ("Use that one", "Written at the kitchen table."),
        ("Keep both, one after the other", "Written at the kitchen table.\n\nWritten on the phone. And more."),
    ],
)
def test_two_tabs_show_both_texts_and_maria_chooses(maria: Phone, press: str, expected: str) -> None:
    other = maria.in_another_tab()
    other.types("Written at the kitchen table.")
    other.comes_to("saved")
    maria.types("Written on the phone.")
    maria.comes_to("conflict")

    both = maria.page.locator("#conflict-moments")
    expect(both).to_contain_text("Written at the kitchen table.")
    expect(both).to_contain_text("Written on the phone.")
    maria.types(" And more.")
    asked: list[Dialog] = []

    def hear(dialog: Dialog) -> None:
        asked.append(dialog)
        dialog.accept()

    maria.page.on("dialog", hear)
    maria.page.get_by_role("button", name=press).click()

    expect(maria.page.locator(BOX)).to_have_value(expected)
    assert maria.kept() == expected
    assert asked == []


def test_nothing_is_kept_in_the_browser(maria: Phone) -> None:
    maria.types("Only on the page and with the program.")
    maria.comes_to("saved")
    maria.opens("?read=1")

    assert maria.page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert maria.page.evaluate("caches.keys().then((keys) => keys.length)") == 0
    assert maria.page.evaluate("indexedDB.databases().then((all) => all.length)") == 0


def test_leaving_with_unsent_words_asks_first(maria: Phone) -> None:
    maria.page.context.set_offline(True)
    maria.types("Not sent yet.")
    maria.comes_to("offline")
    with maria.page.expect_event("dialog") as asked:
        maria.page.evaluate("setTimeout(() => location.reload())")
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    expect(maria.page.locator(BOX)).to_have_value("Not sent yet.")


def test_another_button_of_the_page_waits_for_the_words(maria: Phone) -> None:
    maria.opens("?all=1")
    maria.types("A memory that is not sent yet.")
    maria.page.get_by_label("Their first name, or nothing").fill("Luis")
    maria.page.get_by_role("button", name="Save the name").click()

    expect(maria.page.get_by_text("Luis types for you.")).to_be_visible()
    assert maria.kept("love_and_memory") == "A memory that is not sent yet."


def test_what_dana_selects_becomes_the_phrase_in_code_points(
    maria: Phone, wide: Page, signs_in: Callable[[BrowserContext, str], None]
) -> None:
    maria.types("\U0001f475 I love you. \U0001f475 I love you.")
    maria.comes_to("saved")
    maria.opens("?give=1")
    maria.page.get_by_role("button", name="Give it to Dana").click()
    expect(maria.page.get_by_text("That was hard, and you did it.")).to_be_visible()
    signs_in(wide.context, "dana")
    wide.goto(maria.address)
    wide.evaluate(
        """() => {
          const text = document.querySelector("[data-section=moments]").firstChild;
          getSelection().setBaseAndExtent(text, 17, text, 29);
          document.dispatchEvent(new PointerEvent("pointerup"));
        }"""
    )

    expect(wide.locator("[name=phrase]")).to_have_value("I love you.")
    expect(wide.locator("[name=section]")).to_have_value("moments")
    expect(wide.locator("[name=starts]")).to_have_value("16")
