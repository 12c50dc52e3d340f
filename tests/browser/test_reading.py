"""From one's own language to paper: Maria on her phone, a translation beside hers, Dana's order and binder."""

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
from tests.browser.conftest import PHONE, WIDE
from tests.pdf import opened, words_of

WORDS = "Me llevaste sobre el hielo. Nunca me soltaste."
SECOND = "You carried me over the ice. You never let go."
KEY = "moments.translated"


@pytest.fixture
def letter(database: Database, cast: Cast, letter: UUID) -> UUID:
    """Maria's letter with one part of it written."""
    with database.writing() as db:
        part = parts.part_of(db, letter, "moments", seen_by=cast.person("maria"))
        assert typing.save(db, part, WORDS, 0, "page-one")
    return letter


@pytest.fixture
def given(database: Database, cast: Cast, letter: UUID) -> UUID:
    """The same, given to Dana."""
    maria = cast.members["maria"].person
    with database.writing() as db:
        found = letters.own(db, letter, seen_by=maria)
        lettering.hand_in(db, found, parts.parts(db, found), "", by=maria)
    return letter


@pytest.fixture
def comes(
    new_context: Callable[..., BrowserContext], signs_in: Callable[[BrowserContext, str], None], base: str
) -> Callable[..., Page]:
    """`comes("maria", path)` is she at a page on her phone; Dana sits at a desk; `script=False`: no script runs."""

    def come(name: str, path: str, *, script: bool = True) -> Page:
        size = WIDE if name == "dana" else PHONE
        context = new_context(viewport=size, java_script_enabled=script)
        signs_in(context, name)
        page = context.new_page()
        page.goto(base + path)
        return page

    return come


def kept(database: Database, letter: UUID, key: str) -> str:
    with database.reading() as db:
        return db.scalars(select(Section).where(Section.letter_id == letter, Section.key == key)).one().body


def fits(page: Page) -> bool:
    within: bool = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return within


@pytest.mark.parametrize("script", [True, False])
def test_she_says_her_language_and_makes_room_beside_it(
    comes: Callable[..., Page], letter: UUID, script: bool  # noqa: FBT001  the two kinds of phone
) -> None:  # fmt: skip
    phone = comes("maria", f"/letters/{letter}/translation", script=script)
    phone.get_by_label("I write in").select_option(label="español")
    phone.locator("#language").get_by_role("button", name="Save").click()
    expect(phone.get_by_label("I write in")).to_have_value("es")
    phone.get_by_label("Into").select_option(label="English")
    phone.get_by_label(re.compile("Who types it")).fill("Rosa")
    phone.get_by_role("button", name="Make room for it").click()

    expect(phone.get_by_text("In English, typed by Rosa.")).to_be_visible()
    expect(phone.locator("#part-moments .letter").first).to_have_attribute("lang", "es")
    assert fits(phone)


def test_the_translation_saves_itself_and_is_read_beside_hers(
    comes: Callable[..., Page], database: Database, letter: UUID
) -> None:
    phone = comes("maria", f"/letters/{letter}/translation")
    phone.get_by_role("button", name="Make room for it").click()
    form = phone.locator(f'form[data-key="{KEY}"]')
    form.get_by_role("textbox").fill(SECOND)
    expect(form.get_by_text(re.compile(r"Saved at .* You can stop here"))).to_be_visible(timeout=10_000)
    assert kept(database, letter, KEY) == SECOND
    assert kept(database, letter, "moments") == WORDS

    phone.get_by_role("link", name="See it as it is read aloud").click()
    phone.get_by_role("link", name="Both", exact=True).click()
    expect(phone.get_by_text("You never let go.")).to_be_visible()
    expect(phone.get_by_text("Nunca me soltaste.")).to_be_visible()
    assert fits(phone)


def test_the_same_typed_on_two_phones_is_kept_twice(
    comes: Callable[..., Page], database: Database, letter: UUID
) -> None:
    first = comes("maria", f"/letters/{letter}/translation")
    first.get_by_role("button", name="Make room for it").click()
    other = comes("maria", f"/letters/{letter}/translation")
    for phone, words, state in ((first, "One way.", "saved"), (other, "Another way.", "conflict")):
        form = phone.locator(f'form[data-key="{KEY}"]')
        form.get_by_role("textbox").fill(words)
        expect(form).to_have_attribute("data-state", state, timeout=10_000)
    other.get_by_role("button", name="Keep both, one after the other").click()

    expect(other.locator(f'form[data-key="{KEY}"]').get_by_role("textbox")).to_have_value("One way.\n\nAnother way.")
    assert kept(database, letter, KEY) == "One way.\n\nAnother way."


def test_printed_it_is_large_and_holds_nothing_but_the_words(comes: Callable[..., Page], letter: UUID) -> None:
    phone = comes("maria", f"/letters/{letter}/reading-copy")
    phone.emulate_media(media="print")
    size = phone.locator(".sentence").first.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)")

    assert size * 72 / 96 >= 18
    assert phone.locator("main").inner_text().split() == WORDS.split()
    expect(phone.locator(".top")).to_be_hidden()
    expect(phone.locator(".foot")).to_be_hidden()
    paper = phone.pdf()
    assert len(opened(paper).pages) == 1


def test_dana_orders_asks_somebody_and_opens_the_binder(comes: Callable[..., Page], cast: Cast, given: UUID) -> None:
    family = f"/engagements/{cast.reyes.id}"
    desk = comes("dana", f"{family}/reading-order")
    row = desk.locator(f"#letter-{given}")
    place = row.locator(".row-title").inner_text()
    row.get_by_role("button", name="Down").click()
    expect(row.locator(".row-title")).not_to_have_text(place)
    row.get_by_label("If Maria cannot, who reads?").select_option(label="Luis")
    row.get_by_role("button", name="Save").click()
    expect(row.get_by_label("If Maria cannot, who reads?").locator("option:checked")).to_have_text("Luis")

    desk.get_by_role("link", name="Binder").click()
    expect(desk.get_by_text("Nunca me soltaste.")).to_be_visible()
    expect(desk.get_by_text("otherwise read by Luis")).to_be_visible()
    answer = desk.context.request.get(
        desk.get_by_role("link", name="As a file to print (PDF)").evaluate("(a) => a.href")
    )
    assert "Nuncamesoltaste." in words_of(answer.body())


def test_the_order_can_be_changed_without_a_script(comes: Callable[..., Page], cast: Cast, given: UUID) -> None:
    desk = comes("dana", f"/engagements/{cast.reyes.id}/reading-order", script=False)
    row = desk.locator(f"#letter-{given}")
    place = row.locator(".row-title").inner_text()
    row.get_by_role("button", name="Down").click()
    expect(row.locator(".row-title")).not_to_have_text(place)


def test_a_right_to_left_letter_stands_on_its_own_side(
    comes: Callable[..., Page], database: Database, cast: Cast, letter: UUID
) -> None:
    with database.writing() as db:
        part = parts.part_of(db, letter, "moments", seen_by=cast.person("maria"))
        typing.save(db, part, "אבא יקר.", 1, "page-one")
    phone = comes("maria", f"/letters/{letter}/translation")
    phone.get_by_label("I write in").select_option(label="עברית")
    phone.locator("#language").get_by_role("button", name="Save").click()
    expect(phone.get_by_label("I write in")).to_have_value("he")
    phone.goto(f"{phone.url.split('/letters/')[0]}/letters/{letter}?part=moments")
    box = phone.locator("textarea[name=body]")

    expect(box).to_have_attribute("lang", "he")
    assert box.evaluate("(one) => getComputedStyle(one).direction") == "rtl"
