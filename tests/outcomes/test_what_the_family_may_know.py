"""What may stand on a member's page: never a program's word, unless a release in force names the family."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from familyplan.consents import service as consents
from familyplan.consents.records import Release
from familyplan.demo.cast import Cast
from familyplan.engagements.records import Engagement
from familyplan.kernel.db import Database
from familyplan.kernel.errors import NotYours
from familyplan.outcomes import queries
from tests.outcomes.people import MARKER, at, line, release
from tests.visitor import Visitor


def known(db: Session, cast: Cast, name: str = "maria") -> list[str]:
    db.commit()
    reyes = db.get_one(Engagement, cast.reyes.id)
    return [fact.kind for fact in queries.family_may_know(db, reyes, seen_by=cast.person(name))]


@pytest.mark.parametrize(("names_family", "facts"), [(False, []), (True, ["residential"])])
@pytest.mark.parametrize("told", ["record", "loved_one", "family"])
def test_what_cole_entered_goes_by_the_release_alone(
    visit: Callable[[str], Visitor],
    database: Database,
    db: Session,
    cast: Cast,
    told: str,
    *,
    names_family: bool,
    facts: list[str],
) -> None:
    release(database, cast, names_family=names_family)
    visit("cole").post(at(cast), line(cast, source=told, family_told="yes", words=MARKER))

    assert known(db, cast) == facts
    assert MARKER not in visit("maria").get("/").text
    assert MARKER not in visit("sam").get("/").text


def test_what_dana_entered_of_a_program_goes_by_the_release_too(
    visit: Callable[[str], Visitor], database: Database, db: Session, cast: Cast
) -> None:
    release(database, cast)
    visit("dana").post(at(cast), line(cast, source="program", family_told="yes"))

    assert known(db, cast) == []


def test_a_release_taken_back_shares_nothing_on(
    visit: Callable[[str], Visitor], database: Database, db: Session, cast: Cast
) -> None:
    given = release(database, cast, names_family=True)
    visit("cole").post(at(cast), line(cast, source="record"))
    before = known(db, cast)
    with database.writing() as own:
        consents.revoke(own, own.get_one(Release, given.id), by=cast.dana)

    assert before == ["residential"]
    assert known(db, cast) == []


@pytest.mark.parametrize(("source", "told", "facts"), [
    ("family", "yes", ["residential"]),
    ("professional", "yes", ["residential"]),
    ("loved_one", "", []),
    ("loved_one", "yes", ["residential"]),
])  # fmt: skip
def test_what_was_told_to_dana_alone_stays_with_her(
    visit: Callable[[str], Visitor], db: Session, cast: Cast, source: str, told: str, facts: list[str]
) -> None:
    visit("dana").post(at(cast), line(cast, source=source, family_told=told))

    assert known(db, cast) == facts


def test_a_corrected_line_is_known_as_it_stands_now(visit: Callable[[str], Visitor], db: Session, cast: Cast) -> None:
    dana = visit("dana")
    dana.post(at(cast), line(cast, family_told="yes"))
    old = queries.outcomes(db, queries.place(db, cast.reyes.id, seen_by=cast.dana), seen_by=cast.dana)[0]
    dana.post(at(cast, old.id, "correction"), line(cast, "self_help", family_told="yes", why="Misheard"))

    assert known(db, cast) == ["self_help"]


@pytest.mark.parametrize("name", ["priya", "cole", "olga"])
def test_who_cannot_reach_the_family_learns_nothing(db: Session, cast: Cast, name: str) -> None:
    reyes = db.get_one(Engagement, cast.reyes.id)

    with pytest.raises(NotYours):
        queries.family_may_know(db, reyes, seen_by=cast.person(name))


def test_coles_list_holds_a_code_a_letter_and_until_when(database: Database, db: Session, cast: Cast) -> None:
    cast.cole.roles = frozenset({"counselor"})
    (before,) = queries.families_of(db, seen_by=cast.cole)
    given = release(database, cast)
    db.commit()
    (after,) = queries.families_of(db, seen_by=cast.cole)

    assert (before.code, before.initial, before.is_open, before.until_on) == (cast.reyes.code, "S", False, None)
    assert (after.is_open, after.until_on, after.lead_name) == (True, given.until_on, "Dana")
