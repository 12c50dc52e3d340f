"""The door of an invitation: looking uses nothing up, one press lets one person in, once."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.access.sessions.records import SignedIn
from familyplan.access.sessions.service import OWN_PHONE_LASTS
from familyplan.demo.cast import Cast
from familyplan.engagements.people.records import Hearing
from familyplan.engagements.records import Member
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from tests.engagements import inviting
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
NAMES = ("Theo", "Reyes", "Sam", "Dana", "Maria")


@pytest.fixture
def token(database: Database, cast: Cast) -> str:
    return inviting.invite(database, cast)


def test_looking_five_times_uses_nothing_up_and_signs_nobody_in(visit: Visit, token: str) -> None:
    for _look in range(5):
        bot = visit("")
        page = bot.ask("GET", f"/invitations/{token}", headers={"user-agent": "MailScanner/1.0"})
        assert page.status_code == 200
        assert "I'm Theo" in page.text
        assert "session" not in bot.cookies

    assert visit("").post(f"/invitations/{token}").status_code == 303


def test_the_page_names_nobody_but_its_reader(visit: Visit, token: str) -> None:
    page = visit("").get(f"/invitations/{token}").text

    assert [name for name in NAMES if name in page] == ["Theo"]
    assert "Not you? Close this page; nothing happens." in page


def test_pressing_lets_in_and_asks_whose_phone_it_is(visit: Visit, token: str, cast: Cast, db: Session) -> None:
    theo = visit("")
    theo.cookies["session"] = "planted-by-somebody-else"
    page = theo.post(f"/invitations/{token}", follow=True)

    assert "Does anyone else pick up this phone?" in page.text
    assert theo.cookies["session"] != "planted-by-somebody-else"
    assert db.scalars(select(Member.came_in_at).where(Member.id == cast.members["theo"].id)).one() is not None


def test_a_used_link_lets_nobody_in_again_and_names_nobody(visit: Visit, token: str) -> None:
    visit("").post(f"/invitations/{token}")
    again = visit("").post(f"/invitations/{token}")

    assert again.status_code == 410
    assert "This link has had its day." in again.text
    assert "Send me a new one" in again.text
    assert 'Or call <a href="tel:5550100">555 0100</a>.' in again.text
    assert [name for name in NAMES if name in again.text] == []


def test_expired_used_foreign_and_taken_back_links_look_the_same(
    visit: Visit, cast: Cast, database: Database, token: str
) -> None:
    used = inviting.invite(database, cast, "luis")
    visit("").post(f"/invitations/{used}")
    back = inviting.invite(database, cast, "ana")
    inviting.take_back(database, cast, "ana")
    clock.stand_at(clock.now() + timedelta(hours=73))

    shown = [visit("").get(f"/invitations/{each}") for each in (token, used, back, "never-was")]
    assert {page.status_code for page in shown} == {410}
    words = {re.sub(r'(action|value)="[^"]*"', "", page.text.split("<main")[1]) for page in shown}
    assert len(words) == 1


def test_of_twenty_who_press_at_once_one_gets_in(visit: Visit, token: str, database: Database, db: Session) -> None:
    visitors = [visit("") for _each in range(20)]
    forms = [{"_csrf_token": visitor.token} for visitor in visitors]
    before = db.scalar(select(func.count(SignedIn.id)))

    def press(number: int) -> int:
        status: int = visitors[number].ask("POST", f"/invitations/{token}", data=forms[number]).status_code
        return status

    with ThreadPoolExecutor(20) as pool:
        answers = sorted(pool.map(press, range(20)))

    assert answers == [303] + [410] * 19
    db.rollback()
    assert db.scalar(select(func.count(SignedIn.id))) == (before or 0) + 1


def test_a_newer_fear_holds_the_door(visit: Visit, token: str, cast: Cast, db: Session) -> None:
    later = clock.now() + timedelta(seconds=1)
    heard = Hearing(
        engagement_id=cast.reyes.id, member_id=cast.members["theo"].id, entered_at=later, by_id=cast.dana.id
    )
    heard.afraid = "yes"
    db.add(heard)
    db.commit()

    assert visit("").post(f"/invitations/{token}").status_code == 410


def test_somebody_elses_open_page_is_said_and_ends(visit: Visit, token: str, db: Session) -> None:
    shared = visit("luis")
    of_luis = shared.cookies["session"]
    assert "page is open in this browser just now." in shared.get(f"/invitations/{token}").text
    shared.post(f"/invitations/{token}")

    assert shared.get("/sessions").status_code == 200
    shared.cookies["session"] = of_luis
    assert shared.get("/sessions").status_code != 200


def test_on_her_own_phone_one_stays_for_thirty_days(visit: Visit, token: str, db: Session) -> None:
    theo = visit("")
    theo.post(f"/invitations/{token}")
    answer = theo.post("/phone", {"phone": "own"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert f"Max-Age={int(OWN_PHONE_LASTS.total_seconds())}" in answer.headers["set-cookie"]
    assert theo.get("/sessions").status_code == 200
    clock.stand_at(clock.now() + timedelta(days=29))
    assert theo.get("/sessions").status_code == 200


@pytest.mark.parametrize("said", ["others", "unsure", ""])
def test_on_a_phone_that_others_pick_up_it_closes_and_the_way_out_is_shown(visit: Visit, token: str, said: str) -> None:
    theo = visit("")
    theo.post(f"/invitations/{token}")
    answer = theo.post("/phone", {"phone": said})

    assert answer.headers["location"] == "/phone/leaving"
    assert "Max-Age" not in answer.headers["set-cookie"]
    assert "It can't clear the phone's own history." in theo.get("/phone/leaving").text
    clock.stand_at(clock.now() + timedelta(hours=13))
    assert theo.get("/sessions").status_code != 200


def test_nobody_else_is_asked_whose_phone_it_is(visit: Visit) -> None:
    assert visit("dana").get("/phone").status_code == 403
    assert visit("").post("/phone", {"phone": "own"}).status_code == 401
