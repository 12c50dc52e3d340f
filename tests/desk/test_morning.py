"""GET /: the professional's morning. Every family that needs something, the next thing each needs, one button."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements import service as engagements
from familyplan.engagements.calls import service as calls
from familyplan.engagements.gates import service as gates
from familyplan.engagements.invitations.records import Invitation
from familyplan.engagements.needs.service import met, needs
from familyplan.engagements.pauses import service as pauses
from familyplan.engagements.people.records import Hearing
from familyplan.engagements.records import Engagement, Member
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.letters.records import Comment, Letter, Section
from familyplan.outcomes.records import FollowUp, Outcome
from tests.statements import counted
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


def _more_families(database: Database, cast: Cast, count: int) -> None:
    with database.writing() as db:
        for number in range(count):
            family = engagements.open_engagement(db, by=cast.dana, zone=cast.reyes.zone)
            family.family_name = f"Family {number}"
            needs(db, family, "next_step", family.id, words="call back", due_on=clock.today(family.zone))


def test_a_quiet_morning_says_so(visit: Visit, database: Database, cast: Cast) -> None:
    page = visit("dana").get("/")

    assert "No family waits for you today." in page.text
    assert "Nobody is stuck." in page.text


def test_it_counts_families_and_not_what_they_need(visit: Visit, database: Database, cast: Cast) -> None:
    _more_families(database, cast, 2)
    with database.writing() as db:
        needs(db, cast.reyes, "told", cast.reyes.id, words="2")
        needs(db, cast.reyes, "next_step", cast.reyes.id, words="call Ana")

    page = visit("dana").get("/").text
    assert "Three families need you today." in page
    assert "and 1 more" in page


def test_somebody_who_asked_to_be_called_comes_before_what_is_planned(
    visit: Visit, database: Database, cast: Cast
) -> None:
    with database.writing() as db:
        needs(db, cast.reyes, "next_step", cast.reyes.id, words="call Ana")
        calls.ask(db, cast.reyes, cast.members["luis"], by=cast.person("luis"))

    page = visit("dana").get("/").text
    assert "Luis asked to be called." in page
    assert "call Ana" not in page


def test_what_was_met_is_gone(visit: Visit, database: Database, cast: Cast) -> None:
    with database.writing() as db:
        needs(db, cast.reyes, "next_step", cast.reyes.id, words="call Ana")
    with database.writing() as db:
        met(db, cast.reyes.id, "next_step", cast.reyes.id)

    assert "No family waits for you today." in visit("dana").get("/").text


def test_what_is_due_tomorrow_waits_until_tomorrow(visit: Visit, database: Database, cast: Cast) -> None:
    with database.writing() as db:
        tomorrow = clock.today(cast.reyes.zone) + timedelta(days=1)
        needs(db, cast.reyes, "next_step", cast.reyes.id, words="call Ana", due_on=tomorrow)

    assert "No family waits for you today." in visit("dana").get("/").text


def test_another_professional_sees_her_own_morning(visit: Visit, database: Database, cast: Cast) -> None:
    with database.writing() as db:
        needs(db, cast.reyes, "next_step", cast.reyes.id, words="call Ana")

    page = visit("priya").get("/").text
    assert "No family waits for you today." in page
    assert "Reyes" not in page


def test_a_gate_is_shown_with_its_age_and_who_decided(visit: Visit, database: Database, cast: Cast) -> None:
    with database.writing() as db:
        needs(db, cast.reyes, "next_step", cast.reyes.id, words="call Ana")
        gates.decide(db, cast.reyes, "C", "go", "All want it.", by=cast.dana)

    assert "Go for the day, by Dana," in visit("dana").get("/").text


def test_a_go_that_a_newer_talk_turned_to_wait_is_no_go(visit: Visit, database: Database, cast: Cast) -> None:
    with database.writing() as db:
        needs(db, cast.reyes, "next_step", cast.reyes.id, words="call Ana")
        gates.decide(db, cast.reyes, "C", "go", "All want it.", by=cast.dana)
    with database.writing() as db:
        clock.stand_at(clock.now() + timedelta(minutes=5))
        db.add(_afraid(cast))

    page = visit("dana").get("/").text
    assert "on wait since a newer talk" in page
    assert "Go for the day, by Dana," not in page


def _afraid(cast: Cast) -> Hearing:
    return Hearing(
        engagement_id=cast.reyes.id, member_id=cast.members["ana"].id, afraid="dont_know", entered_at=clock.now(),
        by_id=cast.dana.id,
    )  # fmt: skip


@pytest.mark.parametrize("count", [2, 50])
def test_the_number_of_statements_does_not_depend_on_the_number_of_families(
    visit: Visit, database: Database, cast: Cast, count: int
) -> None:
    _more_families(database, cast, count)
    dana = visit("dana")
    dana.get("/")
    with counted(database) as said:
        page = dana.get("/")

    assert page.status_code == 200
    assert len(said) <= 8, said


def test_twenty_five_at_a_time(visit: Visit, database: Database, cast: Cast) -> None:
    _more_families(database, cast, 30)
    dana = visit("dana")

    assert dana.get("/").text.count('id="family-') == 25
    assert dana.get("/?page=2").text.count('id="family-') == 5
    assert "30 families need you today." in dana.get("/").text


@pytest.mark.parametrize("typed", ["0", "-3", "many", "99999999", "²"])
def test_a_page_that_there_is_none_of_is_a_page_all_the_same(visit: Visit, cast: Cast, typed: str) -> None:
    assert visit("dana").get(f"/?page={typed}").status_code == 200


def test_a_letter_that_was_opened_days_ago_and_not_begun_is_stuck(
    visit: Visit, database: Database, db: Session, cast: Cast
) -> None:
    with database.writing() as writing:
        letter = writing.scalars(select(Letter).where(Letter.member_id == cast.members["ana"].id)).first()
        assert letter is not None
        letter.opened_at = clock.now() - timedelta(days=4)

    page = visit("dana").get("/").text
    assert "letter opened 4 days ago, not begun" in page
    assert "letter opened" not in visit("priya").get("/").text


def test_the_supervisor_reads_gates_and_reasons_first(visit: Visit, database: Database, cast: Cast) -> None:
    with database.writing() as db:
        gates.decide(db, cast.reyes, "C", "go", "All want it.", by=cast.dana)

    page = visit("sol").get("/").text
    assert "Reyes" in page
    assert "All want it." in page


def test_the_counselor_sees_a_code_and_no_name(visit: Visit, database: Database, cast: Cast) -> None:
    page = visit("cole").get("/").text

    assert cast.reyes.code in page
    assert "Reyes" not in page
    assert "There is no release yet." in page


def test_the_owner_begins_with_the_practice(visit: Visit, database: Database, cast: Cast) -> None:
    assert visit("olga").get("/").headers["location"] == "/settings"


def test_whoever_is_not_signed_in_is_led_to_the_door(visit: Visit, database: Database, cast: Cast) -> None:
    assert visit("").get("/").headers["location"] == "/sign-in"


def test_a_family_that_has_no_name_yet_is_called_by_its_code(visit: Visit, database: Database, cast: Cast) -> None:
    with database.writing() as db:
        family: Engagement = engagements.open_engagement(db, by=cast.dana, zone=cast.reyes.zone)
        needs(db, family, "next_step", family.id)

    page = visit("dana").get("/").text
    assert family.code in page
    assert "No next step yet." in page


def test_whoever_said_not_for_me_is_named_and_their_page_is_one_press_away(
    visit: Visit, database: Database, cast: Cast
) -> None:
    member: Member = cast.members["theo"]
    with database.writing() as db:
        needs(db, cast.reyes, "pledge_declined", member.id, words="Theo")

    page = visit("dana").get("/").text
    assert "Theo said “not for me”." in page
    assert f"/engagements/{cast.reyes.id}/members/{member.id}" in page


def _invitation(cast: Cast, name: str, *, days: int, taken_back: bool = False) -> Invitation:
    sent_at = clock.now() - timedelta(days=days)
    mark = f"{name}{days}".encode()
    return Invitation(
        engagement_id=cast.reyes.id, member_id=cast.members[name].id, way="mail", token_hash=mark, code_hash=mark,
        sent_at=sent_at, expires_at=sent_at + timedelta(days=3), by_id=cast.dana.id,
        taken_back_at=clock.now() if taken_back else None,
    )  # fmt: skip


def test_an_invitation_that_nobody_opened_is_stuck(visit: Visit, database: Database, cast: Cast) -> None:
    with database.writing() as db:
        db.add(_invitation(cast, "theo", days=2))

    page = visit("dana").get("/").text
    assert "Theo" in page
    assert "invitation not opened" in page


@pytest.mark.parametrize(("days", "taken_back"), [(0, False), (2, True)])
def test_a_fresh_invitation_and_one_taken_back_are_not(
    visit: Visit, database: Database, cast: Cast, days: int, *, taken_back: bool
) -> None:
    with database.writing() as db:
        db.add(_invitation(cast, "theo", days=days, taken_back=taken_back))

    assert "Nobody is stuck." in visit("dana").get("/").text


def test_a_thought_that_waits_since_yesterday_is_stuck(visit: Visit, database: Database, cast: Cast) -> None:
    with database.writing() as db:
        letter = db.scalars(select(Letter).where(Letter.member_id == cast.members["luis"].id)).first()
        assert letter is not None
        section = db.scalars(select(Section).where(Section.letter_id == letter.id)).first()
        assert section is not None
        thought = Comment(engagement_id=cast.reyes.id, letter_id=letter.id, section_id=section.id, starts=0, ends=1)
        thought.revision, thought.by_id, thought.made_at = 0, cast.dana.id, clock.now() - timedelta(days=2)
        db.add(thought)

    assert "change asked 2 days ago" in visit("dana").get("/").text


def test_nobody_of_a_family_that_stands_still_is_stuck(visit: Visit, database: Database, cast: Cast) -> None:
    with database.writing() as db:
        db.add(_invitation(cast, "theo", days=2))
        pauses.pause(db, cast.reyes, "hospital", by=cast.dana)

    assert "Nobody is stuck." in visit("dana").get("/").text


def _look_back(database: Database, cast: Cast, days_ahead: int) -> None:
    today = clock.today(cast.reyes.zone)
    with database.writing() as db:
        began = Outcome(engagement_id=cast.reyes.id, kind="residential", source="family", happened_on=today)
        began.entered_at, began.by_id = clock.now(), cast.dana.id
        db.add(began)
        db.flush()
        look = FollowUp(engagement_id=cast.reyes.id, outcome_id=began.id, anchor="entered", days=30)
        look.due_on = today + timedelta(days=days_ahead)
        db.add(look)


def test_a_look_back_of_this_week_is_listed(visit: Visit, database: Database, cast: Cast) -> None:
    _look_back(database, cast, 3)

    assert "day 30 since help began" in visit("dana").get("/").text
    assert "day 30 since help began" not in visit("priya").get("/").text


def test_a_look_back_of_next_month_is_not(visit: Visit, database: Database, cast: Cast) -> None:
    _look_back(database, cast, 30)

    assert "None this week." in visit("dana").get("/").text
