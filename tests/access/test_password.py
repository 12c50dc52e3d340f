"""Which passwords are taken: any signs, twelve or more, none that many use or that is quickly guessed."""

import time
from collections.abc import Callable

import pytest

from familyplan.access import service
from familyplan.access.passwords import service as passwords
from familyplan.demo.cast import Cast
from familyplan.kernel.db import Database
from familyplan.kernel.errors import Refusal
from tests.visitor import Visitor

KNOWN = ["Dana Okoye", "dana@linden.example", "Linden Office"]
GUESSED = "quickly guessed"


@pytest.mark.parametrize(
    "password",
    [
        "four quiet river stones",
        "correct horse battery staple",
        "x7$kQ9!mZp2w",
        "vier stille Flußsteine",
        "四つの静かな川の石 と木",
        "🐢 slow 🐇 quick 🐢 slow again",
        " blanks at both ends stay ",
        "k" + "q7Zp w2!v" * 110,
    ],
)
def test_any_signs_will_do_and_long_ones_too(password: str) -> None:
    kept = service.hashed(password, KNOWN)

    assert service.matches(kept, password)
    assert not service.matches(kept, password + "x")


@pytest.mark.parametrize(
    "password",
    [
        "password1234", "passwordpassword", "qwertyuiop12", "aaaaaaaaaaaa", "abcdefghijkl", "123456789012",
        "trustno1trustno1", "Summer2026!!", "iloveyou1234", "P@ssw0rd1234", "letmein letmein",
    ],
)  # fmt: skip
def test_one_that_many_use_is_refused_kindly(password: str) -> None:
    with pytest.raises(Refusal, match=GUESSED):
        service.hashed(password)


@pytest.mark.parametrize("password", ["dana@linden.example", "Linden Office 2026", "dana okoye dana", "okoye@LINDEN"])
def test_ones_own_name_and_the_practices_are_no_password(password: str) -> None:
    with pytest.raises(Refusal, match=GUESSED):
        service.hashed(password, KNOWN)


@pytest.mark.parametrize("password", ["", "x7$kQ9!mZp2", "ab" * 501])
def test_too_short_and_too_long_are_said_as_such(password: str) -> None:
    with pytest.raises(Refusal, match=r"at least|keep it under"):
        service.hashed(password)


def test_the_same_word_from_another_keyboard_is_the_same_word() -> None:
    composed, apart = "caf\u00e9 by the quiet river", "cafe\u0301 by the quiet river"

    assert service.matches(service.hashed(composed), apart)


@pytest.mark.parametrize("password", ["328|+([{0!2<4@8($" * 58, "1" * 1000, "ab" * 500, "\ufdfa" * 1000])
def test_none_takes_long_to_look_at(password: str) -> None:
    began = time.process_time()
    passwords.guesses(passwords.plain(password), KNOWN)

    assert time.process_time() - began < 6


def test_the_door_says_it_beside_the_field_and_the_link_stays_good(
    visit: Callable[[str], Visitor], database: Database, cast: Cast
) -> None:
    with database.writing() as db:
        _link, token = service.make_link(db, cast.dana, "set_up", lasts=service.SET_UP_LASTS)
    nobody = visit("")
    common = nobody.post(f"/sign-in/{token}", {"sets_password": "yes", "password": "Linden Office 2026"})
    good = nobody.post(f"/sign-in/{token}", {"sets_password": "yes", "password": "four quiet river stones"})

    assert (common.status_code, good.status_code) == (422, 303)
    assert GUESSED in common.text
    assert "Linden Office 2026" not in common.text


def test_nothing_is_weighed_for_whoever_holds_no_link(
    visit: Callable[[str], Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes long, so that nobody may ask for it who may not choose a password."""
    weighed: list[str] = []
    monkeypatch.setattr(passwords, "weigh", lambda password, _about: weighed.append(password))

    assert visit("").post("/sign-in/no-such-link", {"password": "four quiet river stones"}).status_code == 410
    assert weighed == []
