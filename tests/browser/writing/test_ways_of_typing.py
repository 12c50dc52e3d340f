"""Words come in many ways, and nothing that a browser does by itself takes them away again."""

import pytest
from playwright.sync_api import ConsoleMessage, Dialog, Page, expect

from tests.browser.writing.phone import BOX, Phone

FROM_WORD = "\u201cYou carried me over the ice\u201d \u2013 that\u2019s what I remember\u2026 <o:p>&nbsp;</o:p>\n"
MUCH = FROM_WORD * 2700  # about 200 kB


def says(page: Page, words: str) -> None:
    """Dictate: the words arrive at once, without a key."""
    page.locator(BOX).focus()
    page.keyboard.insert_text(words)


def test_dictated_words_are_kept(maria: Phone) -> None:
    says(maria.page, "The creek was frozen.")
    maria.comes_to("saved")
    assert maria.kept() == "The creek was frozen."


def test_enter_begins_a_line_and_sends_nothing_away(maria: Phone) -> None:
    maria.types("One line.")
    maria.page.keyboard.press("Enter")
    maria.types("Another.")
    maria.comes_to("saved")

    assert maria.page.url.endswith("?part=moments")
    assert maria.kept() == "One line.\nAnother."


def test_a_word_that_is_still_being_composed_is_not_disturbed(maria: Phone) -> None:
    maria.page.locator(BOX).focus()
    keyboard = maria.page.context.new_cdp_session(maria.page)
    for sofar in ("に", "にほ", "にほん"):
        keyboard.send("Input.imeSetComposition", {"text": sofar, "selectionStart": len(sofar), "selectionEnd": 0})
    maria.comes_to("saved")
    assert maria.words() == "にほん"
    keyboard.send("Input.imeSetComposition", {"text": "日本", "selectionStart": 2, "selectionEnd": 2})
    keyboard.send("Input.insertText", {"text": "日本"})
    maria.comes_to("unsaved")
    maria.comes_to("saved")
    assert maria.words() == maria.kept() == "日本"


def test_what_the_keyboard_corrects_is_kept_as_corrected(maria: Phone) -> None:
    maria.types("The creak was frozen.")
    maria.comes_to("saved")
    maria.page.evaluate(
        """() => {
          const box = document.querySelector("textarea[name=body]");
          box.setRangeText("creek", 4, 9, "end");
          box.dispatchEvent(new InputEvent("input", { inputType: "insertReplacementText", bubbles: true }));
        }"""
    )
    maria.comes_to("unsaved")
    maria.comes_to("saved")
    assert maria.kept() == "The creek was frozen."


def test_back_and_forward_never_erase(maria: Phone) -> None:
    maria.types("The creek was frozen.")
    maria.page.get_by_role("button", name="Next").click()
    maria.page.wait_for_url("**?part=love_again")
    maria.page.locator(BOX).fill("You are loved.")
    maria.comes_to("saved")
    maria.page.go_back()
    expect(maria.page.locator(BOX)).to_have_value("The creek was frozen.")
    maria.types(" And deep.")
    maria.comes_to("saved")
    maria.page.go_forward()
    expect(maria.page.locator(BOX)).to_have_value("You are loved.")
    maria.page.go_back()
    expect(maria.page.locator(BOX)).to_have_value("The creek was frozen. And deep.")


def test_a_page_kept_as_a_whole_by_the_browser_is_asked_for_again(maria: Phone) -> None:
    maria.types("The creek was frozen.")
    maria.comes_to("saved")
    with maria.page.expect_navigation():
        maria.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(maria.page.locator(BOX)).to_have_value("The creek was frozen.")


def test_one_that_holds_unsent_words_is_left_as_it_is(maria: Phone) -> None:
    maria.page.context.set_offline(True)
    maria.types("Not sent yet.")
    maria.comes_to("offline")
    maria.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")

    maria.page.context.set_offline(False)
    maria.comes_to("saved")
    assert maria.kept() == "Not sent yet."


def test_leaving_asks_only_while_something_is_unsaved(maria: Phone) -> None:
    asked: list[str] = []

    def hear(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    maria.page.on("dialog", hear)
    maria.types("The creek was frozen.")
    maria.comes_to("saved")
    maria.page.goto(maria.page.url.replace("moments", "love_again"))
    assert asked == []


def test_the_whole_road_is_seen_and_every_question_can_be_left_empty(maria: Phone) -> None:
    maria.opens("?part=love_and_memory")
    for place in range(1, 7):
        expect(maria.page.locator(".road-words")).to_have_text(f"Part {place} of 6. You can skip it or come back.")
        assert maria.page.evaluate("document.documentElement.scrollWidth") <= 390
        maria.page.get_by_role("button", name="Nothing comes, and that is all right.").click()
        maria.page.wait_for_url(lambda url, place=place: ("read=1" in url) == (place == 6))  # type: ignore[misc]  # bound early
        maria.page.wait_for_load_state()
    expect(maria.page.get_by_text("There is nothing here yet.")).to_be_visible()


@pytest.mark.parametrize(
    "words",
    [
        MUCH,
        "</textarea><script>alert(1)</script><img src=x onerror=alert(1)>",
        "[come home](javascript:alert(1))",
        "\U0001f475\U0001f3fd שלום مرحبا \u202eabc\u202c e\u0301",
    ],
)
def test_whatever_is_pasted_is_kept_as_it_is_and_does_nothing(maria: Phone, words: str) -> None:
    heard: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        heard.append(dialog.message)
        dialog.dismiss()

    def broke_policy(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            heard.append(message.text)

    maria.page.on("console", broke_policy)
    maria.page.locator(BOX).fill(
        words, timeout=120_000
    )  # a long text takes a busy machine longer than it takes a phone
    maria.comes_to("saved")
    maria.page.on("dialog", dismiss)
    assert maria.kept() == words
    maria.opens()
    expect(maria.page.locator(BOX)).to_have_value(words)
    maria.opens("?read=1")
    expect(maria.page.locator("#words")).to_contain_text(words[:40].strip())
    assert maria.page.locator("#words img, #words script, #words a[href^=javascript]").count() == 0
    assert heard == []


def test_a_text_that_is_too_long_stays_and_can_be_made_shorter(maria: Phone) -> None:
    maria.page.evaluate(
        """() => {
          const box = document.querySelector("textarea[name=body]");
          box.value = "x".repeat(200_001);
          box.dispatchEvent(new InputEvent("input", { bubbles: true }));
        }"""
    )
    maria.comes_to("too-long")
    assert "Nothing was cut off" in maria.line()
    assert len(maria.words()) == 200_001
    maria.page.locator(BOX).fill("Shorter.")
    maria.comes_to("saved")
    assert maria.kept() == "Shorter."
