"""The browser tests' ground: a real Chromium (missing is a failure, never a skip) and a real server on a free port."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
import uvicorn
from litestar.types import ASGIApp
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select

from familyplan.access.sessions import service as sessions
from familyplan.app import create_app, schema
from familyplan.consents.records import Pledge
from familyplan.demo import service as demo
from familyplan.demo.cast import Cast
from familyplan.kernel import clock
from familyplan.kernel.db import Database, open_engine
from familyplan.letters.records import Letter
from familyplan.settings import Settings

NAMES = ("chromium", "chromium-browser", "google-chrome")
WHAT_TO_INSTALL = (
    "No browser for the tests. Debian: apt-get install chromium. "
    "Elsewhere install Chromium or Chrome and set CHROMIUM to its path. These tests are never skipped."
)
# Root needs --no-sandbox; the rest keeps the browser quiet and away from every host but ours.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Launch this machine's own browser."""
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not chromium:
        pytest.fail(WHAT_TO_INSTALL, pytrace=False)
    return {**browser_type_launch_args, "executable_path": chromium, "args": ARGUMENTS, "headless": True}


class _Server(uvicorn.Server):
    """A server that says when it listens, so that nobody has to wait by guessing."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(uvicorn.Config(app, log_config=None, access_log=False, ws="none", lifespan="on"))
        self.listens = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        finally:
            self.listens.set()


@contextmanager
def _served(app: ASGIApp) -> Iterator[str]:
    server = _Server(app)
    with socket.socket() as ours:
        ours.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [ours]}, name="served")
        thread.start()
        try:
            assert server.listens.wait(30), "the server said nothing for 30 seconds"
            assert server.started, "the application did not start: its log says why"
            yield f"http://127.0.0.1:{ours.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(30)


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[ASGIApp], str]]:
    """Serve an application until the session ends; returns its base URL, on a port that the system chose."""
    with ExitStack() as running:
        yield lambda app: running.enter_context(_served(app))


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext]) -> Page:
    """A page on an old phone, signed in as nobody; its cookies are its own."""
    return new_context(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2).new_page()


@pytest.fixture
def wide(new_context: Callable[..., BrowserContext]) -> Page:
    """A page on a desk's screen, signed in as nobody; its cookies are its own."""
    return new_context(viewport=WIDE).new_page()


@pytest.fixture(scope="session")
def sample(
    settings: Settings, serve: Callable[[ASGIApp], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    """The demo's practice, served: its address, a way in for each of the cast, families and letters by key."""
    folder = tmp_path_factory.mktemp("sample")
    database = Database(open_engine(f"sqlite:///{folder / 'familyplan.db'}", synchronous="OFF"))
    schema.migrate(database.engine)
    demo.prepare(database)
    url = serve(create_app(replace(settings, demo=True, data=folder), database))
    yield {**demo.links(database, url), "database": database}
    database.engine.dispose()


@pytest.fixture
def enter(sample: dict[str, Any]) -> Callable[[Page, str], None]:
    """Let a page be somebody of the cast: `enter(phone, "maria")`."""

    def go(page: Page, name: str) -> None:
        page.goto(sample["sign_in"][name])
        page.locator("main button").click()
        page.wait_for_url(f"{sample['url']}/**")

    return go


@pytest.fixture
def base(serve: Callable[[ASGIApp], str], settings: Settings, database: Database) -> str:
    """The address of the program over the test's own database, with the cast in it."""
    return serve(create_app(settings, database))


@pytest.fixture
def letter(database: Database, cast: Cast) -> UUID:
    """Maria's letter, once she has read the cards; nothing is written in it."""
    maria = cast.members["maria"]
    with database.writing() as db:
        db.add(Pledge(engagement_id=cast.reyes.id, member_id=maria.id, wording="1-test", agreed_at=clock.now()))
        return db.scalars(select(Letter.id).where(Letter.member_id == maria.id, Letter.kind == "letter")).one()


@pytest.fixture
def signs_in(database: Database, cast: Cast, base: str) -> Callable[[BrowserContext, str], None]:
    """Let a browser be somebody of the cast, as after a second proof: `signs_in(context, "dana")`."""

    def sign_in(context: BrowserContext, name: str) -> None:
        with database.writing() as db:
            _session, token = sessions.start(db, cast.person(name), confirmed=True)
        context.add_cookies([{"name": "session", "value": token, "url": base}])

    return sign_in
