"""The live day on a phone: nothing that was tapped is lost, nothing arrives twice, whatever the signal does."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, Route, expect
from sqlalchemy import select

from familyplan.access.sessions import service as sessions
from familyplan.app import create_app
from familyplan.day.live.records import TAPS, DayTap
from familyplan.demo.cast import Cast
from familyplan.engagements.records import Engagement
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.settings import Settings
from tests.browser.test_axe import WCAG
from tests.day.live.conftest import NOON, the_day

__all__ = ["the_day"]
FIRST = NOON + timedelta(minutes=10, seconds=30)  # in the middle of a minute, so that a second more or less is the same
KEPT = "form[data-live] [data-list] li"
LARGE = 64  # px
NUMBER = 40  # px
STORED = "() => Object.entries(localStorage).flat().join(' ')"


class Machine:
    """The program at one address, which can be killed and started again there."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings, self.database = settings, database
        with socket.socket() as ours:
            ours.bind(("127.0.0.1", 0))
            self.port = ours.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        app = create_app(self.settings, self.database)
        config = uvicorn.Config(app, port=self.port, log_config=None, access_log=False, ws="none")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run)
        self.thread.start()
        answers = threading.Event()
        while not self.server.started:
            assert not answers.wait(0.05)
            assert self.thread.is_alive()

    def kill(self) -> None:
        self.server.should_exit = self.server.force_exit = True
        self.thread.join(30)


class Phone:
    """Dana's phone, whose clock the test holds together with the program's."""

    def __init__(self, page: Page, machine: Machine, cast: Cast, engagement: Engagement) -> None:
        self.page, self.machine, self.cast = page, machine, cast
        self.path = f"{machine.url}/engagements/{engagement.id}/day/live"
        self.signs_in()
        page.clock.install(time=NOON)
        page.goto(self.path)
        page.clock.pause_at(FIRST)
        self.now = FIRST
        clock.stand_at(FIRST)

    def signs_in(self) -> None:
        with self.machine.database.writing() as db:
            _session, token = sessions.start(db, self.cast.dana, confirmed=True)
        self.page.context.add_cookies([{"name": "session", "value": token, "url": self.machine.url}])

    def waits(self, seconds: int) -> None:
        """Time passes, on the phone and elsewhere."""
        self.now += timedelta(seconds=seconds)
        clock.stand_at(self.now)
        self.page.clock.run_for(seconds * 1000)

    def taps(self, kind: str) -> None:
        self.page.locator(f"button[value={kind}]").tap()

    def keeps(self, many: int) -> None:
        expect(self.page.locator(KEPT)).to_have_count(many)

    def noted(self) -> list[tuple[str, datetime]]:
        """What the program has, in order, to the minute."""
        with self.machine.database.reading() as db:
            rows = db.scalars(select(DayTap).order_by(DayTap.happened_at)).all()
        return [(row.kind, row.happened_at.replace(second=0, microsecond=0)) for row in rows]


@pytest.fixture
def machine(settings: Settings, database: Database) -> Iterator[Machine]:
    made = Machine(settings, database)
    yield made
    made.kill()


@pytest.fixture
def dana(phone: Page, machine: Machine, cast: Cast, the_day: Engagement) -> Phone:
    return Phone(phone, machine, cast, the_day)


def minute(number: int) -> datetime:
    """So many minutes after the first tap."""
    return (FIRST + timedelta(minutes=number)).replace(second=0)


def test_two_minutes_without_a_signal_lose_nothing_and_nothing_arrives_twice(dana: Phone) -> None:
    dana.taps("began")
    dana.keeps(0)
    dana.page.context.set_offline(True)
    dana.taps("all_read")
    dana.waits(60)
    dana.taps("left_room")
    dana.waits(60)
    dana.taps("said_yes")
    dana.keeps(3)
    expect(dana.page.locator(KEPT).first).to_contain_text("kept on this phone, not sent yet")
    expect(dana.page.locator("[data-line]")).to_contain_text("No signal")
    assert dana.noted() == [("began", minute(0))]

    dana.page.context.set_offline(False)
    dana.page.reload()
    dana.keeps(0)
    expect(dana.page.locator("#log li")).to_have_count(4)
    dana.page.reload()
    dana.keeps(0)

    everything = [("began", minute(0)), ("all_read", minute(0)), ("left_room", minute(1)), ("said_yes", minute(2))]
    assert dana.noted() == everything
    assert dana.page.evaluate(STORED) == ""


def test_it_is_sent_by_itself_when_the_signal_is_back(dana: Phone) -> None:
    dana.page.context.set_offline(True)
    dana.taps("began")
    dana.keeps(1)
    dana.page.context.set_offline(False)

    dana.keeps(0)
    expect(dana.page.locator("[data-line]")).to_contain_text("We have begun: noted.")
    assert dana.noted() == [("began", minute(0))]


def test_the_program_is_killed_in_between_and_comes_back(dana: Phone, machine: Machine) -> None:
    dana.taps("began")
    dana.keeps(0)
    machine.kill()
    dana.taps("all_read")
    dana.waits(60)
    dana.taps("not_today")
    dana.keeps(2)
    machine.start()
    dana.page.clock.resume()

    expect(dana.page.locator(KEPT)).to_have_count(0, timeout=20_000)
    assert dana.noted() == [("began", minute(0)), ("all_read", minute(0)), ("not_today", minute(1))]


