"""A hold by law: while one stands nothing of the family is deleted, and nobody is told otherwise."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import ColumnElement, func, select, true

from familyplan.access.sessions.records import SignedIn
from familyplan.consents.records import Pledge
from familyplan.demo.cast import Cast
from familyplan.engagements.holds.records import Hold
from familyplan.journal.records import Entry
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.kernel.errors import Refusal
from familyplan.letters import queries as letters
from familyplan.letters import service as lettering
from familyplan.letters.history import service as history
from familyplan.letters.records import Letter, Revision, SectionRead
from familyplan.letters.writing import queries as parts
from familyplan.letters.writing import service as typing
from familyplan.upkeep import forgetting
from familyplan.upkeep.erasure.service import erase_engagement, erase_person
from familyplan.upkeep.tick import tick
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
ANGRY, CALM = "The angriest thing.", "You carried me over the ice."


@pytest.fixture
def keeping(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/keeping"


@pytest.fixture
def letter(database: Database, cast: Cast) -> Letter:
    """Maria's letter: once angry, now calm, given to Dana and read by her."""
    with database.writing() as db:
        maria = cast.members["maria"]
        db.add(Pledge(engagement_id=cast.reyes.id, member_id=maria.id, wording="1-test", agreed_at=clock.now()))
        made = db.scalars(select(Letter).where(Letter.member_id == maria.id, Letter.kind == "letter")).one()
        for body, revision, writing in ((ANGRY, 0, "one"), (CALM, 1, "two")):
            part = parts.part_of(db, made.id, "moments", seen_by=maria.person)
            typing.save(db, part, body, revision, writing)
            db.flush()
            db.expire(part.section)
        own = letters.own(db, made.id, seen_by=maria.person)
        lettering.hand_in(db, own, parts.parts(db, own), "yes", by=maria.person)
        db.flush()
        lettering.mark_read(db, letters.given(db, made.id, seen_by=cast.dana), by=cast.dana)
    return made


def place(visitor: Visitor, keeping: str) -> str:
    page: str = visitor.post(f"{keeping}/holds", {"reason": "A lawyer wrote."}, follow=True).text
    return page


def words_kept(database: Database) -> tuple[list[str], int]:
    """What the letter said before, and how many parts of it are kept as Dana read them."""
    with database.reading() as db:
        said = [row.body for row in db.scalars(select(Revision).where(Revision.why == "saved"))]
        return said, len([one for one in db.scalars(select(SectionRead)) if one.body])


def acts(database: Database) -> list[str]:
    with database.reading() as db:
        return list(db.scalars(select(Entry.act).where(Entry.act.startswith("hold.")).order_by(Entry.number)))


def holds(database: Database) -> int:
    with database.reading() as db:
        return db.scalar(select(func.count()).select_from(Hold)) or 0


def test_the_owner_places_and_lifts_it_and_both_are_written_down(
    visit: Visit, keeping: str, database: Database
) -> None:
    olga = visit("olga")
    page = place(olga, keeping)
    assert "A hold stands. Nothing of this family is deleted." in page
    assert "A lawyer wrote." in page

    lifted = olga.post(f"{keeping}/holds/lifting", follow=True).text
    assert "Place a hold" in lifted
    assert acts(database) == ["hold.placed", "hold.lifted"]


def test_it_needs_a_reason(visit: Visit, keeping: str, database: Database) -> None:
    answer = visit("olga").post(f"{keeping}/holds", {"reason": " "})

    assert answer.status_code == 422
    assert "Please say in a few words why" in answer.text
    assert holds(database) == 0


def test_placed_twice_there_is_one_and_lifted_twice_it_is_lifted_once(
    visit: Visit, keeping: str, database: Database
) -> None:  # fmt: skip
    olga = visit("olga")
    place(olga, keeping)
    place(olga, keeping)
    assert holds(database) == 1

    olga.post(f"{keeping}/holds/lifting")
    olga.post(f"{keeping}/holds/lifting")
    assert acts(database) == ["hold.placed", "hold.lifted"]


def test_htmx_gets_the_block_alone(visit: Visit, keeping: str) -> None:
    answer = visit("olga").post(f"{keeping}/holds", {"reason": "x"}, htmx="keeping")

    assert answer.text.lstrip().startswith('<div id="keeping"')
    assert "A hold stands." in answer.text


def test_the_lead_sees_it_and_cannot_touch_it(visit: Visit, keeping: str) -> None:
    place(visit("olga"), keeping)
    dana = visit("dana")

    assert "A hold stands." in dana.get(keeping).text
    assert dana.post(f"{keeping}/holds/lifting").status_code == 403


@pytest.mark.parametrize("name", ["priya", "cole", "sol", "maria"])
def test_nobody_else_learns_of_it(visit: Visit, keeping: str, name: str) -> None:
    place(visit("olga"), keeping)
    assert visit(name).get(keeping).status_code in (403, 404)


