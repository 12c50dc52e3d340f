"""The same line pressed several times in the same instant is put down once."""

from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements.queries import Reach
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.outcomes import queries, service
from familyplan.outcomes.queries import Place
from tests.outcomes.people import open_follow_ups, rows
from tests.together import at_once, in_its_own


def test_three_presses_of_one_line_are_one_line_with_its_looks_back(
    database: Database, db: Session, cast: Cast
) -> None:
    place = Place(Reach(cast.reyes, "lead"), None)
    said = service.Line(kind="residential", happened_on=clock.today(cast.reyes.zone), source="family")
    press = in_its_own(database, service.record, place, said, by=cast.dana, long_ago_is_right=True)

    at_once(press, press, press)

    assert len(rows(db, cast)) == 1
    model = queries.model_of(cast.reyes)
    assert model is not None
    assert len(open_follow_ups(db, cast)) == len(model.follow_up_days)
