"""The other page on phones, 390 px wide: from opening it for Maria to sealed, and opened on the day, with her told."""

from collections.abc import Callable
from pathlib import Path

import pytest
from litestar.types import ASGIApp
from playwright.sync_api import BrowserContext, Page, Route, expect

from familyplan.access.sessions import service as sessions
from familyplan.app import create_app
from familyplan.consents import service as consents
from familyplan.demo.cast import Cast
from familyplan.engagements import queries as engagements
from familyplan.engagements.records import Engagement
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.settings import Settings
from tests.browser.conftest import PHONE

BODIES = {
    "stays": "I stay your mother.",
    "line": "I will not lend money any more.",
    "from": "From Monday on.",
    "keep": "My sister would be with me.",
    "door": "I will cook for you.",
}
NO_WIDER = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.fixture
def comes(
    new_context: Callable[..., BrowserContext],
    serve: Callable[[ASGIApp], str],
    settings: Settings,
    database: Database,
    cast: Cast,
) -> Callable[..., Page]:
    """`comes("maria")` is her phone, signed in; with `script=False` one on which no script runs."""
    with database.writing() as db:
        family = engagements.led(db, cast.reyes.id, seen_by=cast.dana)
        consents.agree(db, family, db.merge(cast.members["maria"]), by=cast.person("maria"), calls="Sam")
    base = serve(create_app(settings, database))

    def come(name: str, *, script: bool = True) -> Page:
        with database.writing() as db:
            session, token = sessions.start(db, cast.person(name), confirmed=True)
            sessions.remember_phone(db, session, "own")
        there = new_context(viewport=PHONE, base_url=base, java_script_enabled=script)
        there.add_cookies([{"name": "session", "value": token, "url": base}])
        return there.new_page()

    return come


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def write(page: Page, key: str, words: str) -> None:
    """Write a part and save it by its button; goes on once the page that answers is there, not on the one that goes."""
    page.wait_for_load_state("load")  # or this page's own would pass for the answer's
    part = page.locator(f"#part-{key}")
    part.locator("textarea").fill(words)
    with page.expect_event("load"):
        part.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(f"#part-{key} textarea")).to_have_value(words)


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_from_opened_to_sealed_and_on_the_day_out_of_its_envelope(
    comes: Callable[..., Page], database: Database, cast: Cast, *, script: bool
) -> None:
    dana, maria = comes("dana", script=script), comes("maria", script=script)
    dana.goto(f"/engagements/{cast.reyes.id}/letters")
    dana.locator("#member-" + str(cast.members["maria"].id)).get_by_role("button", name="Open the other page").click()

    maria.goto("/")
    maria.get_by_role("link", name="The other page").click()
    expect(maria.get_by_text("It stays apart. Most families never read it aloud.")).to_be_visible()
    home = maria.url.split("?")[0]
    for key, words in BODIES.items():
        write(maria, key, words)
    maria.get_by_role("radio", name="No", exact=True).check()
    press(maria, "Save my answer")
    press(maria, "Go through it with Dana")
    expect(maria.get_by_text("Dana can read this page until you have gone through it together")).to_be_visible()
    assert not script or maria.evaluate(NO_WIDER)

    dana.goto(home)
    expect(dana.get_by_text(BODIES["line"])).to_be_visible()
    assert BODIES["keep"] not in dana.content()
    press(dana, "We went through it. Seal it")
    expect(dana.get_by_text("Gone through together, and sealed.")).to_be_visible()
    assert BODIES["line"] not in dana.content()

    dana.get_by_role("link", name="The envelope, on the day").click()
    expect(dana.get_by_text("no day is set")).to_be_visible()
    with database.writing() as db:
        db.get_one(Engagement, cast.reyes.id).day_at = clock.now()
    dana.reload()
    expect(dana.get_by_text("First the envelope that Maria brought, on paper.")).to_be_visible()
    press(dana, "Maria cannot read it alone, and asked me for help")
    expect(dana.get_by_text(BODIES["line"])).to_be_visible()
    expect(dana.get_by_text("Maria has been told")).to_be_visible()
    assert BODIES["keep"] not in dana.content()
    assert not script or dana.evaluate(NO_WIDER)

    maria.goto("/")
    expect(maria.get_by_text("Dana opened it on")).to_be_visible()
    maria.get_by_role("link", name="The other page").click()
    expect(maria.get_by_text("You could not read it alone, and asked for help.")).to_be_visible()


def test_printed_it_is_her_words_and_a_last_sheet_that_folds(
    comes: Callable[..., Page], database: Database, cast: Cast, tmp_path: Path
) -> None:
    dana, maria = comes("dana"), comes("maria")
    dana.goto(f"/engagements/{cast.reyes.id}/letters")
    dana.locator("#member-" + str(cast.members["maria"].id)).get_by_role("button", name="Open the other page").click()
    maria.goto("/")
    maria.get_by_role("link", name="The other page").click()
    for key in ("line", "keep"):
        write(maria, key, BODIES[key])
    maria.get_by_role("link", name="Print it for its envelope").click()
    expect(maria.get_by_text("Envelope of Maria")).to_be_visible()
    assert maria.title() == "Your page"
    assert maria.evaluate(NO_WIDER)

    maria.emulate_media(media="print")
    expect(maria.get_by_text(BODIES["line"])).to_be_visible()
    expect(maria.get_by_role("button", name="Print it")).to_be_hidden()
    assert BODIES["keep"] not in maria.content()


def test_two_presses_on_a_slow_line_end_on_a_page_that_tells_the_truth(comes: Callable[..., Page], cast: Cast) -> None:
    """The answer to the first press replaces what the second was pressed on; the second must not fall into the void."""
    dana, maria = comes("dana"), comes("maria")
    dana.goto(f"/engagements/{cast.reyes.id}/letters")
    dana.locator("#member-" + str(cast.members["maria"].id)).get_by_role("button", name="Open the other page").click()
    maria.goto("/")
    maria.get_by_role("link", name="The other page").click()
    write(maria, "line", BODIES["line"])
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    maria.route("**/other-page/danger", hold)
    maria.get_by_role("radio", name="No", exact=True).check()
    press(maria, "Save my answer")
    press(maria, "Go through it with Dana")
    with maria.expect_response("**/other-page/danger"):
        held[0].continue_()

    expect(maria.get_by_text("Dana can read this page until you have gone through it together")).to_be_visible()
    expect(maria.get_by_role("radio", name="No", exact=True)).to_be_checked()
