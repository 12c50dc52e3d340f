"""GET and POST …/day for staff: what is agreed, who does what, and what is said when something is off."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from familyplan.day.records import DayPlan
from familyplan.day.service import is_overdue, when
from familyplan.demo.cast import Cast
from familyplan.engagements.pauses import service as pauses
from familyplan.engagements.records import Engagement, Member, MemberRole
from familyplan.guidance import shelf
from familyplan.kernel import clock, paths
from familyplan.kernel.db import Database
from familyplan.safety import service as safety
from tests.letters.conftest import journaled
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
AGREED = {"how_there": "Luis asks him to come by.", "stopping": "We stop here.", "revision": "0"}


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("&#39;", "'").split())


def test_what_is_agreed_stays_and_is_the_same_sent_twice(
    dana: Visitor, family: str, database: Database, cast: Cast
) -> None:
    assert dana.post(f"{family}/day", AGREED, follow=True).status_code == 200
    assert dana.post(f"{family}/day", AGREED).status_code == 303

    page = dana.get(f"{family}/day").text
    assert "Luis asks him to come by." in page
    assert 'value="We stop here."' in page
    with database.reading() as db:
        assert [plan.revision for plan in db.scalars(select(DayPlan))] == [1]
        assert journaled(db, "day.agreed") == 1


def test_until_then_our_sentence_for_stopping_stands_there_and_no_field_asks_for_a_pretext(
    dana: Visitor, family: str
) -> None:
    page = dana.get(f"{family}/day").text
    assert "We&#39;ll stop here. The offer stays." in page
    assert "We do not make up a story; “We want to talk with you” is enough." in page
    assert re.findall(r'<(?:textarea|input type="text")[^>]* name="(\w+)"', page) == ["how_there", "stopping"]


def test_with_htmx_only_the_block_comes_back(dana: Visitor, family: str) -> None:
    assert dana.post(f"{family}/day", AGREED, htmx="agreed").text.lstrip().startswith('<div id="agreed">')
    tasks = dana.post(f"{family}/day/tasks", {"role": "driver", "member": "", "was": ""}, htmx="tasks")
    assert tasks.text.lstrip().startswith('<div id="tasks">')


def test_of_two_tabs_the_second_is_told_and_keeps_its_words(dana: Visitor, family: str) -> None:
    dana.post(f"{family}/day", AGREED)
    answer = dana.post(f"{family}/day", {**AGREED, "how_there": "He comes by himself."})

    assert answer.status_code == 409
    assert "This was changed meanwhile" in answer.text
    assert "He comes by himself." in answer.text
    assert "Kept just now: “Luis asks him to come by.”" in words(answer.text)
    assert "He comes by himself." not in dana.get(f"{family}/day").text


@pytest.mark.parametrize("name", ["maria", "luis", "sam", "priya", "cole", "olga", "sol"])
def test_only_the_lead_changes_anything(visit: Visit, family: str, name: str) -> None:
    assert visit(name).post(f"{family}/day", AGREED).status_code in (403, 404)
    assert visit(name).post(f"{family}/day/tasks", {"role": "driver"}).status_code in (403, 404)


def test_a_supervisor_reads_it_without_a_form_and_that_is_journaled(
    visit: Visit, dana: Visitor, family: str, database: Database
) -> None:
    dana.post(f"{family}/day", AGREED)
    page = visit("sol").get(f"{family}/day").text
    assert "Luis asks him to come by." in page
    assert 'name="how_there"' not in page
    assert f'action="{family}/day' not in page
    with database.reading() as db:
        assert journaled(db, "day.looked_at") == 1


def holders(database: Database, role: str) -> list[str]:
    with database.reading() as db:
        rows = select(Member).join(MemberRole, MemberRole.member_id == Member.id).where(MemberRole.role == role)
        return [str(one.id) for one in db.scalars(rows)]


def test_a_task_is_one_persons_and_goes_over(
    dana: Visitor, family: str, database: Database, ids: Callable[[str], str]
) -> None:
    give = f"{family}/day/tasks"
    assert dana.post(give, {"role": "driver", "member": ids("luis"), "was": ""}).status_code == 303
    assert dana.post(give, {"role": "driver", "member": ids("luis"), "was": ""}).status_code == 303
    assert holders(database, "driver") == [ids("luis")]

    assert dana.post(give, {"role": "driver", "member": ids("ana"), "was": ids("maria")}).status_code == 409
    assert dana.post(give, {"role": "driver", "member": ids("ana"), "was": ids("luis")}).status_code == 303
    assert holders(database, "driver") == [ids("ana")]
    assert dana.post(give, {"role": "driver", "member": "", "was": ids("ana")}).status_code == 303
    assert holders(database, "driver") == []


def test_the_loved_one_a_child_and_a_task_of_another_way_are_refused(
    dana: Visitor, family: str, database: Database, cast: Cast, ids: Callable[[str], str]
) -> None:
    give = f"{family}/day/tasks"
    with database.writing() as db:
        db.get_one(Member, cast.members["theo"].id).relation = "child"
    assert dana.post(give, {"role": "driver", "member": ids("sam"), "was": ""}).status_code == 404
    answer = dana.post(give, {"role": "driver", "member": ids("theo"), "was": ""})
    assert answer.status_code == 422
    assert "A child has no task on the day." in answer.text
    assert dana.post(give, {"role": "one_voice", "member": ids("luis"), "was": ""}).status_code == 422
    assert holders(database, "driver") == []


def test_the_chairperson_is_not_by_default_the_partner_at_home(
    dana: Visitor, family: str, database: Database, cast: Cast, ids: Callable[[str], str]
) -> None:
    said = "not given by default to the partner who lives with the person"
    dana.post(f"{family}/day/tasks", {"role": "chairperson", "member": ids("luis"), "was": ""})
    assert said not in dana.get(f"{family}/day").text
    with database.writing() as db:
        db.get_one(Member, cast.members["luis"].id).relation = "partner"
    assert said in dana.get(f"{family}/day").text


@pytest.mark.parametrize(
    ("model", "has", "has_not"),
    [("johnson", ["One voice", "Stands in for the one voice"], ["Chairperson", "Last to read"]),
     ("love_first", ["Chairperson", "Last to read"], ["One voice"])],
    indirect=["model"],
)  # fmt: skip
def test_which_tasks_there_are_is_said_by_the_way(
    dana: Visitor, family: str, has: list[str], has_not: list[str]
) -> None:
    labels = re.findall(r"<label for=\"field-member-\w+\">([^<]+)", dana.get(f"{family}/day").text)
    assert set(has) <= set(labels)
    assert not set(has_not) & set(labels)


@pytest.mark.parametrize("model", ["arise"], indirect=True)
def test_arise_has_a_day_only_from_its_third_level(dana: Visitor, family: str, database: Database, cast: Cast) -> None:
    answer = dana.get(f"{family}/day")
    assert (answer.status_code, "This way has no day" in answer.text) == (404, True)
    assert dana.get(f"{family}/day/run-sheet").status_code == 404
    assert dana.post(f"{family}/day", AGREED).status_code == 404
    with database.writing() as db:
        db.get_one(Engagement, cast.reyes.id).level = 3

    page = dana.get(f"{family}/day")
    assert page.status_code == 200
    assert "Dana speaks with the person; the family reads, and listens." in page.text


def test_a_way_that_never_has_a_day_says_so(
    dana: Visitor, maria: Visitor, family: str, database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Path(__file__).parent.parent / "models"
    fourth = shelf.open_shelf([*paths.models()[:1], here], paths.content()[:1])
    monkeypatch.setattr(shelf, "_in_use", [fourth])
    with database.writing() as db:
        db.get_one(Engagement, cast.reyes.id).model_key = "craft"

    answer = dana.get(f"{family}/day")
    assert (answer.status_code, "This way has no day" in answer.text) == (404, True)
    assert dana.post(f"{family}/day", AGREED).status_code == 404
    assert maria.get(f"{family}/day").status_code == 404


@pytest.mark.parametrize("model", ["none"], indirect=True)
def test_without_a_way_there_is_no_day(dana: Visitor, maria: Visitor, family: str) -> None:
    paths = ["/day", "/day/seats", "/day/answers", "/day/rehearsal", "/day/run-sheet", "/day/cards", "/day/pack.pdf"]
    assert {dana.get(f"{family}{path}").status_code for path in paths} == {404}
    assert maria.get(f"{family}/day").status_code == 404


def test_the_morning_without_a_decision_is_said_and_so_is_safety_not_asked(
    dana: Visitor, family: str, set_day: Callable[..., None], decide: Callable[..., None], in_family: Any, cast: Cast
) -> None:
    set_day(days=0)
    assert "It is the day, and no go stands" in dana.get(f"{family}/day").text
    assert "It is the day, and no go stands." in words(dana.get(f"{family}/day/run-sheet").text)

    decide("go")
    assert "Safety was not asked yet this morning" in dana.get(f"{family}/day").text
    rows = dict.fromkeys(shelf.current().safety.rows, ("no", ""))
    in_family(safety.asked, rows, safety.Speaker(cast.members["maria"]), clock.today(cast.reyes.zone))
    page = dana.get(f"{family}/day").text
    assert words(page).count("no · today") == len(rows)
    assert "Safety was not asked yet" not in page
    assert "It is the day, and no go stands" not in page


def test_a_day_behind_is_said(visit: Visit, dana: Visitor, family: str, set_day: Callable[..., None]) -> None:
    set_day(days=1)
    assert "The day is behind you" not in dana.get(f"{family}/day").text
    clock.stand_at(clock.now() + timedelta(days=2))
    assert "The day is behind you" in visit("dana").get(f"{family}/day").text


def test_a_day_set_in_the_past_is_asked_about_at_once_and_one_before_the_call_refused(
    dana: Visitor, family: str, database: Database, cast: Cast
) -> None:
    said, yesterday = "That day is behind you. Is the date right?", clock.today(cast.reyes.zone) - timedelta(days=1)
    form = {"day": str(yesterday), "time": "10:00"}
    refused = dana.post(f"{family}/day-date", form)
    assert (refused.status_code, "before the family called" in refused.text) == (422, True)
    with database.writing() as db:
        db.get_one(Engagement, cast.reyes.id).started_on = yesterday - timedelta(days=9)
    assert said in dana.post(f"{family}/day-date", form, follow=True).text
    assert "The day is behind you" in dana.get(f"{family}/day").text
    later = {**form, "day": str(yesterday + timedelta(days=9))}
    assert said not in dana.post(f"{family}/day-date", later, follow=True).text


def test_standing_still_is_said(dana: Visitor, family: str, in_family: Any) -> None:
    in_family(pauses.pause, "family_asked", words="", sentence="")
    assert "Everything stands still just now." in dana.get(f"{family}/day").text


def test_the_rules_alone() -> None:
    today = clock.today("America/New_York")
    before, later = today - timedelta(days=1), today + timedelta(days=1)
    assert [when(day, today) for day in (None, before, today, later)] == ["none", "past", "today", "ahead"]
    assert is_overdue("wait", "today", today, today) == "undecided"
    assert is_overdue("", "ahead", None, today) == ""
    assert is_overdue("go", "today", before, today) == "safety"
    assert is_overdue("go", "today", None, today) == "safety"
    assert is_overdue("go", "today", today, today) == ""
