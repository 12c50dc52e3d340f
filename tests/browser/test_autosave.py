"""A letter saves itself: what the browser promises about words, whatever the server or the signal does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from litestar.types import ASGIApp
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from tests.browser.stage import Stage

BOX = "textarea[name=body]"
PAUSE = 2000  # ms, the longest that a pause may last before words are sent


class Writing:
    """One person at one page of a letter."""

    def __init__(self, page: Page, stage: Stage, base: str) -> None:
        self.page = page
        self.stage = stage
        page.goto(f"{base}/letter")

    def types(self, words: str) -> None:
        self.page.locator(BOX).press("Control+End")
        self.page.keyboard.type(words)

    def holds_the_clock(self) -> None:
        self.page.clock.install(time=0)
        self.page.reload()
        self.page.clock.pause_at(600)

    def comes_to(self, state: str) -> None:
        expect(self.page.locator("form[data-autosave]")).to_have_attribute("data-state", state)

    def line(self) -> str:
        return self.page.locator("[data-save-state]").inner_text()

    def words(self) -> str:
        return self.page.locator(BOX).input_value()


@pytest.fixture(scope="module")
def played(serve: Callable[[ASGIApp], str]) -> tuple[Stage, str]:
    stage = Stage()
    return stage, serve(stage)


@pytest.fixture
def maria(phone: Page, played: tuple[Stage, str]) -> Writing:
    stage, base = played
    stage.plays, stage.revision = 200, 4
    stage.kept.clear()
    stage.tried.clear()
    return Writing(phone, stage, base)


def test_words_are_sent_after_a_pause_and_the_line_says_when(maria: Writing) -> None:
    maria.types(" my son")
    maria.comes_to("saved")
    assert maria.line() == "Saved at 4:13."
    assert maria.stage.kept == [{"body": "Dear Sam, my son", "revision": "4", "writing": "page-one", "turn": "1"}]
    assert maria.page.locator("[name=revision]").input_value() == "5"
    assert maria.stage.tried[0][2]["x-csrftoken"] == 'first"token'


def test_the_line_never_says_saved_about_unsent_words(maria: Writing) -> None:
    maria.types("!")
    maria.comes_to("unsaved")
    assert maria.line() == "Saving …"


def test_words_typed_without_a_pause_are_sent_within_ten_seconds(maria: Writing) -> None:
    maria.holds_the_clock()
    for _second in range(10):
        maria.types("a")
        maria.page.clock.run_for(1000)
    expect(maria.page.locator("[name=revision]")).to_have_value("5")
    assert maria.stage.kept[0]["body"].startswith("Dear Sam,aaaaaaa")


def test_undoing_what_was_typed_sends_nothing(maria: Writing) -> None:
    maria.types("!")
    maria.page.keyboard.press("Backspace")
    maria.comes_to("saved")
    assert maria.line() == "Saved at 4:12."


def test_without_signal_the_words_stay_and_go_when_it_is_back(maria: Writing) -> None:
    maria.page.context.set_offline(True)
    maria.types(" wait")
    maria.comes_to("offline")
    assert maria.line() == "No signal."
    maria.types(" for me")
    maria.page.context.set_offline(False)
    maria.comes_to("saved")
    assert maria.stage.kept[-1]["body"] == "Dear Sam, wait for me"
    assert {form["writing"] for form in maria.stage.kept} == {"page-one"}


def test_a_server_in_trouble_is_asked_again_after_one_two_and_four_seconds(maria: Writing) -> None:
    maria.holds_the_clock()
    maria.stage.plays = 503
    maria.types("!")
    for tries, wait in enumerate((PAUSE, 1000, 2000, 4000), start=1):
        maria.page.clock.run_for(wait - 100 if tries > 1 else 0)
        assert len(maria.stage.tried) == tries - 1
        with maria.page.expect_response("**/sections/saw"):
            maria.page.clock.run_for(200 if tries > 1 else PAUSE)
        maria.page.evaluate("fetch('/desk')")  # a later answer: the earlier one has been heard
        maria.comes_to("offline")
    assert maria.words() == "Dear Sam,!"


def test_a_session_that_ended_keeps_the_words_and_a_fresh_token_sends_them(maria: Writing) -> None:
    maria.stage.plays = 401
    maria.types(" still here")
    maria.comes_to("signed-out")
    again = maria.page.locator("form [data-sign-in] a")
    expect(again).to_be_visible()
    assert again.get_attribute("target") == "_blank"
    assert maria.words() == "Dear Sam, still here"
    maria.stage.plays = "fresh"
    maria.page.evaluate("dispatchEvent(new Event('focus'))")
    maria.comes_to("saved")
    assert maria.stage.kept[-1]["body"] == "Dear Sam, still here"
    assert maria.page.locator("main form [name=_csrf_token]").input_value() == "fresh-token"
    expect(again).to_be_hidden()


def test_words_that_the_program_keeps_can_be_left_behind(maria: Writing) -> None:
    maria.stage.plays = "kept"
    maria.types(" too late")
    maria.comes_to("signed-out")
    assert maria.line() == "Your words are kept."
    asked: list[str] = []
    maria.page.on("dialog", lambda dialog: asked.append(dialog.type))
    maria.page.goto(maria.page.url.replace("/letter", "/desk"))
    assert asked == []


@pytest.mark.parametrize("trouble", ["proxy", "elsewhere", 429, 500, 502])
def test_an_answer_that_is_not_the_programs_own_is_no_answer(maria: Writing, trouble: int | str) -> None:
    maria.stage.plays = trouble
    maria.types(" stay")
    maria.comes_to("offline")
    assert maria.line() == "No signal."
    maria.stage.plays = 200
    maria.comes_to("saved")
    assert maria.stage.kept[-1]["body"] == "Dear Sam, stay"


def test_a_conflict_that_is_not_the_programs_own_is_none(maria: Writing) -> None:
    maria.stage.plays = "proxy-409"
    maria.types(" stay")
    maria.comes_to("offline")
    maria.stage.plays = 200
    maria.comes_to("saved")


def test_each_save_carries_its_number(maria: Writing) -> None:
    for word in (" one", " two"):
        maria.types(word)
        maria.comes_to("unsaved")
        maria.comes_to("saved")
    assert [form["turn"] for form in maria.stage.kept] == ["1", "2"]


def test_two_phones_show_both_texts_and_the_box_keeps_its_own(maria: Writing) -> None:
    maria.stage.plays = 409
    maria.types(" mine")
    maria.comes_to("conflict")
    expect(maria.page.locator("#conflict-saw")).to_have_text("Another phone wrote: Hello.")
    assert maria.words() == "Dear Sam, mine"
    assert maria.line() == "Both are kept."


@pytest.mark.parametrize("status", [413, 422])
def test_too_many_words_are_said_and_stay(maria: Writing, status: int) -> None:
    maria.stage.plays = status
    maria.types(" long")
    maria.comes_to("too-long")
    assert maria.line() == "Too long."
    assert maria.words() == "Dear Sam, long"


def test_a_link_within_the_page_waits_for_the_words(maria: Writing) -> None:
    maria.types(" before I go")
    maria.page.get_by_role("link", name="Back").click()
    maria.page.wait_for_url("**/desk")
    assert maria.stage.kept[-1]["body"] == "Dear Sam, before I go"


def test_a_button_never_leads_away_from_words_that_were_not_kept(maria: Writing) -> None:
    maria.page.context.set_offline(True)
    maria.types(" stay")
    maria.page.get_by_role("button", name="Next").click()
    maria.comes_to("offline")
    assert maria.page.url.endswith("/letter")
    assert maria.words() == "Dear Sam, stay"


def test_closing_the_page_with_unsent_words_asks_first_and_sends_them(maria: Writing) -> None:
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    maria.page.on("dialog", leave)
    maria.types(" last")
    maria.page.goto(maria.page.url.replace("/letter", "/desk"))
    expect(maria.page.get_by_role("heading", name="Three families")).to_be_visible()
    assert asked == ["beforeunload"]
    assert maria.stage.kept[-1]["body"] == "Dear Sam, last"


def test_nothing_is_kept_in_the_browser(maria: Writing) -> None:
    maria.types(" secret")
    maria.comes_to("saved")
    kept = """async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
      (await caches.keys()).length]"""
    assert maria.page.evaluate(kept) == [0, 0, 0, 0]


def test_without_scripts_the_form_sends_the_words(
    new_context: Callable[..., BrowserContext], played: tuple[Stage, str]
) -> None:
    stage, base = played
    stage.tried.clear()
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{base}/letter")
    page.locator(BOX).fill("Dear Sam, by hand")
    page.get_by_role("button", name="Next").click()
    method, form, _headers = stage.tried[0]
    assert method == "POST /letters/1/sections/saw"
    assert (form["body"], form["revision"], form["writing"]) == ("Dear Sam, by hand", "4", "page-one")
