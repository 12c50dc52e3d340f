"""/engagements/{id}/programs/handing-off: only under a release in force, and a receipt of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.consents import service as consents
from familyplan.consents.records import Release
from familyplan.demo.cast import Cast
from familyplan.engagements import queries as engagements
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.programs.handing_off.records import HandOff
from familyplan.programs.handing_off.service import ITEMS
from tests.programs.conftest import Known
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
At = Callable[[str], str]
AT = "/programs/handing-off"


@pytest.fixture
def release(database: Database, cast: Cast) -> str:
    """Sam signed two days ago that Dana may tell Harbor House when he comes."""
    today = clock.today(cast.reyes.zone)
    terms = consents.Terms(
        "Dana at Linden Office", "Harbor House, admissions", "that he comes, when, and with whom",
        "so that they can receive him", today - timedelta(days=2), today + timedelta(days=30),
    )  # fmt: skip
    with database.writing() as db:
        family = engagements.led(db, cast.reyes.id, seen_by=cast.dana)
        return str(consents.record(db, family, terms, by=cast.dana).id)


def handed(cast: Cast, known: Known, **other: str) -> dict[str, str]:
    return {
        "option": known.options["harbor"], "items": "coming", "to_whom": "Ada, admissions", "how": "phone",
        "handed_on": str(clock.today(cast.reyes.zone)), "words": "Tuesday at noon.", "paper_lets": "yes",
    } | other  # fmt: skip


def kept(db: Session) -> list[HandOff]:
    db.rollback()  # look at what stands now
    return list(db.scalars(select(HandOff)))


def revoke(database: Database, cast: Cast) -> None:
    with database.writing() as db:
        for release in db.scalars(select(Release)):
            consents.revoke(db, release, by=cast.dana)


def test_without_a_release_nothing_is_handed_over(
    visit: Visit, db: Session, cast: Cast, gathered: Known, at: At
) -> None:  # fmt: skip
    dana = visit("dana")
    assert "No release in force lets anything be handed over." in dana.get(at(AT)).text
    assert "Keep the receipt" not in dana.get(at(AT)).text
    answer = dana.post(at(AT), handed(cast, gathered))

    assert answer.status_code == 422
    assert "No release in force" in answer.text
    assert kept(db) == []


def test_a_release_that_lets_a_program_tell_us_does_not_let_us_tell_it(
    visit: Visit, database: Database, db: Session, cast: Cast, gathered: Known, at: At
) -> None:  # fmt: skip
    today = clock.today(cast.reyes.zone)
    with database.writing() as session:
        family = engagements.led(session, cast.reyes.id, seen_by=cast.dana)
        terms = consents.Terms("Harbor House", "Dana", "whether he came", "so that we can help", today, today,
                               counselor_id=cast.cole.id)  # fmt: skip
        consents.record(session, family, terms, by=cast.dana)

    assert visit("dana").post(at(AT), handed(cast, gathered)).status_code == 422
    assert kept(db) == []


def test_under_a_release_it_is_noted_once_with_a_receipt(
    visit: Visit, db: Session, cast: Cast, gathered: Known, release: str, at: At
) -> None:  # fmt: skip
    dana = visit("dana")
    for _time in range(2):
        answer = dana.post(at(AT), handed(cast, gathered))
        page = dana.get(answer.headers["location"]).text
    assert len(kept(db)) == 1
    for words in ("Handed over to Harbor House", "That somebody is coming", "Ada, admissions", "Tuesday at noon.",
                  "that he comes, when, and with whom"):  # fmt: skip
        assert words in page
    assert "data-print" in page
    assert "Sam" not in page.split("<main", 1)[1].split('class="no-print"')[0]


def test_taken_back_or_ended_nothing_more_is_handed_over(
    visit: Visit, database: Database, db: Session, cast: Cast, gathered: Known, release: str, at: At
) -> None:  # fmt: skip
    dana = visit("dana")
    first = dana.post(at(AT), handed(cast, gathered)).headers["location"]
    revoke(database, cast)
    again = dana.post(at(AT), handed(cast, gathered, words="More."))

    assert again.status_code == 422
    assert len(kept(db)) == 1
    assert "Nothing more is handed over under it." in dana.get(first).text


def test_after_its_last_day_nothing_more_is_handed_over(
    visit: Visit, db: Session, cast: Cast, gathered: Known, release: str, at: At
) -> None:  # fmt: skip
    clock.stand_at(clock.now() + timedelta(days=40))

    assert visit("dana").post(at(AT), handed(cast, gathered)).status_code == 422
    assert kept(db) == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"items": ""}, "What was handed over? Tick what it was."),
        ({"items": "diagnosis"}, "What was handed over? Tick what it was."),
        ({"to_whom": ""}, "To whom? A name and what they do there."),
        ({"handed_on": ""}, "On which day was it handed over?"),
        ({"how": "pigeon"}, "Please choose one of these."),
        ({"option": ""}, "To which program?"),
        ({"paper_lets": ""}, "Read the paper again: does it let you tell them this?"),
        ({"words": "Policy no. 12"}, "The number on a card stays between its owner and the program."),
    ],
)
def test_what_is_missing_or_has_no_place_is_said(
    visit: Visit, db: Session, cast: Cast, gathered: Known, release: str, at: At, wrong: dict[str, str], sentence: str
) -> None:  # fmt: skip
    answer = visit("dana").post(at(AT), handed(cast, gathered, **wrong))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert kept(db) == []


@pytest.mark.parametrize(
    ("days", "sentence"), [(1, "That day is still ahead."), (-5, "That is before the release was signed")]
)
def test_a_day_that_cannot_be_is_refused(
    visit: Visit, db: Session, cast: Cast, gathered: Known, release: str, at: At, days: int, sentence: str
) -> None:  # fmt: skip
    day = str(clock.today(cast.reyes.zone) + timedelta(days=days))
    assert sentence in visit("dana").post(at(AT), handed(cast, gathered, handed_on=day)).text
    assert kept(db) == []


@pytest.mark.parametrize(("name", "status"), [("priya", 404), ("sol", 403), ("cole", 403), ("maria", 403)])
def test_nobody_else_hands_over(
    visit: Visit, db: Session, cast: Cast, gathered: Known, release: str, at: At, name: str, status: int
) -> None:  # fmt: skip
    assert visit(name).post(at(AT), handed(cast, gathered)).status_code == status
    assert kept(db) == []


def test_another_familys_release_is_no_release_here(
    visit: Visit, db: Session, cast: Cast, gathered: Known, release: str, at: At
) -> None:  # fmt: skip
    foreign = "00000000-0000-7000-8000-000000000000"
    assert visit("dana").post(at(AT), handed(cast, gathered, release=foreign)).status_code == 422
    assert kept(db) == []


FORBIDDEN = ("birth", "address", "insurance", "employer", "diagnosis", "photo", "score", "medication list")


def test_the_closed_list_has_nothing_that_may_not_be_kept_before_consent() -> None:
    assert [word for word in FORBIDDEN if any(word in sentence.lower() for sentence in ITEMS.values())] == []