def test_whoever_did_not_show_lately_who_they_are_is_asked_first(
    visit: Visit, keeping: str, database: Database
) -> None:
    olga = visit("olga")
    with database.writing() as before:
        for session in before.scalars(select(SignedIn)):
            session.confirmed_at = clock.now() - timedelta(hours=2)
    answer = olga.post(f"{keeping}/holds", {"reason": "x"})

    assert answer.status_code in (303, 403)
    assert holds(database) == 0


@pytest.mark.usefixtures("letter")
def test_what_was_taken_back_is_closed_to_others_and_kept(
    visit: Visit, keeping: str, database: Database, letter: Letter
) -> None:
    place(visit("olga"), keeping)
    said, read = words_kept(database)
    visit("maria").post(f"/letters/{letter.id}/hand-in/withdrawal")

    assert CALM not in visit("dana").get(f"/letters/{letter.id}").text
    assert words_kept(database) == (said, read)
    assert read > 0


def test_what_was_kept_is_not_shown_when_the_letter_is_given_again(
    visit: Visit, keeping: str, database: Database, cast: Cast, letter: Letter
) -> None:
    place(visit("olga"), keeping)
    maria = visit("maria")
    maria.post(f"/letters/{letter.id}/hand-in/withdrawal")
    clock.stand_at(clock.now() + timedelta(minutes=5))
    with database.writing() as db:
        person = cast.person("maria")
        typing.save(db, parts.part_of(db, letter.id, "moments", seen_by=person), "New words.", 2, "three")
        db.flush()
        own = letters.own(db, letter.id, seen_by=person)
        lettering.hand_in(db, own, parts.parts(db, own), "yes", by=person)
    page = visit("dana").get(f"/letters/{letter.id}").text

    assert "New words." in page
    assert "carried" not in page


def forget(visit: Visit, letter: Letter, database: Database) -> list[str]:
    """Maria forgets what she wrote before; eight days go by; what is still kept of it."""
    visit("maria").post(f"/letters/{letter.id}/revisions/forgetting")
    clock.stand_at(clock.now() + timedelta(days=8))
    tick(database)
    return words_kept(database)[0]


def test_what_was_to_be_forgotten_is_out_of_sight_and_kept_until_the_hold_is_lifted(
    visit: Visit, keeping: str, database: Database, letter: Letter
) -> None:
    place(visit("olga"), keeping)
    assert forget(visit, letter, database) == [ANGRY]

    page = visit("maria").get(f"/letters/{letter.id}/revisions").text
    assert "For now the law asks the office to keep everything" in page
    assert "version=" not in page
    assert "going for good" not in page

    visit("olga").post(f"{keeping}/holds/lifting")
    tick(database)
    assert words_kept(database)[0] == []


def test_the_writer_is_told_before_she_asks(visit: Visit, keeping: str, letter: Letter) -> None:
    assert "go for good after seven days" in visit("maria").get(f"/letters/{letter.id}/revisions").text

    place(visit("olga"), keeping)
    page = visit("maria").get(f"/letters/{letter.id}/revisions").text
    assert "For now the law asks the office to keep everything" in page
    assert "go for good after seven days" not in page
    assert "90 days" not in page


def test_a_hold_placed_after_it_was_looked_what_is_due_is_still_seen(
    visit: Visit, keeping: str, database: Database, letter: Letter
) -> None:
    visit("maria").post(f"/letters/{letter.id}/revisions/forgetting")
    clock.stand_at(clock.now() + timedelta(days=8))
    with database.reading() as db:
        going = forgetting.due(db, clock.now())
    place(visit("olga"), keeping)
    with database.writing() as db:
        for one, asked_at in going.asked:
            history.let_go(db, one, asked_at)
        history.let_old_go(db, [one for one, _at in going.asked], clock.now())

    assert len(going.asked) == 1
    assert words_kept(database)[0] == [ANGRY]


def test_neither_the_family_nor_one_of_them_is_erased(
    visit: Visit, keeping: str, database: Database, cast: Cast
) -> None:  # fmt: skip
    place(visit("olga"), keeping)
    with pytest.raises(Refusal, match="hold by law"):
        erase_engagement(database, cast.reyes.id, by=cast.olga)
    with pytest.raises(Refusal, match="hold by law"):
        erase_person(database, cast.person("maria").id, by=cast.olga)


def test_another_family_is_not_held(visit: Visit, keeping: str, database: Database, letter: Letter, cast: Cast) -> None:
    with database.writing() as db:
        held = Hold(engagement_id=cast.reyes.id, reason="x", placed_at=clock.now(), placed_by_id=cast.olga.id)
        held.lifted_at = clock.now()  # and a hold that was lifted holds nothing
        db.add(held)
    assert "A hold stands." not in visit("olga").get(keeping).text
    assert forget(visit, letter, database) == []


def test_the_search_notices_a_rule_that_forgets_the_hold(
    visit: Visit, keeping: str, database: Database, letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A planted bug: `may_delete` always says yes."""

    def always() -> ColumnElement[bool]:
        return true()

    monkeypatch.setattr(history, "may_delete", always)
    monkeypatch.setattr(forgetting, "may_delete", always)
    place(visit("olga"), keeping)
    assert forget(visit, letter, database) == []
