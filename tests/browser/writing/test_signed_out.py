"""The session ends while somebody writes: the words stay on the page, are kept, and come back to her alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from familyplan.access import service as access
from familyplan.access.sessions import service as sessions
from familyplan.access.sessions.records import SignedIn
from familyplan.demo.cast import Cast
from familyplan.kernel.db import Database
from tests.browser.writing.phone import BOX, Phone


@pytest.fixture
def sessions_end(database: Database) -> Callable[[], None]:
    def end() -> None:
        with database.writing() as db:
            for session in db.scalars(select(SignedIn)):
                sessions.end(db, session)

    return end


@pytest.fixture
def signs_in_by_mail(database: Database, cast: Cast, base: str) -> Callable[[Page, str], None]:
    """Press the button of a mailed link."""

    def come(page: Page, name: str) -> None:
        with database.writing() as db:
            _link, token = access.make_link(db, cast.person(name), "sign_in", lasts=timedelta(minutes=10))
        page.goto(f"{base}/sign-in/{token}")
        page.locator("main button").click()
        page.wait_for_load_state()

    return come


def test_signed_in_beside_it_the_page_goes_on_by_itself(
    maria: Phone, sessions_end: Callable[[], None], signs_in_by_mail: Callable[[Page, str], None]
) -> None:
    sessions_end()
    maria.types("The creek was frozen.")
    maria.comes_to("signed-out")
    assert "Your words are kept" in maria.line()
    expect(maria.page.get_by_role("link", name="Sign in again")).to_be_visible()
    assert maria.words() == "The creek was frozen."
    assert maria.kept() == ""
    assert maria.apart() == ["The creek was frozen."]

    beside = maria.page.context.new_page()
    signs_in_by_mail(beside, "maria")
    expect(beside.get_by_text("Here is what you had typed.")).to_be_visible()
    maria.page.bring_to_front()
    maria.page.evaluate("dispatchEvent(new Event('focus'))")
    maria.comes_to("saved")
    assert maria.kept() == "The creek was frozen."
    assert maria.apart() == []


def test_the_page_closed_they_come_back_after_signing_in(
    maria: Phone, sessions_end: Callable[[], None], signs_in_by_mail: Callable[[Page, str], None]
) -> None:
    maria.types("The creek was frozen.")
    maria.comes_to("saved")
    sessions_end()
    maria.types(" You carried the dog.")
    maria.comes_to("signed-out")
    maria.page.close()

    page = maria.page.context.new_page()
    signs_in_by_mail(page, "maria")
    expect(page.get_by_text("Here is what you had typed.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Use this one").click()
    expect(page.locator(BOX)).to_have_value("The creek was frozen. You carried the dog.")


def test_without_javascript_too(
    another_device: Callable[..., Phone], sessions_end: Callable[[], None],
    signs_in_by_mail: Callable[[Page, str], None],
) -> None:  # fmt: skip
    phone = another_device(scripts=False)
    sessions_end()
    phone.page.locator(BOX).fill("The creek was frozen.")
    phone.page.get_by_role("button", name="Next").click()
    expect(phone.page.get_by_role("heading", name="Please sign in again.")).to_be_visible()
    assert "creek" not in phone.page.content()

    signs_in_by_mail(phone.page, "maria")
    expect(phone.page.get_by_text("Here is what you had typed.")).to_be_visible()
    phone.page.get_by_role("button", name="Use this one").click()
    expect(phone.page.locator(BOX)).to_have_value("The creek was frozen.")


def test_who_else_signs_in_on_this_phone_is_given_nothing(
    maria: Phone, sessions_end: Callable[[], None], signs_in_by_mail: Callable[[Page, str], None]
) -> None:
    sessions_end()
    maria.types("For Maria alone.")
    maria.comes_to("signed-out")

    beside = maria.page.context.new_page()
    signs_in_by_mail(beside, "luis")
    assert "For Maria alone." not in beside.content()
    maria.page.evaluate("dispatchEvent(new Event('focus'))")
    maria.comes_to("signed-out")
    assert maria.words() == "For Maria alone."
    assert maria.apart() == ["For Maria alone."]


def test_on_the_way_out_unsent_words_go_and_nothing_stays_on_the_phone(
    maria: Phone, signs_in: Callable[[BrowserContext, str], None], base: str
) -> None:
    maria.page.route("**/www.weather.gov/**", lambda route: route.fulfill(body="Weather"))
    maria.types("He is coming.")
    maria.page.locator("[data-exit]").click()
    maria.page.wait_for_url("**/www.weather.gov/**")
    assert "He is coming." in [maria.kept(), *maria.apart()]

    maria.page.go_back()
    assert "He is coming." not in maria.page.content()
    maria.page.goto(f"{maria.address}?part=moments")
    assert maria.page.url.startswith(f"{base}/sign-in")
    signs_in(maria.page.context, "maria")
    assert "He is coming." in maria.opens().page.content()
