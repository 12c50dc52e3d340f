"""Erase a family by the owner's word: asked with the code, agreed to by somebody else, then done, and gone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from familyplan.access import service as access
from familyplan.access.sessions.records import SignedIn
from familyplan.demo.cast import ZONE, Cast
from familyplan.engagements.records import Engagement
from familyplan.journal.records import Entry
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.kernel.vault import KeyRing, Locked
from familyplan.upkeep.erasure.records import Tombstone
from familyplan.upkeep.keeping import queries
from familyplan.upkeep.keeping.queries import Wish
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


@pytest.fixture
def at(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/keeping"


@pytest.fixture
def asked(visit: Visit, at: str, cast: Cast) -> str:
    """Olga asked to erase the Reyes family."""
    visit("olga").post(f"{at}/erasure", {"code": cast.reyes.code})
    return at


def is_there(database: Database, cast: Cast) -> bool:
    with database.reading() as db:
        return db.get(Engagement, cast.reyes.id) is not None


def acts(database: Database) -> list[str]:
    with database.reading() as db:
        told = select(Entry.act).where(Entry.act.contains("eras"))
        return list(db.scalars(told.order_by(Entry.number)))


def last_step(visit: Visit, at: str, cast: Cast) -> Visitor:
    olga = visit("olga")
    olga.post(f"{at}/erasure/last-step", {"code": cast.reyes.code})
    return olga


def test_asked_agreed_and_done_it_is_gone_with_its_key(
    visit: Visit, asked: str, cast: Cast, database: Database, ring: KeyRing
) -> None:
    assert "I agree that it is erased" in visit("dana").get(asked).text
    assert "The owner asked to erase this family" in visit("dana").get("/").text
    visit("dana").post(f"{asked}/erasure/agreement")
    assert "Erase for good" in visit("olga").get(asked).text
    olga = last_step(visit, asked, cast)

    assert not is_there(database, cast)
    assert olga.get(asked).status_code == 404
    assert olga.post(f"{asked}/erasure/last-step", {"code": cast.reyes.code}).status_code == 404
    assert acts(database) == ["erasure.asked", "erasure.agreed", "engagement.erased"]
    with pytest.raises(Locked):
        ring.engagement_key(cast.reyes.id)
    with database.reading() as db:
        assert [one.about_id for one in db.scalars(select(Tombstone))] == [cast.reyes.id]


@pytest.mark.usefixtures("ring")
def test_nobody_agreed_yet(visit: Visit, asked: str, cast: Cast, database: Database) -> None:
    answer = visit("olga").post(f"{asked}/erasure/last-step", {"code": cast.reyes.code})

    assert answer.status_code == 422
    assert "Nobody else has agreed yet." in answer.text
    assert is_there(database, cast)


@pytest.mark.usefixtures("ring")
def test_whoever_asks_cannot_agree(visit: Visit, asked: str, cast: Cast, database: Database) -> None:
    olga = visit("olga")
    assert "It takes somebody else" in olga.post(f"{asked}/erasure/agreement").text
    assert "I agree" not in olga.get(asked).text
    last_step(visit, asked, cast)
    assert is_there(database, cast)


@pytest.mark.usefixtures("ring")
def test_another_owner_may_agree(visit: Visit, asked: str, cast: Cast, database: Database) -> None:
    with database.writing() as db:
        nora = access.employ(db, "Nora", "nora@linden.example", ("owner",), by=None, zone=ZONE)
    Visitor(visit("olga").client, database, nora).post(f"{asked}/erasure/agreement")
    last_step(visit, asked, cast)
    assert not is_there(database, cast)


@pytest.mark.parametrize("name", ["priya", "cole", "sol", "maria"])
def test_nobody_else_can_ask_or_agree(visit: Visit, asked: str, cast: Cast, name: str) -> None:
    other = visit(name)
    for path in ("/erasure", "/erasure/agreement", "/erasure/last-step", "/erasure/withdrawal"):
        assert other.post(asked + path, {"code": cast.reyes.code}).status_code in (403, 404)


@pytest.mark.usefixtures("ring")
def test_where_nobody_else_works_a_day_goes_by(visit: Visit, at: str, cast: Cast, database: Database) -> None:
    with database.writing() as db:
        db.execute(update(Engagement).where(Engagement.id == cast.reyes.id).values(lead_id=cast.olga.id))
    visit("olga").post(f"{at}/erasure", {"code": cast.reyes.code.lower()})
    assert "a day goes by first" in visit("olga").get(at).text
    last_step(visit, at, cast)
    assert is_there(database, cast)

    clock.stand_at(clock.now() + timedelta(hours=24, minutes=1))
    last_step(visit, at, cast)
    assert not is_there(database, cast)


def test_another_familys_code_is_refused(visit: Visit, at: str, database: Database) -> None:
    answer = visit("olga").post(f"{at}/erasure", {"code": "XXXXXX"})

    assert answer.status_code == 422
    assert "That is not this family&#39;s code" in answer.text
    assert acts(database) == []


@pytest.mark.usefixtures("ring")
def test_the_code_is_asked_once_more_at_the_end(visit: Visit, asked: str, cast: Cast, database: Database) -> None:
    visit("dana").post(f"{asked}/erasure/agreement")
    assert visit("olga").post(f"{asked}/erasure/last-step", {"code": ""}).status_code == 422
    assert is_there(database, cast)


@pytest.mark.usefixtures("ring")
def test_a_hold_stops_every_step(visit: Visit, asked: str, cast: Cast, database: Database) -> None:
    visit("dana").post(f"{asked}/erasure/agreement")
    olga = visit("olga")
    olga.post(f"{asked}/holds", {"reason": "A lawyer wrote."})
    for path in ("/erasure", "/erasure/agreement", "/erasure/last-step"):
        answer = olga.post(asked + path, {"code": cast.reyes.code})
        assert answer.status_code == 422
        assert "A hold by law stands over this family." in answer.text
    assert is_there(database, cast)


@pytest.mark.usefixtures("ring")
def test_let_be_it_must_be_asked_anew(visit: Visit, asked: str, cast: Cast, database: Database) -> None:
    visit("dana").post(f"{asked}/erasure/agreement")
    visit("dana").post(f"{asked}/erasure/withdrawal")
    visit("dana").post(f"{asked}/erasure/withdrawal")
    last_step(visit, asked, cast)

    assert is_there(database, cast)
    assert acts(database) == ["erasure.asked", "erasure.agreed", "erasure.let_be"]


@pytest.mark.usefixtures("ring")
def test_after_seven_days_it_must_be_asked_anew(visit: Visit, asked: str, cast: Cast, database: Database) -> None:
    visit("dana").post(f"{asked}/erasure/agreement")
    clock.stand_at(clock.now() + timedelta(days=7, minutes=1))
    assert "Please ask for it first" in visit("olga").post(
        f"{asked}/erasure/last-step", {"code": cast.reyes.code}
    ).text  # fmt: skip
    assert is_there(database, cast)


@pytest.mark.parametrize("step", ["/erasure", "/erasure/agreement", "/erasure/last-step"])
def test_whoever_did_not_show_lately_who_they_are_is_asked_first(
    visit: Visit, at: str, cast: Cast, database: Database, step: str
) -> None:
    olga = visit("olga")
    with database.writing() as db:
        db.execute(update(SignedIn).values(confirmed_at=clock.now() - timedelta(hours=2)))
    olga.post(at + step, {"code": cast.reyes.code})
    assert acts(database) == []


def test_asked_twice_it_is_asked_once(visit: Visit, asked: str, cast: Cast, database: Database) -> None:
    visit("olga").post(f"{asked}/erasure", {"code": cast.reyes.code})
    assert acts(database) == ["erasure.asked"]


@pytest.mark.usefixtures("ring")
def test_the_search_notices_a_rule_that_asks_nobody_else(
    visit: Visit, asked: str, cast: Cast, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A planted bug: a wish counts as agreed to by itself."""
    monkeypatch.setattr(Wish, "is_agreed", property(lambda _wish: True))
    assert queries.COUNTS_FOR
    last_step(visit, asked, cast)
    assert not is_there(database, cast)
