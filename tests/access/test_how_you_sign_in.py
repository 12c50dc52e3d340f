"""/sign-in/factors: what there is, adding, taking away, spare codes, another password; each told by mail."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.factors.records import Passkey, RecoveryCode, Totp
from familyplan.access.sessions.records import SignedIn
from familyplan.demo.cast import Cast
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from tests.access.second_steps import Phone, choose_password, half_in
from tests.mail.told import mails
from tests.together import at_once
from tests.visitor import Visitor

HERE = "/sign-in/factors"


@pytest.fixture
def dana(phone: Phone, visit: Callable[[str], Visitor]) -> Visitor:
    """Dana, who has a phone and spare codes, signed in just now."""
    assert phone.secret
    return visit("dana")


def shown(page: str) -> dict[str, str]:
    """The secret that a page shows, and its mark."""
    return dict(re.findall(r'name="(secret|marked)" value="(\w+)"', page))


def set_up(visitor: Visitor, off: int = 0) -> tuple[Phone, int]:
    """Set an app up: the phone, and the answer's status."""
    secret = shown(visitor.get(f"{HERE}/app").text)
    phone = Phone(secret["secret"])
    return phone, visitor.post(f"{HERE}/app", {**secret, "code": phone.code(off)}).status_code


def add_passkey(database: Database, cast: Cast, name: str = "my laptop") -> str:
    """Let Dana have a passkey, as a browser would have registered it; its id."""
    with database.writing() as db:
        key = Passkey(person_id=cast.dana.id, name=name, credential_id=name.encode(), public_key=b"k",
                      made_at=clock.now())  # fmt: skip
        db.add(key)
        return str(key.id)


def test_whoever_is_new_sets_up_an_app_sees_ten_codes_once_and_is_in(
    database: Database, cast: Cast, visit: Callable[[str], Visitor], db: Session
) -> None:
    with database.writing() as own:
        choose_password(own, cast.dana)
    dana = half_in(visit(""))
    before, secret = dana.cookies["session"], shown(dana.get(f"{HERE}/app").text)
    answer = dana.post(f"{HERE}/app", {**secret, "code": Phone(secret["secret"]).code()})
    codes = re.findall(r"<code>([0-9a-z-]{19})</code>", answer.text)

    assert (answer.status_code, len(set(codes))) == (200, 10)
    assert dana.cookies["session"] != before
    assert dana.get("/engagements").status_code == 200
    assert codes[0] not in dana.get(HERE).text
    assert "Numbers from an app on your phone were set up." in mails(db)[-1]
    assert secret["secret"] not in "".join(mails(db))


def test_the_code_that_set_it_up_opens_nothing_after(
    database: Database, cast: Cast, visit: Callable[[str], Visitor]
) -> None:
    clock.stand_at(clock.now())
    with database.writing() as db:
        choose_password(db, cast.dana)
    phone, status = set_up(half_in(visit("")))

    assert status == 200
    assert half_in(visit("")).post("/sign-in/factor", {"code": phone.code()}).status_code == 422


def test_a_picture_without_any_style_shows_what_the_letters_say(dana: Visitor) -> None:
    page = dana.get(f"{HERE}/app").text
    secret = shown(page)["secret"]

    assert "<svg" in page
    assert "style" not in page[page.index("<svg") : page.index("</svg>")]
    assert " ".join(re.findall("....", secret)) in page


@pytest.mark.parametrize("off", [-3, 3])
def test_a_wrong_code_keeps_nothing_and_shows_the_same_picture(dana: Visitor, off: int, db: Session) -> None:
    before = db.scalars(select(Totp.id)).all()
    secret = shown(dana.get(f"{HERE}/app").text)
    answer = dana.post(f"{HERE}/app", {**secret, "code": Phone(secret["secret"]).code(off)})

    assert answer.status_code == 422
    assert shown(answer.text) == secret
    assert db.scalars(select(Totp.id)).all() == before
    assert mails(db) == []


def test_a_secret_that_was_not_shown_here_is_not_taken(dana: Visitor, visit: Callable[[str], Visitor]) -> None:
    """Nobody can have their own secret put into somebody else's account."""
    secret = shown(visit("priya").get(f"{HERE}/app").text)
    answer = dana.post(f"{HERE}/app", {**secret, "code": Phone(secret["secret"]).code()})

    assert answer.status_code == 422
    assert "This picture has had its day." in answer.text
    assert shown(answer.text) != secret


def test_a_new_phone_takes_the_old_one_s_place(dana: Visitor, phone: Phone, visit: Callable[[str], Visitor]) -> None:
    new, status = set_up(dana)
    clock.stand_at(clock.now() + timedelta(minutes=2))

    assert status == 303
    assert half_in(visit("")).post("/sign-in/factor", {"code": phone.code()}).status_code == 422
    assert half_in(visit("")).post("/sign-in/factor", {"code": new.code()}).status_code == 303


def test_the_only_factor_stays(dana: Visitor, db: Session) -> None:
    answer = dana.post(f"{HERE}/app/removal")

    assert answer.status_code == 422
    assert "This is the only one." in answer.text
    assert len(db.scalars(select(Totp)).all()) == 1


