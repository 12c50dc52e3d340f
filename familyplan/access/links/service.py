"""
Mailing a link that somebody asks for, known or not.

For one person at most five in ten minutes. When more than two hundred were asked for in an hour, each person still
gets one in that time: a rush on one address, or on the whole practice, keeps nobody out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.access.records import Person, SignInLink
from familyplan.access.service import LINK_LASTS, make_link, signature, welcomed
from familyplan.kernel import clock
from familyplan.mail import service as mail

MOST_LINKS = 5  # for one person in ten minutes
MOST_OF_ALL = 200  # in an hour
RUSH_LASTS = timedelta(hours=1)
NOWHERE = "nobody@invalid"


def send_link(db: Session, people: list[Person], about: UUID) -> None:
    """
    Mail each of *people* a link and six digits, good for ten minutes; nobody, and nobody more than may be, is no fault.

    *about* is what the page remembers while the digits are typed; it is made before anybody is looked up, so that an
    address nobody has answers just the same.
    """
    welcome: Sequence[Person | None] = welcomed(db, people)
    for person in welcome or [None]:
        _mail_link(db, person, about)


def _mail_link(db: Session, person: Person | None, about: UUID) -> None:
    """
    Mail one link; or, for nobody and for whoever had enough of them, do the same work and let go of it.

    So an address that is known cannot be told from another by how long the answer takes.
    """
    says = {**signature(db), "minutes": "10"}
    another = _may_have_another(db, person.id if person else about)
    goes = person is not None and another
    person = db.scalar(select(Person).where(Person.id == person.id) if person else select(Person).limit(1))
    if person is None:
        return
    with db.begin_nested() as kept:
        link, _token = make_link(db, person, "sign_in", lasts=LINK_LASTS)
        link.asked_as = about
        way = mail.link("sign-in", link.id, 1, "/sign-in/")
        mail.post(db, "sign_in", to=person.address or NOWHERE, says={**says, "name": person.first_name}, links=way)
        db.flush()
        if not goes:
            kept.rollback()


def _may_have_another(db: Session, person_id: UUID) -> bool:
    """Say whether somebody may have one more link now: of theirs in ten minutes and, in a rush on all, in the hour."""
    now = clock.now()
    theirs, lately = SignInLink.person_id == person_id, SignInLink.made_at > now - LINK_LASTS
    counted = select(func.count().filter(theirs, lately), func.count().filter(theirs), func.count())
    asked = counted.where(SignInLink.asked_as.is_not(None), SignInLink.made_at > now - RUSH_LASTS)
    ten_minutes, hour, everybody = db.execute(asked).one()
    return ten_minutes < MOST_LINKS and (everybody < MOST_OF_ALL or hour == 0)
