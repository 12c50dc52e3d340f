"""Leaving: what waited for Dana about a letter that she cannot reach any more waits no longer."""

from sqlalchemy import select

from familyplan.demo.cast import Cast
from familyplan.engagements import service as engagements
from familyplan.engagements.needs.records import Need
from familyplan.kernel.db import Database
from tests.visitor import Visitor


def test_a_letter_of_somebody_who_left_is_not_asked_for(
    database: Database, given: str, dana: Visitor, cast: Cast
) -> None:
    with database.reading() as db:
        assert [one.kind for one in db.scalars(select(Need).where(Need.settled_at.is_(None)))] == ["letter_given"]
    with database.writing() as db:
        engagements.leave(db, db.merge(cast.reyes), db.merge(cast.members["maria"]), by=cast.person("maria"))

    with database.reading() as db:
        assert db.scalars(select(Need).where(Need.settled_at.is_(None))).all() == []
    assert given not in dana.get("/").text
    assert dana.get(given).status_code == 404


def test_somebody_is_told_of_each_of_the_five_announcements() -> None:
    told = ("began", "joined", "left", "day_moved", "model_changed")

    assert [name for name in told if not getattr(engagements, name).listeners] == []
