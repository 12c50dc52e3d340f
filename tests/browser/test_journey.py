"""One whole way in a real browser: Maria on her phone, Dana at her desk."""

import re
from collections.abc import Callable

import pytest
from litestar.types import ASGIApp
from playwright.sync_api import BrowserContext, Page, expect

from familyplan.app import create_app
from familyplan.kernel.db import Database
from familyplan.settings import Settings
from tests.journeys.telling import WORD, Story
from tests.visitor import Visitor


@pytest.fixture
def model() -> str:
    return "none"


@pytest.fixture
def story(visit: Callable[[str], Visitor], database: Database) -> Story:
    told = Story(visit, database)
    told.somebody_calls("Luis", "brother", "Sam")
    told.somebody_is_added("Maria", "mother", "maria@example.org")
    told.is_heard_alone("Maria")
    told.safety_is_asked()
    told.the_way_is_chosen("love_first")
    form = {"decision": "go", "why": "Heard alone, wants to.", "way": "mail", "word": WORD}
    told.dana_does(f"/members/{told.member('Maria').id}/invitation", **form)
    return told


@pytest.fixture
def base(serve: Callable[[ASGIApp], str], settings: Settings, database: Database) -> str:
    return serve(create_app(settings, database))


def nothing_kept(page: Page) -> bool:
    """No word of hers lies in the browser's own storage."""
    kept: bool = page.evaluate("localStorage.length === 0 && sessionStorage.length === 0")
    return kept


def test_maria_writes_on_her_phone_and_both_agree(
    phone: Page, new_context: Callable[..., BrowserContext], story: Story, base: str
) -> None:
    elsewhere: list[str] = []
    phone.on("request", lambda request: None if request.url.startswith(base) else elsewhere.append(request.url))
    said: list[str] = []
    phone.on("console", lambda message: said.append(message.text))

    # The mail's one button, her phone, the four cards.
    way_in = re.search(r"http://x(/invitations/\S+)", story.mails_to(story.member("Maria").person)[0])
    assert way_in is not None
    phone.goto(base + way_in[1])
    phone.get_by_role("button", name="I'm Maria").click()
    phone.get_by_role("button", name="Only me").click()
    phone.wait_for_url(f"{base}/")
    phone.locator("main .button.primary").first.click()
    phone.wait_for_url("**/pledge")
    phone.locator("input[name=calls]").fill("Sammy")
    phone.get_by_role("button", name="I've read this").click()

    # She writes; the signal goes for a moment; her words stay on the page and are saved when it is back.
    letter = f"{base}/letters/{story.letter('Maria')}"
    phone.goto(f"{letter}?part=love_and_memory")
    box, form = phone.locator("textarea[name=body]"), phone.locator("form[data-autosave]")
    box.fill("You carried me over the ice.")
    expect(form).to_have_attribute("data-state", "saved", timeout=10_000)
    phone.context.set_offline(offline=True)
    box.press_sequentially(" I still have the coat.")
    expect(form).to_have_attribute("data-state", "offline", timeout=10_000)
    expect(phone.locator("[data-save-state]")).to_contain_text("No signal")
    phone.context.set_offline(offline=False)
    expect(form).to_have_attribute("data-state", "saved", timeout=15_000)
    phone.reload()
    expect(phone.locator("textarea[name=body]")).to_have_value("You carried me over the ice. I still have the coat.")
    phone.goto(f"{letter}?part=will_you")
    phone.locator("textarea[name=body]").fill("Will you come with me today?")
    expect(phone.locator("form[data-autosave]")).to_have_attribute("data-state", "saved", timeout=10_000)

    # Back never erases.
    phone.go_back()
    expect(phone.locator("textarea[name=body]")).to_have_value("You carried me over the ice. I still have the coat.")
    phone.goto(f"{letter}?read=1")
    expect(phone.locator("main")).to_contain_text("over the ice")
    phone.get_by_role("link", name="Give it to Dana").click()
    phone.get_by_role("button", name="Give it to Dana").click()
    expect(phone.locator("main")).to_contain_text("That was hard, and you did it.", timeout=10_000)
    assert nothing_kept(phone)

    # Dana reads it at her desk, marks a phrase and proposes.
    desk = _desk(new_context, story, base)
    desk.goto(letter)
    expect(desk.locator("main")).to_contain_text("over the ice")
    desk.locator("select[name=section]").select_option("will_you")
    desk.locator("[name=phrase]").first.fill("today")
    desk.locator("[name=note]").first.fill("Name the hour.")
    desk.locator("[name=proposal]").first.fill("this morning")
    desk.get_by_role("button", name="Send this thought").click()
    expect(desk.locator("main")).to_contain_text("Name the hour.")

    # Maria takes it; both say ready.
    phone.goto(letter)
    expect(phone.locator("main")).to_contain_text("Name the hour.")
    phone.get_by_role("button", name=re.compile("Take it")).first.click()
    expect(phone.locator("main")).not_to_contain_text("Name the hour.", timeout=10_000)
    expect(phone.locator("main")).to_contain_text("this morning")
    phone.get_by_role("button", name="It is ready to read").click()
    desk.goto(letter)
    desk.get_by_role("button", name="It is ready to read").click()
    expect(desk.locator("main")).to_contain_text("You say it is ready")
    phone.reload()
    expect(phone.locator("main")).to_contain_text("Ready to read. You and Dana both say so.")

    assert elsewhere == []
    assert [line for line in said if "Content Security Policy" in line and "inline style" not in line] == []
    assert nothing_kept(phone)
    assert nothing_kept(desk)


def _desk(new_context: Callable[..., BrowserContext], story: Story, base: str) -> Page:
    context = new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "session", "value": story.dana.cookies["session"], "url": base}])
    return context.new_page()
