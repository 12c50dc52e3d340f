"""Links: looking uses nothing up, one of many presses gets in, and the wrong hands or browser are told."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.access import service as access
from familyplan.access.links import service as links
from familyplan.access.records import SignInLink
from familyplan.access.sessions.records import SignedIn
from familyplan.demo.cast import Cast
from familyplan.engagements.invitations import service as invitations
from familyplan.engagements.invitations.doors import service as doors
from familyplan.engagements.invitations.records import Invitation
from familyplan.engagements.needs.records import Need
from familyplan.kernel import clock, vault
from familyplan.kernel.db import Database
from familyplan.mail.records import Mail
from tests.engagements import inviting
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
FACT = "Café Ole"


@pytest.fixture
def token(database: Database, cast: Cast) -> str:
    return inviting.invite(database, cast)


@pytest.fixture
def asks(database: Database, cast: Cast) -> str:
    """Give the link of an invitation that asks for a second word."""
    inviting.go(database, cast)
    with database.writing() as db:
        family, theo = inviting.family(db, cast), inviting.member(db, cast, "theo")
        made = invitations.invite(db, family, theo, by=cast.dana, word="bluebird", fact=FACT)
        return inviting.token_of(made)


def sessions_of(database: Database, person_id: object) -> int:
    with database.reading() as db:
        living = select(func.count()).select_from(SignedIn).where(SignedIn.person_id == person_id)
        return db.scalar(living.where(SignedIn.ended_at.is_(None))) or 0


def pressed_together(visit: Visit, path: str, times: int = 20) -> list[int]:
    browsers = [visit("") for _number in range(times)]
    tokens = [browser.token for browser in browsers]

    def press(number: int) -> int:
        status: int = browsers[number].ask("POST", path, data={"_csrf_token": tokens[number]}).status_code
        return status

    with ThreadPoolExecutor(times) as together:
        return list(together.map(press, range(times)))


def test_of_twenty_that_open_one_invitation_at_once_exactly_one_is_in(
    visit: Visit, token: str, database: Database, cast: Cast
) -> None:
    answers = pressed_together(visit, f"/invitations/{token}")

    assert sorted(answers)[:1] + sorted(set(answers[1:]) | {410})[-1:] == [303, 410]
    assert answers.count(303) == 1
    assert sessions_of(database, cast.person("theo").id) == 1


def test_of_twenty_that_open_one_mailed_link_at_once_exactly_one_is_in(
    visit: Visit, database: Database, cast: Cast
) -> None:
    maria = cast.person("maria")
    with database.writing() as db:
        _link, mailed = access.make_link(db, maria, "sign_in", lasts=timedelta(minutes=10))
    answers = pressed_together(visit, f"/sign-in/{mailed}")

    assert answers.count(303) == 1
    assert sessions_of(database, maria.id) == 1


def test_control_without_the_conditional_update_more_than_one_gets_in(
    visit: Visit, database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    maria = cast.person("maria")
    with database.writing() as db:
        _link, mailed = access.make_link(db, maria, "sign_in", lasts=timedelta(minutes=10))
    monkeypatch.setattr(access, "use", lambda _db, _link, person: person)

    assert pressed_together(visit, f"/sign-in/{mailed}", 3).count(303) > 1


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_scanner_that_looks_and_runs_scripts_uses_nothing_up(visit: Visit, token: str, method: str) -> None:
    for _time in range(5):
        looked = visit("").ask(method, f"/invitations/{token}", headers={"user-agent": "HeadlessChrome scanner"})
        assert looked.status_code == 200
        assert "session=" not in str(looked.headers.get_list("set-cookie"))
    page = visit("").get(f"/invitations/{token}").text
    loaded = set(re.findall(r'src="/static/[^/]+/([a-z]+\.js)"', page))

    assert loaded == {"exit.js"}  # nothing here presses the button by itself
    assert visit("").post(f"/invitations/{token}").status_code == 303


def test_whoever_it_was_forwarded_to_reads_for_whom_it_is_before_anything_happens(visit: Visit, token: str) -> None:
    page = visit("").get(f"/invitations/{token}").text

    assert "This is for Theo. Not you? Close this page; nothing happens." in page
    assert "Dana" not in page


def test_opened_where_somebody_else_is_signed_in_it_says_who_and_never_mixes_the_two(
    visit: Visit, token: str, database: Database, cast: Cast
) -> None:
    shared = visit("luis")
    page = shared.get(f"/invitations/{token}").text
    assert re.search("Luis.{1,5}s page is open in this browser just now", page)
    assert "Go on as Luis" in page
    assert sessions_of(database, cast.person("luis").id) == 1
    shared.post(f"/invitations/{token}")

    assert sessions_of(database, cast.person("luis").id) == 0
    assert sessions_of(database, cast.person("theo").id) == 1


def test_three_days_are_all_it_keeps_for(visit: Visit, token: str) -> None:
    clock.stand_at(clock.now() + timedelta(hours=72, seconds=1))

    assert visit("").post(f"/invitations/{token}").status_code == 410


# The second word.


def test_the_link_alone_does_not_let_in_where_a_second_word_was_agreed(
    visit: Visit, asks: str, database: Database, cast: Cast
) -> None:
    theo = visit("")
    assert "The word you agreed on by phone" in theo.get(f"/invitations/{asks}").text
    answer = theo.post(f"/invitations/{asks}")

    assert answer.status_code == 422
    assert "It is not in the email." in answer.text
    assert sessions_of(database, cast.person("theo").id) == 0


@pytest.mark.parametrize("told", [FACT, "cafe ole", "  CAFÉ  OLE. ", "cafe\u0301-ole"])
def test_it_opens_however_the_word_is_written(visit: Visit, asks: str, told: str) -> None:
    assert visit("").post(f"/invitations/{asks}", {"fact": told}).status_code == 303


def test_after_five_wrong_words_the_link_is_over_and_the_lead_is_told(
    visit: Visit, asks: str, db: Session, cast: Cast
) -> None:
    for _time in range(doors.MOST_FACT_TRIES):
        answer = visit("").post(f"/invitations/{asks}", {"fact": "bluebird"})
        assert answer.status_code == 422
    assert "Nothing is lost: please call us, and you get a new one." in answer.text

    assert 'name="fact"' not in answer.text + visit("").get(f"/invitations/{asks}").text  # no box that takes nothing
    assert visit("").post(f"/invitations/{asks}", {"fact": FACT}).status_code == 422
    assert "invitation_word" in db.scalars(select(Need.kind).where(Need.settled_at.is_(None))).all()
    assert "was tried with a wrong word five times." in visit("dana").get("/").text


def test_a_new_invitation_of_the_lead_begins_anew_but_one_from_the_old_link_does_not(
    visit: Visit, asks: str, database: Database, db: Session, cast: Cast
) -> None:
    for _time in range(doors.MOST_FACT_TRIES):
        visit("").post(f"/invitations/{asks}", {"fact": "bluebird"})
    clock.stand_at(clock.now() + timedelta(minutes=3))
    visit("").post(f"/invitations/{asks}/renewal")
    renewed = inviting.token_of(inviting.invitation_of(db, cast))
    assert visit("").post(f"/invitations/{renewed}", {"fact": FACT}).status_code == 422

    clock.stand_at(clock.now() + timedelta(minutes=3))
    with database.writing() as own:
        family, theo = inviting.family(own, cast), inviting.member(own, cast, "theo")
        invitations.invite(own, family, theo, by=cast.dana, word="bluebird")
    sent = inviting.token_of(inviting.invitation_of(db, cast))
    assert visit("").post(f"/invitations/{sent}", {"fact": FACT}).status_code == 303
    assert db.scalar(select(Need.settled_at).where(Need.kind == "invitation_word")) is not None


def test_the_second_word_is_in_no_mail_and_the_first_does_not_do_for_it(
    visit: Visit, asks: str, db: Session, cast: Cast
) -> None:
    invitation = inviting.invitation_of(db, cast)
    mailed = db.scalars(select(Mail).where(Mail.id == invitation.mail_id)).one()
    numbers = inviting.digits_of(invitation)

    assert FACT not in (mailed.parameters or "")
    assert visit("").post("/invitations/codes", {"numbers": numbers, "word": "bluebird"}).status_code == 422
    assert visit("").post("/invitations/codes", {"numbers": numbers, "word": FACT}).status_code == 303


def test_the_lead_sets_it_on_the_invitations_page_and_not_the_word_of_the_mail_again(
    visit: Visit, cast: Cast, database: Database, db: Session
) -> None:
    inviting.go(database, cast)
    path = f"/engagements/{cast.reyes.id}/members/{cast.members['theo'].id}/invitation"
    form = {"way": "mail", "address": "theo@example.org", "word": "maple"}
    assert visit("dana").post(path, {**form, "fact": "Maple!"}).status_code == 422
    assert visit("dana").post(path, {**form, "fact": "rowing boat"}).status_code == 303

    assert inviting.invitation_of(db, cast).fact == "rowing boat"


def test_control_a_door_that_forgets_to_ask_lets_the_link_alone_in(
    visit: Visit, asks: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "asks_for_fact", lambda _invitation: False)

    assert visit("").post(f"/invitations/{asks}").status_code == 303


def test_control_counting_that_is_forgotten_lets_somebody_guess_for_ever(
    visit: Visit, asks: str, database: Database
) -> None:
    for _time in range(doors.MOST_FACT_TRIES):
        visit("").post(f"/invitations/{asks}", {"fact": "bluebird"})
        with database.writing() as db:
            for invitation in db.scalars(select(Invitation)):
                invitation.fact_tries = 0

    assert visit("").post(f"/invitations/{asks}", {"fact": FACT}).status_code == 303


# Asking for a link.


def mails(db: Session) -> int:
    db.rollback()
    return db.scalar(select(func.count()).select_from(Mail)) or 0


def test_two_hundred_asked_for_at_one_address_are_five_mails_and_others_are_served(visit: Visit, db: Session) -> None:
    before, nobody = mails(db), visit("")
    for _time in range(200):
        assert nobody.post("/sign-in/links", {"email": "ana@example.org"}).status_code == 200
    assert mails(db) - before == links.MOST_LINKS

    nobody.post("/sign-in/links", {"email": "reyes.house@example.org"})
    assert mails(db) - before == links.MOST_LINKS + 2  # two share that address


def test_in_a_rush_on_the_whole_practice_each_still_gets_one(
    visit: Visit, db: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "MOST_OF_ALL", 3)
    before, nobody = mails(db), visit("")
    for _time in range(4):
        nobody.post("/sign-in/links", {"email": "ana@example.org"})
    assert mails(db) - before == 3

    for _time in range(3):
        nobody.post("/sign-in/links", {"email": "reyes.house@example.org"})
    assert mails(db) - before == 3 + 2  # two share that address


def test_many_wrong_digits_close_the_digits_for_a_day_but_never_the_mailed_link(
    visit: Visit, database: Database, cast: Cast, db: Session
) -> None:
    maria = cast.person("maria")
    with database.writing() as own:
        for _number in range(11):
            link, mailed = access.make_link(own, maria, "sign_in", lasts=timedelta(minutes=10))
            link.tries = 5
        link.tries, link.asked_as = 0, link.id
    right = vault.current().code("sign-in", link.id, 1)
    assert visit("").post("/sign-in/codes", {"about": str(link.id), "code": right}).status_code == 422

    assert visit("").post(f"/sign-in/{mailed}").status_code == 303
    assert db.scalar(select(SignInLink.used_at).where(SignInLink.id == link.id)) is not None
