"""POST /engagements/{id}/gates: a person's decision whether to bring somebody in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements.gates import queries, service
from familyplan.engagements.gates.records import Gate
from familyplan.engagements.people.records import Hearing
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.kernel.errors import NotYours, Refusal
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


def decision(cast: Cast, **more: str) -> dict[str, Any]:
    member = str(cast.members["theo"].id)
    return {"kind": "A", "member_id": member, "decision": "go", "why": "Heard alone, calm.", **more}


def at(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/gates"


def hear(db: Session, cast: Cast, **answers: str) -> None:
    entered = clock.now() + timedelta(seconds=1)
    heard = Hearing(
        engagement_id=cast.reyes.id, member_id=cast.members["theo"].id, entered_at=entered, by_id=cast.dana.id
    )
    for question, answer in answers.items():
        setattr(heard, question, answer)
    db.add(heard)
    db.commit()


def test_the_lead_says_go_and_it_stands_with_who_and_why(visit: Visit, cast: Cast, db: Session) -> None:
    answer = visit("dana").post(at(cast), decision(cast, consulted="Dr. Lee"))

    assert (answer.status_code, answer.headers["location"]) == (303, at(cast))
    stood = queries.standing(db, cast.reyes, seen_by=cast.dana).of(cast.members["theo"].id)
    assert (stood.decision, stood.by_name, stood.open) == ("go", "Dana", True)
    assert stood.gate is not None
    assert (stood.gate.why, stood.gate.consulted) == ("Heard alone, calm.", "Dr. Lee")


def test_without_a_sentence_why_nothing_is_kept_and_the_words_stay(visit: Visit, cast: Cast, db: Session) -> None:
    answer = visit("dana").post(at(cast), decision(cast, why="  ", consulted="Dr. Lee"))

    assert answer.status_code == 422
    assert "Please say why, in one sentence." in answer.text
    assert 'value="Dr. Lee"' in answer.text
    assert db.scalar(select(func.count(Gate.id))) == 0


@pytest.mark.parametrize("wrong", [{"decision": "override"}, {"kind": "A", "member_id": ""}, {"decision": ""}])
def test_a_decision_that_there_is_none_of_is_refused(
    visit: Visit, cast: Cast, db: Session, wrong: dict[str, str]
) -> None:
    assert visit("dana").post(at(cast), decision(cast, **wrong)).status_code == 422
    assert db.scalar(select(func.count(Gate.id))) == 0


@pytest.mark.parametrize("wrong", [{"kind": "D"}, {"member_id": "nobody"}, {"member_id": str(Gate(kind="A").id)}])
def test_a_gate_or_person_that_does_not_exist_is_not_found(visit: Visit, cast: Cast, wrong: dict[str, str]) -> None:
    assert visit("dana").post(at(cast), decision(cast, decision="", **wrong)).status_code == 404


def test_the_supervisor_puts_it_on_wait_at_once_and_the_lead_alone_lifts_it(
    visit: Visit, cast: Cast, db: Session
) -> None:
    visit("dana").post(at(cast), decision(cast))
    assert (
        visit("sol").post(at(cast), decision(cast, decision="wait", why="A call from his sister.")).status_code == 303
    )
    refused = visit("sol").post(at(cast), decision(cast, why="It is fine again."))

    assert refused.status_code == 422
    assert "Only the person who leads decides this. You can put it on wait." in refused.text
    stood = queries.standing(db, cast.reyes, seen_by=cast.sol).of(cast.members["theo"].id)
    assert (stood.decision, stood.by_name) == ("wait", "Sol")
    visit("dana").post(at(cast), decision(cast, why="Talked it over."))
    db.rollback()
    assert queries.standing(db, cast.reyes, seen_by=cast.dana).of(cast.members["theo"].id).open


@pytest.mark.parametrize(("who", "status"), [("priya", 404), ("cole", 403), ("olga", 403), ("maria", 403), ("", 401)])
def test_nobody_else_decides(visit: Visit, cast: Cast, db: Session, who: str, status: int) -> None:
    assert visit(who).post(at(cast), decision(cast)).status_code == status
    assert db.scalar(select(func.count(Gate.id))) == 0


@pytest.mark.parametrize("who", ["priya", "cole", "maria", "sam"])
def test_nobody_else_reads_what_stands(cast: Cast, db: Session, who: str) -> None:
    with pytest.raises(NotYours):
        queries.standing(db, cast.reyes, seen_by=cast.person(who))


@pytest.mark.parametrize(
    ("heard", "because"),
    [
        ({"afraid": "yes"}, "afraid"),
        ({"afraid": "dont_know"}, "afraid"),
        ({"court_order": "yes"}, "court_order"),
        ({"court_order": "dont_know"}, "court_order"),
    ],
)
def test_a_newer_talk_that_names_a_danger_turns_a_go_to_wait(
    cast: Cast, db: Session, heard: dict[str, str], because: str
) -> None:
    service.decide(db, cast.reyes, "A", "go", "Heard alone.", by=cast.dana, member=cast.members["theo"])
    hear(db, cast, **heard)

    stood = queries.standing(db, cast.reyes, seen_by=cast.dana).of(cast.members["theo"].id)

    assert (stood.decision, stood.because, stood.open) == ("wait", because, False)


def test_a_newer_talk_without_danger_and_an_older_one_with_it_change_nothing(cast: Cast, db: Session) -> None:
    hear(db, cast, afraid="yes")
    clock.stand_at(clock.now() + timedelta(minutes=1))
    service.decide(db, cast.reyes, "A", "go", "She lives far away.", by=cast.dana, member=cast.members["theo"])
    hear(db, cast, afraid="no", court_order="no", shared_phone="yes")

    assert queries.standing(db, cast.reyes, seen_by=cast.dana).of(cast.members["theo"].id).open


def test_what_was_decided_before_stays_readable(cast: Cast, db: Session) -> None:
    for minute, said in enumerate(("wait", "go", "no")):
        clock.stand_at(clock.now() + timedelta(minutes=minute))
        service.decide(db, cast.reyes, "A", said, f"Because {said}.", by=cast.dana, member=cast.members["theo"])

    every = queries.standing(db, cast.reyes, seen_by=cast.dana).every
    assert [gate.why for gate in every] == ["Because no.", "Because go.", "Because wait."]


def test_the_reason_is_sealed(database: Database, cast: Cast) -> None:
    with database.writing() as db:
        service.decide(db, cast.reyes, "A", "go", "Heard alone.", by=cast.dana, member=cast.members["theo"])
        db.commit()
    with database.reading() as db:
        kept = db.execute(select(Gate.__table__.c.why)).scalar_one()

    assert b"Heard" not in kept


def test_without_somebody_to_ask_the_age_of_safety_is_not_made_up(cast: Cast, db: Session) -> None:
    gate = service.decide(db, cast.reyes, "B", "wait", "Not asked yet.", by=cast.dana)

    assert gate.safety_asked_at is None


def test_a_long_reason_is_refused_kindly(cast: Cast, db: Session) -> None:
    with pytest.raises(Refusal, match="longer than fits"):
        service.decide(db, cast.reyes, "B", "wait", "x" * 1001, by=cast.dana)
