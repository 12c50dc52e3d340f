"""…/day/rehearsal: planned and held, times, whose line holds, each one's own tap; when it counts as rehearsed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from familyplan.day.rehearsal import service
from familyplan.day.rehearsal.records import LineTried, ReadAloud, Rehearsal, SignOff
from familyplan.demo.cast import Cast
from familyplan.engagements import queries as engagements
from familyplan.engagements.pauses import service as pauses
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.kernel.errors import NotYours
from familyplan.letters.other_page import service as other_page
from familyplan.letters.records import OTHER_PAGE, OtherPage
from familyplan.milestones import queries as milestones
from tests.letters.conftest import journaled
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
HERE = ("maria", "luis", "ana")  # Theo has not come in


@pytest.fixture
def at(family: str) -> str:
    return f"{family}/day/rehearsal"


@pytest.fixture
def today(cast: Cast) -> date:
    return clock.today(cast.reyes.zone)


def facts(database: Database, cast: Cast) -> set[str]:
    with database.reading() as db:
        return {one.word for one in milestones.laid_out(db, [cast.reyes], seen_by=cast.dana)[cast.reyes.id].facts}


def test_it_is_planned_held_and_taken_back(
    dana: Visitor, at: str, set_day: Callable[..., None], today: date, database: Database
) -> None:
    set_day(days=5)
    form = {"day": str(today + timedelta(days=2)), "time": "18:30"}
    assert [dana.post(at, form).status_code for _time in range(2)] == [303, 303]
    assert "Planned for" in dana.get(at).text
    assert [dana.post(f"{at}/holding", {"held_on": str(today)}).status_code for _time in range(2)] == [303, 303]
    assert "Held on" in dana.get(at).text
    assert dana.post(f"{at}/holding/withdrawal", follow=True).status_code == 200
    assert "Held on %" not in dana.get(at).text
    with database.reading() as db:
        assert len(db.scalars(select(Rehearsal)).all()) == 1
        assert [journaled(db, f"rehearsal.{act}") for act in ("planned", "held", "not_held")] == [1, 1, 1]


def test_dates_that_contradict_are_refused_with_one_sentence(
    dana: Visitor, at: str, set_day: Callable[..., None], today: date, database: Database
) -> None:
    set_day(days=3)
    for path, form, said in [
        ("", {"day": str(today - timedelta(days=1))}, "That hour has gone by."),
        ("", {"day": str(today + timedelta(days=9))}, "The rehearsal comes before the day itself, which is set for"),
        ("", {"day": str(today + timedelta(days=1)), "time": "x"}, "That is not an hour we can read."),
        ("/holding", {"held_on": str(today + timedelta(days=1))}, "That is still ahead."),
        ("/holding", {"held_on": "2019-01-01"}, "That is before the family called."),
    ]:
        answer = dana.post(f"{at}{path}", form)
        assert (answer.status_code, said in answer.text) == (422, True), said
    with database.reading() as db:
        assert db.scalars(select(Rehearsal)).all() == []


def test_a_day_moved_before_the_planned_rehearsal_is_said(
    dana: Visitor, at: str, family: str, set_day: Callable[..., None], today: date
) -> None:
    said = "The rehearsal is planned for after the day itself"
    set_day(days=5)
    dana.post(at, {"day": str(today + timedelta(days=3))})
    assert said not in dana.get(f"{family}/day").text + dana.get(at).text
    set_day(days=1)
    assert said in dana.get(f"{family}/day").text
    assert said in dana.get(at).text


def test_a_rehearsal_after_the_day_is_refused(
    dana: Visitor, at: str, set_day: Callable[..., None], visit: Visit, today: date
) -> None:
    set_day(days=1)
    clock.stand_at(clock.now() + timedelta(days=3))
    answer = visit("dana").post(f"{at}/holding", {"held_on": str(today + timedelta(days=2))})
    assert (answer.status_code, "That is after the day itself" in answer.text) == (422, True)


def test_a_day_moved_after_the_rehearsal_is_said(
    dana: Visitor, at: str, family: str, set_day: Callable[..., None]
) -> None:
    set_day(days=3)
    dana.post(f"{at}/holding")
    assert "moved after" not in dana.get(f"{family}/day").text
    set_day(days=4)
    assert "The day was moved after you rehearsed" in dana.get(f"{family}/day").text
    assert "The day was moved after this rehearsal." in dana.get(at).text
    dana.post(f"{at}/holding/withdrawal")
    dana.post(f"{at}/holding")
    assert "moved after" not in dana.get(f"{family}/day").text


def test_the_last_time_taken_stands(dana: Visitor, at: str, database: Database, letter_of: Callable[..., UUID]) -> None:
    letter = str(letter_of("maria"))
    for seconds in ("130", "125", "125"):
        assert dana.post(f"{at}/times", {"letter": letter, "seconds": seconds}).status_code == 303
    with database.reading() as db:
        assert [one.seconds for one in db.scalars(select(ReadAloud))] == [125]
    for odd in ("-1", "3601", "two minutes"):
        assert dana.post(f"{at}/times", {"letter": letter, "seconds": odd}).status_code == 422
    assert dana.post(f"{at}/times", {"letter": str(UUID(int=4)), "seconds": "3"}).status_code == 404
    answer = dana.post(f"{at}/times", {"letter": letter, "seconds": "3601"}, htmx="rehearsal")
    assert answer.text.count("Please give seconds, from 0 to 3600.") == 1


def test_only_yes_or_not_yet_is_kept_of_a_line(
    dana: Visitor, at: str, database: Database, ids: Callable[[str], str]
) -> None:
    for said in ("yes", "not_yet", "not_yet"):
        assert dana.post(f"{at}/lines", {"member": ids("maria"), "said": said}).status_code == 303
    assert dana.post(f"{at}/lines", {"member": ids("maria"), "said": "I will move out"}).status_code == 422
    assert dana.post(f"{at}/lines", {"member": ids("sam"), "said": "yes"}).status_code == 404
    assert "not yet: no line that day" in dana.get(at).text
    with database.reading() as db:
        assert [one.said for one in db.scalars(select(LineTried))] == ["not_yet"]
        assert journaled(db, "rehearsal.line_tried") == 2
    assert {column.name for column in LineTried.__table__.columns} == {
        "id", "engagement_id", "member_id", "said", "tried_at",
    }  # fmt: skip


def test_a_members_own_tap_and_the_leads_note(
    visit: Visit, dana: Visitor, maria: Visitor, at: str, database: Database, ids: Callable[[str], str]
) -> None:
    assert maria.get(at).status_code == 404
    assert maria.post(f"{at}/sign-offs").status_code == 404
    dana.post(f"{at}/holding")
    assert "I know my part" in maria.get(at).text
    assert [maria.post(f"{at}/sign-offs").status_code for _time in range(2)] == [303, 303]
    assert "You said that you know your part." in maria.get(at).text
    dana.post(f"{at}/sign-offs", {"member": ids("luis")})
    assert "noted by you" in dana.get(at).text
    maria.post(f"{at}/sign-offs/withdrawal")
    with database.reading() as db:
        standing = db.scalars(select(SignOff).where(SignOff.withdrawn_at.is_(None))).all()
        assert [str(one.member_id) for one in standing] == [ids("luis")]
        assert journaled(db, "rehearsal.signed_off") == 2
    answer = maria.post(f"{at}/sign-offs", htmx="own_part")
    assert answer.text.lstrip().startswith('<div id="own_part"')


def test_a_member_signs_for_nobody_else_and_learns_of_nobody(
    dana: Visitor, maria: Visitor, at: str, database: Database, ids: Callable[[str], str]
) -> None:
    dana.post(f"{at}/holding")
    maria.post(f"{at}/sign-offs", {"member": ids("luis")})
    with database.reading() as db:
        assert [str(one.member_id) for one in db.scalars(select(SignOff))] == [ids("maria")]
    page = maria.get(at).text
    assert [name for name in ("Luis", "Ana", "Theo", "Aunt Rosa") if name in page] == []


@pytest.mark.parametrize("name", ["sam", "priya", "cole", "olga"])
def test_whoever_has_no_part_finds_nothing(visit: Visit, dana: Visitor, at: str, name: str) -> None:
    dana.post(f"{at}/holding")
    assert visit(name).get(at).status_code in (403, 404)
    assert visit(name).post(f"{at}/sign-offs").status_code in (403, 404)


def test_a_supervisor_reads_and_signs_nobody(visit: Visit, at: str, ids: Callable[[str], str]) -> None:
    page = visit("sol").get(at).text
    assert "Maria" in page
    assert f'action="{at}' not in page
    assert visit("sol").post(f"{at}/sign-offs", {"member": ids("maria")}).status_code == 403


def test_while_everything_stands_still_a_member_sees_nothing_of_it(
    dana: Visitor, maria: Visitor, at: str, in_family: Any
) -> None:
    dana.post(f"{at}/holding")
    in_family(pauses.pause, "family_asked", words="", sentence="")
    assert maria.get(at).status_code == 404
    assert maria.post(f"{at}/sign-offs").status_code == 404


def sign(in_family: Any, cast: Cast, *names: str) -> None:
    for name in names:
        in_family(service.sign_off, cast.members[name].id)


@pytest.mark.parametrize("model", ["johnson"], indirect=True)
def test_it_is_rehearsed_when_it_was_held_and_everybody_here_knows_it(
    database: Database, cast: Cast, in_family: Any, today: date
) -> None:
    sign(in_family, cast, *HERE)
    assert "rehearsed" not in facts(database, cast)
    in_family(service.hold, today)
    assert "rehearsed" in facts(database, cast)
    in_family(service.take_back, cast.members["ana"].id)
    assert "rehearsed" not in facts(database, cast)
    sign(in_family, cast, "ana")
    in_family(service.hold, None)
    assert "rehearsed" not in facts(database, cast)


@pytest.mark.parametrize("model", ["johnson"], indirect=True)
def test_whoever_is_not_in_the_room_need_not_know_it(
    database: Database, cast: Cast, dana: Visitor, family: str, in_family: Any, today: date, ids: Callable[[str], str]
) -> None:
    in_family(service.hold, today)
    sign(in_family, cast, "maria", "luis")
    assert "rehearsed" not in facts(database, cast)
    seen = dana.get(f"{family}/day/seats").text.split('name="seen" value="')[1].split('"')[0]
    dana.post(f"{family}/day/seats/room", {"who": ids("ana"), "in_room": "no", "seen": seen})
    assert "rehearsed" in facts(database, cast)


def sealed_page(database: Database, cast: Cast, letter_of: Callable[..., UUID]) -> str:
    with database.writing() as db:
        family = engagements.led(db, cast.reyes.id, seen_by=cast.dana)
        member = engagements.member(db, family, cast.members["maria"].id, seen_by=cast.dana)
        page = other_page.open_page(db, family, member, by=cast.dana)
        page.shown_at = page.gone_through_at = page.sealed_at = clock.now()
    return str(letter_of("maria", OTHER_PAGE))


def test_where_every_page_is_read_aloud_that_counts_too(
    database: Database, cast: Cast, dana: Visitor, at: str, in_family: Any, today: date, letter_of: Callable[..., UUID]
) -> None:
    page = sealed_page(database, cast, letter_of)
    in_family(service.hold, today)
    sign(in_family, cast, *HERE)
    for name in HERE:
        assert "rehearsed" not in facts(database, cast)
        dana.post(f"{at}/times", {"letter": str(letter_of(name)), "seconds": "100"})
    assert "rehearsed" not in facts(database, cast)

    assert "Was read" in dana.get(at).text
    assert dana.post(f"{at}/times", {"letter": page, "seconds": "0"}).status_code == 303
    assert "rehearsed" in facts(database, cast)
    with database.reading() as db:
        assert [one.sealed_at is not None for one in db.scalars(select(OtherPage))] == [True]


@pytest.mark.parametrize("model", ["johnson"], indirect=True)
def test_where_only_the_line_is_tried_no_other_page_is_named(
    database: Database, cast: Cast, dana: Visitor, at: str, letter_of: Callable[..., UUID]
) -> None:
    page = sealed_page(database, cast, letter_of)
    assert "The other pages" not in dana.get(at).text
    assert dana.post(f"{at}/times", {"letter": page, "seconds": "0"}).status_code == 404


@pytest.mark.parametrize(
    ("model", "key"), [("johnson", "session_two"), ("love_first", "rehearsal")], indirect=["model"]
)
def test_the_step_of_the_plan_waits_for_it_and_can_be_noted_by_hand_too(cast: Cast, key: str) -> None:
    from familyplan.guidance import shelf  # noqa: PLC0415  beside its one use

    model = shelf.current().models[cast.reyes.model_key or ""]
    step = next(step for step in model.milestones if step.key == key)
    assert "rehearsed" in [wait.fact for wait in step.waits_for]


def test_nobody_is_signed_off_who_is_not_here(in_family: Any, cast: Cast) -> None:
    with pytest.raises(NotYours):
        in_family(service.sign_off, UUID(int=7))
    with pytest.raises(NotYours):
        in_family(service.sign_off, cast.members["sam"].id)
