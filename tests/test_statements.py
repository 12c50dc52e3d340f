"""The number of statements does not depend on the number of rows, and stays small enough to be counted (design 10)."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import select

from familyplan.consents import service as consents
from familyplan.demo import cast as people
from familyplan.demo.cast import Cast
from familyplan.engagements import queries
from familyplan.engagements import service as engagements
from familyplan.kernel.db import Database
from familyplan.letters.records import Letter
from tests.statements import counted
from tests.visitor import Visitor

A_PAGE = 8
STAFF_PAGES = ("/", "/engagements", "{family}", "{family}/members", "{family}/letters", "{family}/milestones",
               "{family}/safety", "{family}/gates", "{family}/lessons", "{family}/outcomes", "{family}/consents",
               "{family}/journal", "{family}/grants", "{family}/way")  # fmt: skip


def asking(database: Database, visitor: Visitor, path: str) -> list[str]:
    """What a page says to the database, the journal's own statements apart."""
    with counted(database) as seen:
        assert visitor.get(path).status_code == 200
    return [statement for statement in seen if "journal_head" not in statement and "INTO journal" not in statement]


def letter_of(database: Database, cast: Cast, name: str) -> UUID:
    with database.reading() as db:
        return db.scalars(select(Letter.id).where(Letter.member_id == cast.members[name].id)).first() or UUID(int=0)


def more_people(database: Database, cast: Cast, many: int) -> None:
    """Let so many more relatives come in, each with letters, lessons and a read pledge."""
    for number in range(many):
        with database.writing() as db:
            family = queries.led(db, cast.reyes.id, seen_by=cast.dana)
            member = engagements.add_member(db, family, f"Cousin {number}", "friend", by=cast.dana)
            engagements.come_in(db, family, member, by=member.person)
            consents.agree(db, family, member, by=member.person, calls="Sam")


def more_families(database: Database, cast: Cast, many: int) -> None:
    staff = {key: cast.person(key) for key in ("dana", "cole", "olga", "sol", "priya")}
    for _number in range(many):
        with database.writing() as db:
            people.reyes_family(db, staff)


def test_danas_pages_cost_the_same_with_many_people_and_families(
    visit: Callable[[str], Visitor], database: Database, cast: Cast
) -> None:
    dana = visit("dana")
    paths = [path.format(family=f"/engagements/{cast.reyes.id}") for path in STAFF_PAGES]
    more_people(database, cast, 2)
    few = {path: asking(database, dana, path) for path in paths}
    more_people(database, cast, 15)
    more_families(database, cast, 12)
    many = {path: asking(database, dana, path) for path in paths}

    assert {path: len(said) for path, said in few.items()} == {path: len(said) for path, said in many.items()}
    assert {path: said for path, said in many.items() if len(said) > A_PAGE} == {}


def test_marias_pages_cost_the_same(visit: Callable[[str], Visitor], database: Database, cast: Cast) -> None:
    with database.writing() as db:
        member = db.merge(cast.members["maria"])
        consents.agree(db, queries.led(db, cast.reyes.id, seen_by=cast.dana), member, by=cast.person("maria"))
    maria, letter = visit("maria"), letter_of(database, cast, "maria")
    paths = ["/", "/lessons", f"/letters/{letter}", f"/engagements/{cast.reyes.id}/calls"]
    maria.get(f"/letters/{letter}")  # what only the first opening does
    few = {path: asking(database, maria, path) for path in paths}
    more_people(database, cast, 10)
    many = {path: asking(database, maria, path) for path in paths}

    assert {path: len(said) for path, said in few.items()} == {path: len(said) for path, said in many.items()}
    assert {path: said for path, said in many.items() if len(said) > A_PAGE} == {}
