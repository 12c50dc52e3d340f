"""How it is for me: each member's own words and taps, theirs and the lead's alone, whatever the loved one answered."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from familyplan.access.sessions.records import SignedIn
from familyplan.consents.records import Pledge
from familyplan.demo.cast import Cast
from familyplan.engagements.holds import service as holds
from familyplan.engagements.pauses import service as pauses
from familyplan.engagements.records import Engagement
from familyplan.journal.records import Entry
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.mail.records import Mail
from familyplan.outcomes.own.records import OwnOutcome
from tests.outcomes.people import MARKER, at, line
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
SAID = {"taps": ["sleep", "kept"], "words": f"I slept through. {MARKER}"}


def own(cast: Cast, *more: object) -> str:
    return "/".join([f"/engagements/{cast.reyes.id}/how-it-is", *map(str, more)])


def kept(db: Session) -> list[OwnOutcome]:
    db.rollback()
    db.expire_all()
    return list(db.scalars(select(OwnOutcome).order_by(OwnOutcome.said_at, OwnOutcome.id)))


def test_she_says_it_and_reads_it_again(visit: Visit, db: Session, cast: Cast) -> None:
    maria = visit("maria")
    page = maria.post(own(cast), SAID, follow=True).text

    assert MARKER in page
    assert page.index("What you said") < page.rindex("I sleep better")
    assert db.scalar(select(func.count(Mail.id))) == 0


def test_the_same_twice_is_kept_once_and_something_else_stands_beside_it(visit: Visit, db: Session, cast: Cast) -> None:
    maria = visit("maria")
    maria.post(own(cast), SAID)
    maria.post(own(cast), SAID)
    maria.post(own(cast), {"taps": ["harder"]})

    assert [(one.taps, one.words) for one in kept(db)] == [("sleep kept", SAID["words"]), ("harder", "")]


def test_with_htmx_only_the_block_comes_back(visit: Visit, cast: Cast) -> None:
    block = visit("maria").post(own(cast), SAID, htmx="own").text

    assert block.lstrip().startswith('<div id="own"')
    assert MARKER in block


def test_nothing_said_is_kept_as_nothing(visit: Visit, db: Session, cast: Cast) -> None:
    answer = visit("maria").post(own(cast), {"taps": ["no such tap"], "words": " "})

    assert answer.status_code == 422
    assert "Leaving is fine too." in answer.text
    assert kept(db) == []


def test_she_takes_it_away_and_its_words_go(visit: Visit, db: Session, cast: Cast) -> None:
    maria = visit("maria")
    maria.post(own(cast), SAID)
    (one,) = kept(db)
    maria.post(own(cast, one.id, "withdrawal"))
    maria.post(own(cast, one.id, "withdrawal"))
    (after,) = kept(db)

    assert (after.words, after.taps) == ("", "")
    assert MARKER not in maria.get(own(cast)).text
    assert MARKER not in visit("dana").get(f"/engagements/{cast.reyes.id}/own-outcomes").text


def test_a_hold_by_law_keeps_the_words_and_shows_them_to_nobody(
    visit: Visit, database: Database, db: Session, cast: Cast
) -> None:
    maria = visit("maria")
    maria.post(own(cast), SAID)
    with database.writing() as writing:
        holds.place(writing, writing.get_one(Engagement, cast.reyes.id), "A court asked.", by=cast.olga)
    (one,) = kept(db)
    maria.post(own(cast, one.id, "withdrawal"))
    (after,) = kept(db)

    assert MARKER in after.words
    assert MARKER not in maria.get(own(cast)).text
    assert MARKER not in visit("dana").get(f"/engagements/{cast.reyes.id}/own-outcomes").text


def test_dana_reads_it_and_that_is_written_down(visit: Visit, db: Session, cast: Cast) -> None:
    visit("maria").post(own(cast), SAID)
    page = visit("dana").get(f"/engagements/{cast.reyes.id}/own-outcomes").text

    assert "Maria" in page
    assert "I sleep better" in page
    assert MARKER in page
    assert db.scalar(select(func.count(Entry.id)).where(Entry.act == "own_outcomes.read")) == 1


def test_luis_sees_nothing_of_hers_and_cannot_take_it_away(visit: Visit, db: Session, cast: Cast) -> None:
    visit("maria").post(own(cast), SAID)
    (one,) = kept(db)
    luis = visit("luis")

    assert MARKER not in luis.get(own(cast)).text
    assert luis.post(own(cast, one.id, "withdrawal")).status_code == 404
    assert kept(db)[0].taken_back_at is None


@pytest.mark.parametrize(("who", "status"), [("sam", 404), ("dana", 403), ("cole", 403), ("sol", 403), ("priya", 403)])
def test_nobody_says_it_for_her(visit: Visit, db: Session, cast: Cast, who: str, status: int) -> None:
    visitor = visit(who)

    assert visitor.get(own(cast)).status_code == status
    assert visitor.post(own(cast), SAID).status_code == status
    assert kept(db) == []


@pytest.mark.parametrize(
    ("who", "status"), [("sol", 403), ("cole", 403), ("olga", 403), ("priya", 404), ("maria", 403)]
)
def test_nobody_but_dana_reads_what_the_family_said(visit: Visit, cast: Cast, who: str, status: int) -> None:
    visit("maria").post(own(cast), SAID)
    answer = visit(who).get(f"/engagements/{cast.reyes.id}/own-outcomes")

    assert answer.status_code == status
    assert MARKER not in answer.text


@pytest.mark.parametrize("why", ["died", "hospital"])
def test_while_all_stands_still_nobody_is_asked_and_what_was_said_stays(
    visit: Visit, database: Database, db: Session, cast: Cast, why: str
) -> None:
    maria = visit("maria")
    maria.post(own(cast), SAID)
    with database.writing() as writing:
        pauses.pause(writing, writing.get_one(Engagement, cast.reyes.id), why, by=cast.dana)
    page = maria.get(own(cast)).text

    assert MARKER in page
    assert "What has changed for you" not in page
    assert maria.post(own(cast), {"taps": ["harder"]}).status_code == 422
    assert len(kept(db)) == 1


@pytest.mark.parametrize("model", ["johnson", "arise", "love_first"], indirect=True)
@pytest.mark.parametrize("kind", ["not_today", "residential"])
def test_she_finds_the_question_from_the_first_mark_on_whatever_was_answered(
    visit: Visit, database: Database, cast: Cast, model: str, kind: str
) -> None:
    with database.writing() as db:
        agreed = Pledge(engagement_id=cast.reyes.id, member_id=cast.members["maria"].id, wording="1-test")
        agreed.agreed_at = clock.now()
        db.add(agreed)
    visit("dana").post(at(cast), line(cast, kind, family_told="yes"))
    before = visit("maria").get("/").text
    clock.stand_at(clock.now() + timedelta(days=15))
    maria = visit("maria")
    with database.writing() as db:
        db.execute(update(SignedIn).values(phone="own"))
    after = maria.get("/").text

    assert own(cast) not in before
    assert own(cast) in after
