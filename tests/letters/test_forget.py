"""Forget my earlier versions: out of sight at once, back for a week with one press, then gone for good."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from familyplan.demo.cast import Cast
from familyplan.engagements.holds import service as holds
from familyplan.engagements.pauses import service as pauses
from familyplan.engagements.records import Engagement
from familyplan.guidance import shelf
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.letters.records import Letter, Revision, Section, SectionRead
from familyplan.outcomes.records import Outcome
from familyplan.upkeep.tick import tick
from tests.letters.conftest import journaled
from tests.visitor import Visitor

ANGRY = "The angriest thing that I ever wrote to you."
CALM = "You carried me over the ice."


@pytest.fixture
def rewritten(write: Callable[..., None], at: str) -> str:
    """Maria's letter, once angry and now calm."""
    write(ANGRY)
    write(CALM, writing="page-two")
    return at


def kept(database: Database) -> list[str]:
    with database.reading() as db:
        return [row.body for row in db.scalars(select(Revision).order_by(Revision.id))]


def later(days: float) -> None:
    clock.stand_at(clock.now() + timedelta(days=days))


def version(database: Database) -> UUID:
    with database.reading() as db:
        return db.scalars(select(Revision.id)).one()


def test_from_then_on_they_are_not_shown_and_the_letter_stays(
    rewritten: str, maria: Visitor, database: Database, section: Callable[..., Section]
) -> None:
    one = version(database)
    page = maria.post(f"{rewritten}/revisions/forgetting", follow=True).text

    assert "They go for good on" in page
    assert "Keep them after all" in page
    assert "version=" not in page
    assert maria.get(f"{rewritten}/revisions?version={one}").status_code == 404
    assert maria.post(f"{rewritten}/revisions/{one}/return").status_code == 404
    assert section().body == CALM


def test_with_htmx_only_the_block_comes_back(rewritten: str, maria: Visitor) -> None:
    block = maria.post(f"{rewritten}/revisions/forgetting", htmx="earlier").text
    assert "Keep them after all" in block
    assert "<html" not in block


def test_for_a_week_they_come_back_with_one_press(
    rewritten: str, visit: Callable[[str], Visitor], database: Database
) -> None:
    one = version(database)
    visit("maria").post(f"{rewritten}/revisions/forgetting")
    later(6.9)
    tick(database)
    maria = visit("maria")
    maria.post(f"{rewritten}/revisions/forgetting/withdrawal")
    maria.post(f"{rewritten}/revisions/forgetting/withdrawal")
    later(30)
    tick(database)

    assert ANGRY in visit("maria").get(f"{rewritten}/revisions?version={one}").text
    assert kept(database) == [ANGRY]
    with database.reading() as db:
        assert journaled(db, "letter.forget_taken_back") == 1


def test_after_a_week_they_are_gone_and_pressing_late_brings_nothing_back(
    rewritten: str, visit: Callable[[str], Visitor], database: Database, section: Callable[..., Section]
) -> None:
    visit("maria").post(f"{rewritten}/revisions/forgetting")
    later(7.01)
    maria = visit("maria")
    page = maria.post(f"{rewritten}/revisions/forgetting/withdrawal", follow=True).text
    assert "going for good" in page
    tick(database)
    tick(database)

    assert kept(database) == []
    assert section().body == CALM
    assert "going for good" not in maria.get(f"{rewritten}/revisions").text
    with database.reading() as db:
        assert journaled(db, "letter.earlier_gone") == 1


def test_pressed_twice_it_counts_from_the_first(rewritten: str, maria: Visitor, database: Database) -> None:
    maria.post(f"{rewritten}/revisions/forgetting")
    with database.reading() as db:
        first = db.scalars(select(Letter.forget_asked_at).where(Letter.forget_asked_at.is_not(None))).one()
    later(3)
    maria.post(f"{rewritten}/revisions/forgetting")
    with database.reading() as db:
        again = db.scalars(select(Letter.forget_asked_at).where(Letter.forget_asked_at.is_not(None))).one()
        assert journaled(db, "letter.forget_asked") == 1
    assert again == first


def test_what_stood_when_it_was_asked_and_what_came_after_is_kept(
    rewritten: str, maria: Visitor, database: Database, write: Callable[..., None]
) -> None:
    maria.post(f"{rewritten}/revisions/forgetting")
    write("Calmer still.", writing="page-three")
    write("And calmer.", writing="page-four")
    page = maria.get(f"{rewritten}/revisions").text
    assert page.count("version=") == 2

    later(8)
    tick(database)
    assert kept(database) == [CALM, "Calmer still."]


def test_two_texts_that_wait_for_her_choice_wait_on(
    rewritten: str, maria: Visitor, database: Database
) -> None:  # fmt: skip
    maria.put(f"{rewritten}/sections/moments", {"body": "On the phone.", "revision": 0, "writing": "phone"})
    maria.post(f"{rewritten}/revisions/forgetting")
    assert "On the phone." in maria.get(f"{rewritten}?part=moments").text

    later(8)
    tick(database)
    assert kept(database) == ["On the phone."]


