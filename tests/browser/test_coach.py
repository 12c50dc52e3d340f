"""The coach at 390 px: one thought after a part, the card under words that sound like now, and what Dana reads."""

from collections.abc import Callable, Iterator
from typing import Any
from typing import cast as typed_as
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import func, select

from familyplan.coach import shelf
from familyplan.engagements.calls.records import CallRequest
from familyplan.kernel.db import Database
from familyplan.letters.records import Section
from tests.browser.conftest import PHONE, WIDE
from tests.letters.scripted import ALWAYS, INSTEAD, LOVE, NOW, WHY, Scripted

BODY = f"{LOVE} {ALWAYS} The ice held."
TOLD = "This card opened because of words in your letter. Nobody else has been told."
SAVED = "form[data-key=moments][data-state=saved]"


@pytest.fixture(autouse=True)
def _scripted() -> Iterator[None]:
    real = shelf.current()
    shelf.use(typed_as("Any", Scripted()))
    yield
    shelf.use(real)


@pytest.fixture
def opens(
    new_context: Callable[..., BrowserContext], signs_in: Callable[[BrowserContext, str], None], base: str, letter: UUID
) -> Callable[..., Page]:
    """`opens("maria")` is her phone at the letter; with `script=False` one on which no script runs."""

    def come(name: str, path: str = "", *, script: bool = True, wide: bool = False) -> Page:
        context = new_context(viewport=WIDE if wide else PHONE, has_touch=not wide, java_script_enabled=script)
        signs_in(context, name)
        page = context.new_page()
        page.goto(f"{base}/letters/{letter}{path}")
        return page

    return come


def stands(database: Database, letter: UUID) -> str:
    with database.reading() as db:
        here = select(Section).where(Section.letter_id == letter, Section.key == "moments")
        return db.scalars(here).one().body


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def write(page: Page, words: str) -> None:
    page.locator("textarea[name=body]").fill(words)
    page.get_by_role("button", name="Next").click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_maria_uses_other_words_and_goes_on_where_she_was(
    opens: Callable[..., Page], database: Database, letter: UUID, *, script: bool
) -> None:
    page = opens("maria", "?part=moments", script=script)
    write(page, BODY)

    expect(page.get_by_role("heading", level=1)).to_have_text("One thought")
    for words in ("This is lovely:", LOVE, ALWAYS, WHY, INSTEAD):
        expect(page.locator("main")).to_contain_text(words)
    fits(page)
    use, keep = page.get_by_role("button", name="Use this"), page.get_by_role("button", name="Keep mine")
    one, other = use.bounding_box(), keep.bounding_box()
    assert one
    assert other
    assert (one["width"], one["height"]) == (other["width"], other["height"])

    use.click()
    page.wait_for_url("**?part=love_again")
    assert stands(database, letter) == f"{LOVE} {INSTEAD} The ice held."


def test_maria_keeps_hers_and_back_does_not_ask_again(
    opens: Callable[..., Page], database: Database, letter: UUID
) -> None:
    page = opens("maria", "?part=moments")
    write(page, BODY)
    page.get_by_role("button", name="Keep mine").click()
    page.wait_for_url("**?part=love_again")
    page.go_back()

    expect(page.get_by_role("heading", level=1)).not_to_have_text("One thought")
    assert stands(database, letter) == BODY


def test_no_more_of_these_until_she_wants_them_again(opens: Callable[..., Page]) -> None:
    page = opens("maria", "?part=moments")
    write(page, BODY)
    page.get_by_role("button", name="No more of these").click()
    page.wait_for_url("**?part=love_again")
    page.go_back()
    page.goto(page.url.partition("?")[0].removesuffix("/thought") + "?part=moments")
    write(page, f"{BODY} You always leave us.")
    page.wait_for_url("**?part=love_again")

    page.get_by_text("Other ways to write, or to read").click()
    page.get_by_role("button", name="Show me thoughts about my words again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One thought")


def test_the_card_opens_under_the_words_without_leaving_them_and_goes_with_them(
    opens: Callable[..., Page], database: Database
) -> None:
    page = opens("maria", "?part=moments")
    box = page.locator("textarea[name=body]")
    box.fill(NOW)
    card = page.locator("[data-help-card]")
    expect(card).to_contain_text(TOLD)
    expect(card.get_by_role("link", name="911")).to_have_attribute("href", "tel:911")
    expect(box).to_be_focused()
    words, under = box.bounding_box(), card.bounding_box()
    assert words
    assert under
    assert under["y"] >= words["y"] + words["height"]
    fits(page)
    with database.reading() as db:
        assert db.scalars(select(func.count(CallRequest.id))).one() == 0

    box.press_sequentially(" Tonight.")
    page.wait_for_selector(SAVED)
    expect(card).to_have_count(1)
    card.get_by_role("button", name="Ask Dana to call me").click()
    expect(card).to_contain_text("Not read yet.")

    box.fill("I am so tired.")
    page.wait_for_selector(SAVED)
    expect(card).to_have_count(0)


def test_without_a_script_the_card_stands_on_the_next_page(opens: Callable[..., Page]) -> None:
    page = opens("maria", "?part=moments", script=False)
    write(page, NOW)

    expect(page.locator("[data-help-card]")).to_contain_text(TOLD)
    fits(page)


@pytest.mark.parametrize("wide", [True, False], ids=["1280", "390"])
def test_dana_reads_it_all_beside_the_letter_and_proposes_with_one_tap(
    opens: Callable[..., Page], *, wide: bool
) -> None:
    page = opens("maria", "?part=moments")
    write(page, BODY)
    page.get_by_role("button", name="Keep mine").click()
    page.wait_for_url("**?part=love_again")
    page.goto(page.url.partition("?")[0] + "?give=1")
    page.get_by_role("button", name="Give it to Dana").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    desk = opens("dana", wide=wide)
    mark = desk.locator("mark.noticed")
    expect(mark).to_have_text("always")
    expect(mark).to_have_attribute("title", "Always or never")
    assert mark.evaluate("mark => getComputedStyle(mark).borderBottomStyle") == "dotted"
    expect(desk.locator("#beside")).to_contain_text(WHY)
    fits(desk)
    desk.get_by_role("link", name="Propose this").click()
    expect(desk.get_by_label("The words you mean")).to_have_value(ALWAYS)
    expect(desk.get_by_label("Other words for it, if you have some")).to_have_value(INSTEAD)
    desk.get_by_role("button", name="Send this thought").click()
    expect(desk.locator("#review")).to_contain_text("Your thought stands below.")