def test_an_answer_that_got_lost_is_asked_for_again_and_the_tap_is_there_once(dana: Phone) -> None:
    lost: list[int] = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    dana.page.route("**/day/live", lose, times=1)
    dana.taps("began")
    dana.keeps(1)
    expect(dana.page.locator("[data-line]")).to_contain_text("No signal")  # before that there is nothing to wait for
    dana.waits(5)
    dana.keeps(0)

    assert lost == [200]
    assert dana.noted() == [("began", minute(0))]


def test_after_the_session_ended_signing_in_again_sends_what_was_kept(dana: Phone) -> None:
    dana.page.context.clear_cookies()
    dana.taps("began")
    dana.keeps(1)
    expect(dana.page.locator("[data-line]")).to_contain_text("signed out")
    expect(dana.page.locator("[data-live] [data-sign-in]")).to_be_visible()
    dana.signs_in()
    dana.page.evaluate("dispatchEvent(new Event('focus'))")

    dana.keeps(0)
    assert dana.noted() == [("began", minute(0))]


def test_taken_back_before_it_was_sent_it_is_never_sent(dana: Phone) -> None:
    dana.page.context.set_offline(True)
    dana.taps("said_yes")
    dana.page.locator(f"{KEPT} button").tap()
    dana.keeps(0)
    dana.page.context.set_offline(False)
    dana.taps("not_today")
    expect(dana.page.locator("#log li")).to_have_count(1)

    assert dana.noted() == [("not_today", minute(0))]


def test_a_finger_that_presses_twice_is_one_tap(dana: Phone) -> None:
    dana.taps("began")
    dana.taps("began")
    dana.keeps(0)
    dana.waits(60)
    dana.taps("began")
    expect(dana.page.locator("#log li")).to_have_count(2)

    assert dana.noted() == [("began", minute(0)), ("began", minute(1))]


def test_what_stands_on_the_phone_tells_nothing_and_is_gone_after_leaving(dana: Phone, cast: Cast) -> None:
    dana.page.context.set_offline(True)
    dana.taps("not_today")
    dana.keeps(1)
    stored = dana.page.evaluate(STORED)
    dana.page.route(lambda url: not url.startswith(dana.machine.url), lambda route: route.fulfill(body="Elsewhere"))
    dana.page.context.set_offline(False)
    dana.page.clock.resume()
    dana.page.locator("[data-exit]").tap()
    dana.page.wait_for_url(lambda url: not url.startswith(dana.machine.url))
    dana.page.goto(f"{dana.machine.url}/sign-in")

    assert not {"said", "today", "began", "live", "dana", "sam", str(cast.reyes.id)} & set(stored.lower().split())
    assert "not_today" not in stored
    assert [kind for kind, _at in dana.noted()] == ["not_today"]
    assert dana.page.evaluate(STORED) == ""


def test_a_phone_with_a_clock_that_is_off_still_tells_the_right_time(
    phone: Page, machine: Machine, cast: Cast, the_day: Engagement
) -> None:
    wrong = Phone.__new__(Phone)
    wrong.page, wrong.machine, wrong.cast = phone, machine, cast
    wrong.signs_in()
    phone.clock.install(time=NOON - timedelta(minutes=47))
    clock.stand_at(NOON + timedelta(seconds=30))
    phone.goto(f"{machine.url}/engagements/{the_day.id}/day/live")
    wrong.taps("began")
    expect(phone.locator("#log")).to_contain_text("The phone's clock was off")

    assert wrong.noted() == [("began", NOON)]


def test_the_emergency_is_first_large_and_everything_fits_a_phone(dana: Phone) -> None:
    page = dana.page
    page.clock.resume()
    number = page.locator("main a").first
    expect(number).to_have_attribute("href", "tel:911")
    expect(number).to_have_text("911")
    assert float(number.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")) >= NUMBER
    sizes = [one.bounding_box() for one in page.locator(".tap").all()]
    assert len(sizes) == len(TAPS)
    assert min(min(size["width"], size["height"]) for size in sizes if size) >= LARGE
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Axe().run(page, options=WCAG).response["violations"] == []


def test_the_log_and_the_calls_afterwards_are_clean_too(dana: Phone) -> None:
    dana.taps("said_yes")
    dana.taps("ended")
    expect(dana.page.locator("#log li")).to_have_count(2)
    dana.page.clock.resume()
    dana.page.locator("#log details").first.locator("summary").tap()
    assert Axe().run(dana.page, options=WCAG).response["violations"] == []
    dana.page.get_by_text("The calls this evening and tomorrow").tap()
    expect(dana.page.locator("h1")).to_have_text("The calls afterwards")

    assert Axe().run(dana.page, options=WCAG).response["violations"] == []
    assert dana.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_a_script_the_taps_are_plain_buttons(
    new_context: Callable[..., BrowserContext], machine: Machine, cast: Cast, the_day: Engagement
) -> None:
    context = new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    plain = Phone.__new__(Phone)
    plain.page, plain.machine, plain.cast = context.new_page(), machine, cast
    plain.signs_in()
    plain.page.goto(f"{machine.url}/engagements/{the_day.id}/day/live")
    plain.page.locator("button[value=began]").click()
    plain.page.locator("button[value=all_read]").click()
    expect(plain.page.locator("#log li")).to_have_count(2)

    assert [kind for kind, _at in plain.noted()] == ["began", "all_read"]
