"""POST /invitations/{token}/renewal: whoever has a link that had its day gets a new one at the same address."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.access.service import move_to
from familyplan.demo.cast import Cast
from familyplan.engagements.gates import service as gates
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.mail.records import Mail
from tests.engagements import inviting
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


@pytest.fixture
def former(database: Database, cast: Cast) -> str:
    """A link of three days ago."""
    token = inviting.invite(database, cast)
    clock.stand_at(clock.now() + timedelta(hours=73))
    return token


def test_a_link_that_ran_out_brings_a_new_one_that_opens(visit: Visit, former: str, cast: Cast, db: Session) -> None:
    page = visit("").post(f"/invitations/{former}/renewal")

    assert "Check your email" in page.text
    ((to, subject, text),) = inviting.mails(db, "new_link")
    assert (to, subject) == ("theo@example.org", "A new link from Dana")
    fresh = inviting.token_of(inviting.invitation_of(db, cast))
    assert fresh in text
    assert visit("").post(f"/invitations/{fresh}").status_code == 303


def test_a_used_link_brings_a_new_one_too(visit: Visit, cast: Cast, database: Database, db: Session) -> None:
    token = inviting.invite(database, cast)
    visit("").post(f"/invitations/{token}")
    clock.stand_at(clock.now() + timedelta(minutes=3))
    visit("").post(f"/invitations/{token}/renewal")

    assert len(inviting.mails(db, "new_link")) == 1


def test_the_one_before_last_still_brings_a_new_one(visit: Visit, former: str, db: Session) -> None:
    visit("").post(f"/invitations/{former}/renewal")
    clock.stand_at(clock.now() + timedelta(hours=73))
    visit("").post(f"/invitations/{former}/renewal")

    assert len(inviting.mails(db, "new_link")) == 1  # the first was withdrawn, since its link is dead


def test_pressed_twice_one_mail_is_sent(visit: Visit, former: str, db: Session) -> None:
    visit("").post(f"/invitations/{former}/renewal")
    visit("").post(f"/invitations/{former}/renewal")

    assert len(inviting.mails(db, "new_link")) == 1


def test_the_answer_is_the_same_whether_or_not_there_is_one(visit: Visit, former: str) -> None:
    pages = {visit("").post(f"/invitations/{token}/renewal").text.split("<main")[1] for token in (former, "never-was")}

    assert len(pages) == 1


def test_where_the_gate_no_longer_stands_nothing_is_sent(
    visit: Visit, former: str, cast: Cast, database: Database, db: Session
) -> None:
    with database.writing() as writing:
        who = inviting.member(writing, cast, "theo")
        gates.decide(writing, inviting.family(writing, cast), "A", "wait", "Let us see.", by=cast.dana, member=who)
    visit("").post(f"/invitations/{former}/renewal")

    assert inviting.mails(db, "new_link") == []


def test_after_a_change_of_address_the_old_link_brings_nothing(
    visit: Visit, former: str, cast: Cast, database: Database, db: Session
) -> None:
    with database.writing() as writing:
        move_to(inviting.member(writing, cast, "theo").person, "theo@work.example")
    visit("").post(f"/invitations/{former}/renewal")

    assert inviting.mails(db, "new_link") == []


def test_somebody_who_was_never_invited_gets_no_sign_in_link(visit: Visit, cast: Cast, db: Session) -> None:
    asked = visit("").post("/sign-in/links", {"email": "theo@example.org"})
    known = visit("").post("/sign-in/links", {"email": "ana@example.org"})

    assert asked.status_code == known.status_code == 200
    assert [to for to, _subject, _text in inviting.mails(db, "sign_in")] == ["ana@example.org"]


def test_whoever_holds_an_old_link_brings_five_mails_a_day_and_hears_the_same_each_time(
    visit: Visit, former: str, db: Session
) -> None:
    """Each is counted when it is posted: the newest alone still waits."""
    told, posted = set(), []
    for _time in range(8):
        told.add(visit("").post(f"/invitations/{former}/renewal").status_code)
        posted.append(db.scalar(select(func.count()).select_from(Mail).where(Mail.template == "new_link")))
        clock.stand_at(clock.now() + timedelta(minutes=3))
        db.rollback()

    assert (told, posted) == ({200}, [1, 2, 3, 4, 5, 5, 5, 5])
    clock.stand_at(clock.now() + timedelta(days=1))
    visit("").post(f"/invitations/{former}/renewal")
    assert db.scalar(select(func.count()).select_from(Mail).where(Mail.template == "new_link")) == 6
