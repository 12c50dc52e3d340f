"""The number of statements does not depend on the number of rows, and stays small enough to be counted (design 10)."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import select

from familyplan.consents import service as consents
from familyplan.demo import cast as people
from familyplan.demo.cast import Cast
from familyplan.engagements import queries
from familyplan.engagements import service as engagements
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.letters.other_page import service as other_page
from familyplan.letters.records import Letter, OtherPageOpening
from tests.statements import counted
from tests.visitor import Visitor

A_PAGE = 8
STAFF_PAGES = (
    "/", "/engagements", "{family}", "{family}/members", "{family}/letters", "{family}/milestones",
    "{family}/letters/side-by-side", "{family}/roles", "{family}/own-pages",
    "{family}/safety", "{family}/gates", "{family}/lessons",
    "{family}/outcomes", "{family}/consents", "{family}/journal", "{family}/grants", "{family}/way",
    "{family}/meetings", "{family}/day", "{family}/day/seats", "{family}/day/answers", "{family}/day/rehearsal",
    "{family}/day/run-sheet", "{family}/day/live", "{family}/day/afterwards",
    "{family}/reading-order", "{family}/binder", "{family}/invitation-sheet", "{family}/decisions",
    "/sign-in/factors", "{family}/ties", "/reports",
)  # fmt: skip


def asking(database: Database, visitor: Visitor, path: str) -> list[str]:
    """What a page says to the database, the journal's own statements apart."""
    with counted(database) as seen:
        assert visitor.get(path).status_code == 200
    return [statement for statement in seen if "journal_head" not in statement and "INTO journal" not in statement]


def letter_of(database: Database, cast: Cast, name: str) -> UUID:
    with database.reading() as db:
        return db.scalars(
            select(Letter.id).where(Letter.kind == "letter", Letter.member_id == cast.members[name].id)
        ).first() or UUID(int=0)


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
    paths = ["/", "/lessons", f"/letters/{letter}", f"/engagements/{cast.reyes.id}/calls",
             f"/letters/{letter}/reading-copy", f"/letters/{letter}/translation"]  # fmt: skip
    maria.get(f"/letters/{letter}")  # what only the first opening does
    few = {path: asking(database, maria, path) for path in paths}
    more_people(database, cast, 10)
    many = {path: asking(database, maria, path) for path in paths}

    assert {path: len(said) for path, said in few.items()} == {path: len(said) for path, said in many.items()}
    assert {path: said for path, said in many.items() if len(said) > A_PAGE} == {}


def test_the_other_page_costs_the_same_however_often_it_was_opened(
    visit: Callable[[str], Visitor], database: Database, cast: Cast
) -> None:
    with database.writing() as db:
        family = queries.led(db, cast.reyes.id, seen_by=cast.dana)
        member = queries.member(db, family, cast.members["maria"].id, seen_by=cast.dana)
        page = other_page.open_page(db, family, member, by=cast.dana)
        page.shown_at = page.gone_through_at = page.sealed_at = family.day_at = clock.now()
        letter = page.letter_id
    dana, maria = visit("dana"), visit("maria")
    dana.post(f"/letters/{letter}/other-page/openings", {"reason": "asked_now"})
    maria.get(f"/letters/{letter}/other-page")  # what only the first opening does
    both = [(dana, f"/letters/{letter}/other-page/envelope"), (maria, f"/letters/{letter}/other-page")]
    few = [len(asking(database, visitor, path)) for visitor, path in both]
    with database.writing() as db:
        for _time in range(10):
            about = {"engagement_id": cast.reyes.id, "letter_id": letter, "by_id": cast.dana.id}
            db.add(OtherPageOpening(reason="asked_now", opened_at=clock.now(), **about))
    many = [asking(database, visitor, path) for visitor, path in both]

    assert few == [len(said) for said in many]
    assert [said for said in many if len(said) > A_PAGE] == []
