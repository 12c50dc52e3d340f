"""Maria has read the cards and writes on her phone; the program is the real one, over a database of the test's own."""

from collections.abc import Callable
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Page

from familyplan.kernel.db import Database
from tests.browser.conftest import PHONE
from tests.browser.writing.phone import Phone


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
