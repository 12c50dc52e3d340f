"""What a family says or the professional notes several times in the same instant stands once."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements.calls import service as calls
from familyplan.engagements.calls.records import CallRequest
from familyplan.engagements.needs import service as needs
from familyplan.engagements.needs.records import Need
from familyplan.engagements.people import service as people
from familyplan.engagements.records import Member
from familyplan.kernel.db import Database
from tests.together import at_once, in_its_own


def test_asking_to_be_called_is_asked_once(database: Database, db: Session, cast: Cast) -> None:
    maria = cast.members["maria"]
    press = in_its_own(database, calls.ask, cast.reyes, maria, by=cast.person("maria"))

    at_once(press, press, press)

    assert len(db.scalars(select(CallRequest.id)).all()) == 1


def test_what_waits_for_the_professional_waits_once(database: Database, db: Session, cast: Cast) -> None:
    said = in_its_own(
        database, needs.needs, cast.reyes, "told", cast.reyes.id, words="One line", due_on=date(2026, 1, 2)
    )

    at_once(said, said, said)

    here = select(Need).where(Need.engagement_id == cast.reyes.id, Need.kind == "told")
    assert [(one.words, one.due_on) for one in db.scalars(here)] == [("One line", date(2026, 1, 2))]


def test_a_person_noted_twice_is_one_person(database: Database, db: Session, cast: Cast) -> None:
    before = len(db.scalars(select(Member.id)).all())
    rosa = people.Described(name="Rosa", relation="friend")
    press = in_its_own(database, people.add, cast.reyes, rosa, by=cast.dana)

    at_once(press, press, press)
    db.rollback()

    assert len(db.scalars(select(Member.id)).all()) == before + 1
