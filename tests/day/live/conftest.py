"""A family on the morning of its day: a day is set for today, and there is a go for it."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from familyplan.demo.cast import Cast
from familyplan.engagements import queries as engagements
from familyplan.engagements import service as acts
from familyplan.engagements.gates import service as gates
from familyplan.engagements.records import Engagement
from familyplan.kernel import clock
from familyplan.kernel.db import Database

ZONE = "America/New_York"  # where the Reyes family lives
NOON = datetime.combine(clock.today(ZONE) + timedelta(days=3), time(12), ZoneInfo(ZONE)).astimezone(UTC)


@pytest.fixture
def the_day(database: Database, cast: Cast) -> Engagement:
    """Noon of the day; it was to begin an hour ago."""
    clock.stand_at(NOON - timedelta(days=1))
    with database.writing() as db:
        engagement = engagements.led(db, cast.reyes.id, seen_by=cast.dana)
        acts.set_day(db, engagement, NOON - timedelta(hours=1), "At the pastor's house", by=cast.dana)
        clock.stand_at(NOON - timedelta(hours=3))
        gates.decide(db, engagement, "C", "go", "All is looked at.", by=cast.dana)
    clock.stand_at(NOON)
    return engagement
