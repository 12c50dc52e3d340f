"""plan: a meeting of a kind that the way knows, agenda and list filled in, and nobody told anything yet."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from familyplan.demo.cast import Cast
from familyplan.engagements.people import service as people
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.kernel.errors import Refusal
from familyplan.mail.records import Mail
from familyplan.meetings import queries, service
from familyplan.meetings.records import Meeting
from familyplan.outcomes.records import Outcome
from tests.meetings.planning import at, family, fixed, help_began, mails, meeting_of, on_the_list, planned
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
CIRCLE = {"maria", "luis", "ana", "theo"}


def many(database: Database) -> int:
    with database.reading() as db:
        return db.scalar(select(func.count(Meeting.id))) or 0


def test_the_page_offers_what_the_way_knows_and_leads_on(visit: Visit, cast: Cast) -> None:
    dana, base = visit("dana"), f"/engagements/{cast.reyes.id}/meetings"
    assert "First long meeting" in dana.get(base).text

    page = dana.post(base, {"kind": "training"}, follow=True)
    assert "How the pages are written" in page.text


def test_pressing_twice_and_in_two_windows_makes_one(database: Database, cast: Cast, visit: Visit) -> None:
    dana, base = visit("dana"), f"/engagements/{cast.reyes.id}/meetings"
    first = dana.post(base, {"kind": "training"}).headers["location"]
    second = dana.post(base, {"kind": "training"}, htmx="x").headers["hx-redirect"]

    assert first == second
    assert many(database) == 1


def test_a_kind_of_another_way_is_refused_and_nothing_is_made(database: Database, cast: Cast, visit: Visit) -> None:
    answer = visit("dana").post(f"/engagements/{cast.reyes.id}/meetings", {"kind": "learning"})

    assert answer.status_code == 422
    assert "Please choose one of these." in answer.text
    assert many(database) == 0


@pytest.mark.parametrize(("name", "status"), [("priya", 404), ("sol", 403), ("cole", 403), ("maria", 403)])
def test_nobody_else_plans(visit: Visit, cast: Cast, name: str, status: int) -> None:
    assert visit(name).post(f"/engagements/{cast.reyes.id}/meetings", {"kind": "training"}).status_code == status


def test_a_supervisor_reads_it_and_that_is_journaled(visit: Visit, database: Database, cast: Cast) -> None:
    meeting = planned(database, cast)
    page = visit("sol").get(f"/engagements/{cast.reyes.id}/meetings/{meeting}").text

    assert "How the pages are written" in page
    assert "<textarea" not in page
    assert "read the meetings" in visit("dana").get(f"/engagements/{cast.reyes.id}/journal").text


def test_nobody_is_told_before_there_is_a_time(database: Database, cast: Cast) -> None:
    planned(database, cast)

    with database.reading() as db:
        assert list(db.scalars(select(Mail))) == []


@pytest.mark.parametrize(
    ("model", "kind"),
    [
        ("johnson", "learning"),
        ("johnson", "rehearsal"),
        ("love_first", "training"),
        ("love_first", "rehearsal"),
        ("love_first", "family_call"),
    ],
    indirect=["model"],
)
def test_where_it_is_to_be_a_surprise_the_loved_one_is_never_asked(
    database: Database, cast: Cast, visit: Visit, kind: str
) -> None:
    meeting = planned(database, cast, kind)
    assert on_the_list(database, cast, meeting) == CIRCLE

    asked = {"agenda": "x", "minutes_long": "60", "member": str(cast.members["sam"].id)}
    answer = visit("dana").post(f"/engagements/{cast.reyes.id}/meetings/{meeting}", asked)
    assert answer.status_code == 422
    assert "Sam is not asked to this meeting." in answer.text
    assert on_the_list(database, cast, meeting) == CIRCLE
    assert visit("sam").get(f"/engagements/{cast.reyes.id}/our-meetings").status_code == 404


@pytest.mark.parametrize("kind", ["first", "network"])
@pytest.mark.parametrize("model", ["arise"], indirect=True)
def test_where_nothing_is_secret_he_is_asked_like_everybody(database: Database, cast: Cast, kind: str) -> None:
    assert on_the_list(database, cast, planned(database, cast, kind)) == CIRCLE | {"sam"}


@pytest.mark.parametrize(("days_ago", "asked"), [(27, False), (28, True), (40, True)])
def test_he_joins_the_weekly_call_from_week_four_on(
    database: Database, cast: Cast, days_ago: int, *, asked: bool
) -> None:
    help_began(database, cast, days_ago)

    assert ("sam" in on_the_list(database, cast, planned(database, cast, "family_call"))) == asked


def test_a_time_before_week_four_is_refused_while_he_stands_on_the_list(
    database: Database, cast: Cast, visit: Visit
) -> None:
    help_began(database, cast, 28)
    call = planned(database, cast, "family_call")
    with database.writing() as db:
        entered = db.scalars(select(Outcome).where(Outcome.kind == "residential")).one()
        entered.happened_on += timedelta(days=8)  # it had been noted with a wrong day
    form = {"on": at(3).date().isoformat(), "at": "16:00", "revision": "0"}
    answer = visit("dana").post(f"/engagements/{cast.reyes.id}/meetings/{call}/time", form)

    assert answer.status_code == 422
    assert "Sam can join from" in answer.text
    form["on"] = at(8).date().isoformat()
    assert visit("dana").post(f"/engagements/{cast.reyes.id}/meetings/{call}/time", form).status_code == 303


@pytest.mark.parametrize(
    "said", [{"may_meet_all": "no"}, {"may_meet_all": "dont_know"}, {"court_order": "yes"}, {"afraid": "dont_know"}]
)
def test_who_may_not_be_able_to_meet_everybody_is_left_to_the_lead(
    database: Database, cast: Cast, visit: Visit, said: dict[str, str]
) -> None:
    with database.writing() as db:
        answers = dict.fromkeys(people.ASKED, "no") | {"adult": "yes", "may_meet_all": "yes"} | said
        heard = people.Heard(alone_on=clock.today(cast.reyes.zone), answers=answers)
        people.hear(db, family(db, cast), cast.members["ana"], heard, by=cast.dana)
    meeting = planned(database, cast)

    assert on_the_list(database, cast, meeting) == CIRCLE - {"ana"}
    page = visit("dana").get(f"/engagements/{cast.reyes.id}/meetings/{meeting}").text
    assert any(words in page for words in queries.DOUBTS.values())


@pytest.fixture
def apart(visit: Visit, cast: Cast) -> None:
    """Maria and Luis must not meet."""
    ids = {"one": str(cast.members["maria"].id), "other": str(cast.members["luis"].id)}
    visit("dana").post(f"/engagements/{cast.reyes.id}/ties", ids | {"may_meet": "no"})


def test_two_who_stay_apart_are_never_on_one_list(database: Database, cast: Cast, visit: Visit, apart: None) -> None:
    meeting = planned(database, cast)
    assert on_the_list(database, cast, meeting) == {"ana", "theo"}

    ids = [str(cast.members[name].id) for name in ("maria", "luis")]
    form = {"agenda": "x", "minutes_long": "60", "member": ids}
    answer = visit("dana").post(f"/engagements/{cast.reyes.id}/meetings/{meeting}", form)
    assert answer.status_code == 422
    assert "Maria and Luis stay apart." in answer.text.replace("\n", " ")


def test_agenda_place_and_list_are_the_leads_own(database: Database, cast: Cast, visit: Visit) -> None:
    meeting = planned(database, cast)
    at_meeting = f"/engagements/{cast.reyes.id}/meetings/{meeting}"
    form = {"agenda": "Only this", "place": "The kitchen", "minutes_long": "45", "member": str(cast.members["ana"].id)}
    block = visit("dana").post(at_meeting, form, htmx="about").text

    assert "<html" not in block
    assert "Kept." in block
    assert on_the_list(database, cast, meeting) == {"ana"}
    page = visit("ana").get(f"/engagements/{cast.reyes.id}/our-meetings/{meeting}").text
    assert "Only this" in page
    assert visit("maria").get(f"/engagements/{cast.reyes.id}/our-meetings/{meeting}").status_code == 404


def test_words_changed_in_another_window_are_not_lost(database: Database, cast: Cast, visit: Visit) -> None:
    meeting = planned(database, cast)
    at_meeting, dana = f"/engagements/{cast.reyes.id}/meetings/{meeting}", visit("dana")
    with database.reading() as db:
        seen = service.mark_of(meeting_of(db, cast, meeting))
    form = {"minutes_long": "60", "seen": seen, "member": str(cast.members["ana"].id)}
    assert dana.post(at_meeting, {**form, "agenda": "One window"}).status_code == 303
    second = dana.post(at_meeting, {**form, "agenda": "The other window"})

    assert second.status_code == 422
    assert "The other window" in second.text
    with database.reading() as db:
        assert meeting_of(db, cast, meeting).agenda == "One window"


def test_whoever_comes_onto_the_list_later_is_told_alone(database: Database, cast: Cast) -> None:
    meeting = planned(database, cast)
    ana = frozenset({cast.members["ana"].id})
    said = service.Details(agenda="x", place="", minutes_long=60, members=ana)
    with database.writing() as db:
        service.amend(db, family(db, cast), meeting_of(db, cast, meeting), said, by=cast.dana)
    fixed(database, cast, meeting, at(3))
    both = service.Details(agenda="x", place="", minutes_long=60, members=ana | {cast.members["maria"].id})
    with database.writing() as db:
        service.amend(db, family(db, cast), meeting_of(db, cast, meeting), both, by=cast.dana)

    assert [(to, says["name"]) for to, says in mails(database, "appointment")] == [
        ("ana@example.org", "Ana"),
        ("reyes.house@example.org", "Maria"),
    ]


def test_calling_off_tells_once_and_nothing_is_planned_on_it_any_more(
    database: Database, cast: Cast, visit: Visit
) -> None:
    meeting = planned(database, cast)
    fixed(database, cast, meeting, at(3))
    before, base = len(mails(database, "appointment")), f"/engagements/{cast.reyes.id}/meetings/{meeting}"
    dana = visit("dana")
    dana.post(f"{base}/calling-off")
    dana.post(f"{base}/calling-off")

    told = [says["what"] for _to, says in mails(database, "appointment")][before:]
    assert len(told) == before
    assert {"called off" in what for what in told} == {True}
    refused = dana.post(base, {"agenda": "x", "minutes_long": "60"})
    assert refused.status_code == 422
    assert "was called off" in refused.text
    assert "This is called off." in visit("maria").get(f"/engagements/{cast.reyes.id}/our-meetings/{meeting}").text


def test_a_way_without_meetings_says_so(visit: Visit, database: Database, cast: Cast) -> None:
    with database.writing() as db:
        family(db, cast).model_key = None

    page = visit("dana").get(f"/engagements/{cast.reyes.id}/meetings").text
    assert "Choose the way first" in page
    assert visit("maria").get(f"/engagements/{cast.reyes.id}/our-meetings").status_code == 404
    with database.writing() as db, pytest.raises(Refusal):
        service.plan(db, family(db, cast), "training", by=cast.dana)
