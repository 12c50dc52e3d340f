"""/engagements/{id}/programs/money: what the insurer said and what the family was told; no number of a card."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.kernel import clock
from familyplan.programs.insurance.records import MoneySaid
from tests.programs.conftest import Known
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
At = Callable[[str], str]


def line(cast: Cast, **other: str) -> dict[str, str]:
    return {
        "kind": "insurer", "who": "Kim", "money_words": "Ten days, then they look again.", "reference": "call 8841",
        "money_on": str(clock.today(cast.reyes.zone)),
    } | other  # fmt: skip


def kept(db: Session) -> list[MoneySaid]:
    db.rollback()  # look at what stands now
    return list(db.scalars(select(MoneySaid)))


def test_it_is_kept_sealed_and_twice_is_once(visit: Visit, db: Session, cast: Cast, gathered: Known, at: At) -> None:
    dana = visit("dana")
    for _time in range(2):
        form = line(cast, money_program=gathered.options["river"])
        page = dana.post(at("/programs/money"), form, follow=True).text
    assert "The insurer said" in page
    assert "reference call 8841" in page
    [one] = kept(db)
    assert b"8841" not in getattr(one, "_sealed_reference")  # noqa: B009  the column itself


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"money_words": ""}, "What was said?"),
        ({"money_on": ""}, "On which day was it said?"),
        ({"kind": "guess"}, "Please choose one of these."),
        ({"reference": "Member ID 99-1"}, "The number on a card stays between its owner and the program."),
        ({"money_words": "policy number 77"}, "The number on a card stays between its owner and the program."),
        ({"money_words": "x" * 2001}, "under 2000 signs"),
    ],
)
def test_what_does_not_belong_here_is_refused(
    visit: Visit, db: Session, cast: Cast, at: At, wrong: dict[str, str], sentence: str
) -> None:  # fmt: skip
    answer = visit("dana").post(at("/programs/money"), line(cast, **wrong))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert kept(db) == []


@pytest.mark.parametrize(("days", "sentence"), [(1, "That day is still ahead."), (-500, "before the family called")])
def test_a_day_that_cannot_be_is_refused(
    visit: Visit, db: Session, cast: Cast, at: At, days: int, sentence: str
) -> None:  # fmt: skip
    day = clock.today(cast.reyes.zone) + timedelta(days=days)
    assert sentence in visit("dana").post(at("/programs/money"), line(cast, money_on=str(day))).text
    assert kept(db) == []


def test_struck_out_it_stays_readable_and_twice_is_once(visit: Visit, db: Session, cast: Cast, at: At) -> None:
    dana = visit("dana")
    dana.post(at("/programs/money"), line(cast))
    strike = at(f"/programs/money/{kept(db)[0].id}/withdrawal")
    for _time in range(2):
        page = dana.post(strike, follow=True).text

    assert "<s>Ten days, then they look again.</s>" in page
    assert len(kept(db)) == 1


@pytest.mark.parametrize(("name", "status"), [("priya", 404), ("sol", 403), ("cole", 403), ("maria", 403)])
def test_nobody_else_notes_money(visit: Visit, db: Session, cast: Cast, at: At, name: str, status: int) -> None:
    assert visit(name).post(at("/programs/money"), line(cast)).status_code == status
    assert kept(db) == []