def test_one_of_two_goes_its_owner_is_told_and_twice_is_harmless(
    dana: Visitor, database: Database, cast: Cast, db: Session
) -> None:
    add_passkey(database, cast)

    assert [dana.post(f"{HERE}/app/removal").status_code for _time in range(2)] == [303, 303]
    assert db.scalars(select(Totp)).all() == []
    assert [mail for mail in mails(db) if "The app on your phone no longer counts." in mail] == mails(db)
    assert len(mails(db)) == 1


@pytest.mark.parametrize("what", ["app", "passkey"])
def test_what_is_taken_away_may_be_lost_so_every_other_session_ends(
    dana: Visitor, database: Database, cast: Cast, visit: Callable[[str], Visitor], what: str
) -> None:
    elsewhere = visit("dana")
    path = {"app": "app", "passkey": f"passkeys/{add_passkey(database, cast)}"}[what]

    assert elsewhere.get(HERE).status_code == 200
    assert dana.post(f"{HERE}/{path}/removal").status_code == 303
    assert elsewhere.get(HERE).status_code == 303
    assert dana.get(HERE).status_code == 200


def test_the_only_factor_stays_and_so_does_every_session(dana: Visitor, visit: Callable[[str], Visitor]) -> None:
    elsewhere = visit("dana")

    assert dana.post(f"{HERE}/app/removal").status_code == 422
    assert elsewhere.get(HERE).status_code == 200


def test_a_new_phone_ends_every_other_session(dana: Visitor, visit: Callable[[str], Visitor]) -> None:
    elsewhere = visit("dana")

    assert set_up(dana)[1] == 303
    assert elsewhere.get(HERE).status_code == 303
    assert dana.get(HERE).status_code == 200


def test_of_two_that_are_taken_away_at_once_one_stays(
    dana: Visitor, database: Database, cast: Cast, db: Session
) -> None:
    passkey, form = add_passkey(database, cast), {"_csrf_token": dana.token}
    paths = (f"{HERE}/app/removal", f"{HERE}/passkeys/{passkey}/removal")

    def press(path: str) -> int:
        status: int = dana.ask("POST", path, data=form).status_code
        return status

    assert sorted(at_once(*(partial(press, path) for path in paths))) == [303, 422]
    assert len(db.scalars(select(Totp)).all()) + len(db.scalars(select(Passkey)).all()) == 1


def test_nobody_takes_somebody_else_s_passkey_away(
    dana: Visitor, database: Database, cast: Cast, visit: Callable[[str], Visitor], db: Session
) -> None:
    passkey = add_passkey(database, cast)

    assert visit("olga").post(f"{HERE}/passkeys/{passkey}/removal").status_code == 404
    assert len(db.scalars(select(Passkey)).all()) == 1
    assert "my laptop" in dana.get(HERE).text
    assert "my laptop" not in visit("olga").get(HERE).text


def test_new_spare_codes_take_the_old_ones_place(
    dana: Visitor, spare: list[str], visit: Callable[[str], Visitor], db: Session
) -> None:
    page = dana.post(f"{HERE}/spare-codes").text
    new = re.findall(r"<code>([0-9a-z-]{19})</code>", page)

    assert len(set(new) - set(spare)) == 10
    assert len(db.scalars(select(RecoveryCode)).all()) == 10
    assert half_in(visit("")).post("/sign-in/factor", {"code": spare[0]}).status_code == 422
    assert half_in(visit("")).post("/sign-in/factor", {"code": new[9]}).status_code == 303
    assert "Ten new spare codes were made" in mails(db)[0]


def test_another_password_ends_every_other_session_and_its_owner_is_told(
    dana: Visitor, visit: Callable[[str], Visitor], db: Session
) -> None:
    elsewhere = visit("dana")
    before = dana.cookies["session"]
    answer = dana.post(f"{HERE}/password", {"password": "nine small green apples"})

    assert answer.status_code == 303
    assert dana.cookies["session"] != before
    assert dana.get(HERE).status_code == 200
    assert elsewhere.get(HERE).status_code == 303
    assert "A new password was chosen." in mails(db)[0]
    half_in(visit(""), words="nine small green apples")


def test_after_a_while_the_page_asks_to_confirm_before_it_offers_anything(dana: Visitor, db: Session) -> None:
    clock.stand_at(clock.now() + timedelta(minutes=16))
    page = dana.get(HERE).text

    assert 'href="/confirm?next=/sign-in/factors"' in page
    assert "/removal" not in page
    assert "Make ten new ones" not in page
    assert db.scalars(select(SignedIn)).all()


NO_KEY = [
    "", "{}", "[]", "x", "1", '"x"', "null", "\x00", "{" * 5000,
    '{"id":"a","rawId":"b","type":"public-key","response":{}}',
    '{"id":"YQ","rawId":"YQ","type":"public-key","response":{"clientDataJSON":"e30","signature":"e30"}}',
    '{"id":"YQ","rawId":"YQ","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"e30"}}',
]  # fmt: skip


@pytest.mark.parametrize("sent", NO_KEY)
def test_odd_answers_of_a_key_are_refused_in_words(dana: Visitor, visit: Callable[[str], Visitor], sent: str) -> None:
    for visitor, path in ((dana, f"{HERE}/passkeys"), (dana, "/confirm/passkey"), (visit(""), "/sign-in/passkey")):
        answer = visitor.post(path, {"credential": sent})

        assert answer.status_code == 422
        assert "That did not work." in visitor.post("/sign-in/passkey", {"credential": sent}).text
