"""Through a member's eyes: the lead and the supervisor see that page, do nothing on it, and it is written down."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements import service as engagements
from familyplan.home.eyes import pages, service
from familyplan.journal.records import Entry
from familyplan.kernel.db import Database
from familyplan.letters.records import Letter, Section
from tests.letters.conftest import _everybody_read_the_cards as everybody_read_the_cards
from tests.statements import counted
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
BAR = "You are looking at what Maria sees. Nothing you press counts."
LIVE = re.compile(r"<form|<a [^>]*href|<button(?![^>]* disabled)|<input|hx-(?:post|get|put|delete)")
__all__ = ["everybody_read_the_cards"]


@pytest.fixture
def look(cast: Cast) -> Callable[[str], str]:
    """The address at which somebody's page is looked at."""
    return lambda name: f"/engagements/{cast.reyes.id}/members/{cast.members[name].id}/eyes"


@pytest.fixture
def _sam_came_in(database: Database, cast: Cast) -> None:
    with database.writing() as db:
        family = db.merge(cast.reyes)
        engagements.come_in(db, family, db.merge(cast.members["sam"]), by=cast.person("sam"))


def letter_of(database: Database, cast: Cast, name: str) -> UUID:
    with database.reading() as db:
        here = select(Letter.id).where(Letter.member_id == cast.members[name].id, Letter.kind != "other_page")
        return db.scalars(here).first() or UUID(int=0)


def type_in(visitor: Visitor, letter: UUID, body: str) -> None:
    form = {"body": body, "revision": "0", "writing": "one"}
    with visitor.database.reading() as db:
        key = db.scalars(select(Section.key).where(Section.letter_id == letter).order_by(Section.position)).first()
    assert visitor.put(f"/letters/{letter}/sections/{key}", form).status_code == 200


def shown(page: str) -> str:
    """What stands below the bar: the member's page."""
    return page.partition("<article")[2].partition("</article>")[0]


def test_the_lead_sees_the_members_page_under_a_bar_that_says_so(visit: Visit, look: Callable[[str], str]) -> None:
    page = visit("dana").get(look("maria")).text

    assert BAR in page
    assert "Hello, Maria" in shown(page)
    assert "Your next step" in shown(page)


@pytest.mark.usefixtures("_sam_came_in")
@pytest.mark.parametrize("model", ["arise", "love_first"], indirect=True)
def test_nothing_on_it_can_be_pressed_or_followed(visit: Visit, look: Callable[[str], str]) -> None:
    for name in ("maria", "luis", "sam"):
        page = shown(visit("dana").get(look(name)).text)
        assert "<button" in page
        assert LIVE.findall(page) == []
        assert "_csrf_token" not in page


def test_the_search_for_what_can_be_pressed_finds_it_on_the_members_own_page(visit: Visit) -> None:
    assert len(LIVE.findall(visit("maria").get("/").text)) > 3


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_no_act_can_be_sent_to_it(visit: Visit, look: Callable[[str], str], method: str) -> None:
    dana = visit("dana")
    for under in ("", "/calls", "/hand-in"):
        assert dana.ask(method, look("maria") + under, data={"_csrf_token": dana.token}).status_code in (404, 405)


def test_it_is_written_down_each_time(visit: Visit, look: Callable[[str], str], db: Session, cast: Cast) -> None:
    dana = visit("dana")
    dana.get(look("maria"))
    dana.get(look("maria"))
    visit("sol").get(look("maria"))

    looked = list(db.scalars(select(Entry).where(Entry.act == "member.looked_through").order_by(Entry.number)))
    assert [one.person_id for one in looked] == [cast.dana.id, cast.dana.id, cast.sol.id]
    assert {one.about_id for one in looked} == {cast.members["maria"].id}
    assert "looked at what a member sees" in dana.get(f"/engagements/{cast.reyes.id}/journal").text


