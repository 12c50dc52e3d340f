"""Looking back: laid out by help that began or an open offer, moved by corrections, ended by a death."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements.needs.service import needs
from familyplan.engagements.pauses.records import Pause
from familyplan.engagements.records import Engagement
from familyplan.guidance import shelf
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.mail.records import Mail
from familyplan.outcomes.records import FollowUp
from tests.outcomes.people import MARKER, afresh, at, line, open_follow_ups, release, rows, waiting
from tests.visitor import Visitor

every_model = pytest.mark.parametrize("model", ["johnson", "arise", "love_first"], indirect=True)


def days(db: Session, cast: Cast) -> list[tuple[str, int]]:
    return [(one.anchor, one.days) for one in open_follow_ups(db, cast)]


def of(cast: Cast, one: FollowUp, *more: str) -> str:
    return "/".join([f"/engagements/{cast.reyes.id}/follow-ups/{one.id}", *more])


FOUND = {"reached": "yes", "in_treatment": "yes", "going": "better", "source": "family", "words": "She laughed again."}


@every_model
@pytest.mark.parametrize("kind", ["not_today", "asked_for_time", "not_held", "did_not_arrive"])
def test_an_answer_that_leaves_the_offer_open_has_review_dates_ahead(
    visit: Callable[[str], Visitor], db: Session, cast: Cast, model: str, kind: str
) -> None:
    visit("dana").post(at(cast), line(cast, kind, source="professional"))
    today, found = clock.today(cast.reyes.zone), open_follow_ups(db, cast)

    assert [one.days for one in found] == list(shelf.current().models[model].review_days)
    assert found
    assert all(one.anchor == "answer" and one.due_on == today + timedelta(days=one.days) for one in found)
    assert all(one.due_on > today for one in found)


@every_model
def test_help_that_began_has_dates_of_its_own_and_closes_the_offers(
    visit: Callable[[str], Visitor], db: Session, cast: Cast, model: str
) -> None:
    dana = visit("dana")
    dana.post(at(cast), line(cast, "not_today", days_ago=10))
    dana.post(at(cast), line(cast, "residential", days_ago=2))

    assert days(db, cast) == [("entered", number) for number in shelf.current().models[model].follow_up_days]


def test_a_yes_alone_has_none_yet(visit: Callable[[str], Visitor], db: Session, cast: Cast) -> None:
    visit("dana").post(at(cast), line(cast, "yes_today"))

    assert open_follow_ups(db, cast) == []


def test_a_correction_moves_what_is_open_and_leaves_what_was_noted(
    visit: Callable[[str], Visitor], db: Session, cast: Cast
) -> None:
    dana = visit("dana")
    dana.post(at(cast), line(cast, days_ago=5))
    first, *others = open_follow_ups(db, cast)
    moved = others[-1]
    by_hand = moved.due_on + timedelta(days=4)
    dana.post(of(cast, first), FOUND)
    dana.post(of(cast, moved, "day"), {"due_on": by_hand.isoformat()})
    old_due = {one.id: one.due_on for one in others[:-1]}
    (old,) = rows(db, cast)
    dana.post(at(cast, old.id, "correction"), line(cast, days_ago=3, why="Two days later"))
    after = {one.id: one.due_on for one in open_follow_ups(db, cast)}

    assert after.pop(moved.id) == by_hand
    assert after == {key: due + timedelta(days=2) for key, due in old_due.items()}
    assert db.get_one(FollowUp, first.id).reached == "yes"


def test_a_correction_that_takes_the_entry_back_drops_them(
    visit: Callable[[str], Visitor], db: Session, cast: Cast
) -> None:
    dana = visit("dana")
    dana.post(at(cast), line(cast))
    (old,) = rows(db, cast)
    dana.post(at(cast, old.id, "correction"), line(cast, "did_not_arrive", why="He turned round"))

    assert {anchor for anchor, _days in days(db, cast)} == {"answer"}


def test_noting_one_once_meets_what_waited(visit: Callable[[str], Visitor], db: Session, cast: Cast) -> None:
    dana = visit("dana")
    dana.post(at(cast), line(cast))
    first = open_follow_ups(db, cast)[0]
    needs(db, db.get_one(Engagement, cast.reyes.id), "follow_up", first.id)
    db.commit()
    page = dana.get(of(cast, first)).text
    dana.post(of(cast, first), FOUND)
    again = dana.post(of(cast, first), FOUND, follow=True)
    other = dana.post(of(cast, first), FOUND | {"reached": "no"})
    afresh(db)
    kept = db.get_one(FollowUp, first.id)

    assert "Not finding out is an answer too" in page
    assert again.status_code == 200
    assert other.status_code == 422
    assert (kept.reached, kept.in_treatment, kept.going, kept.words) == ("yes", "yes", "better", "She laughed again.")
    assert waiting(db, cast, "follow_up") == []
    assert "She laughed again." in dana.get(of(cast, first)).text


def test_not_finding_out_counts(visit: Callable[[str], Visitor], db: Session, cast: Cast) -> None:
    dana = visit("dana")
    dana.post(at(cast), line(cast))
    first = open_follow_ups(db, cast)[0]
    dana.post(of(cast, first), {"reached": "no", "in_treatment": "could_not_find_out", "source": "professional"})
    afresh(db)

    assert db.get_one(FollowUp, first.id).happened_on == clock.today(cast.reyes.zone)


@pytest.mark.parametrize(
    ("step", "change", "sentence"),
    [
        ((), {"reached": ""}, "Please choose one of these."),
        ((), {"in_treatment": "sober"}, "Please choose one of these."),
        ((), {"happened_on": "2999-01-01"}, "That is still ahead."),
        ((), {"source": "program"}, "Without a release, nothing from a program can be entered."),
        (("day",), {"due_on": "2001-01-01"}, "That day is over. Please pick one ahead."),
        (("day",), {"due_on": ""}, "Which day suits better?"),
    ],
)
def test_what_cannot_be_is_said(
    visit: Callable[[str], Visitor],
    db: Session,
    cast: Cast,
    step: tuple[str, ...],
    change: dict[str, str],
    sentence: str,
) -> None:
    dana = visit("dana")
    dana.post(at(cast), line(cast))
    first = open_follow_ups(db, cast)[0]
    answer = dana.post(of(cast, first, *step), FOUND | change)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert open_follow_ups(db, cast)[0].id == first.id


def test_cole_notes_one_as_his_programs_word_under_the_release(
    visit: Callable[[str], Visitor], database: Database, db: Session, cast: Cast
) -> None:
    visit("dana").post(at(cast), line(cast, "not_today", days_ago=4))
    visit("dana").post(at(cast), line(cast))
    first = open_follow_ups(db, cast)[0]
    cole = visit("cole")
    closed = cole.post(of(cast, first), FOUND)
    given = release(database, cast)
    cole.post(of(cast, first), FOUND | {"source": "family"})
    afresh(db)
    kept = db.get_one(FollowUp, first.id)

    assert closed.status_code == 404
    assert (kept.source, kept.release_id) == ("program", given.id)


@pytest.mark.parametrize(("name", "status"), [("sol", 403), ("priya", 404), ("olga", 403), ("ana", 403), ("sam", 403)])
def test_nobody_else_notes_anything(
    visit: Callable[[str], Visitor], db: Session, cast: Cast, name: str, status: int
) -> None:
    visit("dana").post(at(cast), line(cast))
    first = open_follow_ups(db, cast)[0]
    visitor = visit(name)

    assert visitor.get(of(cast, first)).status_code == status
    assert visitor.post(of(cast, first), FOUND).status_code == status
    assert visitor.post(of(cast, first, "day"), {"due_on": "2999-01-01"}).status_code == status


@every_model
def test_a_death_stops_everything_for_good(visit: Callable[[str], Visitor], db: Session, cast: Cast) -> None:
    dana = visit("dana")
    dana.post(at(cast), line(cast, days_ago=3))
    form = line(cast, "died", source="family", sentence="We are with you.", words=MARKER)
    look = dana.post(at(cast, "draft"), form).text
    dana.post(at(cast), form)
    dana.post(at(cast), line(cast, "residential", days_ago=2))
    db.commit()
    pause = db.scalars(select(Pause).where(Pause.engagement_id == cast.reyes.id)).one()

    assert "stops for good" in look
    assert "We are with you." in look
    assert open_follow_ups(db, cast) == []
    assert (pause.for_good, pause.why, pause.sentence) == (True, "died", "We are with you.")
    assert db.scalar(select(func.count()).select_from(Mail).where(Mail.state == "waiting")) == 0


def fewer(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/follow-ups"


@every_model
def test_the_family_may_say_fewer_and_change_its_mind(
    visit: Callable[[str], Visitor], db: Session, cast: Cast, model: str
) -> None:
    dana = visit("dana")
    dana.post(at(cast), line(cast, "not_today"))
    rows_of = open_follow_ups(db, cast)
    kept = [str(rows_of[-1].id)]
    needs(db, db.get_one(Engagement, cast.reyes.id), "follow_up", rows_of[0].id)
    db.commit()
    page = dana.post(fewer(cast), {"wanted": kept}, follow=True).text
    dana.post(fewer(cast), {"wanted": kept})
    left = [one.id for one in open_follow_ups(db, cast)]
    plan = dana.get(f"/engagements/{cast.reyes.id}/milestones").text

    assert left == [rows_of[-1].id]
    assert "days after the answer" in page
    assert waiting(db, cast, "follow_up") == []
    dana.post(fewer(cast), {"wanted": [str(one.id) for one in rows_of]})
    assert [one.id for one in open_follow_ups(db, cast)] == [one.id for one in rows_of]
    assert len(plan) < len(dana.get(f"/engagements/{cast.reyes.id}/milestones").text)


def test_what_the_family_does_not_want_stays_away_when_the_record_is_corrected(
    visit: Callable[[str], Visitor], db: Session, cast: Cast
) -> None:
    dana = visit("dana")
    dana.post(at(cast), line(cast, days_ago=5))
    last = open_follow_ups(db, cast)[-1]
    dana.post(fewer(cast), {"wanted": [str(last.id)]})
    (old,) = rows(db, cast)
    dana.post(at(cast, old.id, "correction"), line(cast, days_ago=3, why="Two days later"))

    assert [one.id for one in open_follow_ups(db, cast)] == [last.id]


def test_with_none_left_it_is_said_what_to_ask_once_more(
    visit: Callable[[str], Visitor], db: Session, cast: Cast
) -> None:
    dana = visit("dana")
    dana.post(at(cast), line(cast))
    page = dana.post(fewer(cast), {}, follow=True).text

    assert open_follow_ups(db, cast) == []
    assert "ask once more about opioids and guns" in page
    assert fewer(cast) in dana.get(at(cast)).text


@pytest.mark.parametrize(
    ("kind", "sentence"), [("residential", "before help began on"), ("not_today", "before the answer of")]
)
def test_a_look_back_before_what_it_looks_back_on_is_refused(
    visit: Callable[[str], Visitor], db: Session, cast: Cast, kind: str, sentence: str
) -> None:
    dana = visit("dana")
    dana.post(at(cast), line(cast, kind))
    first = open_follow_ups(db, cast)[0]
    the_day_before = clock.today(cast.reyes.zone) - timedelta(days=1)
    answer = dana.post(of(cast, first), FOUND | {"happened_on": the_day_before.isoformat()})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "She laughed again." in answer.text
    assert open_follow_ups(db, cast)[0].id == first.id


@pytest.mark.parametrize(
    ("name", "status"), [("sol", 403), ("cole", 403), ("priya", 404), ("olga", 403), ("maria", 403)]
)
def test_nobody_but_the_lead_says_fewer(
    visit: Callable[[str], Visitor], db: Session, cast: Cast, name: str, status: int
) -> None:
    visit("dana").post(at(cast), line(cast))
    before = len(open_follow_ups(db, cast))
    visitor = visit(name)

    assert visitor.get(fewer(cast)).status_code == status
    assert visitor.post(fewer(cast), {}).status_code == status
    assert len(open_follow_ups(db, cast)) == before
