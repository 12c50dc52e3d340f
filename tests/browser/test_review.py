"""A letter between two phones, 390 px wide: Dana marks a phrase by finger, Maria takes it, and what stood is kept."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from familyplan.demo.cast import Cast
from familyplan.kernel.db import Database
from familyplan.letters import queries as letters
from familyplan.letters import service as lettering
from familyplan.letters.records import Section
from familyplan.letters.writing import queries as parts
from familyplan.letters.writing import service as typing
from tests.browser.conftest import PHONE

WORDS = "\U0001f475 I love you. You always leave me alone. I love you."
PROPOSAL = "You sometimes leave me alone."
SELECT = """([key, from, to]) => {
  const runs = document.createTreeWalker(document.querySelector(`[data-section=${key}]`), NodeFilter.SHOW_TEXT);
  const ends = [from, to].map(() => null);
  for (let at = 0; runs.nextNode(); at += runs.currentNode.length) {
    const within = (place) => place >= at && place <= at + runs.currentNode.length;
    if (!ends[0] && within(from)) ends[0] = [runs.currentNode, from - at];
    if (!ends[1] && within(to)) ends[1] = [runs.currentNode, to - at];
  }
  getSelection().setBaseAndExtent(...ends[0], ...ends[1]);
}"""
MARKED = """() => {
  const text = document.querySelector("[data-section=moments]");
  const marks = [...text.querySelectorAll("mark:not(.noticed), mark.on")];
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEndBefore(marks[0]);
  return [before.toString().length, marks.map((mark) => mark.textContent).join("")];
}"""
"""Where the phrase of a thought begins, and what it is; what the coach underlines is no part of it."""


@pytest.fixture
def letter(database: Database, cast: Cast, letter: UUID) -> UUID:
    """Maria's letter, given to Dana."""
    maria = cast.person("maria")
    with database.writing() as db:
        part = parts.part_of(db, letter, "moments", seen_by=maria)
        assert typing.save(db, part, WORDS, 0, "page-one")
    with database.writing() as db:
        found = letters.own(db, letter, seen_by=maria)
        lettering.hand_in(db, found, parts.parts(db, found), "", by=maria)
    return letter


@pytest.fixture
def opens(
    new_context: Callable[..., BrowserContext], signs_in: Callable[[BrowserContext, str], None], base: str, letter: UUID
) -> Callable[..., Page]:
    """`opens("dana")` is her phone at the letter; with `script=False` a phone on which no script runs."""

    def come(name: str, path: str = "", *, script: bool = True) -> Page:
        context = new_context(viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=script)
        signs_in(context, name)
        page = context.new_page()
        page.goto(f"{base}/letters/{letter}{path}")
        return page

    return come


@pytest.fixture
def body(database: Database, letter: UUID) -> Callable[[], str]:
    def look() -> str:
        with database.reading() as db:
            return db.scalars(select(Section).where(Section.letter_id == letter, Section.key == "moments")).one().body

    return look


