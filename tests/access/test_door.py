"""/sign-in/{token}: looking uses nothing up, pressing lets one person in, once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.access import service
from familyplan.access.records import SignInLink
from familyplan.access.sessions.records import SignedIn
from familyplan.demo.cast import Cast
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from tests.visitor import Visitor


@pytest.fixture
def token(database: Database, cast: Cast) -> str:
    with database.writing() as db:
        _link, token = service.make_link(db, cast.person("maria"), "sign_in", lasts=service.LINK_LASTS)
    return token


def test_looking_uses_nothing_up(visit: Callable[[str], Visitor], token: str) -> None:
    """A mail scanner looks, with GET and HEAD, as often as it likes."""
    scanner = visit("")
    for method in ("HEAD", "GET", "GET"):
        assert scanner.ask(method, f"/sign-in/{token}").status_code == 200

    assert "session" not in scanner.cookies
    assert visit("").post(f"/sign-in/{token}").status_code == 303


def test_a_used_link_offers_a_new_one_and_says_no_name(visit: Callable[[str], Visitor], token: str) -> None:
    visit("").post(f"/sign-in/{token}")
    again = visit("")
    looked, pressed = again.get(f"/sign-in/{token}"), again.post(f"/sign-in/{token}")

    assert (looked.status_code, pressed.status_code) == (410, 410)
    assert "This link has had its day." in looked.text
    assert "Maria" not in looked.text + pressed.text
    assert "session" not in again.cookies


def test_after_ten_minutes_it_has_had_its_day(visit: Callable[[str], Visitor], token: str) -> None:
    clock.stand_at(clock.now() + timedelta(minutes=11))

    assert visit("").post(f"/sign-in/{token}").status_code == 410


def test_a_demos_link_is_nothing_to_any_other_server(
    visit: Callable[[str], Visitor], database: Database, cast: Cast
) -> None:
    with database.writing() as db:
        _link, token = service.make_link(db, cast.dana, "demo", lasts=timedelta(days=1))

    assert visit("").post(f"/sign-in/{token}").status_code == 410


def test_of_twenty_that_press_at_once_one_gets_in(visit: Callable[[str], Visitor], token: str, db: Session) -> None:
    visitors = [visit("") for _number in range(20)]
    tokens = [visitor.token for visitor in visitors]

    def press(number: int) -> int:
        form = {"_csrf_token": tokens[number]}
        status: int = visitors[number].ask("POST", f"/sign-in/{token}", data=form).status_code
        return status

    with ThreadPoolExecutor(20) as crowd:
        statuses = list(crowd.map(press, range(20)))

    assert statuses.count(303) == 1
    assert db.scalar(select(func.count()).select_from(SignedIn)) == 1


def test_the_token_is_nowhere_in_the_store(token: str, db: Session) -> None:
    kept = db.scalars(select(SignInLink.token_hash)).all()

    assert kept
    assert token.encode() not in kept


def test_a_set_up_link_asks_for_a_password_of_twelve_signs(
    visit: Callable[[str], Visitor], database: Database, cast: Cast
) -> None:
    with database.writing() as db:
        _link, token = service.make_link(db, cast.dana, "set_up", lasts=service.SET_UP_LASTS)
    nobody = visit("")
    short = nobody.post(f"/sign-in/{token}", {"sets_password": "yes", "password": "short"})
    none = nobody.post(f"/sign-in/{token}", {"sets_password": "yes", "password": ""})
    good = nobody.post(f"/sign-in/{token}", {"sets_password": "yes", "password": "four quiet river stones"})

    assert (short.status_code, none.status_code, good.status_code) == (422, 422, 303)
    assert "at least 12 signs" in short.text
