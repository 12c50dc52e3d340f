"""two phones at once: the same tap from both is there once, and a page's cost does not grow with the log."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.day.live.records import DayTap
from familyplan.engagements.records import Engagement
from familyplan.kernel.db import Database
from tests.day.live.test_tap import at, kept, send
from tests.statements import counted
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
MOST = 8
ASIDE = ("journal", "FOR NO KEY UPDATE")  # the journal's own, and a family's turn, which SQLite needs no statement for
MOST_FOR_AN_ACT = 6


def test_the_same_taps_from_two_tabs_at_once_are_there_once(visit: Visit, db: Session, the_day: Engagement) -> None:
    both = [visit("dana"), visit("dana")]
    sent = [kept(number, "left_room") for number in range(5)]
    with ThreadPoolExecutor(4) as many:
        answers = list(many.map(lambda visitor: send(visitor, at(the_day), *sent).status_code, both * 2))

    assert answers == [200] * 4
    assert len(db.scalars(select(DayTap)).all()) == len(sent)


def test_what_a_page_and_a_tap_say_to_the_database_does_not_grow(
    visit: Visit, database: Database, the_day: Engagement
) -> None:
    dana = visit("dana")
    counts = []
    for first in (0, 2):
        send(dana, at(the_day), *[kept(number, "left_room") for number in range(first, first * 25 + 2)])
        with counted(database) as page:
            assert dana.get(at(the_day)).status_code == 200
        token = dana.token
        with counted(database) as act:
            assert dana.ask("POST", at(the_day), data={"_csrf_token": token, "kind": "began"}).status_code == 303
        counts.append((len(page), len([one for one in act if not any(aside in one for aside in ASIDE)])))

    assert counts[0] == counts[1]
    assert counts[0][0] <= MOST
    assert counts[0][1] <= MOST_FOR_AN_ACT
