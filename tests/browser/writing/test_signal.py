"""A bad signal: answers that are lost, late, or not the program's; two devices, one of them offline."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.writing.phone import BOX, Phone

SAVES = "**/sections/moments"


def loses_the_answer(page: Page) -> None:
    """Let each save reach the program and keep its answer from the page."""

    def lose(route: Route) -> None:
        if route.request.method == "PUT":
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(SAVES, lose)


def test_a_save_whose_answer_was_lost_does_not_conflict_with_itself(maria: Phone) -> None:
    loses_the_answer(maria.page)
    maria.types("The creek was frozen.")
    maria.comes_to("offline")
    assert maria.kept() == "The creek was frozen."
    maria.types(" You carried the dog.")

    maria.page.unroute(SAVES)
    maria.comes_to("saved")
    assert maria.kept() == "The creek was frozen. You carried the dog."
    assert maria.apart() == []
    expect(maria.page.locator(".conflict.stack")).to_have_count(0)
    expect(maria.page.locator("[data-save-state]")).to_contain_text("You can stop here.")


def test_an_older_save_that_arrives_after_a_newer_changes_nothing(maria: Phone) -> None:
    held: list[Request] = []

    def hold_the_first(route: Route) -> None:
        if not held:
            held.append(route.request)
            route.abort("timedout")
        else:
            route.continue_()

    maria.page.route(SAVES, hold_the_first)
    maria.types("You shouted.")
    maria.comes_to("offline")
    maria.page.locator(BOX).fill("The creek was frozen.")
    maria.comes_to("saved")

    late = maria.page.context.request.put(
        held[0].url, data=held[0].post_data or "", headers={**held[0].headers, "origin": maria.page.url.split("/l")[0]}
    )
    assert late.status == 200
    assert maria.kept() == "The creek was frozen."
    maria.types(" And deep.")
    maria.comes_to("unsaved")
    maria.comes_to("saved")
    assert maria.kept() == "The creek was frozen. And deep."


@pytest.mark.parametrize(
    ("status", "kind", "body"),
    [
        (200, "text/html", "<!doctype html><title>Hotel</title><form>Room number</form>"),
        (200, "application/json", "{}"),
        (429, "text/html", "Slow down"),
        (503, "text/html", "Not now"),
        (502, "text/html", "Bad gateway"),
    ],
)
def test_what_something_between_answers_is_no_answer(maria: Phone, status: int, kind: str, body: str) -> None:
    maria.page.route(SAVES, lambda route: route.fulfill(status=status, content_type=kind, body=body))
    maria.types("The creek was frozen.")
    maria.comes_to("offline")
    assert "Your words are still on this page" in maria.line()
    assert maria.words() == "The creek was frozen."

    maria.page.unroute(SAVES)
    maria.comes_to("saved")
    assert maria.kept() == "The creek was frozen."


def test_the_state_is_said_aloud(maria: Phone) -> None:
    line = maria.page.locator("[data-save-state]")
    expect(line).to_have_attribute("role", "status")
    maria.page.context.set_offline(True)
    maria.types("The creek was frozen.")
    maria.comes_to("offline")

    expect(line).to_have_attribute("aria-live", "polite")
    assert line.inner_text().startswith("No signal.")
    maria.page.context.set_offline(False)
    maria.comes_to("saved")
    expect(line).to_have_attribute("aria-live", "polite")


def test_typed_without_a_signal_while_the_tablet_saved_both_are_there_when_it_is_back(
    maria: Phone, another_device: Callable[..., Phone]
) -> None:
    tablet = another_device()
    maria.page.context.set_offline(True)
    maria.types("Typed in the tunnel.")
    maria.comes_to("offline")
    tablet.types("Typed at home.")
    tablet.comes_to("saved")

    maria.page.context.set_offline(False)
    maria.comes_to("conflict")
    both = maria.page.locator("#conflict-moments")
    expect(both).to_contain_text("Typed in the tunnel.")
    expect(both).to_contain_text("Typed at home.")
    assert maria.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert tablet.kept() == "Typed at home."
    maria.page.get_by_role("button", name="Keep both, one after the other").click()
    expect(maria.page.locator(BOX)).to_have_value("Typed at home.\n\nTyped in the tunnel.")


def test_of_three_devices_no_text_is_lost(maria: Phone, another_device: Callable[..., Phone]) -> None:
    tablet, borrowed = another_device(), another_device()
    tablet.types("On the tablet.")
    tablet.comes_to("saved")
    for device, words in ((maria, "On the phone."), (borrowed, "On a borrowed one.")):
        device.types(words)
        device.comes_to("conflict")

    assert sorted(maria.apart()) == ["On a borrowed one.", "On the phone."]
    for _choice in range(2):
        maria.opens()
        maria.page.get_by_role("button", name="Keep both, one after the other").click()
        maria.page.wait_for_url("**?part=moments")
    expect(maria.page.locator(BOX)).to_be_visible()
    assert all(words in maria.words() for words in ("On the tablet.", "On the phone.", "On a borrowed one."))


def test_without_javascript_two_devices_keep_both_and_maria_chooses(another_device: Callable[..., Phone]) -> None:
    phone, tablet = another_device(scripts=False), another_device(scripts=False)
    phone.page.locator(BOX).fill("On the phone.")
    phone.page.get_by_role("button", name="Next").click()
    assert phone.kept() == "On the phone."
    tablet.page.locator(BOX).fill("On the tablet.")
    tablet.page.get_by_role("button", name="Next").click()

    expect(tablet.page.locator("#conflict-moments")).to_contain_text("On the phone.")
    expect(tablet.page.locator("#conflict-moments")).to_contain_text("On the tablet.")
    tablet.page.get_by_role("button", name="Keep both, one after the other").click()
    expect(tablet.page.locator(BOX)).to_have_value("On the phone.\n\nOn the tablet.")


def test_what_is_typed_on_after_a_conflict_is_kept_when_the_page_is_closed(
    maria: Phone, another_device: Callable[..., Phone]
) -> None:
    tablet = another_device()
    tablet.types("On the tablet.")
    tablet.comes_to("saved")
    maria.types("On the phone.")
    maria.comes_to("conflict")
    maria.types(" And a line more.")
    maria.page.on("dialog", lambda dialog: dialog.accept())
    maria.page.goto(maria.address.split("/letters")[0] + "/healthz")

    tablet.opens()
    expect(tablet.page.locator("#conflict-moments")).to_contain_text("On the phone. And a line more.")
