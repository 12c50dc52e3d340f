"""POST …/milestones/{id}/completions: a step is done by hand, or not needed, on any day up to today."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.kernel import clock
from familyplan.milestones.records import Completion, Milestone
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


def _way(db: Session, cast: Cast, key: str = "training") -> str:
    one = db.scalars(select(Milestone).where(Milestone.engagement_id == cast.reyes.id, Milestone.key == key)).one()
    return f"/engagements/{cast.reyes.id}/milestones/{one.id}/completions"


def _plan(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/milestones"


def _said(db: Session) -> list[Completion]:
    db.rollback()
    return list(db.scalars(select(Completion)))


def test_a_step_is_done_on_the_day_it_was_done(visit: Visit, db: Session, cast: Cast) -> None:
    on = cast.reyes.started_on - timedelta(days=3)
    page = visit("dana").post(_way(db, cast), {"how": "done", "happened_on": on.isoformat()}, follow=True)

    assert page.status_code == 200
    assert "Noted by hand" in page.text
    assert [(one.how, one.happened_on) for one in _said(db)] == [("done", on)]


def test_pressing_twice_keeps_one_word(visit: Visit, db: Session, cast: Cast) -> None:
    dana = visit("dana")
    dana.post(_way(db, cast), {"how": "done"})
    again = dana.post(_way(db, cast), {"how": "done"})

    assert again.status_code == 303
    assert len(_said(db)) == 1


def test_not_needed_asks_for_a_word_why_and_keeps_what_was_typed(visit: Visit, db: Session, cast: Cast) -> None:
    answer = visit("dana").post(_way(db, cast), {"how": "not_needed", "happened_on": "2026-01-02"}, htmx="milestones")

    assert answer.status_code == 422
    assert "Please say in a word why it is not needed here." in answer.text
    assert 'value="2026-01-02"' in answer.text
    assert "<html" not in answer.text
    assert _said(db) == []


def test_a_day_ahead_is_said_kindly(visit: Visit, db: Session, cast: Cast) -> None:
    ahead = clock.today(cast.reyes.zone) + timedelta(days=1)
    answer = visit("dana").post(_way(db, cast), {"how": "done", "happened_on": ahead.isoformat()})

    assert answer.status_code == 422
    assert "That day is still ahead." in answer.text


def test_it_is_taken_back_with_a_reason_and_stays_readable(visit: Visit, db: Session, cast: Cast) -> None:
    dana = visit("dana")
    dana.post(_way(db, cast), {"how": "done", "why": "in the church hall"})
    back = f"/engagements/{cast.reyes.id}/completions/{_said(db)[0].id}/withdrawal"

    assert dana.post(back, {"why": ""}).status_code == 422
    page = dana.post(back, {"why": "that was the other family"}, follow=True)
    assert "that was the other family" in page.text
    assert "<s>in the church hall</s>" in page.text


def test_a_supervisor_reads_and_does_not_decide(visit: Visit, db: Session, cast: Cast) -> None:
    sol = visit("sol")

    assert sol.get(_plan(cast)).status_code == 200
    assert "Note it" not in sol.get(_plan(cast)).text
    assert sol.post(_way(db, cast), {"how": "done"}).status_code == 403


def test_another_professional_finds_nothing(visit: Visit, db: Session, cast: Cast) -> None:
    assert visit("priya").get(_plan(cast)).status_code == 404
    assert visit("priya").post(_way(db, cast), {"how": "done"}).status_code == 404


def test_the_family_has_no_such_page(visit: Visit, db: Session, cast: Cast) -> None:
    assert visit("maria").get(_plan(cast)).status_code == 403
    assert visit("maria").post(_way(db, cast), {"how": "done"}).status_code == 403