def test_without_an_entry_there_is_no_page(
    visit: Visit, look: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object, **_more: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(pages, "note", broken)
    answer = visit("dana").get(look("maria"))

    assert answer.status_code == 500
    assert "Hello, Maria" not in answer.text


def test_of_a_letter_that_was_not_given_only_unsent_is_shown(
    visit: Visit, look: Callable[[str], str], database: Database, cast: Cast
) -> None:
    before = shown(visit("dana").get(look("maria")).text)
    type_in(visit("maria"), letter_of(database, cast, "maria"), "You carried me over the ice.")
    page = shown(visit("dana").get(look("maria")).text)

    assert "unsent" in page
    assert "carried" not in page
    assert page == before  # not even that she has begun
    assert "writing" not in page


def test_a_letter_that_was_given_stands_as_the_writer_sees_it(
    visit: Visit, look: Callable[[str], str], database: Database, cast: Cast
) -> None:
    maria, letter = visit("maria"), letter_of(database, cast, "maria")
    type_in(maria, letter, "You carried me over the ice.")
    maria.post(f"/letters/{letter}/hand-in", {"own_words": "yes"})
    page = shown(visit("dana").get(look("maria")).text)

    assert "Dana has it" in page
    assert "carried" not in page


@pytest.mark.parametrize("model", ["love_first"], indirect=True)
def test_the_other_page_is_not_there_at_all(
    visit: Visit, look: Callable[[str], str], cast: Cast, model: str
) -> None:  # fmt: skip
    assert model
    dana = visit("dana")
    dana.post(f"/engagements/{cast.reyes.id}/members/{cast.members['maria'].id}/other-page")

    maria = visit("maria")
    maria.post("/phone", {"phone": "own"})
    assert "The other page" in maria.get("/").text
    assert "other page" not in shown(dana.get(look("maria")).text).lower()


@pytest.mark.usefixtures("_sam_came_in")
@pytest.mark.parametrize("model", ["arise"], indirect=True)
def test_of_what_the_loved_one_writes_nothing_is_told(
    visit: Visit, look: Callable[[str], str], database: Database, cast: Cast
) -> None:
    before = visit("dana").get(look("sam")).text
    type_in(visit("sam"), letter_of(database, cast, "sam"), "I am tired of it too.")
    after = visit("dana").get(look("sam")).text

    assert "Hello, Sam" in shown(after)
    assert "tired" not in after
    assert shown(after) == shown(before)


@pytest.mark.parametrize(
    ("name", "status"), [("sol", 200), ("priya", 404), ("cole", 403), ("olga", 403), ("luis", 403)]
)
def test_the_supervisor_may_too_and_nobody_else(
    visit: Visit, look: Callable[[str], str], name: str, status: int
) -> None:
    answer = visit(name).get(look("maria"))

    assert answer.status_code == status
    assert (BAR in answer.text) is (status == 200)


def test_who_has_not_come_in_sees_nothing_yet_and_who_left_is_not_looked_through(
    visit: Visit, look: Callable[[str], str], cast: Cast
) -> None:
    dana = visit("dana")
    page = dana.get(look("theo")).text
    assert "Theo has not come in yet" in page
    assert "Your next step" not in page

    dana.post(f"/engagements/{cast.reyes.id}/members/{cast.members['luis'].id}/leaving")
    assert dana.get(look("luis")).status_code == 404


def test_the_members_own_page_leads_there(visit: Visit, look: Callable[[str], str]) -> None:
    dana = visit("dana")
    assert look("maria") in dana.get(look("maria").removesuffix("/eyes")).text
    assert look("theo") not in dana.get(look("theo").removesuffix("/eyes")).text


def test_it_costs_few_statements(visit: Visit, look: Callable[[str], str], database: Database, db: Session) -> None:
    dana = visit("dana")
    dana.get(look("maria"))
    with counted(database) as seen:
        dana.get(look("maria"))
    said = [one for one in seen if "journal" not in one]

    assert len(said) <= 8
    assert db.scalar(select(func.count()).select_from(Entry)) is not None


def test_the_search_notices_a_page_that_tells_how_far_a_letter_is(
    visit: Visit, look: Callable[[str], str], database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A planted bug: every letter counts as handed in."""
    monkeypatch.setattr(service, "is_next_unsent", lambda _seen: False)
    before = shown(visit("dana").get(look("maria")).text)
    type_in(visit("maria"), letter_of(database, cast, "maria"), "You carried me over the ice.")

    assert shown(visit("dana").get(look("maria")).text) != before
