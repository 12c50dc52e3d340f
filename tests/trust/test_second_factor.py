"""A password alone opens nothing; a reset link opens no more; codes are taken once. Each with its control."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from litestar.testing import TestClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from familyplan.access import guards, service
from familyplan.access.factors import pages as factor_pages
from familyplan.access.factors import queries
from familyplan.access.factors import service as factors
from familyplan.access.factors.keeping import pages as keeping
from familyplan.access.factors.records import Passkey, RecoveryCode, Totp
from familyplan.access.factors.totp import service as totp
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.app import routes
from familyplan.demo.cast import Cast
from familyplan.journal.records import Entry
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from tests.access.second_steps import Phone, choose_password, equip, half_in
from tests.mail.told import mails
from tests.visitor import Visitor

HALF_IN = {
    "GET /sign-in/factor", "POST /sign-in/factor", "POST /sign-in/factor/passkey", "GET /sign-in/factors/app",
    "POST /sign-in/factors/app", "POST /sign-in/factors/passkeys", "POST /sign-out",
}  # fmt: skip
"""All that is there for somebody who has shown a password and no more; the way out (/exit) is there for anybody."""
SETTING_UP = ["GET /sign-in/factors/app", "POST /sign-in/factors/app", "POST /sign-in/factors/passkeys"]


@pytest.fixture
def phone(database: Database, cast: Cast) -> Phone:
    return equip(database, cast.dana)[0]


@pytest.fixture
def arriving(phone: Phone, visit: Callable[[str], Visitor]) -> Visitor:
    """Dana after her password, whose phone is still to be asked for."""
    assert phone.secret
    return half_in(visit(""))


@pytest.fixture
def new_here(database: Database, cast: Cast, visit: Callable[[str], Visitor]) -> Visitor:
    """Dana after her password, who has no second factor yet."""
    with database.writing() as db:
        choose_password(db, cast.dana)
    return half_in(visit(""))


def everything(client: TestClient[Any]) -> list[str]:
    """Every route that is not for anybody."""
    return [f"{row['method']} {row['path']}" for row in routes.table(client.app) if row["roles"] != ["anybody"]]


def ask(visitor: Visitor, route: str, *, htmx: str = "") -> Any:
    method, path = route.split(" ")
    path = re.sub(r"\{\w+:(\w+)\}", lambda kind: str(uuid7()) if kind[1] == "uuid" else "x", path)
    form = {} if method == "GET" else {"data": {"_csrf_token": visitor.token}}
    return visitor.ask(method, path, htmx=htmx, **form)


def open_to(visitor: Visitor, client: TestClient[Any], *, htmx: str = "") -> set[str]:
    """The routes at which this visitor is not told to show who they are."""
    return {route for route in everything(client) if not asks_who(ask(visitor, route, htmx=htmx))}


def asks_who(answer: Any) -> bool:
    led: bool = answer.status_code == 303 and answer.headers["location"].startswith(("/sign-in/factor", "/sign-in?"))
    return led or bool(answer.status_code == 401)


@pytest.mark.parametrize("htmx", ["", "main"])
def test_a_password_alone_opens_no_page_but_the_one_that_asks_for_more(
    arriving: Visitor, new_here: Visitor, client: TestClient[Any], htmx: str
) -> None:
    assert len(everything(client)) > 100
    assert open_to(arriving, client, htmx=htmx) <= HALF_IN
    assert open_to(new_here, client, htmx=htmx) <= HALF_IN


def test_control_without_the_rule_nearly_every_page_would_be_open(
    arriving: Visitor, client: TestClient[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "is_half_in", lambda _session, _person: False)
    assert len(open_to(arriving, client) - HALF_IN) > 100


def test_on_a_public_page_somebody_half_in_is_nobody(arriving: Visitor, client: TestClient[Any]) -> None:
    public = [row["path"] for row in routes.table(client.app) if row["roles"] == ["anybody"] and row["method"] == "GET"]
    texts = [ask(arriving, f"GET {path}").text for path in public]

    assert len(public) > 5
    assert [text for text in texts if "data-signed-in" in text or "Dana" in text] == []
    assert arriving.get("/").headers["location"] == "/sign-in/factor"


@pytest.mark.parametrize("route", SETTING_UP)
def test_a_password_alone_adds_no_factor_beside_one_that_is_there(arriving: Visitor, route: str) -> None:
    assert ask(arriving, route).status_code == 404


@pytest.mark.parametrize("route", SETTING_UP)
def test_control_without_that_rule_it_would(arriving: Visitor, route: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "may_add", lambda request, _db: factor_pages.who(request))
    assert ask(arriving, route).status_code in (200, 422)


def reset(database: Database, cast: Cast, nobody: Visitor) -> Any:
    """Use a new link to choose a password."""
    with database.writing() as db:
        _link, token = service.make_link(db, cast.dana, "set_up", lasts=service.SET_UP_LASTS)
    return nobody.post(f"/sign-in/{token}", {"sets_password": "yes", "password": "nine small green apples"})


@pytest.mark.usefixtures("phone")
def test_a_reset_link_does_not_get_around_the_phone(
    database: Database, cast: Cast, visit: Callable[[str], Visitor], client: TestClient[Any]
) -> None:
    nobody = visit("")
    answer = reset(database, cast, nobody)

    assert answer.headers["location"] == "/sign-in/factor"
    assert "The six numbers that your app shows" in nobody.get("/sign-in/factor").text
    assert [ask(nobody, route).status_code for route in SETTING_UP] == [404] * 3
    assert open_to(nobody, client) <= HALF_IN


@pytest.mark.usefixtures("phone")
def test_control_a_link_that_counted_as_both_would(
    database: Database, cast: Cast, visit: Callable[[str], Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "is_half_in", lambda _session, _person: False)
    nobody = visit("")
    reset(database, cast, nobody)
    assert nobody.get("/engagements").status_code == 200


def test_numbers_that_were_read_over_a_shoulder_open_nothing(
    arriving: Visitor, phone: Phone, visit: Callable[[str], Visitor]
) -> None:
    code, second = phone.code(), half_in(visit(""))
    assert arriving.post("/sign-in/factor", {"code": code}).status_code == 303
    assert second.post("/sign-in/factor", {"code": code}).status_code == 422


def test_control_without_the_count_of_half_minutes_they_would(
    arriving: Visitor, phone: Phone, visit: Callable[[str], Visitor], database: Database
) -> None:
    code, second = phone.code(), half_in(visit(""))
    arriving.post("/sign-in/factor", {"code": code})
    with database.writing() as db:
        db.execute(update(Totp).values(last_step=0))
    assert second.post("/sign-in/factor", {"code": code}).status_code == 303


def test_control_a_window_of_an_hour_would_take_old_numbers(
    arriving: Visitor, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = phone.code(-60)
    assert arriving.post("/sign-in/factor", {"code": old}).status_code == 422
    monkeypatch.setattr(totp, "EITHER_SIDE", 120)
    assert arriving.post("/sign-in/factor", {"code": old}).status_code == 303


EMPLOYS = {"person_name": "Nora", "address": "nora@linden.example", "role": "interventionist"}


def stale(database: Database) -> None:
    """Let it be long ago that anybody showed who they are."""
    with database.writing() as db:
        db.execute(update(SignedIn).values(confirmed_at=clock.now() - timedelta(minutes=16)))


WRITES = ["/settings/people", "/sign-in/factors/spare-codes", "/sign-in/factors/app", "/sign-in/factors/passkeys",
          "/sign-in/factors/app/removal", "/sign-in/factors/password",
          "/sign-in/factors/passkeys/0190c8b0-0000-7000-8000-000000000000/removal"]  # fmt: skip


@pytest.mark.parametrize("path", WRITES)
def test_a_session_left_open_makes_nobody_staff_and_changes_no_factor(
    visit: Callable[[str], Visitor], database: Database, path: str
) -> None:
    olga = visit("olga")
    stale(database)
    answer = olga.post(path, {**EMPLOYS, "password": "nine small green apples"})

    assert answer.status_code == 403
    assert "Confirm in a new tab" in answer.text
    assert "nine small green apples" not in answer.text
    with database.reading() as db:
        assert db.scalars(select(RecoveryCode)).all() == []
        assert "Nora" not in [person.name for person in db.scalars(select(Person))]


def test_and_to_look_at_a_new_secret_one_is_led_to_confirm(visit: Callable[[str], Visitor], database: Database) -> None:
    olga = visit("olga")
    stale(database)

    assert olga.get("/sign-in/factors/app").headers["location"] == "/confirm?next=/sign-in/factors/app"


def test_control_without_the_guard_it_would_make_somebody_staff(
    visit: Callable[[str], Visitor], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    olga = visit("olga")
    stale(database)
    monkeypatch.setattr(guards, "is_confirmed", lambda *_asked: True)
    assert olga.post("/settings/people", EMPLOYS).status_code == 303
    with database.reading() as db:
        assert "Nora" in [person.name for person in db.scalars(select(Person))]


def test_the_command_line_takes_all_factors_away_ends_sessions_notes_it_and_tells_the_person(
    phone: Phone, database: Database, cast: Cast, visit: Callable[[str], Visitor], db: Session
) -> None:
    dana = visit("dana")
    with database.writing() as own:
        own.add(Passkey(person_id=cast.dana.id, credential_id=b"1", public_key=b"k", made_at=clock.now()))
    with database.writing() as own:
        factors.reset(own, cast.dana)

    assert phone.secret
    assert dana.get("/engagements").status_code == 303
    assert queries.factors(db, seen_by=cast.dana).count == 0
    assert db.scalars(select(RecoveryCode)).all() == []
    assert "taken away" in mails(db)[-1]
    assert "person.factors.reset" in db.scalars(select(Entry.act)).all()
    assert "Two steps, from now on" in half_in(visit("")).get("/sign-in/factor").text


def test_an_unknown_address_a_wrong_password_and_a_right_one_of_somebody_else_get_the_same_answer(
    phone: Phone, visit: Callable[[str], Visitor]
) -> None:
    def answer(address: str, password: str) -> tuple[int, str]:
        got = visit("").post("/sign-in", {"address": address, "password": password})
        return got.status_code, re.sub(r'value="[^"]+"|x-csrftoken": "\w+|data-csrf="\w+', "", got.text)

    assert phone.secret
    wrong = answer("dana@linden.example", "not these at all")
    assert wrong[0] == 422
    assert answer("nobody@linden.example", "not these at all") == wrong
    assert answer("priya@linden.example", "four quiet river stones") == wrong


def test_a_passwords_owner_without_an_app_is_reckoned_as_long(
    database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody's numbers take as many reckonings as somebody's."""
    reckoned: list[int] = []
    at = pyotp.TOTP.generate_otp

    def watched(self: pyotp.TOTP, step: int) -> str:
        reckoned.append(step)
        return at(self, step)

    monkeypatch.setattr(pyotp.TOTP, "generate_otp", watched)
    with database.writing() as db:
        assert not totp.take(db, cast.dana, "000000")
    assert len(reckoned) == 3