def fits(page: Page) -> None:
    """Nothing sticks out at the side."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_phrase_is_marked_by_finger_and_the_form_is_one_tap_away(opens: Callable[..., Page]) -> None:
    dana = opens("dana")
    jump = dana.get_by_role("link", name="A thought on these words")
    expect(jump).to_be_hidden()
    dana.evaluate(SELECT, ["moments", 42, 53])  # handles of a selection send no pointerup
    expect(jump).to_be_in_viewport()
    jump.tap()

    expect(dana.get_by_label("Your thought")).to_be_focused()
    expect(dana.get_by_label("The words you mean")).to_have_value("I love you.")
    expect(dana.locator("[name=starts]")).to_have_value("41")
    expect(jump).to_be_hidden()
    fits(dana)
    dana.get_by_label("Your thought").fill("Say this one slowly.")
    dana.get_by_role("button", name="Send this thought").tap()
    expect(dana.get_by_text("Sent. Your thought stands below.")).to_be_visible()
    assert dana.evaluate(MARKED) == [42, "I love you."]
    fits(dana)


def test_maria_sees_what_would_change_and_takes_it(opens: Callable[..., Page], body: Callable[[], str]) -> None:
    dana = opens("dana")
    dana.evaluate(SELECT, ["moments", 15, 41])
    expect(dana.get_by_label("The words you mean")).to_have_value("You always leave me alone.")
    dana.get_by_label("Other words for it, if you have some").fill(PROPOSAL)
    dana.get_by_role("button", name="Send this thought").tap()
    expect(dana.get_by_text("Sent. Your thought stands below.")).to_be_visible()

    maria = opens("maria")
    expect(maria.locator("del")).to_have_text(re.compile("always"))
    expect(maria.locator("ins")).to_have_text(re.compile("sometimes"))
    assert "line-through" in maria.locator("del").evaluate("(one) => getComputedStyle(one).textDecorationLine")
    assert "underline" in maria.locator("ins").evaluate("(one) => getComputedStyle(one).textDecorationLine")
    fits(maria)
    maria.get_by_role("button", name="Take it", exact=True).tap()
    expect(maria.get_by_text("Dana has a thought")).to_be_hidden()
    assert body() == WORDS.replace("You always leave me alone.", PROPOSAL)

    maria.goto(f"{maria.url.split('?')[0]}/revisions")
    maria.locator("a[href*='version=']").first.tap()
    expect(maria.locator("#changes del")).to_have_text(re.compile("always"))
    fits(maria)
    maria.get_by_role("button", name="Bring this back").tap()
    expect(maria.get_by_role("textbox").first).to_have_value(WORDS)
    assert body() == WORDS


def test_dana_sees_what_changed_since_she_read_it(opens: Callable[..., Page]) -> None:
    dana = opens("dana")
    maria = opens("maria", "?part=moments")
    maria.get_by_role("textbox").first.press("Control+End")
    maria.keyboard.type(" And your dog.")
    expect(maria.locator("form[data-autosave]").first).to_have_attribute("data-state", "saved", timeout=15_000)
    expect(maria.locator("[data-save-state]").first).to_contain_text("You can stop here.")
    dana.reload()

    expect(dana.get_by_role("heading", name="Changed since you read it", exact=True)).to_be_visible()
    dana.get_by_text("What changed since").tap()
    expect(dana.locator("details ins")).to_have_text(re.compile("And your dog"))
    fits(dana)
    dana.get_by_role("button", name="I have read the changes").tap()
    expect(dana.get_by_role("heading", name="Changed since you read it", exact=True)).to_be_hidden()


def test_earlier_versions_are_put_away_and_kept_after_all(opens: Callable[..., Page]) -> None:
    maria = opens("maria", "?part=moments")
    maria.get_by_role("textbox").first.fill("Anew.")
    expect(maria.locator("[data-save-state]").first).to_contain_text("You can stop here.")
    expect(maria.locator("form[data-autosave]").first).to_have_attribute("data-state", "saved", timeout=15_000)
    maria.goto(f"{maria.url.split('?')[0]}/revisions")
    earlier = maria.locator("a[href*='version=']")
    expect(earlier).to_have_count(1)
    maria.get_by_role("button", name="Forget my earlier versions").tap()

    expect(maria.get_by_text("They go for good on")).to_be_visible()
    expect(earlier).to_have_count(0)
    fits(maria)
    maria.reload()
    maria.get_by_role("button", name="Keep them after all").tap()
    expect(earlier).to_have_count(1)
    expect(maria.get_by_role("button", name="Forget my earlier versions")).to_be_visible()


def test_without_a_script_a_phrase_is_copied_and_the_right_one_of_two_is_chosen(opens: Callable[..., Page]) -> None:
    dana = opens("dana", script=False)
    dana.get_by_role("link", name="A thought on this part").first.tap()
    dana.get_by_label("The words you mean").fill("I love you.")
    dana.get_by_label("Your thought").fill("Say this one slowly.")
    dana.get_by_role("button", name="Send this thought").tap()

    expect(dana.get_by_text("These words stand there more than once.")).to_be_visible()
    expect(dana.get_by_label("Your thought")).to_have_value("Say this one slowly.")
    fits(dana)
    dana.get_by_role("radio").last.check()
    dana.get_by_role("button", name="Send this thought").tap()
    expect(dana.get_by_text("These words stand there more than once.")).to_be_hidden()
    expect(dana.get_by_role("heading", name="A thought on a phrase")).to_be_visible()
    begins = dana.locator("[data-section=moments]").inner_html().split("<mark>")
    assert [run.split("</mark>")[0] for run in begins[1:]] == ["I love you."]
    assert begins[0].endswith(" ")
