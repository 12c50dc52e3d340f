"""A browser that was used here keeps nothing: no storage, no request elsewhere, no page behind the Back button."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Page, Route, expect
from sqlalchemy import update

from familyplan.access.sessions.records import SignedIn
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from tests.browser.test_axe import ROLES, addresses
from tests.browser.test_exit import IN_SIGHT, plant

SignsIn = Callable[[BrowserContext, str], None]
WEATHER = "https://www.weather.gov/**"
WORDS = "The creek was frozen and you carried me."
STORED = """async () => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...(await caches.keys()),
  ...(await indexedDB.databases()).map((one) => one.name),
  ...(await navigator.serviceWorker.getRegistrations()).map((one) => one.scope),
]"""


def weather(route: Route) -> None:
    route.fulfill(body="<!doctype html><html lang='en'><title>Weather</title><h1>Sunny</h1>", content_type="text/html")


@pytest.fixture
def maria(new_context: Callable[..., BrowserContext], signs_in: SignsIn, base: str) -> Page:
    """Maria's browser, signed in; the weather is played."""
    context = new_context(viewport={"width": 390, "height": 844})
    context.route(WEATHER, weather)
    signs_in(context, "maria")
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(base)
    return page


def writes(page: Page, base: str, letter: UUID) -> None:
    page.goto(f"{base}/letters/{letter}?part=moments")
    page.locator("textarea[name=body]").first.fill(WORDS)


def goes_back_to_nothing(page: Page, base: str) -> None:
    """Whatever the Back button brings, it is neither the words nor a page that somebody has to be signed in for."""
    for _step in range(3):
        page.go_back()
        assert WORDS not in page.content()
        assert page.url.startswith((f"{base}/sign-in", "https://www.weather.gov", "about:blank")), page.url


def test_after_leaving_with_words_unsent_they_are_kept_and_back_shows_nothing(
    maria: Page, base: str, letter: UUID, signs_in: SignsIn
) -> None:
    writes(maria, base, letter)
    maria.locator("[data-exit]").click()
    maria.wait_for_url(WEATHER)
    goes_back_to_nothing(maria, base)
    maria.goto(base + "/sessions")
    assert maria.url.startswith(base + "/sign-in")
    signs_in(maria.context, "maria")
    maria.goto(f"{base}/letters/{letter}?part=moments")
    expect(maria.locator("textarea[name=body]").first).to_have_value(WORDS)


def test_after_signing_out_back_shows_nothing(maria: Page, base: str, letter: UUID) -> None:
    writes(maria, base, letter)
    maria.locator("footer").get_by_role("button", name="Sign out").click()
    maria.wait_for_url(base + "/sign-in")
    goes_back_to_nothing(maria, base)


def test_another_tab_is_empty_after_signing_out(maria: Page, base: str, letter: UUID) -> None:
    writes(maria, base, letter)
    expect(maria.locator("form[data-autosave]").first).to_have_attribute("data-state", "saved")
    other = maria.context.new_page()
    other.goto(base + "/sessions")
    other.locator("footer").get_by_role("button", name="Sign out").click()
    maria.wait_for_url(f"{base}/sign-in**")
    assert WORDS not in maria.content()


def ends_by_itself(maria: Page, base: str, letter: UUID, database: Database) -> None:
    """Maria's words are saved; then she goes away, and the session ends."""
    maria.clock.install()
    writes(maria, base, letter)
    maria.clock.run_for(2000)
    expect(maria.locator("form[data-autosave]").first).to_have_attribute("data-state", "saved")
    with database.writing() as db:
        db.execute(update(SignedIn).values(ended_at=clock.now()))
    maria.clock.fast_forward("45:00")
    maria.clock.run_for(2000)


def test_a_saved_page_is_not_left_on_the_screen_when_the_session_ends_by_itself(
    maria: Page, base: str, letter: UUID, database: Database, signs_in: SignsIn
) -> None:
    ends_by_itself(maria, base, letter, database)
    maria.wait_for_url(f"{base}/sign-in**")
    assert WORDS not in maria.content()
    signs_in(maria.context, "maria")
    maria.goto(f"{base}/letters/{letter}?part=moments")
    expect(maria.locator("textarea[name=body]").first).to_have_value(WORDS)


def test_control_a_saved_page_that_counts_as_unsaved_stays(
    maria: Page, base: str, letter: UUID, database: Database
) -> None:
    plant(maria, "session.js", "if (typedOn()) say", "if (true) say")
    ends_by_itself(maria, base, letter, database)
    expect(maria.locator("#session-ending")).to_be_visible()
    assert maria.url.startswith(f"{base}/letters/")


