"""Another way midway: what was entered stays, and nothing earlier becomes readable for the loved one."""

from collections.abc import Callable
from datetime import timedelta
from itertools import permutations
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.consents import service as consents
from familyplan.demo.cast import Cast
from familyplan.engagements import service as engagements
from familyplan.engagements.circle.records import Sheet, ToAsk
from familyplan.engagements.decisions.records import Decision
from familyplan.engagements.records import Engagement, Member
from familyplan.guidance import shelf
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.letters.records import Letter, Section
from tests.engagements import inviting
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
WAYS = ("johnson", "arise", "love_first")
MARKS = ("zqletter", "zqdecision", "zqdecided", "zqmessage", "zqasked", "zqplace")


def fill(database: Database, cast: Cast) -> None:
    """Put a marker into what was entered under the way before: a letter, the sheet, a decision, the day."""
    with database.writing() as db:
        family = inviting.family(db, cast)
        letter = db.scalars(select(Letter.id).where(Letter.member_id == cast.members["maria"].id)).first()
        section = db.scalars(select(Section).where(Section.letter_id == letter)).first()
        assert section is not None
        section.body = "zqletter"
        about = {"engagement_id": family.id, "by_id": cast.dana.id}
        db.add(Sheet(message="zqmessage", inviting="", changed_at=clock.now(), **about))
        db.add(ToAsk(name="zqasked", how="", relation="friend", entered_at=clock.now(), **about))
        shown = shelf.current().models[family.model_key or ""].decisions
        decision = Decision(
            topic="plan", proposal="zqdecision", decided="zqdecided", decided_on=clock.today(family.zone),
            for_family=shown is not None, for_loved_one=False, entered_at=clock.now(), **about,
        )  # fmt: skip
        db.add(decision)
        engagements.set_day(db, family, clock.now() + timedelta(days=9), "zqplace", by=cast.dana)
        sam = db.get_one(Member, cast.members["sam"].id)
        sam.person = db.merge(cast.person("sam"))
        engagements.come_in(db, family, sam, by=sam.person)
        consents.agree(db, family, sam, by=sam.person, calls="me")


def change(visit: Visit, cast: Cast, to: str) -> None:
    form = {"model": to, "why": "It fits better.", "untrained": "yes", "confirmed": "yes"}
    assert visit("dana").post(f"/engagements/{cast.reyes.id}/way", form).status_code == 303


def read_by_sam(visit: Visit, cast: Cast) -> str:
    """Everything that the loved one can open about this family."""
    sam, family = visit("sam"), f"/engagements/{cast.reyes.id}"
    paths = ["/", "/lessons", *(f"{family}{page}" for page in ("/home", "/decided", "/invitation-sheet", "/evening"))]
    return " ".join(sam.get(path).text for path in paths)


@pytest.mark.parametrize(("model", "after"), list(permutations(WAYS, 2)), indirect=["model"])
def test_nothing_earlier_becomes_readable_for_the_loved_one(
    visit: Visit, database: Database, cast: Cast, db: Session, model: str, after: str
) -> None:
    fill(database, cast)
    before = read_by_sam(visit, cast)
    change(visit, cast, after)
    now = read_by_sam(visit, cast)
    change(visit, cast, model)
    again = read_by_sam(visit, cast)

    for mark in MARKS:
        assert mark not in before + now + again
    letters = db.scalars(select(Letter.id).where(Letter.member_id == cast.members["maria"].id)).all()
    assert {visit("sam").get(f"/letters/{letter}").status_code for letter in letters} == {404}
    assert "zqdecision" in visit("dana").get(f"/engagements/{cast.reyes.id}/decisions").text
    assert "zqmessage" in visit("dana").get(f"/engagements/{cast.reyes.id}/invitation-sheet").text


@pytest.mark.parametrize("model", ["johnson"], indirect=True)
def test_what_is_decided_from_then_on_is_read_and_what_was_before_is_not(
    visit: Visit, database: Database, cast: Cast
) -> None:
    fill(database, cast)
    change(visit, cast, "arise")
    agreed = [str(cast.members["maria"].id)]
    form = {"topic": "plan", "proposal": "We sing together.", "agreed": agreed}
    visit("dana").post(f"/engagements/{cast.reyes.id}/decisions", form)

    for who in ("sam", "maria"):
        page = visit(who).get(f"/engagements/{cast.reyes.id}/decided").text
        assert "We sing together." in page
        assert "zqdecision" not in page


def level(db: Session, cast: Cast) -> int | None:
    db.rollback()
    db.expire_all()
    return db.get_one(Engagement, cast.reyes.id).level


@pytest.mark.parametrize("model", ["johnson"], indirect=True)
def test_a_way_with_levels_begins_at_the_first_and_says_so_before(visit: Visit, cast: Cast, db: Session) -> None:
    form = {"model": "arise", "untrained": "yes"}
    page = visit("dana").post(f"/engagements/{cast.reyes.id}/way", form).text

    assert "You go on at level 1: The first call and the first meeting." in page
    assert "nothing of what was written down before" in page
    change(visit, cast, "arise")
    assert level(db, cast) == 1


@pytest.mark.parametrize("model", ["arise"], indirect=True)
def test_the_level_that_was_reached_is_kept_through_another_way(
    visit: Visit, database: Database, cast: Cast, db: Session
) -> None:
    with database.writing() as writing:
        engagements.reach_level(writing, inviting.family(writing, cast), 2, by=cast.dana)
    form = {"model": "johnson", "untrained": "yes"}
    page = visit("dana").post(f"/engagements/{cast.reyes.id}/way", form).text
    change(visit, cast, "johnson")
    change(visit, cast, "arise")

    assert "What was decided together is put away for the family" in page
    assert level(db, cast) == 2


@pytest.mark.parametrize("model", ["arise"], indirect=True)
def test_every_word_stays_with_its_writer(visit: Visit, database: Database, cast: Cast, db: Session) -> None:
    fill(database, cast)
    letters = select(Letter.id).where(Letter.member_id == cast.members["maria"].id)
    known: set[UUID] = set(db.scalars(letters))
    change(visit, cast, "johnson")
    db.rollback()

    assert known <= set(db.scalars(letters))
    assert "zqletter" in [one.body for one in db.scalars(select(Section).where(Section.letter_id.in_(known)))]
