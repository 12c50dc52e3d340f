"""POST /invitations/codes: six numbers and a word, for who has no mail."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from familyplan.access.throttle.service import HERE
from familyplan.demo.cast import Cast
from familyplan.engagements.invitations.doors.service import IN_A_RUSH, MOST_TRIES_OF_ALL
from familyplan.engagements.invitations.records import CodeTry
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from tests.engagements import inviting
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
WRONG = {"numbers": "000000", "word": "never agreed on"}


@pytest.fixture
def digits(database: Database, cast: Cast, db: Session) -> str:
    inviting.invite(database, cast, way="code", word="Blue bird")
    return inviting.digits_of(inviting.invitation_of(db, cast))


def test_numbers_and_word_let_in_however_they_are_spelled(visit: Visit, digits: str) -> None:
    theo = visit("")
    answer = theo.post("/invitations/codes", {"numbers": f" {digits[:3]}-{digits[3:]} ", "word": "blue  BIRD"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/phone")
    assert theo.get("/sessions").status_code == 200


def test_they_are_used_once(visit: Visit, digits: str) -> None:
    visit("").post("/invitations/codes", {"numbers": digits, "word": "blue bird"})

    assert visit("").post("/invitations/codes", {"numbers": digits, "word": "blue bird"}).status_code == 422


@pytest.mark.parametrize("word", ["bluebird", "lantern"])
def test_a_wrong_word_opens_nothing_and_keeps_what_was_typed(visit: Visit, digits: str, word: str) -> None:
    answer = visit("").post("/invitations/codes", {"numbers": digits, "word": word})

    assert answer.status_code == 422
    assert "Those numbers and that word do not belong together." in answer.text
    assert f'value="{word}"' in answer.text


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"numbers": "4719", "word": "blue bird"}, "Please type all six numbers."),
        ({"numbers": "", "word": ""}, "Please type all six numbers."),
        ({"numbers": "471902", "word": " "}, "Please type the word that you agreed on."),
    ],
)
def test_what_is_missing_is_said(visit: Visit, form: dict[str, str], sentence: str) -> None:
    answer = visit("").post("/invitations/codes", form)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_by_mail_without_a_word_the_numbers_alone_open_nothing(
    visit: Visit, cast: Cast, database: Database, db: Session
) -> None:
    inviting.invite(database, cast, word="")
    digits = inviting.digits_of(inviting.invitation_of(db, cast))

    assert visit("").post("/invitations/codes", {"numbers": digits, "word": ""}).status_code == 422


def test_after_five_wrong_tries_a_browser_waits(visit: Visit, digits: str) -> None:
    guesser = visit("")
    for _try in range(HERE.free):
        guesser.post("/invitations/codes", WRONG)
    right = {"numbers": digits, "word": "blue bird"}
    refused = guesser.post("/invitations/codes", right)

    assert (refused.status_code, refused.headers["retry-after"]) == (429, "30")
    assert "Please wait a minute" in refused.text
    clock.stand_at(clock.now() + timedelta(seconds=31))
    assert guesser.post("/invitations/codes", right).status_code == 303


def test_another_browser_is_not_kept_out_and_a_forged_address_helps_nobody(visit: Visit, digits: str) -> None:
    guesser = visit("")
    for number in range(HERE.free + 1):
        guesser.ask(
            "POST",
            "/invitations/codes",
            headers={"x-forwarded-for": f"10.0.0.{number}"},
            data={"_csrf_token": guesser.token, **WRONG},
        )
    assert "Please wait a minute" in guesser.post("/invitations/codes", WRONG).text

    assert visit("").post("/invitations/codes", {"numbers": digits, "word": "blue bird"}).status_code == 303


def test_a_rush_from_everywhere_keeps_nobody_out_who_has_the_right_pair(visit: Visit, digits: str, db: Session) -> None:
    for number in range(MOST_TRIES_OF_ALL):
        db.add(CodeTry(browser=number.to_bytes(32), tried_at=clock.now()))
    db.commit()

    assert visit("").post("/invitations/codes", {"numbers": digits, "word": "blue bird"}).status_code == 303


def test_in_a_rush_a_place_has_fewer_tries_whatever_browser_asks(visit: Visit, digits: str, db: Session) -> None:
    for number in range(MOST_TRIES_OF_ALL):
        db.add(CodeTry(browser=number.to_bytes(32), tried_at=clock.now()))
    db.commit()
    for _try in range(IN_A_RUSH.free):
        assert visit("").post("/invitations/codes", WRONG).status_code == 422

    assert visit("").post("/invitations/codes", WRONG).status_code == 429
    clock.stand_at(clock.now() + timedelta(minutes=1, seconds=1))
    assert visit("").post("/invitations/codes", {"numbers": digits, "word": "blue bird"}).status_code == 303


def test_taken_back_or_run_out_they_open_nothing(visit: Visit, cast: Cast, digits: str) -> None:
    right = {"numbers": digits, "word": "blue bird"}
    clock.stand_at(clock.now() + timedelta(hours=73))
    assert visit("").post("/invitations/codes", right).status_code == 422
    clock.stand_at(None)
    visit("dana").post(f"/engagements/{cast.reyes.id}/members/{cast.members['theo'].id}/invitation/taking-back")

    assert visit("").post("/invitations/codes", right).status_code == 422
