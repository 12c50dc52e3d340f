"""A passkey in a real browser: made, used as the second step, alone, and to confirm; by Chromium's virtual key."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from litestar.types import ASGIApp
from playwright.sync_api import BrowserContext, CDPSession, Page, expect
from sqlalchemy import select, update

from familyplan.access.factors.passkeys import service as passkeys
from familyplan.access.factors.records import Passkey
from familyplan.access.sessions.records import SignedIn
from familyplan.app import create_app
from familyplan.demo.cast import Cast
from familyplan.kernel.db import Database
from familyplan.settings import Settings
from tests.access.second_steps import WORDS, choose_password
from tests.browser.test_axe import WCAG

KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def here(serve: Callable[[ASGIApp], str], settings: Settings, database: Database, cast: Cast) -> str:
    """The program under a name, as browsers want it for passkeys; Dana has a password and no second step."""
    app: Any = create_app(settings, database)
    url = serve(app).replace("127.0.0.1", "localhost")
    app.state.settings = replace(settings, base_url=url)
    with database.writing() as db:
        choose_password(db, cast.dana)
    return url


@pytest.fixture
def key(wide: Page) -> Iterator[tuple[CDPSession, str]]:
    """A key in this browser, which asks its holder and is always there."""
    session = wide.context.new_cdp_session(wide)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield session, made["authenticatorId"]
    session.detach()


def type_password(page: Page, url: str) -> None:
    page.goto(f"{url}/sign-in")
    staff = page.locator("form[action='/sign-in']")
    staff.get_by_label("Email address").fill("dana@linden.example")
    staff.get_by_label("Password").fill(WORDS)
    staff.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/sign-in/factor")


def enrol(page: Page, url: str) -> None:
    type_password(page, url)
    page.get_by_label("What you call it").fill("my laptop")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ten spare codes")


def faults(page: Page) -> list[str]:
    """What axe finds on a page, and whether it is wider than the screen."""
    wider = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    found = [f"{one['id']}: {one['nodes'][0]['html']}" for one in Axe().run(page, options=WCAG).response["violations"]]
    return found + [f"{page.url} is wider than the screen"] * wider


def sign_out(context: BrowserContext) -> None:
    context.clear_cookies()


@pytest.mark.usefixtures("key")
def test_it_is_made_after_the_password_and_shows_ten_spare_codes_once(wide: Page, here: str) -> None:
    enrol(wide, here)
    codes = wide.locator("ol code").all_text_contents()

    assert len(set(codes)) == 10
    wide.get_by_role("link", name="I have them: go on").click()
    wide.goto(f"{here}/sign-in/factors")
    expect(wide.get_by_text("my laptop", exact=True)).to_be_visible()
    expect(wide.get_by_text("10 of the ten are left.")).to_be_visible()
    assert codes[0] not in wide.content()


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("width", [320, 1280])
def test_each_page_of_the_second_step_is_clean_and_fits(wide: Page, here: str, width: int) -> None:
    wide.set_viewport_size({"width": width, "height": 900})
    type_password(wide, here)
    looked = [faults(wide)]
    wide.get_by_label("What you call it").fill("my laptop")
    wide.get_by_role("button", name="Make a passkey").click()
    wide.get_by_role("link", name="I have them: go on").wait_for()
    looked.append(faults(wide))
    for path in ("/sign-in/factors", "/sign-in/factors/app", "/confirm", "/sign-in/passkey"):
        wide.goto(here + path)
        looked.append(faults(wide))
    sign_out(wide.context)
    type_password(wide, here)
    looked.append(faults(wide))

    assert looked == [[]] * 7


@pytest.mark.usefixtures("key")
def test_it_is_the_second_step_after_the_password(wide: Page, here: str) -> None:
    enrol(wide, here)
    sign_out(wide.context)
    type_password(wide, here)
    wide.get_by_role("button", name="Use my passkey").click()
    wide.wait_for_url(f"{here}/")
    expect(wide.get_by_role("link", name="dana")).to_be_visible()


@pytest.mark.usefixtures("key")
def test_it_lets_its_holder_in_alone_and_leads_on(wide: Page, here: str) -> None:
    enrol(wide, here)
    sign_out(wide.context)
    wide.goto(f"{here}/sign-in/passkey?next=/engagements")
    wide.get_by_role("button", name="Use my passkey").click()
    wide.wait_for_url(f"{here}/engagements")


@pytest.mark.usefixtures("key")
def test_it_confirms_and_its_holder_goes_on(wide: Page, here: str, database: Database) -> None:
    enrol(wide, here)
    with database.writing() as db:
        db.execute(update(SignedIn).values(confirmed_at=None))
    wide.goto(f"{here}/sign-in/factors/app")
    wide.get_by_role("button", name="Use my passkey").click()
    wide.wait_for_url(f"{here}/sign-in/factors/app")
    expect(wide.get_by_role("heading", level=1)).to_contain_text("Set up the app")


def test_a_key_that_does_not_know_who_holds_it_lets_nobody_in_alone(
    wide: Page, here: str, key: tuple[CDPSession, str]
) -> None:
    enrol(wide, here)
    sign_out(wide.context)
    key[0].send("WebAuthn.setUserVerified", {"authenticatorId": key[1], "isUserVerified": False})
    wide.goto(f"{here}/sign-in/passkey")
    wide.get_by_role("button", name="Use my passkey").click()
    expect(wide.get_by_role("status").filter(has_text="Nothing was sent.")).to_be_visible()


def answered(page: Page) -> str:
    """What the key signed for this page, read before it is sent."""
    page.evaluate("HTMLFormElement.prototype.submit = () => {}")
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_function("document.querySelector('[name=credential]').value !== ''")
    said: str = page.locator("[name=credential]").input_value()
    return said


def send(page: Page, said: str) -> int:
    """Send an answer of a key as a form would; the status."""
    return int(
        page.evaluate(
            """async (said) => {
                const form = new URLSearchParams(new FormData(document.querySelector("form[data-passkey]")));
                form.set("credential", said);
                const to = document.querySelector("form[data-passkey]").action;
                return (await fetch(to, {method: "POST", body: form, redirect: "manual"})).status;
            }""",
            said,
        )
    )


LET_IN, REFUSED = 0, 422  # a redirect that is not followed has no status in a browser


@pytest.mark.usefixtures("key")
def test_what_it_signed_is_taken_once_in_this_browser_and_for_this_page(
    wide: Page, here: str, database: Database, new_context: Callable[..., BrowserContext]
) -> None:
    enrol(wide, here)
    sign_out(wide.context)
    wide.goto(f"{here}/sign-in/passkey")
    said = answered(wide)
    elsewhere = new_context().new_page()
    elsewhere.goto(f"{here}/sign-in/passkey")

    assert send(elsewhere, said) == REFUSED
    with database.writing() as db:
        db.execute(update(Passkey).values(sign_count=0))
    visitor = wide.context.cookies()
    assert send(wide, said) == LET_IN
    wide.context.clear_cookies()
    wide.context.add_cookies(visitor)  # type: ignore[arg-type]  # cookies as the browser gave them
    with database.writing() as db:
        db.execute(update(Passkey).values(sign_count=0))
    assert send(wide, said) == REFUSED


@pytest.mark.usefixtures("key")
def test_control_without_spending_a_challenge_it_would_be_taken_anywhere(
    wide: Page, here: str, database: Database, new_context: Callable[..., BrowserContext],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    enrol(wide, here)
    sign_out(wide.context)
    wide.goto(f"{here}/sign-in/passkey")
    said = answered(wide)
    elsewhere = new_context().new_page()
    elsewhere.goto(f"{here}/sign-in/passkey")
    monkeypatch.setattr(passkeys, "spend", lambda *_given: None)

    assert send(elsewhere, said) == LET_IN
    with database.reading() as db:
        assert db.scalars(select(Passkey)).one().used_at is not None


@pytest.mark.usefixtures("key")
def test_one_of_somebody_else_is_no_second_step_of_dana_s(
    wide: Page, here: str, database: Database, cast: Cast
) -> None:
    enrol(wide, here)
    sign_out(wide.context)
    type_password(wide, here)
    said = answered(wide)
    with database.writing() as db:
        db.execute(update(Passkey).values(person_id=cast.person("priya").id))

    assert send(wide, said) == REFUSED


def test_where_a_browser_has_none_none_is_offered(new_context: Callable[..., BrowserContext], here: str) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{here}/sign-in/passkey")
    expect(page.get_by_role("button", name="Use my passkey")).to_be_hidden()
    expect(page.get_by_text("Passkeys do not work in this browser")).to_be_visible()
    type_password(page, here)
    expect(page.get_by_role("button", name="Make a passkey")).to_be_hidden()
    expect(page.get_by_role("link", name="Set up the app")).to_be_visible()
