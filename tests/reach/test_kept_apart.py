"""Two who must not meet: neither comes across the other's name on any page, in any piece of one, or in a mail."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, false, select
from sqlalchemy.orm import Session

from familyplan.access.service import move_to
from familyplan.engagements import queries as engagements
from familyplan.engagements.records import Engagement
from familyplan.engagements.ties import service as ties
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.letters.reading import queries as reading
from familyplan.letters.records import Readiness, ReadingPlace
from familyplan.mail.records import Mail
from tests import pdf
from tests.mail.told import mails
from tests.reach.asking import ask, at, ids_of
from tests.reach.conftest import Stand
from tests.reach.table import ROUTES, expected
from tests.reach.test_reach import READING, whole_pages
from tests.reach.world import World, mark

ENDS = ("/leaving", "/sign-out", "/exit", "/ending", "/not-wanted")
BLOCKS = ("main", "next", "letters", "day", "paper", "words")


def family(db: Session, world: World) -> Engagement:
    return engagements.led(db, world.reyes.cast.reyes.id, seen_by=world.reyes.cast.dana)


@pytest.fixture
def luis_reads_for_maria(database: Database, world: World) -> None:
    """Both sides said "ready to read" of Maria's letter, and Luis was asked to read it if she cannot."""
    letter_id, cast = UUID(world.reyes.letters["maria"]), world.reyes.cast
    whose = {"engagement_id": cast.reyes.id, "letter_id": letter_id}
    with database.writing() as db:
        for side, by in (("writer", cast.person("maria")), ("professional", cast.dana)):
            db.add(Readiness(**whose, side=side, by_id=by.id, ready_at=clock.now()))
        luis = cast.members["luis"].id
        db.add(ReadingPlace(**whose, position=0, placed_at=clock.now(), stand_in_id=luis))


@pytest.fixture
def keep_apart(database: Database, world: World) -> Callable[..., None]:
    def keep(one: str, other: str, **said: str) -> None:
        cast = world.reyes.cast
        with database.writing() as db:
            pair = (cast.members[one].id, cast.members[other].id)
            ties.note_pair(
                db, family(db, world), *pair, ties.Said(**(said or {"may_meet": "no"})), "", by=cast.dana
            )  # fmt: skip

    return keep


def words_of(answer: Any) -> str:
    is_sheet = "pdf" in answer.headers.get("content-type", "")
    shown: str = pdf.words_of(answer.content) if is_sheet and answer.content else answer.text
    return shown + " ".join(f"{name}: {value}" for name, value in answer.headers.items())


def shown_to(stand: Stand, world: World, column: str) -> str:
    """Everything that this person of the family is ever answered: pages, blocks, sheets, and after each act."""
    visitor, told = stand(column), ""
    letter = f"/letters/{world.reyes.letters['maria']}/reading-copy"
    for address in [*whole_pages(world), letter, letter + ".pdf", "/"]:
        told += words_of(visitor.get(address))
        told += "".join(words_of(visitor.get(address, htmx=block)) for block in BLOCKS[:2])
    for route in [route for route in ROUTES if route not in READING and expected(route, column) in "yo"]:
        path = route.split(" ")[1]
        if not path.endswith(ENDS):
            told += words_of(ask(stand(column), route, at(path, ids_of(world.reyes, path)), world.reyes))
    return told


WHOSE = [("member", "name_maria"), ("writer", "name_luis")]


@pytest.mark.usefixtures("luis_reads_for_maria")
@pytest.mark.parametrize(("column", "name"), WHOSE)
def test_who_may_meet_sees_the_others_first_name_so_that_this_test_can_fail(
    stand: Stand, world: World, column: str, name: str
) -> None:  # fmt: skip
    assert mark("reyes", name) in shown_to(stand, world, column)


@pytest.mark.usefixtures("luis_reads_for_maria")
@pytest.mark.parametrize(("column", "name"), WHOSE)
def test_who_must_not_meet_never_comes_across_the_others_name(
    stand: Stand, world: World, keep_apart: Callable[..., None], column: str, name: str
) -> None:  # fmt: skip
    keep_apart("maria", "luis")
    told = shown_to(stand, world, column)

    assert mark("reyes", name) not in told
    assert mark("reyes", "tie") not in told


