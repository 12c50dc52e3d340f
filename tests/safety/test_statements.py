"""How many statements a page costs does not depend on how much was said."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from familyplan.consents import service as consents
from familyplan.demo.cast import Cast
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.safety import service
from tests.visitor import Visitor

MOST = 8
LOOK = 2
"""Whoever looks at the releases is written down first: a transaction and a reach more."""


@contextmanager
def counting(database: Database) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("noun", "most"),
    [("safety", MOST), ("safety/asking", MOST), ("safety/reporting", MOST), ("consents", MOST + LOOK)],
)
def test_a_page_costs_the_same_after_forty_days_of_asking(
    visit: Callable[[str], Visitor], cast: Cast, database: Database, noun: str, most: int
) -> None:
    dana, path = visit("dana"), f"/engagements/{cast.reyes.id}/{noun}"
    dana.get(path)
    with counting(database) as before:
        dana.get(path)
    _a_lot_is_said(database, cast)
    with counting(database) as after:
        dana.get(path)

    assert len(after) == len(before) <= most


def _a_lot_is_said(database: Database, cast: Cast) -> None:
    today = clock.today(cast.reyes.zone)
    with database.writing() as db:
        for days in range(40):
            day = today - timedelta(days=days)
            for name in ("maria", "luis", "theo"):
                said = {"guns": ("dont_know", f"{days}"), "dying": ("yes", "")}
                service.asked(db, cast.reyes, said, service.Speaker(cast.members[name]), day, by=cast.dana)
            terms = consents.Terms("Harbor House", "Dana", "presence", f"{days}", day, today)
            consents.record(db, cast.reyes, terms, by=cast.dana)
            db.flush()
