"""GET and POST /letters/{id}/moments: gone through together, picked or left to rest; and beside the letter after it."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from familyplan.demo.cast import Cast
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.letters.recollections import queries
from familyplan.letters.recollections.records import MomentPick
from tests.letters.conftest import journaled
from tests.visitor import Visitor

SEEN = "The kettle had boiled dry on the fourteenth of February."
OLD = "What was said at my wedding."


@pytest.fixture
def model() -> str:
    return "johnson"


@pytest.fixture
def page(letter_of: Callable[..., UUID]) -> str:
    """The address of the page on which Maria notes her moments."""
    return f"/letters/{letter_of('maria', 'recollections')}"


@pytest.fixture
def told(page: str, maria: Visitor) -> str:
    """Maria has noted two moments, and given them."""
    for key, body in (("first", SEEN), ("second", OLD)):
        assert maria.put(f"{page}/sections/{key}", {"body": body, "revision": 0, "writing": "w"}).status_code == 200
    assert maria.post(f"{page}/hand-in").status_code == 303
    return page


@pytest.fixture
def talk(cast: Cast) -> dict[str, str]:
    """What both said today: the first for the letter, the second rests."""
    today = str(clock.today(cast.reyes.zone))
    choices = {"choice_first": "picked", "shown_first": "1", "choice_second": "rests", "shown_second": "1"}
    return {"talked_on": today, **choices}


@pytest.fixture
def picked(told: str, dana: Visitor, talk: dict[str, str]) -> str:
    assert dana.post(f"{told}/moments", talk).status_code == 303
    return told


def picks(database: Database) -> list[str]:
    with database.reading() as db:
        return list(db.scalars(select(MomentPick.choice).order_by(MomentPick.choice)))


def test_her_page_says_what_it_is_for_and_who_reads_it(maria: Visitor, page: str) -> None:
    shown = maria.get(page).text

    assert "Only what you saw or heard yourself." in shown
    assert "Only you can read this until you give it to Dana." in shown


def test_nobody_reads_a_moment_before_it_is_given(maria: Visitor, dana: Visitor, page: str) -> None:
    maria.put(f"{page}/sections/first", {"body": SEEN, "revision": 0, "writing": "w"})

    assert dana.get(f"{page}/moments").status_code == 404
    assert SEEN not in dana.get(page).text


def test_dana_picks_with_her_and_nothing_is_deleted(
    picked: str, database: Database, dana: Visitor, maria: Visitor
) -> None:
    assert picks(database) == ["picked", "rests"]
    assert OLD in dana.get(f"{picked}/moments").text
    assert OLD in maria.get(f"{picked}?read=1").text
    with database.reading() as db:
        assert journaled(db, "moments.picked") == 1


def test_with_htmx_only_the_block_comes_back(told: str, dana: Visitor, talk: dict[str, str]) -> None:
    answer = dana.post(f"{told}/moments", talk, htmx="moments")

    assert answer.status_code == 200
    assert "Kept." in answer.text
    assert "<html" not in answer.text


def test_said_twice_it_stands_once(picked: str, database: Database, dana: Visitor, talk: dict[str, str]) -> None:
    assert dana.post(f"{picked}/moments", talk).status_code == 303

    assert picks(database) == ["picked", "rests"]
    with database.reading() as db:
        assert journaled(db, "moments.picked") == 1


def test_what_rests_can_be_picked_another_day(
    picked: str, database: Database, dana: Visitor, talk: dict[str, str]
) -> None:
    assert dana.post(f"{picked}/moments", {**talk, "choice_second": "picked"}).status_code == 303

    assert picks(database) == ["picked", "picked"]


def test_beside_her_letter_stands_what_was_picked_and_it_is_never_put_in(
    picked: str, maria: Visitor, at: str, section: Callable[..., object]
) -> None:
    asked = maria.get(f"{at}?part=saw").text
    elsewhere = maria.get(f"{at}?part=care").text

    assert "You picked this with Dana" in asked
    assert SEEN in asked
    assert OLD not in asked
    assert SEEN not in elsewhere
    assert section("saw").body in (None, "")  # type: ignore[attr-defined]  # a section
    assert picked


def test_the_reminder_is_on_no_page_of_anybody_elses(
    picked: str, visit: Callable[[str], Visitor], letter_of: Callable[..., UUID], dana: Visitor, at: str, maria: Visitor
) -> None:
    maria.put(f"{at}/sections/care", {"body": "I love you.", "revision": 0, "writing": "w"})
    maria.post(f"{at}/hand-in")

    assert SEEN not in visit("luis").get(f"/letters/{letter_of('luis')}?part=saw").text
    assert SEEN not in dana.get(at).text
    assert SEEN not in dana.get(f"{at}/reading-copy").text
    assert picked


@pytest.mark.parametrize(
    ("odd", "sentence"),
    [
        ({"talked_on": ""}, "On which day did you and Maria talk about them?"),
        ({"talked_on": "2999-01-01"}, "That day is still ahead."),
        ({"talked_on": "soon"}, "That is not a date we can read."),
        ({"choice_first": "", "choice_second": ""}, "Please say of at least one moment what you both decided."),
        ({"choice_first": "deleted"}, "Please choose one of these."),
        ({"shown_first": "0"}, "The words changed just now. Please read them once more."),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_half_done(
    told: str, database: Database, dana: Visitor, talk: dict[str, str], odd: dict[str, str], sentence: str
) -> None:
    answer = dana.post(f"{told}/moments", {**talk, **odd})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert picks(database) == []


def test_words_that_changed_after_the_talk_are_marked(picked: str, dana: Visitor, maria: Visitor) -> None:
    maria.put(f"{picked}/sections/first", {"body": "Another day.", "revision": 1, "writing": "later"})

    assert "changed since you talked" in dana.get(f"{picked}/moments").text


def test_once_she_takes_them_back_they_are_hers_alone_and_the_step_is_open_again(
    picked: str, database: Database, dana: Visitor, maria: Visitor, at: str
) -> None:
    assert maria.post(f"{picked}/hand-in/withdrawal").status_code == 303

    assert dana.get(f"{picked}/moments").status_code == 404
    assert dana.post(f"{picked}/moments").status_code == 404
    assert SEEN in maria.get(f"{at}?part=saw").text
    assert picks(database) == ["picked", "rests"]


@pytest.mark.parametrize(
    ("who", "status"), [("maria", 403), ("luis", 403), ("priya", 404), ("sol", 403), ("olga", 403)]
)
def test_nobody_else_picks(
    told: str, visit: Callable[[str], Visitor], talk: dict[str, str], database: Database, who: str, status: int
) -> None:
    assert visit(who).get(f"{told}/moments").status_code == status
    assert visit(who).post(f"{told}/moments", talk).status_code == status
    assert picks(database) == []


def test_a_letter_has_no_such_page(given_letter: str, dana: Visitor) -> None:
    assert dana.get(f"{given_letter}/moments").status_code == 404


@pytest.fixture
def given_letter(maria: Visitor, at: str) -> str:
    maria.put(f"{at}/sections/care", {"body": "I love you.", "revision": 0, "writing": "w"})
    assert maria.post(f"{at}/hand-in").status_code == 303
    return at


def test_each_writer_needs_one_that_was_picked(
    picked: str, database: Database, cast: Cast, visit: Callable[[str], Visitor], letter_of: Callable[..., UUID],
    dana: Visitor, talk: dict[str, str],
) -> None:  # fmt: skip
    def known() -> list[UUID]:
        with database.reading() as db:
            return [row[0] for row in db.execute(queries.picked_fact())]

    assert known() == []
    for name in ("luis", "ana"):
        theirs = f"/letters/{letter_of(name, 'recollections')}"
        visit(name).put(f"{theirs}/sections/first", {"body": SEEN, "revision": 0, "writing": "w"})
        visit(name).post(f"{theirs}/hand-in")
        one = {key: said for key, said in talk.items() if "second" not in key}
        assert dana.post(f"{theirs}/moments", {**one, "choice_first": "rests"}).status_code == 303
        assert known() == []
        assert dana.post(f"{theirs}/moments", one).status_code == 303
    assert known() == [cast.reyes.id]
    assert picked


def test_a_talk_is_not_before_its_own_day(told: str, dana: Visitor, cast: Cast, talk: dict[str, str]) -> None:
    """Where the family lives: tomorrow there is ahead, whatever day it is elsewhere."""
    ahead = clock.today(cast.reyes.zone) + timedelta(days=1)

    assert dana.post(f"{told}/moments", {**talk, "talked_on": str(ahead)}).status_code == 422
