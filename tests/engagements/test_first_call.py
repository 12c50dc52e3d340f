"""/engagements/new and /engagements/{id}/first-call: nothing is needed, nothing typed is lost."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements.first_call import service
from familyplan.engagements.first_call.records import FirstCall, RightNow
from familyplan.engagements.needs.records import Need
from familyplan.engagements.records import Engagement, Member
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.kernel.errors import Refusal
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
TUESDAY = datetime(2026, 11, 24, 19, 10, tzinfo=UTC)  # 14:10 on Dana's clock


def engagement_of(db: Session, answer: Any) -> Engagement:
    return db.get_one(Engagement, UUID(answer.headers["location"].split("/")[2]))


def need(db: Session, engagement: Engagement, kind: str) -> Need:
    return db.scalars(select(Need).where(Need.engagement_id == engagement.id, Need.kind == kind)).one()


def test_a_call_with_a_name_alone_is_kept_and_shown_again(visit: Visit, db: Session) -> None:
    dana = visit("dana")
    answer = dana.post("/engagements/new", {"name": "Rosa"})

    assert answer.status_code == 303
    assert "Rosa" in dana.get(answer.headers["location"]).text
    assert engagement_of(db, answer).family_name == "Rosa"


def test_a_call_without_a_name_is_kept_under_its_day_and_time(visit: Visit, db: Session) -> None:
    clock.stand_at(TUESDAY)
    dana = visit("dana")
    answer = dana.post("/engagements/new", {"happened": "crying, hung up"})

    assert engagement_of(db, answer).family_name == "Call, Tuesday 14:10"
    assert 'name="name" value=""' in dana.get(answer.headers["location"]).text


def test_everything_typed_comes_back_in_the_form(visit: Visit) -> None:
    words = {
        "name": "Rosa",
        "phone": "555 0142",
        "best_time": "after six",
        "about": "Joe",
        "relation": "sister",
        "happened": "He fell on the stairs.\nTwice.",
        "would_help": "somebody to ask",
        "leave_message": "name_only",
    }
    page = visit("dana").post("/engagements/new", words, follow=True).text

    assert 'value="555 0142"' in page
    assert "He fell on the stairs.\nTwice." in page
    assert '<option value="sister" selected>' in page
    assert 'value="name_only" checked' in page


def test_the_same_form_sent_twice_opens_one_file(visit: Visit, db: Session) -> None:
    form = {"form_id": str(uuid4()), "name": "Rosa", "about": "Joe"}
    dana = visit("dana")
    first, second = dana.post("/engagements/new", form), dana.post("/engagements/new", form)

    assert first.headers["location"] == second.headers["location"]
    people = select(func.count()).select_from(Member).where(Member.engagement_id == engagement_of(db, first).id)
    assert db.scalar(people) == 2


def test_without_a_next_step_the_desk_says_so(visit: Visit, db: Session) -> None:
    engagement = engagement_of(db, visit("dana").post("/engagements/new", {"name": "Rosa"}))

    assert need(db, engagement, "next_step").words == ""


def test_a_next_step_waits_on_its_day(visit: Visit, db: Session) -> None:
    day = clock.today("America/New_York") + timedelta(days=3)
    form = {"name": "Rosa", "step": "call her sister", "step_on": day.isoformat()}
    waiting = need(db, engagement_of(db, visit("dana").post("/engagements/new", form)), "next_step")

    assert (waiting.words, waiting.due_on) == ("call her sister", day)


def test_a_next_step_in_the_past_is_asked_about_and_kept_with_a_tick(visit: Visit, db: Session) -> None:
    form = {"name": "Rosa", "happened": "long words", "step": "call", "step_on": "2024-05-03"}
    dana = visit("dana")
    asked = dana.post("/engagements/new", form)

    assert asked.status_code == 422
    assert "That day is in the past. Keep it?" in asked.text
    assert "long words" in asked.text
    assert 'name="keep_past"' in asked.text
    kept = dana.post("/engagements/new", form | {"keep_past": "yes"})
    assert need(db, engagement_of(db, kept), "next_step").due_on.isoformat() == "2024-05-03"


def test_a_past_next_step_that_stood_there_already_is_not_asked_about_again(visit: Visit) -> None:
    form = {"name": "Rosa", "step": "call", "step_on": "2024-05-03"}
    dana = visit("dana")
    kept = dana.post("/engagements/new", form | {"keep_past": "yes"})

    assert dana.post(kept.headers["location"], form | {"name": "Rosa M."}).status_code == 303


def test_an_older_call_from_the_same_phone_is_offered_and_not_merged(visit: Visit, db: Session) -> None:
    dana = visit("dana")
    clock.stand_at(datetime(2026, 5, 3, 15, 0, tzinfo=UTC))
    older = dana.post("/engagements/new", {"name": "Rosa", "phone": "(212) 555-0142"})
    clock.stand_at(datetime(2026, 5, 9, 15, 0, tzinfo=UTC))
    newer = dana.post("/engagements/new", {"name": "R", "phone": "+1 212 555 0142"})
    page = dana.get(newer.headers["location"]).text

    assert "You may have spoken before, on 3 May." in page
    assert f'href="{older.headers["location"]}"' in page
    assert older.headers["location"] != newer.headers["location"]


def test_another_professionals_call_from_the_same_phone_is_never_told(visit: Visit) -> None:
    visit("priya").post("/engagements/new", {"name": "Rosa", "phone": "212 555 0142"})
    page = visit("dana").post("/engagements/new", {"name": "R", "phone": "212 555 0142"}, follow=True).text

    assert "spoken before" not in page


@pytest.mark.parametrize("answer", ["yes", "dont_know"])
def test_danger_leads_to_the_numbers_at_once_and_keeps_what_was_typed(visit: Visit, db: Session, answer: str) -> None:
    form = {"happened": "he is on the roof", "step_on": "not a day", "in_danger": answer}
    led = visit("dana").post("/engagements/new", form)

    assert led.headers["location"].endswith("/right-now")
    engagement = engagement_of(db, led)
    assert (
        db.scalars(select(FirstCall).where(FirstCall.engagement_id == engagement.id)).one().happened
        == "he is on the roof"
    )
    assert db.scalars(select(RightNow).where(RightNow.engagement_id == engagement.id)).one().ended_at is None


def test_no_danger_stays_with_the_call(visit: Visit) -> None:
    assert visit("dana").post("/engagements/new", {"in_danger": "no"}).headers["location"].endswith("/first-call")


def test_a_call_that_is_still_ahead_is_kindly_refused(visit: Visit, cast: Cast) -> None:
    path = f"/engagements/{cast.reyes.id}/first-call"
    answer = visit("dana").post(path, {"name": "Maria", "happened_on": "2999-01-01", "happened": "kept words"})

    assert answer.status_code == 422
    assert "That day is still ahead." in answer.text
    assert "kept words" in answer.text


def test_a_back_dated_call_moves_the_start(visit: Visit, cast: Cast, db: Session) -> None:
    visit("dana").post(f"/engagements/{cast.reyes.id}/first-call", {"name": "Maria", "happened_on": "2026-01-02"})

    assert db.get_one(Engagement, cast.reyes.id).started_on.isoformat() == "2026-01-02"


def test_a_family_begun_elsewhere_gets_its_call_and_keeps_its_name(visit: Visit, cast: Cast, db: Session) -> None:
    visit("dana").post(f"/engagements/{cast.reyes.id}/first-call", {"name": "Maria R.", "happened": "new words"})

    assert db.get_one(Engagement, cast.reyes.id).family_name == "Reyes"
    assert db.scalars(select(FirstCall).where(FirstCall.engagement_id == cast.reyes.id)).one().happened == "new words"


@pytest.mark.parametrize(
    ("who", "status"), [("dana", 200), ("sol", 200), ("priya", 404), ("cole", 403), ("olga", 403), ("maria", 403)]
)
def test_who_may_read_it(visit: Visit, cast: Cast, who: str, status: int) -> None:
    assert visit(who).get(f"/engagements/{cast.reyes.id}/first-call").status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("sol", 403), ("priya", 404), ("cole", 403), ("olga", 403), ("maria", 403)]
)
def test_nobody_else_may_write_it(visit: Visit, cast: Cast, db: Session, who: str, status: int) -> None:
    answer = visit(who).post(f"/engagements/{cast.reyes.id}/first-call", {"happened": "not theirs"})

    assert answer.status_code == status
    assert db.scalar(select(func.count()).select_from(FirstCall)) == 0


def test_naming_the_caller_later_names_the_family_too(visit: Visit, db: Session) -> None:
    dana = visit("dana")
    kept = dana.post("/engagements/new", {"happened": "crying"})
    shown = dana.get(kept.headers["location"]).text
    stand_in = re.search(r'name="family_name" value="(Call, [^"]+)"', shown)
    assert stand_in is not None
    dana.post(kept.headers["location"], {"name": "Rosa", "family_name": stand_in[1]})

    assert engagement_of(db, kept).family_name == "Rosa"


def test_a_call_is_kept_while_it_is_typed_and_finished_as_the_same_call(visit: Visit, db: Session) -> None:
    form = {"form_id": str(uuid4()), "happened": "He fell", "step": "call", "step_on": "2024-05-03"}
    dana = visit("dana")
    kept = dana.post("/engagements/new/keeping", form, htmx="kept")
    again = dana.post("/engagements/new/keeping", form | {"happened": "He fell on the stairs."}, htmx="kept")

    assert kept.text.strip().startswith('<p id="kept"')
    assert "Closing the window loses nothing." in again.text
    assert [call.happened for call in db.scalars(select(FirstCall))] == ["He fell on the stairs."]
    db.rollback()
    dana.post("/engagements/new", form | {"happened": "He fell twice.", "keep_past": "yes"})
    assert [call.happened for call in db.scalars(select(FirstCall))] == ["He fell twice."]


def test_two_that_keep_one_form_at_the_same_moment_open_one_file(database: Database, cast: Cast, db: Session) -> None:
    form_id, dana = uuid4(), cast.dana
    outcomes: list[str] = []

    def press() -> None:
        try:
            with database.writing() as own:
                service.begin(own, service.Said(name="Rosa"), by=dana, form_id=form_id)
            outcomes.append("kept")
        except Refusal as refusal:
            outcomes.append(refusal.sentence)

    pressing = [Thread(target=press) for _press in range(4)]
    for one in pressing:
        one.start()
    for one in pressing:
        one.join()

    assert "kept" in outcomes
    assert set(outcomes) <= {"kept", "This call is just being kept. Please press once more."}
    assert db.scalar(select(func.count()).select_from(FirstCall)) == 1