@pytest.mark.usefixtures("luis_reads_for_maria")
@pytest.mark.parametrize(
    ("forgotten", "column", "name"), [("must_not_meet", "member", "name_maria"), ("kept_from", "writer", "name_luis")]
)
def test_a_page_that_forgot_to_ask_is_found(
    stand: Stand, world: World, keep_apart: Callable[..., None], monkeypatch: pytest.MonkeyPatch,
    forgotten: str, column: str, name: str,
) -> None:  # fmt: skip
    keep_apart("maria", "luis")
    monkeypatch.setattr(reading, forgotten, lambda *_who: false())

    assert mark("reyes", name) in shown_to(stand, world, column)


@pytest.mark.parametrize(("column", "name"), [("writer", "name_luis"), ("member", "name_maria")])
@pytest.mark.usefixtures("luis_reads_for_maria")
def test_who_is_from_work_is_told_nobodys_name(
    stand: Stand, world: World, database: Database, column: str, name: str
) -> None:  # fmt: skip
    who = {"writer": "maria", "member": "luis"}[column]
    with database.writing() as db:
        cast = world.reyes.cast
        member = engagements.member(db, family(db, world), cast.members[who].id, seen_by=cast.dana)
        member.relation = "employer"
    told = shown_to(stand, world, column)

    assert mark("reyes", name) not in told
    assert "Where your family is" not in stand(column).get("/").text


def test_a_link_opened_in_the_others_browser_names_neither(
    stand: Stand, world: World, keep_apart: Callable[..., None]
) -> None:  # fmt: skip
    door = f"/invitations/{world.reyes.ids['token']}"
    before = stand("member").get(door).text
    assert mark("reyes", "name_theo") in before
    assert mark("reyes", "name_luis") in before

    keep_apart("luis", "theo")
    page = stand("member").get(door).text

    assert mark("reyes", "name_theo") not in page
    assert mark("reyes", "name_luis") not in page
    assert "Another page is open in this browser just now." in page


def test_mails_posted_afterwards_name_nobody_else(
    stand: Stand, world: World, database: Database, keep_apart: Callable[..., None]
) -> None:  # fmt: skip
    with database.writing() as db:
        luis = engagements.member(
            db, family(db, world), world.reyes.cast.members["luis"].id, seen_by=world.reyes.cast.dana
        )
        move_to(luis.person, "luis.alone@example.org")
    keep_apart("maria", "luis")
    with database.writing() as db:
        db.execute(delete(Mail))
    dana, base = stand("lead"), f"/engagements/{world.reyes.cast.reyes.id}/members"
    dana.post(f"{base}/{world.reyes.cast.members['luis'].id}/nudges")
    stand("nobody").post("/sign-in/links", {"email": "luis.alone@example.org"})

    with database.reading() as db:
        told = mails(db)
        assert {mail.recipient for mail in db.scalars(select(Mail))} == {"luis.alone@example.org"}
    assert len(told) == 2
    assert all(mark("reyes", name) not in text for text in told for name in ("name_maria", "calls_maria"))


def test_nobody_of_the_family_is_told_that_there_is_such_a_list(
    stand: Stand, world: World, keep_apart: Callable[..., None]
) -> None:  # fmt: skip
    path = f"/engagements/{world.reyes.cast.reyes.id}/ties"
    keep_apart("maria", "luis")
    for column in ("writer", "member", "loved_one"):
        told = shown_to(stand, world, column)
        assert "/ties" not in told.replace(path, "")
        assert "must not meet" not in told.lower()
        assert stand(column).get(path).status_code == 403


def test_the_words_of_one_family_say_nothing_about_another(
    database: Database, world: World, keep_apart: Callable[..., None]
) -> None:  # fmt: skip
    keep_apart("maria", "luis")
    with database.reading() as db:
        okafor = engagements.led(db, world.families["okafor"].cast.reyes.id, seen_by=world.reyes.cast.dana)
        assert ties.apart_pairs(db, okafor) == set()
