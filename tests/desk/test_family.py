"""GET /engagements/{id} and the pages under it that gather slices: family, gates, letters, journal."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements.gates import service as gates
from familyplan.engagements.needs.service import needs
from familyplan.engagements.pauses import service as pauses
from familyplan.guidance import shelf
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.mail.records import Mail
from familyplan.safety import service as safety
from tests.statements import counted
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
PAGES = ["", "/gates", "/letters", "/journal", "/milestones"]


@pytest.mark.parametrize("under", PAGES)
@pytest.mark.parametrize("model", ["none", "johnson", "arise", "love_first"], indirect=True)
def test_lead_and_supervisor_see_it(visit: Visit, cast: Cast, under: str) -> None:
    path = f"/engagements/{cast.reyes.id}{under}"

    assert visit("dana").get(path).status_code == 200
    assert visit("sol").get(path).status_code == 200


def _bare(page: str) -> str:
    """A page without the token of its form, which is another for each session."""
    return re.sub(r"[0-9a-f]{64}", "", page)


@pytest.mark.parametrize("under", PAGES)
def test_for_anybody_else_it_is_not_there(visit: Visit, cast: Cast, under: str) -> None:
    path = f"/engagements/{cast.reyes.id}{under}"
    missing = f"/engagements/{cast.dana.id}{under}"

    assert visit("priya").get(path).status_code == 404
    assert _bare(visit("priya").get(path).text) == _bare(visit("priya").get(missing).text)
    assert visit("maria").get(path).status_code == 403
    assert visit("cole").get(path).status_code in (403, 404)


def test_the_owner_reads_the_journal_without_the_familys_names(visit: Visit, cast: Cast) -> None:
    page = visit("olga").get(f"/engagements/{cast.reyes.id}/journal")

    assert page.status_code == 200
    assert "Dana" in page.text
    assert "Maria" not in page.text
    assert "Reyes" not in page.text
    assert visit("olga").get(f"/engagements/{cast.reyes.id}").status_code == 403


def test_the_journal_says_who_did_what_in_words(visit: Visit, cast: Cast) -> None:
    page = visit("dana").get(f"/engagements/{cast.reyes.id}/journal").text

    assert "opened this family" in page
    assert "Maria" in page


@pytest.mark.parametrize("under", PAGES)
def test_a_page_costs_at_most_eight_statements(visit: Visit, database: Database, cast: Cast, under: str) -> None:
    dana, path = visit("dana"), f"/engagements/{cast.reyes.id}{under}"
    dana.get(path)
    with counted(database) as said:
        dana.get(path)

    assert len(said) <= 8, said


def test_it_says_what_waits_and_what_is_next(visit: Visit, database: Database, cast: Cast) -> None:
    with database.writing() as db:
        needs(db, cast.reyes, "next_step", cast.reyes.id, words="ring Aunt Rosa")

    page = visit("dana").get(f"/engagements/{cast.reyes.id}").text
    assert "Next, as agreed: ring Aunt Rosa" in page
    assert "In the plan: First call" in page


def test_a_supervisor_is_not_shown_the_leads_errands(visit: Visit, database: Database, cast: Cast) -> None:
    with database.writing() as db:
        needs(db, cast.reyes, "next_step", cast.reyes.id, words="ring Aunt Rosa")

    assert "ring Aunt Rosa" not in visit("sol").get(f"/engagements/{cast.reyes.id}").text


def test_a_pause_stands_on_top_and_nothing_presses(visit: Visit, database: Database, cast: Cast) -> None:
    with database.writing() as db:
        pauses.pause(db, cast.reyes, "hospital", by=cast.dana)
    clock.stand_at(clock.now() + timedelta(days=300))

    page = visit("dana").get(f"/engagements/{cast.reyes.id}").text
    assert "Everything is paused since" in page
    assert "gone by" not in page


def test_the_gates_page_says_that_it_makes_nothing_safe(visit: Visit, cast: Cast) -> None:
    page = visit("dana").get(f"/engagements/{cast.reyes.id}/gates").text

    assert "This records your judgement. It does not make anything safe." in page
    assert "safety asked within 7 days" in page
    assert "not asked yet" in page


def test_the_decision_is_kept_beside_the_age_of_what_was_asked(visit: Visit, database: Database, cast: Cast) -> None:
    dana, path = visit("dana"), f"/engagements/{cast.reyes.id}/gates"
    page = dana.post(path, {"kind": "C", "decision": "go", "why": "All of us want it."}, follow=True)

    assert page.status_code == 200
    assert "All of us want it." in page.text
    assert "Go, by Dana" in page.text


def test_answers_that_differ_are_both_shown(visit: Visit, database: Database, cast: Cast) -> None:
    with database.writing() as db:
        for name, answer in (("maria", "no"), ("luis", "dont_know")):
            speaker = safety.Speaker(cast.members[name])
            safety.asked(db, cast.reyes, {"guns": (answer, "")}, speaker, None, by=cast.dana)

    page = " ".join(visit("dana").get(f"/engagements/{cast.reyes.id}/gates").text.split())
    assert "know / no" in page


def test_a_supervisor_may_only_say_wait(visit: Visit, cast: Cast) -> None:
    page = visit("sol").get(f"/engagements/{cast.reyes.id}/gates").text

    assert 'value="wait"' in page
    assert 'value="go"' not in page


def test_the_board_shows_states_and_last_seen_and_no_word(visit: Visit, cast: Cast) -> None:
    visit("maria")
    page = visit("dana").get(f"/engagements/{cast.reyes.id}/letters").text

    assert "not opened" in page
    assert "Last here" in page
    assert "Has not come in." in page


def _mails(db: Session) -> list[Mail]:
    db.rollback()
    return list(db.scalars(select(Mail).where(Mail.template == "nudge")))


def test_a_nudge_is_one_mail_a_day_without_a_word_of_what_it_is_about(visit: Visit, db: Session, cast: Cast) -> None:
    dana = visit("dana")
    path = f"/engagements/{cast.reyes.id}/members/{cast.members['ana'].id}/nudges"

    answer = dana.post(path, htmx="board")
    assert answer.status_code == 200
    assert "Reminded" in answer.text
    assert "The next reminder can go out tomorrow." in answer.text
    assert "Nudge Ana" not in answer.text
    assert "Nudge Maria" in answer.text
    assert "<html" not in answer.text
    assert dana.post(path).status_code == 303
    assert len(_mails(db)) == 1
    assert "Sam" not in _mails(db)[0].parameters
    assert "Reyes" not in _mails(db)[0].parameters


def test_whoever_has_not_come_in_gets_no_nudge(visit: Visit, db: Session, cast: Cast) -> None:
    path = f"/engagements/{cast.reyes.id}/members/{cast.members['theo'].id}/nudges"
    answer = visit("dana").post(path)

    assert answer.status_code == 422
    assert "Theo has not come in yet." in answer.text
    assert _mails(db) == []


def test_nobody_is_nudged_while_the_family_stands_still(
    visit: Visit, database: Database, db: Session, cast: Cast
) -> None:
    with database.writing() as writing:
        pauses.pause(writing, cast.reyes, "family_asked", by=cast.dana)
    path = f"/engagements/{cast.reyes.id}/members/{cast.members['ana'].id}/nudges"

    assert visit("dana").post(path).status_code == 422
    assert _mails(db) == []


@pytest.mark.parametrize(("who", "status"), [("priya", 404), ("sol", 403), ("maria", 403), ("cole", 403)])
def test_nobody_else_sends_a_nudge(visit: Visit, db: Session, cast: Cast, who: str, status: int) -> None:
    path = f"/engagements/{cast.reyes.id}/members/{cast.members['ana'].id}/nudges"

    assert visit(who).post(path).status_code == status
    assert _mails(db) == []


def test_the_loved_one_is_never_nudged(visit: Visit, db: Session, cast: Cast) -> None:
    path = f"/engagements/{cast.reyes.id}/members/{cast.members['sam'].id}/nudges"

    assert visit("dana").post(path).status_code == 404
    assert _mails(db) == []


def test_a_gate_remembers_how_old_the_answers_were(visit: Visit, database: Database, cast: Cast) -> None:
    with database.writing() as db:
        rows = dict.fromkeys(shelf.current().safety.rows, ("no", ""))
        safety.asked(db, cast.reyes, rows, safety.Speaker(cast.members["maria"]), None, by=cast.dana)
    with database.writing() as db:
        gate = gates.decide(db, cast.reyes, "B", "go", "She will ask him on Sunday.", by=cast.dana)

    assert gate.safety_asked_at is not None
    assert clock.local(gate.safety_asked_at, cast.reyes.zone).date() == clock.today(cast.reyes.zone)


def _gates_while_guns_are(visit: Visit, database: Database, cast: Cast, answer: str) -> str:
    with database.writing() as db:
        maria = safety.Speaker(cast.members["maria"])
        safety.asked(db, cast.reyes, {"guns": (answer, "")}, maria, None, by=cast.dana)
    return str(visit("dana").get(f"/engagements/{cast.reyes.id}/gates").text)


@pytest.mark.parametrize(("answer", "times"), [("yes", 2), ("dont_know", 2), ("no", 0)])
def test_a_step_of_safety_that_is_open_stands_beside_its_gates(
    visit: Visit, database: Database, cast: Cast, answer: str, times: int
) -> None:
    page = _gates_while_guns_are(visit, database, cast, answer)

    assert page.count("Guns and large amounts of medicine out of the home, or locked") == times
