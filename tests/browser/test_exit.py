"""Leaving at once: the words are off the screen and out of this page's place in the history; the session is ended."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from litestar.types import ASGIApp
from playwright.sync_api import Page, expect

from familyplan.kernel import templates
from tests.browser.conftest import PHONE
from tests.browser.stage import ERRORS, PAGES, Stage


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


def test_three_slow_presses_in_a_field_do_it_too(wide: Page, played: tuple[Stage, str]) -> None:
    _stage, base = played
    wide.clock.install()
    wide.goto(base + "/call")
    wide.get_by_label("What happened?").focus()
    for _press in range(2):
        wide.keyboard.press("Shift")
        wide.clock.fast_forward(2000)
    expect(wide.locator("[data-exit-state]")).to_have_text("Shift once more to leave.")
    wide.keyboard.press("Shift")
    assert wide.locator("body").inner_text() == ""
    wide.clock.run_for(1000)
    wide.wait_for_url("**/weather")


def test_presses_that_lie_far_apart_or_belong_to_the_mouse_lead_nowhere(wide: Page, played: tuple[Stage, str]) -> None:
    _stage, base = played
    wide.clock.install()
    wide.goto(base + "/call")
    for _press in range(4):
        wide.keyboard.press("Shift")
        wide.clock.fast_forward(4000)
    wide.mouse.click(2, 400)
    for _press in range(2):
        wide.keyboard.press("Shift")
    wide.clock.run_for(1000)
    assert wide.url.endswith("/call")


def test_a_page_kept_whole_by_the_browser_is_kept_empty(wide: Page, played: tuple[Stage, str]) -> None:
    _stage, base = played
    wide.goto(base + "/desk")
    wide.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert wide.locator("body").is_hidden()
    with wide.expect_navigation():
        wide.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(wide.locator("main")).to_be_visible()


def both(phone: Page, played: tuple[Stage, str]) -> tuple[Page, Page]:
    """A letter with words that were not sent, and another page of ours, in one browser."""
    stage, base = played
    stage.plays = 200
    stage.kept.clear()
    stage.tried.clear()
    stage.left.clear()
    phone.goto(base + "/letter")
    phone.locator("textarea").fill("Dear Sam, not sent yet")
    other = phone.context.new_page()
    other.goto(base + "/desk")
    return phone, other


def test_every_other_page_of_ours_goes_too_and_its_words_first(phone: Page, played: tuple[Stage, str]) -> None:
    stage, _base = played
    letter, desk = both(phone, played)
    desk.locator("[data-exit]").click()
    desk.wait_for_url("**/weather")
    letter.wait_for_url("**/weather")
    assert stage.left.wait(10)
    assert stage.kept[-1]["body"] == "Dear Sam, not sent yet"
    assert [act.partition(" ")[0] for act, *_more in stage.tried] == ["PUT", "POST"]


def test_a_page_left_open_is_asked_for_again_when_nobody_is_signed_in(phone: Page, played: tuple[Stage, str]) -> None:
    _stage, base = played
    phone.goto(base + "/desk")
    other = phone.context.new_page()
    with phone.expect_navigation():
        other.goto(base + "/signed-out")


def test_unless_something_is_typed_on_it(phone: Page, played: tuple[Stage, str]) -> None:
    _stage, base = played
    phone.goto(base + "/call")
    phone.get_by_label("What happened?").fill("He fell.")
    other = phone.context.new_page()
    other.goto(base + "/signed-out")
    other.evaluate("new Promise((done) => setTimeout(done, 100))")
    expect(phone.get_by_label("What happened?")).to_have_value("He fell.")


IN_SIGHT = """() => {
  const box = document.querySelector("[data-exit]").getBoundingClientRect();
  const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const within = box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth;
  return within && Boolean(at?.closest("[data-exit]")) && box.height >= 40;
}"""


@pytest.mark.parametrize("path", [*PAGES, *ERRORS])
@pytest.mark.parametrize("size", [(320, 480), (390, 844), (1280, 900)])
def test_the_button_is_in_sight_however_far_one_reads(
    wide: Page, played: tuple[Stage, str], path: str, size: tuple[int, int]
) -> None:
    _stage, base = played
    wide.set_viewport_size({"width": size[0], "height": size[1]})
    wide.goto(base + path)
    for share in (0, 0.5, 1):
        wide.evaluate("(share) => scrollTo(0, share * document.documentElement.scrollHeight)", share)
        assert wide.evaluate(IN_SIGHT), share
    covers = """() => { const way = document.querySelector("[data-exit]").getBoundingClientRect();
      const last = document.querySelector(".foot-ways").getBoundingClientRect();
      return last.bottom > way.top && last.right > way.left && last.top < way.bottom }"""
    assert not wide.evaluate(covers), "the last line cannot be scrolled clear of it"


def test_a_thumb_reaches_it_on_a_phone(phone: Page, played: tuple[Stage, str]) -> None:
    _stage, base = played
    phone.goto(base + "/letter")
    box = phone.locator("[data-exit]").bounding_box()
    assert box is not None
    assert box["y"] > PHONE["height"] * 2 / 3


def test_it_stays_above_a_keyboard_on_the_screen(phone: Page, played: tuple[Stage, str]) -> None:
    _stage, base = played
    phone.add_init_script(
        """const listeners = {};
        Object.defineProperty(window, "visualViewport", { value: {
          height: 500, offsetTop: 0, scale: 1, addEventListener: (kind, heard) => { listeners[kind] = heard },
        } });
        window.keyboardCame = () => listeners.resize();"""
    )
    phone.goto(base + "/letter")
    phone.evaluate("keyboardCame()")
    box = phone.locator("[data-exit]").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 500


FOCUSED = """() => {
  const box = document.activeElement.getBoundingClientRect();
  const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]];
  const seen = points.some(([x, y]) => {
    const at = document.elementFromPoint(box.x + x * box.width, box.y + y * box.height);
    return at && (document.activeElement.contains(at) || at.contains(document.activeElement));
  });
  return [document.activeElement.outerHTML.slice(0, 120), seen || document.activeElement === document.body];
}"""


@pytest.mark.parametrize("size", [(390, 600), (1280, 600)])
def test_with_the_keyboard_alone_nothing_is_hidden_behind_it(
    wide: Page, played: tuple[Stage, str], size: tuple[int, int]
) -> None:
    _stage, base = played
    wide.set_viewport_size({"width": size[0], "height": size[1]})
    wide.goto(base + "/letter")
    told = []
    for _step in range(40):
        wide.keyboard.press("Tab")
        told.append(wide.evaluate(FOCUSED))
    assert [html for html, seen in told if not seen] == []
    assert any("data-exit" in html for html, _seen in told[:8])


def test_a_screen_reader_hears_both_ways(wide: Page, played: tuple[Stage, str]) -> None:
    _stage, base = played
    wide.goto(base + "/door")
    way = wide.get_by_role("link", name="Leave this page", exact=True)
    expect(way).to_have_accessible_description("Or press the Shift key three times.")


# ---- controls: the script with one mistake in it ---------------------------------------------------------------------


def plant(page: Page, script: str, right: str, wrong: str) -> None:
    """Let this browser have a script of ours in which *right* stands as *wrong*."""
    source = templates.static_file(script)
    assert source is not None
    text = source.read_text()
    assert right in text
    broken, kind = text.replace(right, wrong), "text/css" if script.endswith(".css") else "text/javascript"
    page.context.route(f"**/{script}", lambda route: route.fulfill(body=broken, content_type=kind))


def test_control_a_script_that_only_goes_on_leaves_the_page_in_the_history(
    wide: Page, played: tuple[Stage, str]
) -> None:
    _stage, base = played
    plant(wide, "exit.js", "location.replace(link.dataset.exitTo)", "location.assign(link.dataset.exitTo)")
    wide.goto(base + "/letter")
    wide.locator("[data-exit]").click()
    wide.wait_for_url("**/weather")
    wide.go_back()
    assert wide.url == base + "/letter"


def test_control_a_script_that_clears_late_is_seen(wide: Page, played: tuple[Stage, str]) -> None:
    _stage, base = played
    plant(wide, "exit.js", "  clear();\n  const others", "  const others")
    wide.goto(base + "/desk")
    press = "document.querySelector('[data-exit]').click(), document.body.textContent"
    assert "Leave" in wide.evaluate(press)


def test_control_a_script_that_tells_nobody_leaves_the_other_page(phone: Page, played: tuple[Stage, str]) -> None:
    stage, base = played
    plant(phone, "exit.js", 'pages.postMessage({ kind: "leaving" });', "")
    letter, desk = both(phone, played)
    desk.locator("[data-exit]").click()
    desk.wait_for_url("**/weather")
    assert stage.left.wait(10)
    assert letter.url == base + "/letter"
    expect(letter.locator("textarea")).to_be_visible()


def test_control_a_button_that_scrolls_away_is_seen(phone: Page, played: tuple[Stage, str]) -> None:
    _stage, base = played
    plant(phone, "app.css", "  position: fixed;\n  z-index: 3;", "")
    phone.goto(base + "/letter")
    phone.evaluate("scrollTo(0, 100000)")
    assert not phone.evaluate(IN_SIGHT)
