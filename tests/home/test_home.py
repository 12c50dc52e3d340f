"""GET / for a member: one next step, a hand to ask for, and only what the family may know."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.sessions.records import SignedIn
from familyplan.consents import service as consents
from familyplan.demo.cast import Cast
from familyplan.engagements import service as engagements
from familyplan.engagements.gates import service as gates
from familyplan.engagements.needs.records import Need
from familyplan.engagements.pauses import service as pauses
from familyplan.engagements.people.records import Hearing
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.letters.records import Letter
from familyplan.milestones.completions import service as completions
from familyplan.milestones.records import Milestone
from familyplan.outcomes.records import Outcome
from tests.statements import counted
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
PLACE = "Aunt Rosa's house"


def _text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("&#39;", "'")


def _agreed(database: Database, cast: Cast, name: str) -> None:
    with database.writing() as db:
        consents.agree(db, cast.reyes, cast.members[name], by=cast.person(name))


def _own_phone(database: Database, cast: Cast, name: str) -> None:
    with database.writing() as db:
        for session in db.scalars(select(SignedIn).where(SignedIn.person_id == cast.person(name).id)):
            session.phone = "own"


def _maria(visit: Visit, database: Database, cast: Cast) -> Visitor:
    """Maria, who has read the cards and said that the phone is hers."""
    _agreed(database, cast, "maria")
    maria = visit("maria")
    _own_phone(database, cast, "maria")
    return maria


def _the_day(database: Database, cast: Cast, *, days: int = 3) -> None:
    with database.writing() as db:
        family = db.merge(cast.reyes)
        engagements.set_day(db, family, clock.now() + timedelta(days=days), PLACE, by=cast.dana)


def test_the_cards_come_first_and_nothing_else_is_asked(visit: Visit, cast: Cast) -> None:
    page = visit("maria").get("/")

    assert page.status_code == 200
    assert f"/engagements/{cast.reyes.id}/pledge" in page.text
    assert "Write to Sam" not in page.text


def test_then_whose_phone_it_is(visit: Visit, database: Database, cast: Cast) -> None:
    _agreed(database, cast, "maria")

    assert 'href="/phone"' in visit("maria").get("/").text


def _account(database: Database, cast: Cast, maria: Visitor) -> None:
    """Maria writes the page that is for Dana alone, and gives it."""
    with database.reading() as db:
        here = select(Letter.id).where(Letter.member_id == cast.members["maria"].id, Letter.kind == "account")
        account = f"/letters/{db.scalars(here).one()}"
    maria.put(f"{account}/sections/been_like", {"body": "Long.", "revision": 0, "writing": "w"})
    assert maria.post(f"{account}/hand-in").status_code == 303


def test_then_comes_the_page_that_is_for_the_professional_alone(visit: Visit, database: Database, cast: Cast) -> None:
    page = _text(_maria(visit, database, cast).get("/").text)

    assert "“What it has been like”: a page for Dana alone, before your letter." in page
    assert "Write to Dana" in page


def test_then_she_writes_to_the_name_that_she_uses(visit: Visit, database: Database, cast: Cast) -> None:
    maria = _maria(visit, database, cast)
    _account(database, cast, maria)
    page = maria.get("/").text

    assert "Write to Sam" in page
    assert "About ten minutes at a time." in page
    assert page.count('class="button primary"') == 1


def test_it_says_that_nobody_watches_and_offers_a_hand(visit: Visit, cast: Cast) -> None:
    page = _text(visit("maria").get("/").text)

    assert "Nobody watches this page. In danger now: call 911" in page
    assert "Ask Dana to call me" in page


def test_nobody_elses_letter_or_name_is_on_it(visit: Visit, database: Database, cast: Cast) -> None:
    page = _text(_maria(visit, database, cast).get("/").text)

    for name in ("Luis", "Ana ", "Theo"):
        assert name not in page


def test_what_was_asked_about_safety_is_nowhere(visit: Visit, database: Database, cast: Cast) -> None:
    page = _text(_maria(visit, database, cast).get("/").text)

    for words in ("Safety", "heard alone", "Guns", "Naloxone", "gate"):
        assert words not in page


def test_a_day_without_a_go_is_not_shown(visit: Visit, database: Database, cast: Cast) -> None:
    _the_day(database, cast)

    assert PLACE not in _text(_maria(visit, database, cast).get("/").text)


def test_after_a_go_its_place_and_hour_are_shown(visit: Visit, database: Database, cast: Cast) -> None:
    _the_day(database, cast)
    with database.writing() as db:
        gates.decide(db, cast.reyes, "C", "go", "All want it.", by=cast.dana)
    page = _text(_maria(visit, database, cast).get("/").text)

    assert PLACE in page
    assert "All want it." not in page


@pytest.mark.parametrize("decision", ["wait", "no"])
def test_a_go_that_was_taken_back_hides_it_again(visit: Visit, database: Database, cast: Cast, decision: str) -> None:
    _the_day(database, cast)
    with database.writing() as db:
        gates.decide(db, cast.reyes, "C", "go", "All want it.", by=cast.dana)
    clock.stand_at(clock.now() + timedelta(minutes=1))
    with database.writing() as db:
        gates.decide(db, cast.reyes, "C", decision, "The place lapsed.", by=cast.dana)

    assert PLACE not in _text(_maria(visit, database, cast).get("/").text)


def test_a_newer_talk_about_fear_hides_it_too(visit: Visit, database: Database, cast: Cast) -> None:
    _the_day(database, cast)
    with database.writing() as db:
        gates.decide(db, cast.reyes, "C", "go", "All want it.", by=cast.dana)
    clock.stand_at(clock.now() + timedelta(minutes=1))
    with database.writing() as db:
        heard = Hearing(engagement_id=cast.reyes.id, member_id=cast.members["ana"].id, afraid="yes")
        heard.entered_at, heard.by_id = clock.now(), cast.dana.id
        db.add(heard)

    assert PLACE not in _text(_maria(visit, database, cast).get("/").text)


def test_a_day_that_is_over_is_not_shown(visit: Visit, database: Database, cast: Cast) -> None:
    _the_day(database, cast, days=1)
    with database.writing() as db:
        gates.decide(db, cast.reyes, "C", "go", "All want it.", by=cast.dana)
    maria = _maria(visit, database, cast)
    clock.stand_at(clock.now() + timedelta(days=3))

    assert PLACE not in _text(maria.get("/").text)


def _outcome(database: Database, cast: Cast, kind: str, source: str, *, told: bool = True) -> None:
    with database.writing() as db:
        one = Outcome(engagement_id=cast.reyes.id, kind=kind, source=source, family_told=told)
        one.happened_on, one.entered_at, one.by_id = clock.today(cast.reyes.zone), clock.now(), cast.dana.id
        db.add(one)


def test_what_the_family_told_stands_there(visit: Visit, database: Database, cast: Cast) -> None:
    _outcome(database, cast, "residential", "family")

    assert "Residential treatment began" in _maria(visit, database, cast).get("/").text


def test_what_a_program_entered_never_does(visit: Visit, database: Database, cast: Cast) -> None:
    _outcome(database, cast, "residential", "program")

    assert "Residential treatment began" not in _maria(visit, database, cast).get("/").text


def test_what_the_loved_one_said_to_the_professional_alone_never_does(
    visit: Visit, database: Database, cast: Cast
) -> None:
    _outcome(database, cast, "residential", "loved_one", told=False)

    assert "Residential treatment began" not in _maria(visit, database, cast).get("/").text


def test_not_today_is_an_answer_and_not_an_end(visit: Visit, database: Database, cast: Cast) -> None:
    _outcome(database, cast, "not_today", "professional")

    assert "Not today is an answer, not an end." in _text(_maria(visit, database, cast).get("/").text)


def test_dates_ahead_that_could_tell_the_day_are_not_on_it(visit: Visit, database: Database, cast: Cast) -> None:
    _the_day(database, cast, days=20)
    page = _text(_maria(visit, database, cast).get("/").text)
    day = clock.local(clock.now() + timedelta(days=20), cast.reyes.zone)

    assert f"{day.day} {day:%B}" not in page
    assert "Letters handed in" in page or "Everyone has read and agreed" in page


@pytest.mark.parametrize("why", ["died", "hospital"])
def test_while_all_stands_still_she_reads_one_sentence_and_keeps_her_words(
    visit: Visit, database: Database, cast: Cast, why: str
) -> None:
    with database.writing() as db:
        pauses.pause(db, cast.reyes, why, by=cast.dana, sentence="We are thinking of you all.")
    page = _text(_maria(visit, database, cast).get("/").text)

    assert "We are thinking of you all." in page
    assert "Your letter" in page
    assert "Your next step" not in page
    assert why not in page


def test_of_several_families_each_has_its_own_page(visit: Visit, database: Database, cast: Cast) -> None:
    with database.writing() as db:
        other = engagements.open_engagement(db, by=cast.priya, zone=cast.reyes.zone)
        member = engagements.add_member(db, other, "Maria", "friend", by=cast.priya)
        member.person_id = cast.person("maria").id
        member.calls = "Bea"
    maria = _maria(visit, database, cast)

    assert "Your page about Sam" in maria.get("/").text
    assert "Your page about Bea" in maria.get(f"/engagements/{cast.reyes.id}/home").text
    assert maria.get(f"/engagements/{other.id}/home").status_code == 200
    assert visit("luis").get(f"/engagements/{other.id}/home").status_code == 404


@pytest.mark.parametrize("who", ["dana", "sol", "olga", "cole"])
def test_staff_do_not_look_through_it(visit: Visit, cast: Cast, who: str) -> None:
    assert visit(who).get(f"/engagements/{cast.reyes.id}/home").status_code == 403


def test_it_costs_at_most_eight_statements(visit: Visit, database: Database, cast: Cast) -> None:
    _the_day(database, cast)
    maria = _maria(visit, database, cast)
    maria.get("/")
    with counted(database) as said:
        maria.get("/")

    assert len(said) <= 8, said


@pytest.mark.parametrize("model", ["arise"], indirect=True)
def test_the_loved_one_is_told_what_this_is_and_what_they_do_not_see(visit: Visit, cast: Cast) -> None:
    page = _text(visit("sam").get("/").text)

    assert "Your family asked Dana for help" in page
    assert (
        "Dana also keeps working notes, and each of your family may be writing something they haven't shared." in page
    )


@pytest.mark.parametrize("model", ["arise"], indirect=True)
def test_i_dont_want_this_asks_no_reason_and_reaches_the_lead(
    visit: Visit, database: Database, db: Session, cast: Cast
) -> None:
    sam = visit("sam")
    path = f"/engagements/{cast.reyes.id}/not-wanted"
    page = sam.post(path, follow=True)
    sam.post(path)

    assert "Thank you for saying so." in page.text
    assert len(list(db.scalars(select(Need).where(Need.kind == "does_not_want")))) == 1
    assert "I don" in visit("dana").get("/").text


@pytest.mark.parametrize(("who", "status"), [("maria", 404), ("dana", 403), ("priya", 403)])
def test_nobody_says_it_for_the_loved_one(visit: Visit, db: Session, cast: Cast, who: str, status: int) -> None:
    assert visit(who).post(f"/engagements/{cast.reyes.id}/not-wanted").status_code == status
    assert list(db.scalars(select(Need))) == []


def test_a_step_done_by_hand_for_a_fact_that_the_family_may_not_know_is_not_on_it(
    visit: Visit, database: Database, cast: Cast
) -> None:
    with database.writing() as db:
        step = db.scalars(select(Milestone).where(Milestone.key == "entered")).first()
        assert step is not None
        completions.complete(db, cast.reyes, step, "done", why="", happened_on=None, by=cast.dana)

    assert "Treatment began" not in _maria(visit, database, cast).get("/").text
