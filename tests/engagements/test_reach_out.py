"""/engagements/{id}/reaching-out: who asks the loved one, in which words; and what the answer was."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements.invitations.records import ReachingOut
from familyplan.engagements.people.records import Hearing
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from tests.engagements import inviting
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


def at(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/reaching-out"


def plan(cast: Cast, **more: str) -> dict[str, str]:
    tomorrow = (clock.now() + timedelta(days=1)).date().isoformat()
    words = "We asked Dana for help.\nWe meet on Sunday."
    return {"carrier": str(cast.members["luis"].id), "planned_on": tomorrow, "words": words, **more}


def test_without_gate_b_nothing_is_planned(visit: Visit, cast: Cast, db: Session) -> None:
    answer = visit("dana").post(at(cast), plan(cast))

    assert answer.status_code == 422
    assert "First decide whether to reach out now, and say why (gate B)." in answer.text
    assert "We asked Dana for help." in answer.text
    assert db.scalar(select(func.count(ReachingOut.id))) == 0


def test_a_plan_is_kept_and_changed_until_there_is_an_answer(
    visit: Visit, cast: Cast, database: Database, db: Session
) -> None:
    inviting.go(database, cast, kind="B")
    dana = visit("dana")
    page = dana.post(at(cast), plan(cast), follow=True)
    assert "We meet on Sunday." in page.text
    dana.post(at(cast), plan(cast, words="We meet on Monday."))

    assert [each.words for each in db.scalars(select(ReachingOut))] == ["We meet on Monday."]


@pytest.mark.parametrize(
    ("afraid", "sentence"),
    [
        ("yes", "Luis said yes to being afraid of someone."),
        ("dont_know", "You noted “don't know” on Luis being afraid"),
    ],
)
def test_somebody_afraid_does_not_carry_it(
    visit: Visit, cast: Cast, database: Database, db: Session, afraid: str, sentence: str
) -> None:
    heard = Hearing(
        engagement_id=cast.reyes.id, member_id=cast.members["luis"].id, entered_at=clock.now(), by_id=cast.dana.id
    )
    heard.afraid = afraid
    db.add(heard)
    db.commit()
    inviting.go(database, cast, kind="B")
    answer = visit("dana").post(at(cast), plan(cast))

    assert answer.status_code == 422
    assert sentence in answer.text.replace("&#39;", "'")


def test_a_day_that_is_past_asks_for_the_answer(visit: Visit, cast: Cast, database: Database) -> None:
    inviting.go(database, cast, kind="B")
    answer = visit("dana").post(at(cast), plan(cast, planned_on="2020-01-01"))

    assert answer.status_code == 422
    assert "Did it already happen? Note the answer." in answer.text


def test_when_the_planned_day_has_gone_by_the_page_asks(visit: Visit, cast: Cast, database: Database) -> None:
    inviting.go(database, cast, kind="B")
    visit("dana").post(at(cast), plan(cast))
    clock.stand_at(clock.now() + timedelta(days=3))

    assert "Did it already happen? Note the answer." in visit("dana").get(at(cast)).text


def test_the_answer_is_noted_in_his_words_and_back_dated(
    visit: Visit, cast: Cast, database: Database, db: Session
) -> None:
    inviting.go(database, cast, kind="B")
    visit("dana").post(at(cast), plan(cast))
    form = {"answer": "in_between", "answer_words": "I'll think about it.", "answered_on": "2024-02-29"}
    part = visit("dana").post(f"{at(cast)}/answer", form, htmx="reaching_out")

    assert part.text.lstrip().startswith('<div id="reaching_out"')
    kept = db.scalars(select(ReachingOut)).one()
    assert (kept.answer, kept.answer_words, str(kept.answered_on)) == (
        "in_between",
        "I'll think about it.",
        "2024-02-29",
    )


def test_an_answer_needs_no_plan_and_no_gate(visit: Visit, cast: Cast, db: Session) -> None:
    assert visit("dana").post(f"{at(cast)}/answer", {"answer": "comes"}).status_code == 303

    assert db.scalars(select(ReachingOut.answer)).all() == ["comes"]


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"answer": ""}, "Please choose one of these."),
        ({"answer": "refused"}, "Please choose one of these."),
        ({"answer": "comes", "answered_on": "2999-01-01"}, "That day is still ahead."),
        ({"answer": "comes", "answered_on": "31 June"}, "That is not a date we can read."),
    ],
)
def test_an_answer_that_cannot_be_is_refused(visit: Visit, cast: Cast, form: dict[str, str], sentence: str) -> None:
    answer = visit("dana").post(f"{at(cast)}/answer", form)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_the_supervisor_reads_and_does_not_plan(visit: Visit, cast: Cast) -> None:
    assert visit("sol").get(at(cast)).status_code == 200
    assert visit("sol").post(at(cast), plan(cast)).status_code == 403


@pytest.mark.parametrize(("who", "status"), [("priya", 404), ("maria", 403), ("sam", 403), ("cole", 403)])
def test_nobody_else_reads_it(visit: Visit, cast: Cast, who: str, status: int) -> None:
    assert visit(who).get(at(cast)).status_code == status