def test_without_scripts_one_press_ends_the_session_and_leads_away(
    new_context: Callable[..., BrowserContext], signs_in: SignsIn, base: str, letter: UUID
) -> None:
    context = new_context(java_script_enabled=False)
    context.route(WEATHER, weather)
    signs_in(context, "maria")
    page = context.new_page()
    page.goto(f"{base}/letters/{letter}?part=moments")
    page.locator("a[href='/exit']").click()
    page.wait_for_url(WEATHER)
    assert [one["name"] for one in context.cookies(base)] == []
    goes_back_to_nothing(page, base)


def test_control_a_session_that_goes_on_is_seen_behind_the_back_button(maria: Page, base: str, letter: UUID) -> None:
    plant(maria, "exit.js", "  endSession();\n", "")
    writes(maria, base, letter)
    maria.locator("[data-exit]").click()
    maria.wait_for_url(WEATHER)
    with pytest.raises(AssertionError):
        goes_back_to_nothing(maria, base)


@pytest.fixture
def keeps_pages(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], signs_in: SignsIn, base: str
) -> Iterator[Page]:
    """Maria in a browser that keeps whole pages for its Back button, also those that say no-store."""
    wanted = "CacheControlNoStoreEnterBackForwardCache:level/restore-unless-http-only-cookie-change"
    arguments = [*browser_type_launch_args["args"], f"--enable-features=BackForwardCache,{wanted}"]
    given = {**browser_type_launch_args, "args": arguments}
    browser = browser_type.launch(**given, ignore_default_args=["--disable-back-forward-cache"])
    context = browser.new_context()
    context.add_init_script(
        """addEventListener("pageshow", (event) => {
          if (event.persisted) console.log(document.documentElement.hidden ? "restored empty" : "restored as it was");
        })"""
    )
    signs_in(context, "maria")
    yield context.new_page()
    browser.close()


def brought_back(page: Page, base: str, letter: UUID, database: Database) -> str:
    """What a page was like when the browser brought it back, after the session had ended elsewhere."""
    page.goto(f"{base}/letters/{letter}?part=moments")
    page.goto(base + "/way-out")
    with database.writing() as db:
        db.execute(update(SignedIn).values(ended_at=clock.now()))
    with page.expect_console_message(lambda said: said.text.startswith("restored")) as told:
        page.evaluate("history.back()")
    return told.value.text


def test_a_page_kept_whole_comes_back_empty_and_is_asked_for_again(
    keeps_pages: Page, base: str, letter: UUID, database: Database
) -> None:
    assert brought_back(keeps_pages, base, letter, database) == "restored empty"
    keeps_pages.wait_for_url(f"{base}/sign-in**")


def test_control_a_page_kept_whole_with_its_words_is_seen(
    keeps_pages: Page, base: str, letter: UUID, database: Database
) -> None:
    plant(keeps_pages, "exit.js", "if (event.persisted) root.hidden = true;", "")
    assert brought_back(keeps_pages, base, letter, database) == "restored as it was"


def toured(page: Page, url: str, paths: list[str]) -> tuple[dict[str, Any], list[str]]:
    """Look at every page: what each leaves in the browser or lets scroll out of reach, and what left this host."""
    elsewhere: list[str] = []
    page.context.on(
        "request", lambda asked: None if asked.url.startswith((url, "data:")) else elsewhere.append(asked.url)
    )
    wrong: dict[str, Any] = {}
    for path in paths:
        answer = page.goto(url + path)
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        stored, in_sight = page.evaluate(STORED), page.evaluate(IN_SIGHT)
        kept = answer is None or answer.headers.get("cache-control") != "no-store"
        if stored or not in_sight or kept:
            wrong[path] = (stored, in_sight, kept)
    return wrong, elsewhere


@pytest.mark.parametrize("name", ROLES)
def test_no_page_of_theirs_stores_anything_or_asks_anybody_else(
    new_context: Callable[..., Any], sample: dict[str, Any], enter: Callable[[Page, str], None], name: str
) -> None:
    page = new_context(viewport={"width": 390 if ROLES[name] == "family" else 1280, "height": 844}).new_page()
    enter(page, name)
    paths = [*addresses(sample, name, ROLES[name]), "/exit", "/nothing-here"]
    wrong, elsewhere = toured(page, sample["url"], paths)

    assert (wrong, elsewhere) == ({}, [])


def test_control_a_page_that_stores_or_asks_elsewhere_is_seen(phone: Page, sample: dict[str, Any]) -> None:
    def careless(route: Route) -> None:
        answer = route.fetch()
        asks = '<img src="https://elsewhere.example/pixel"><script>localStorage.words = "Dear Sam"</script>'
        route.fulfill(body=answer.text() + asks, content_type="text/html")

    phone.context.route("https://elsewhere.example/**", weather)
    phone.context.route("**/way-out", careless)
    wrong, elsewhere = toured(phone, sample["url"], ["/way-out"])

    assert wrong["/way-out"][0] == ["words"]
    assert elsewhere == ["https://elsewhere.example/pixel"]
