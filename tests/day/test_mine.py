"""GET …/day for a member: nothing without a go, then their own part and nobody else's."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from familyplan.access.sessions.records import SignedIn
from familyplan.demo.cast import Cast
from familyplan.engagements import service as acts
from familyplan.engagements.pauses import service as pauses
from familyplan.engagements.records import Engagement, Member
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("&#39;", "'").split())


@pytest.fixture
def go(set_day: Callable[..., None], decide: Callable[..., None]) -> None:
    set_day()
    decide("go")


def test_without_a_go_there_is_nothing_and_a_later_wait_takes_it_away(
    maria: Visitor, family: str, set_day: Callable[..., None], decide: Callable[..., None]
) -> None:
    nowhere = maria.get(f"/engagements/{UUID(int=5)}/day").text
    assert maria.get(f"{family}/day").status_code == 404
    set_day()
    hidden = maria.get(f"{family}/day")
    assert (hidden.status_code, "Aunt Rosa" in hidden.text) == (404, False)
    assert words(hidden.text) == words(nowhere)
    decide("go")
    assert "Aunt Rosa's house" in words(maria.get(f"{family}/day").text)
    decide("wait")
    assert maria.get(f"{family}/day").status_code == 404
    decide("no")
    assert maria.get(f"{family}/day").status_code == 404


@pytest.mark.usefixtures("go")
def test_it_says_her_own_part_and_names_nobody_else(
    dana: Visitor, maria: Visitor, family: str, ids: Callable[[str], str], letter_of: Callable[..., UUID]
) -> None:
    dana.post(f"{family}/day/tasks", {"role": "driver", "member": ids("luis"), "was": ""})
    dana.post(f"{family}/day/tasks", {"role": "last_to_read", "member": ids("maria"), "was": ""})
    seen = dana.get(f"{family}/reading-order").text.split('name="seen" value="')[1].split('"')[0]
    dana.post(f"{family}/reading-order", {"letter": str(letter_of("maria")), "before": "", "seen": seen})
    page = maria.get(f"{family}/day").text

    assert f"/letters/{letter_of('maria')}/reading-copy" in page
    assert "Last to read." in words(page)
    assert "You read as number 4." in words(page) or "You read as number 3." in words(page)
    assert "The way out stays free for everybody." in page
    assert [name for name in ("Luis", "Ana", "Theo", "Driver", "Sammy") if name in page] == []
    assert "last to read" not in visit_page(family, maria, "/day/rehearsal")


def visit_page(family: str, visitor: Visitor, path: str) -> str:
    found: str = visitor.get(f"{family}{path}").text
    return found


@pytest.mark.usefixtures("go")
def test_the_hour_is_the_familys_and_whoever_is_elsewhere_reads_their_own_too(
    maria: Visitor, family: str, cast: Cast, database: Database
) -> None:
    with database.writing() as db:
        db.get_one(Engagement, cast.reyes.id).zone = "America/Los_Angeles"
    with database.reading() as db:
        day_at = db.get_one(Engagement, cast.reyes.id).day_at
    assert day_at is not None
    page = maria.get(f"{family}/day").text
    theirs, hers = clock.local(day_at, "America/Los_Angeles"), clock.local(day_at, "America/New_York")
    assert f"{theirs.hour % 12 or 12}:{theirs.minute:02}" in page
    assert f"{hers.hour % 12 or 12}:{hers.minute:02}" in page.split("Where you are it is")[1]


@pytest.mark.usefixtures("go")
def test_whoever_is_not_in_the_room_is_told_so_and_no_reason(
    dana: Visitor, maria: Visitor, family: str, ids: Callable[[str], str]
) -> None:
    seen = dana.get(f"{family}/day/seats").text.split('name="seen" value="')[1].split('"')[0]
    dana.post(f"{family}/day/seats/room", {"who": ids("maria"), "in_room": "no", "seen": seen})
    page = maria.get(f"{family}/day").text
    assert "You are not in the room that day." in page
    assert "reading-copy" not in page


@pytest.mark.usefixtures("go")
@pytest.mark.parametrize("name", ["sam", "theo_left", "priya", "cole", "olga"])
def test_who_must_not_know_finds_nothing(visit: Visit, family: str, database: Database, cast: Cast, name: str) -> None:
    with database.writing() as db:
        db.get_one(Member, cast.members["theo"].id).left_at = clock.now()
    answer = visit(name.removesuffix("_left")).get(f"{family}/day")
    assert answer.status_code in (403, 404)
    assert "Aunt Rosa" not in answer.text


@pytest.mark.usefixtures("go")
@pytest.mark.parametrize("path", ["/day/seats", "/day/answers", "/day/run-sheet", "/day/cards", "/day/pack.pdf"])
def test_what_is_for_staff_is_closed_to_a_member_even_then(maria: Visitor, family: str, path: str) -> None:
    assert maria.get(f"{family}{path}").status_code == 403


@pytest.mark.usefixtures("go")
def test_paused_or_over_there_is_nothing(visit: Visit, family: str, in_family: Any) -> None:
    assert visit("maria").get(f"{family}/day").status_code == 200
    in_family(pauses.pause, "family_asked", words="", sentence="")
    assert visit("maria").get(f"{family}/day").status_code == 404
    in_family(pauses.resume)
    assert visit("maria").get(f"{family}/day").status_code == 200
    clock.stand_at(clock.now() + timedelta(days=5))
    assert visit("maria").get(f"{family}/day").status_code == 404


def test_a_go_taken_back_by_fear_closes_it(
    maria: Visitor, family: str, go: None, database: Database, cast: Cast
) -> None:
    from familyplan.engagements.people.records import Hearing  # noqa: PLC0415  beside its one use

    clock.stand_at(clock.now() + timedelta(seconds=2))
    with database.writing() as db:
        db.add(Hearing(engagement_id=cast.reyes.id, member_id=cast.members["ana"].id, afraid="dont_know",
                       entered_at=clock.now(), by_id=cast.dana.id))  # fmt: skip
    assert maria.get(f"{family}/day").status_code == 404


def test_the_own_page_leads_there_only_while_it_is_open(
    visit: Visit, database: Database, cast: Cast, dana: Visitor, family: str, go: None, in_family: Any
) -> None:
    maria = visit("maria")
    with database.writing() as db:
        for session in db.scalars(select(SignedIn).where(SignedIn.person_id == cast.person("maria").id)):
            session.phone = "own"
    page = maria.get("/").text
    assert f'href="{family}/day"' in page
    assert f'href="{family}/day/rehearsal"' not in page
    dana.post(f"{family}/day/rehearsal/holding")
    assert f'href="{family}/day/rehearsal"' in maria.get("/").text

    in_family(acts.set_day, None, "")
    assert f'href="{family}/day"' not in maria.get("/").text
