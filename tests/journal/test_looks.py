"""Opening what a family said to somebody else is on the record; the lead, who wrote it down, leaves no entry."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import StaffRole
from familyplan.demo.cast import Cast
from familyplan.desk.entries.service import ACTS
from familyplan.journal.records import Entry
from familyplan.kernel import clock, paths
from familyplan.kernel.db import Database
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
PAGES = {
    "first-call": "first_call",
    "safety": "safety",
    "safety/reporting": "reporting",
    "gates": "gates",
    "reaching-out": "reaching_out",
    "outcomes": "outcomes",
    "members/{maria}": "member",
    "members": "people",
    "loved-one": "loved_one",
    "milestones": "plan",
    "lessons": "lessons",
    "consents": "consents",
    "letters": "letters",
    "": "family",
}


def _looks(db: Session) -> list[tuple[str, object]]:
    db.rollback()
    here = select(Entry).where(Entry.act.endswith(".looked_at")).order_by(Entry.number)
    return [(one.act, one.person_id) for one in db.scalars(here)]


def _at(cast: Cast, noun: str) -> str:
    return f"/engagements/{cast.reyes.id}/{noun.format(maria=cast.members['maria'].id)}".rstrip("/")


@pytest.mark.parametrize("noun", PAGES)
def test_a_supervisors_look_is_noted_each_time(visit: Visit, db: Session, cast: Cast, noun: str) -> None:
    sol = visit("sol")

    assert [sol.get(_at(cast, noun)).status_code for _time in range(2)] == [200, 200]
    assert _looks(db) == [(f"{PAGES[noun]}.looked_at", cast.sol.id)] * 2


@pytest.mark.parametrize("noun", PAGES)
def test_the_leads_own_is_not(visit: Visit, db: Session, cast: Cast, noun: str) -> None:
    assert visit("dana").get(_at(cast, noun)).status_code == 200
    assert _looks(db) == []


@pytest.mark.parametrize("noun", PAGES)
def test_whoever_may_not_look_leaves_no_look(visit: Visit, db: Session, cast: Cast, noun: str) -> None:
    assert visit("priya").get(_at(cast, noun)).status_code == 404
    assert _looks(db) == []


@pytest.mark.parametrize("noun", sorted(set(PAGES) - {"outcomes"}))
def test_a_counselors_grant_opens_none_of_these_to_somebody_who_supervises_elsewhere(
    visit: Visit, database: Database, cast: Cast, noun: str
) -> None:
    with database.writing() as db:
        db.add(StaffRole(person_id=cast.cole.id, role="supervisor", since_at=clock.now()))

    assert visit("cole").get(_at(cast, noun)).status_code == 404


def test_every_act_has_words_on_the_journals_page() -> None:
    """An act without words would be shown by its own name. What is about no family never stands there."""
    package = Path(paths.__file__).parents[1]
    acts = re.compile(rf'"((?:{"|".join({act.split(".")[0] for act in ACTS})})\.(?!pdf")[a-z_]+)"')
    writers = [file for name in ("service.py", "pages.py") for file in package.rglob(name)]
    noted = {act for file in writers for act in acts.findall(file.read_text("utf-8"))}

    assert noted >= {"other_page.sealed", "letter.stand_in_read", "member.nudged"}
    assert [act for act in noted - set(ACTS) if not act.startswith(("person.", "practice."))] == []
