"""Maria has read the cards and writes on her phone; the program is the real one, over a database of the test's own."""

from collections.abc import Callable
from uuid import UUID

import pytest
from litestar.types import ASGIApp
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select

from familyplan.access.sessions import service as sessions
from familyplan.app import create_app
from familyplan.consents.records import Pledge
from familyplan.demo.cast import Cast
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.letters.records import Letter
from familyplan.settings import Settings
from tests.browser.conftest import PHONE
from tests.browser.writing.phone import Phone


@pytest.fixture
def base(serve: Callable[[ASGIApp], str], settings: Settings, database: Database) -> str:
    return serve(create_app(settings, database))


@pytest.fixture
def letter(database: Database, cast: Cast) -> UUID:
    """Maria's letter, once she has read the cards."""
    maria = cast.members["maria"]
    with database.writing() as db:
        db.add(Pledge(engagement_id=cast.reyes.id, member_id=maria.id, wording="1-test", agreed_at=clock.now()))
    with database.reading() as db:
        return db.scalars(select(Letter.id).where(Letter.member_id == maria.id)).one()


@pytest.fixture
def signs_in(database: Database, cast: Cast, base: str) -> Callable[[BrowserContext, str], None]:
    def sign_in(context: BrowserContext, name: str) -> None:
        with database.writing() as db:
            _session, token = sessions.start(db, cast.person(name), confirmed=True)
        context.add_cookies([{"name": "session", "value": token, "url": base}])

    return sign_in


@pytest.fixture
def maria(
    phone: Page, database: Database, base: str, letter: UUID, signs_in: Callable[[BrowserContext, str], None]
) -> Phone:
    signs_in(phone.context, "maria")
    return Phone(phone, database, f"{base}/letters/{letter}", letter).opens()


@pytest.fixture
def another_device(
    new_context: Callable[..., BrowserContext], database: Database, base: str, letter: UUID,
    signs_in: Callable[[BrowserContext, str], None],
) -> Callable[..., Phone]:  # fmt: skip
    """Another device of Maria's, with cookies of its own; perhaps without JavaScript."""

    def take(*, scripts: bool = True) -> Phone:
        context = new_context(viewport=PHONE, java_script_enabled=scripts)
        signs_in(context, "maria")
        return Phone(context.new_page(), database, f"{base}/letters/{letter}", letter).opens()

    return take
