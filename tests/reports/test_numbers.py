"""/reports: so many of so many first calls, for the owner and for each who leads; nothing of fewer than ten."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from familyplan.demo import cast as people
from familyplan.demo.cast import Cast
from familyplan.guidance import shelf
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.outcomes.records import Outcome
from familyplan.reports import queries, service
from familyplan.reports.service import Call, Happened
from tests.statements import counted
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
DAY = date(2026, 5, 4)
BANNED = ("success", "%", "rate", "effective", "proven", "better than")


def called(way: str, *happened: Happened) -> Call:
    return Call(UUID(int=1), DAY, way, happened)


def began(days: int, level: int | None = None, kind: str = "residential") -> Happened:
    return Happened(kind, DAY + timedelta(days=days), level)


def report(*calls: Call) -> service.Report:
    return service.report(calls, shelf.current().models)


@pytest.mark.usefixtures("settings")
def test_of_nine_first_calls_nothing_is_told() -> None:
    told = report(*[called("arise", began(3))] * 9)

    assert (told.few, told.calls, told.chose) == (True, 0, 0)
    (way,) = told.ways
    assert (way.few, way.calls, way.began, way.answers) == (True, 0, 0, ())


@pytest.mark.usefixtures("settings")
def test_of_ten_each_is_counted_also_where_nothing_happened() -> None:
    told = report(*[called("arise", began(3, 1))] * 4, *[called("arise", Happened("not_today", DAY))] * 2,
                  *[called("arise")] * 4, *[called("")] * 3)  # fmt: skip

    assert (told.calls, told.chose) == (13, 10)
    (way,) = told.ways
    assert (way.calls, way.began, way.open) == (10, 4, 4)
    assert {line.label: line.count for line in way.answers}["Said not today"] == 2
    assert [line.count for line in way.levels] == [4, 0, 0]
    assert way.half_within is None


@pytest.mark.usefixtures("settings")
def test_half_within_so_many_days_is_told_of_ten_who_began() -> None:
    told = report(*[called("johnson", began(days), began(days + 50)) for days in range(1, 11)])

    assert told.ways[0].half_within == 6
    assert told.ways[0].began == 10


@pytest.mark.usefixtures("settings")
def test_a_way_in_fewer_than_ten_stays_silent_beside_one_with_more() -> None:
    told = report(*[called("johnson")] * 12, *[called("love_first", began(1))] * 2)

    assert [way.few for way in told.ways] == [False, True]


def more(database: Database, cast: Cast, many: int, lead: str = "dana") -> None:
    staff = {key: cast.person(key) for key in ("dana", "cole", "olga", "sol", "priya")}
    for _number in range(many):
        with database.writing() as db:
            family = people.reyes_family(db, {**staff, "dana": cast.person(lead)}).reyes
            db.add(
                Outcome(
                    engagement_id=family.id, kind="not_today", source="family", happened_on=clock.now().date(),
                    entered_at=clock.now(), by_id=cast.dana.id,
                )
            )  # fmt: skip


def test_the_owner_counts_all_and_each_who_leads_their_own(visit: Visit, database: Database, cast: Cast) -> None:
    more(database, cast, 10)
    more(database, cast, 3, lead="priya")
    owner, dana, priya = (visit(name).get("/reports").text for name in ("olga", "dana", "priya"))

    assert "14 first calls" in owner
    assert "13 of 14 first calls" in owner
    assert "11 first calls" in dana
    assert "10 of 11 first calls" in dana
    assert "Fewer than ten first calls: too few to say." in priya
    assert "of 3" not in priya


def test_no_word_of_a_family_and_no_claim_stands_there(visit: Visit, database: Database, cast: Cast) -> None:
    more(database, cast, 10)
    page = visit("olga").get("/reports").text
    told = page[page.index("<main") : page.index("</main")]

    assert all(word not in told.lower() for word in BANNED)
    assert all(name not in told for name in ("Reyes", "Maria", "Sam"))


def test_what_was_corrected_or_withdrawn_is_not_counted(database: Database, cast: Cast, db: Session) -> None:
    more(database, cast, 2)
    with database.writing() as writing:
        first, second = writing.query(Outcome).order_by(Outcome.id)
        first.withdrawn_at = clock.now()
        writing.add(
            Outcome(
                engagement_id=second.engagement_id, kind="residential", source="family", corrects_id=second.id,
                happened_on=second.happened_on, entered_at=clock.now(), by_id=cast.dana.id,
            )
        )  # fmt: skip
    kinds = [one.kind for call in queries.calls(db, seen_by=cast.dana) for one in call.happened]

    assert kinds == ["residential"]


@pytest.mark.parametrize("name", ["sol", "cole", "maria", "sam"])
def test_nobody_else_counts(visit: Visit, name: str) -> None:
    assert visit(name).get("/reports").status_code == 403


def test_the_page_costs_the_same_with_many_families(visit: Visit, database: Database, cast: Cast) -> None:
    dana = visit("dana")
    with counted(database) as few:
        dana.get("/reports")
    more(database, cast, 15)
    with counted(database) as many:
        dana.get("/reports")

    assert len(few) == len(many) <= 4


def test_the_way_to_it_is_for_those_who_may(visit: Visit) -> None:
    assert "/reports" in visit("olga").get("/engagements").text
    assert "/reports" in visit("dana").get("/engagements").text
    assert "/reports" not in visit("cole").get("/engagements").text
