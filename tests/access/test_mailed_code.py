"""Asking for a mail, and the six numbers in it: the second way in."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.kernel import clock
from familyplan.mail.records import Mail
from familyplan.mail.service import write_out
from tests.visitor import Visitor


def mails(db: Session) -> list[str]:
    """What each mail in the outbox would say."""
    waiting = db.scalars(select(Mail).order_by(Mail.posted_at, Mail.id)).all()
    written = [write_out(mail, base_url="http://x.test", sender="office@x.test", sender_name="L") for mail in waiting]
    return [message.get_content() for message in written]


def about(page: str) -> str:
    return re.search(r'name="about" value="([^"]+)"', page)[1]  # type: ignore[index]  # None fails here


def test_each_of_two_behind_one_address_gets_a_mail_of_their_own(visit: Callable[[str], Visitor], db: Session) -> None:
    visit("").post("/sign-in/links", {"email": "Reyes.House+mum@example.org"})
    written = mails(db)

    assert sorted(text.split(",")[0] for text in written) == ["Luis", "Maria"]


def test_the_numbers_let_their_reader_in(visit: Callable[[str], Visitor], db: Session) -> None:
    ana = visit("")
    page = ana.post("/sign-in/links", {"email": "ana@example.org"}).text
    code = re.search(r"\d{3} \d{3}", mails(db)[0])[0]  # type: ignore[index]  # None fails here

    assert ana.post("/sign-in/codes", {"about": about(page), "code": code}).status_code == 303
    assert "session" in ana.cookies


def test_an_unknown_address_gets_the_same_page_and_no_mail(visit: Callable[[str], Visitor], db: Session) -> None:
    known, unknown = (visit("").post("/sign-in/links", {"email": to}) for to in ("ana@example.org", "no@example.org"))

    def plain(text: str) -> str:
        return re.sub(r'value="[^"]+"|x-csrftoken": "\w+|data-csrf="\w+', "", text)

    assert plain(known.text) == plain(unknown.text)
    assert len(mails(db)) == 1


def test_after_five_wrong_tries_even_the_right_numbers_are_too_late(
    visit: Callable[[str], Visitor], db: Session
) -> None:
    ana = visit("")
    way = about(ana.post("/sign-in/links", {"email": "ana@example.org"}).text)
    code = re.search(r"\d{3} \d{3}", mails(db)[0])[0]  # type: ignore[index]  # None fails here
    for _time in range(5):
        wrong = ana.post("/sign-in/codes", {"about": way, "code": "000 000"})

        assert wrong.status_code == 422
        assert 'value="000 000"' in wrong.text

    assert ana.post("/sign-in/codes", {"about": way, "code": code}).status_code == 429
    clock.stand_at(clock.now() + timedelta(seconds=31))
    assert ana.post("/sign-in/codes", {"about": way, "code": code}).status_code == 422


def test_five_mails_in_ten_minutes_are_enough(visit: Callable[[str], Visitor], db: Session) -> None:
    nobody = visit("")
    for _time in range(8):
        nobody.post("/sign-in/links", {"email": "ana@example.org"})

    assert len(mails(db)) == 5


def test_staff_are_not_let_in_by_mail(visit: Callable[[str], Visitor], cast: Cast, db: Session) -> None:
    visit("").post("/sign-in/links", {"email": "dana@linden.example"})

    assert mails(db) == []


@pytest.mark.parametrize("form", [{}, {"about": "x", "code": "1"}, {"about": "", "code": "١٢٣٤٥٦"}])
def test_odd_input_is_answered_in_words(visit: Callable[[str], Visitor], form: dict[str, str]) -> None:
    assert visit("").post("/sign-in/codes", form).status_code == 422
