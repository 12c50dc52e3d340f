"""POST /sign-in/factor: six numbers from the phone or a spare code, each taken once."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.factors.records import RecoveryCode, Totp
from familyplan.access.factors.spare_codes import service as spare_codes
from familyplan.access.factors.totp import service as totp
from familyplan.demo.cast import Cast
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from tests.access.second_steps import Phone, half_in
from tests.mail.told import mails
from tests.together import at_once
from tests.visitor import Visitor

NOT_NOW = "Those are not the numbers that count now."


def test_it_lets_dana_wholly_in_and_leads_where_she_wanted_to_go(arriving: Visitor, phone: Phone) -> None:
    answer = arriving.post("/sign-in/factor", {"code": phone.code(), "next": "/engagements"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/engagements")
    assert arriving.get("/engagements").status_code == 200
    assert arriving.get("/sign-in/factor").headers["location"] == "/"


def test_the_token_changes_at_both_steps_and_the_old_ones_open_nothing(
    arriving: Visitor, phone: Phone, visit: Callable[[str], Visitor]
) -> None:
    before = arriving.cookies["session"]
    arriving.post("/sign-in/factor", {"code": phone.code()})
    old = visit("")
    old.cookies["session"] = before

    assert arriving.cookies["session"] != before
    assert old.get("/engagements").headers["location"].startswith("/sign-in?")
    assert old.get("/sign-in/factor").headers["location"].startswith("/sign-in?")


@pytest.mark.parametrize("off", [-1, 0, 1])
def test_a_phone_may_be_half_a_minute_off(arriving: Visitor, phone: Phone, off: int) -> None:
    assert arriving.post("/sign-in/factor", {"code": phone.code(off)}).status_code == 303


@pytest.mark.parametrize("off", [-3, -2, 2, 3])
def test_but_not_more(arriving: Visitor, phone: Phone, off: int) -> None:
    answer = arriving.post("/sign-in/factor", {"code": phone.code(off)})

    assert answer.status_code == 422
    assert NOT_NOW in answer.text


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "\uff11\uff12\uff13\uff14\uff15\uff16", "0000-0000-0000-0000", "\x00"]
)
def test_anything_else_gets_the_same_words(arriving: Visitor, typed: str) -> None:
    answer = arriving.post("/sign-in/factor", {"code": typed})

    assert answer.status_code == 422
    assert NOT_NOW in answer.text


def test_numbers_with_a_blank_between_are_read(arriving: Visitor, phone: Phone) -> None:
    code = phone.code()
    assert arriving.post("/sign-in/factor", {"code": f" {code[:3]} {code[3:]}"}).status_code == 303


def test_numbers_are_taken_once(arriving: Visitor, phone: Phone, visit: Callable[[str], Visitor]) -> None:
    code = phone.code()
    arriving.post("/sign-in/factor", {"code": code})

    assert half_in(visit("")).post("/sign-in/factor", {"code": code}).status_code == 422


def test_and_no_older_ones_after_them(arriving: Visitor, phone: Phone, visit: Callable[[str], Visitor]) -> None:
    arriving.post("/sign-in/factor", {"code": phone.code(1)})

    assert half_in(visit("")).post("/sign-in/factor", {"code": phone.code()}).status_code == 422
    clock.stand_at(clock.now() + timedelta(minutes=1))
    assert half_in(visit("")).post("/sign-in/factor", {"code": phone.code()}).status_code == 303


def test_somebody_else_s_numbers_are_nothing(arriving: Visitor, cast: Cast, database: Database) -> None:
    with database.writing() as db:
        secret, now = totp.new_secret(), clock.now()
        db.add(Totp(person_id=cast.person("priya").id, secret=secret, made_at=now, proven_at=now, last_step=0))
        others = spare_codes.make(db, cast.person("priya"))

    assert arriving.post("/sign-in/factor", {"code": Phone(secret).code()}).status_code == 422
    assert arriving.post("/sign-in/factor", {"code": others[0]}).status_code == 422


@pytest.mark.parametrize("kind", ["phone", "spare"])
def test_of_four_with_the_same_numbers_at_once_one_gets_in(
    equipped: tuple[Phone, list[str]], visit: Callable[[str], Visitor], kind: str
) -> None:
    code = {"phone": equipped[0].code(), "spare": equipped[1][0]}[kind]
    visitors = [half_in(visit("")) for _number in range(4)]
    sent = [{"_csrf_token": visitor.token, "code": code} for visitor in visitors]

    def press(number: int) -> int:
        status: int = visitors[number].ask("POST", "/sign-in/factor", data=sent[number]).status_code
        return status

    assert sorted(at_once(*(partial(press, number) for number in range(4)))) == [303, 422, 422, 422]


def test_whoever_guesses_has_to_wait_and_the_right_numbers_wait_with_them(arriving: Visitor, phone: Phone) -> None:
    wrong = [arriving.post("/sign-in/factor", {"code": phone.wrong_code()}).status_code for _time in range(6)]

    assert wrong == [422] * 5 + [429]
    assert arriving.post("/sign-in/factor", {"code": phone.code()}).status_code == 429
    clock.stand_at(clock.now() + timedelta(minutes=2))
    assert arriving.post("/sign-in/factor", {"code": phone.code()}).status_code == 303


def test_a_spare_code_opens_once_however_it_is_written_and_its_owner_is_told(
    arriving: Visitor, spare: list[str], visit: Callable[[str], Visitor], db: Session
) -> None:
    typed = spare[3].upper().replace("-", " ").replace("0", "O")

    assert arriving.post("/sign-in/factor", {"code": typed}).status_code == 303
    assert half_in(visit("")).post("/sign-in/factor", {"code": spare[3]}).status_code == 422
    assert half_in(visit("")).post("/sign-in/factor", {"code": spare[4]}).status_code == 303
    assert sum("One of your spare codes was used." in mail for mail in mails(db)) == 2
    assert "8 of the ten are left." in arriving.get("/sign-in/factors").text


@pytest.mark.usefixtures("arriving")
def test_only_hashes_of_spare_codes_and_a_sealed_secret_are_kept(
    phone: Phone, spare: list[str], database: Database
) -> None:
    with database.engine.connect() as raw:
        rows = [str(row) for table in (RecoveryCode, Totp) for row in raw.execute(select(table.__table__))]

    assert len(rows) == 11
    assert not [row for row in rows for code in (*spare, *(one.replace("-", "") for one in spare)) if code in row]
    assert not [row for row in rows if phone.secret in row]


def test_the_numbers_are_compared_to_their_end_for_each_half_minute(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[bytes] = []

    class Watched:
        @staticmethod
        def compare_digest(one: bytes, other: bytes) -> bool:
            compared.append(one)
            return one == other

    monkeypatch.setattr(totp, "hmac", Watched)
    assert totp.step_of(phone.secret, phone.code(-1)) is not None
    assert len(compared) == 3


def test_after_half_an_hour_the_password_is_asked_for_anew(arriving: Visitor, phone: Phone) -> None:
    clock.stand_at(clock.now() + timedelta(minutes=31))

    assert arriving.post("/sign-in/factor", {"code": phone.code()}).status_code == 401


def test_not_now_ends_it(arriving: Visitor) -> None:
    kept = dict(arriving.cookies)
    assert arriving.post("/sign-out").status_code == 303
    arriving.cookies = kept

    assert arriving.get("/sign-in/factor").headers["location"].startswith("/sign-in?")


def test_the_page_asks_for_numbers_and_says_no_name(arriving: Visitor) -> None:
    page = arriving.get("/sign-in/factor?next=//elsewhere.example").text

    assert "The six numbers that your app shows" in page
    assert 'name="next" value="/"' in page
    assert not re.search("dana", page, re.IGNORECASE)