@pytest.mark.parametrize("name", ["luis", "dana", "priya", "sol", "olga"])
@pytest.mark.parametrize("act", ["forgetting", "forgetting/withdrawal"])
def test_nobody_else_can(
    rewritten: str, database: Database, visit: Callable[[str], Visitor], maria: Visitor, name: str, act: str
) -> None:
    maria.post(f"{rewritten}/revisions/forgetting")
    assert visit(name).post(f"{rewritten}/revisions/{act}").status_code in (403, 404)
    with database.reading() as db:
        assert journaled(db, "letter.forget_asked") == 1
        assert journaled(db, "letter.forget_taken_back") == 0


def test_another_letter_of_hers_keeps_its_history(
    rewritten: str, other_page: str, maria: Visitor, database: Database
) -> None:
    for revision, body in enumerate(("My love.", "My love and my bread.")):
        told = {"body": body, "revision": revision, "writing": body[:20]}
        assert maria.put(f"{other_page}/sections/stays", told).status_code == 200
    maria.post(f"{rewritten}/revisions/forgetting")
    later(8)
    tick(database)
    assert kept(database) == ["My love."]


def test_the_other_page_can_be_forgotten_too(other_page: str, maria: Visitor, database: Database) -> None:
    for revision, body in enumerate(("I will throw you out.", "I will not give you money.")):
        told = {"body": body, "revision": revision, "writing": body[:20]}
        maria.put(f"{other_page}/sections/line", told)
    assert "Keep them after all" in maria.post(f"{other_page}/revisions/forgetting", follow=True).text
    later(8)
    tick(database)
    assert kept(database) == []


def test_what_dana_read_before_is_forgotten_with_it(
    rewritten: str, maria: Visitor, dana: Visitor, database: Database, write: Callable[..., None]
) -> None:
    maria.post(f"{rewritten}/hand-in")
    dana.get(rewritten)
    write("New words.", writing="page-three")
    assert "<del>" in dana.get(rewritten).text

    maria.post(f"{rewritten}/revisions/forgetting")
    page = dana.get(rewritten).text
    assert "The writer let go of what stood here before." in page
    assert "<del>" not in page
    assert CALM not in page

    later(8)
    tick(database)
    with database.reading() as db:
        assert db.scalars(select(SectionRead)).all() == []


def day_was(database: Database, cast: Cast, days_ago: int) -> None:
    with database.writing() as db:
        moved = update(Engagement).where(Engagement.id == cast.reyes.id)
        db.execute(moved.values(day_at=clock.now() - timedelta(days=days_ago)))


def test_ninety_days_after_the_day_they_go_by_themselves(rewritten: str, database: Database, cast: Cast) -> None:
    assert rewritten
    day_was(database, cast, 0)
    later(89.9)
    tick(database)
    assert kept(database) == [ANGRY]

    later(0.2)
    tick(database)
    tick(database)
    assert kept(database) == []


def test_without_a_day_they_count_from_the_answer_and_never_go_early_where_the_family_lives(
    rewritten: str, database: Database, cast: Cast
) -> None:
    assert rewritten
    answered_on = clock.today(cast.reyes.zone) + timedelta(days=5)
    with database.writing() as db:
        kind = next(one.key for one in shelf.current().models["johnson"].outcomes if one.about == "answer")
        db.add(
            Outcome(
                engagement_id=cast.reyes.id, kind=kind, source="professional", happened_on=answered_on,
                entered_at=clock.now(), by_id=cast.dana.id,
            )
        )  # fmt: skip
    ninety_days_on = datetime.combine(answered_on + timedelta(days=90), time(1), UTC)  # the evening before, over there
    clock.stand_at(ninety_days_on)
    tick(database)
    assert kept(database) == [ANGRY]

    clock.stand_at(ninety_days_on + timedelta(days=1))
    tick(database)
    assert kept(database) == []


def test_whoever_still_writes_long_after_the_day_keeps_what_is_recent(
    rewritten: str, database: Database, cast: Cast
) -> None:
    assert rewritten
    day_was(database, cast, 200)
    tick(database)
    assert kept(database) == [ANGRY]


def test_without_a_day_nothing_goes_by_itself(rewritten: str, database: Database) -> None:
    assert rewritten
    later(900)
    tick(database)
    assert kept(database) == [ANGRY]


def test_a_family_that_stands_still_loses_nothing_by_itself(rewritten: str, database: Database, cast: Cast) -> None:
    assert rewritten
    day_was(database, cast, 1)
    with database.writing() as db:
        pauses.pause(db, db.get_one(Engagement, cast.reyes.id), "died", by=cast.dana)
    later(400)
    tick(database)
    assert kept(database) == [ANGRY]


def test_a_hold_stops_what_was_asked_for_and_what_goes_by_itself(
    rewritten: str, database: Database, cast: Cast, maria: Visitor
) -> None:
    maria.post(f"{rewritten}/revisions/forgetting")
    day_was(database, cast, 1)
    later(100)
    with database.writing() as db:
        holds.place(db, db.get_one(Engagement, cast.reyes.id), "A lawyer wrote.", by=cast.olga)
    tick(database)
    assert kept(database) == [ANGRY]
