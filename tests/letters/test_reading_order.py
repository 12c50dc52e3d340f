"""Who reads when: the lead alone orders, nobody undoes another unseen, and somebody may be asked to read instead."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from familyplan.demo.cast import Cast
from familyplan.engagements import service as engagements
from familyplan.engagements.people.records import Hearing
from familyplan.engagements.records import Engagement, Member
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.kernel.errors import Refusal
from familyplan.letters.reading.order import queries, service
from familyplan.letters.reading.order.service import moved
from familyplan.letters.records import ReadingPlace
from tests.together import at_once
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


@pytest.fixture
def order(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/reading-order"


def names(page: str) -> list[str]:
    return re.findall(r"<span>\d+\. (\w+)", page)


def seen(page: str) -> str:
    return re.search(r'name="seen" value="(\w+)"', page)[1]  # type: ignore[index]  # None fails here


@pytest.fixture
def ready(maria: Visitor, dana: Visitor, given: str) -> str:
    """Maria's letter, ready to read."""
    maria.post(f"{given}/readiness")
    dana.post(f"{given}/readiness")
    return given


@pytest.fixture
def ask(dana: Visitor, order: str, letter: UUID, cast: Cast) -> Callable[..., int]:
    """Dana asks somebody to read Maria's letter if she cannot; gives the status."""

    def press(name: str, was: str = "") -> int:
        form = {"member": str(cast.members[name].id) if name else "", "was": was and str(cast.members[was].id)}
        answered: int = dana.post(f"{order}/{letter}/stand-in", form).status_code
        return answered

    return press


def test_a_letter_moves_up_and_stays_there(dana: Visitor, order: str, letter_of: Callable[..., UUID]) -> None:
    page = dana.get(order).text
    first, second, *_more = names(page)
    form = {"letter": str(letter_of(second.lower())), "way": "up", "seen": seen(page)}

    assert names(dana.post(order, form, follow=True).text)[:2] == [second, first]
    assert names(dana.get(order).text)[:2] == [second, first]


def test_with_htmx_only_the_block_comes_back(dana: Visitor, order: str, letter_of: Callable[..., UUID]) -> None:
    page = dana.get(order).text
    form = {"letter": str(letter_of("maria")), "way": "down", "seen": seen(page)}
    answer = dana.post(order, form, htmx="order")

    assert answer.text.lstrip().startswith('<div id="order"')


def test_of_two_windows_the_second_is_told_and_nothing_is_lost(
    dana: Visitor, order: str, letter_of: Callable[..., UUID]
) -> None:
    page = dana.get(order).text
    last = names(page)[-1].lower()
    dana.post(order, {"letter": str(letter_of(last)), "way": "up", "seen": seen(page)})
    stands = names(dana.get(order).text)
    answer = dana.post(order, {"letter": str(letter_of(last)), "way": "up", "seen": seen(page)})

    assert answer.status_code == 409
    assert "The order was changed meanwhile." in answer.text
    assert names(answer.text) == names(dana.get(order).text) == stands


def test_a_letter_of_nobody_here_and_an_odd_way_change_nothing(dana: Visitor, order: str) -> None:
    page = dana.get(order).text
    assert dana.post(order, {"letter": str(UUID(int=3)), "way": "up", "seen": seen(page)}).status_code == 404
    assert dana.post(order, {"letter": "x", "way": "up", "seen": seen(page)}).status_code == 404
    assert dana.post(order, {"letter": str(UUID(int=3)), "way": "out", "seen": seen(page)}).status_code == 422


@pytest.mark.parametrize(("way", "then"), [("up", [2, 1, 3]), ("down", [1, 3, 2])])
def test_one_place_at_a_time(way: str, then: list[int]) -> None:
    order = [UUID(int=number) for number in (1, 2, 3)]
    assert moved(order, UUID(int=2), way) == [UUID(int=number) for number in then]
    assert moved(order, UUID(int=1), "up") == order
    assert moved(order, UUID(int=3), "down") == order


def test_whoever_was_asked_sees_the_letter_only_while_it_is_ready(
    visit: Visit, dana: Visitor, maria: Visitor, ready: str, ask: Callable[..., int]
) -> None:
    luis = visit("luis")
    luis.post("/phone", {"phone": "own"})
    assert luis.get(f"{ready}/reading-copy").status_code == 404
    assert ask("luis") == 303

    assert "You would read Maria's letter" in luis.get("/").text.replace("&#39;", "'")
    copy = luis.get(f"{ready}/reading-copy")
    assert "You carried me over the ice." in copy.text
    assert luis.get(f"{ready}/reading-copy.pdf").headers["content-type"] == "application/pdf"
    assert "Luis would read it for you" in maria.get(ready).text

    dana.post(f"{ready}/readiness/withdrawal")
    assert luis.get(f"{ready}/reading-copy").status_code == 404
    assert "You would read" not in luis.get("/").text


def test_whoever_was_asked_sees_nothing_but_the_copy(visit: Visit, ready: str, ask: Callable[..., int]) -> None:
    ask("luis")
    luis = visit("luis")
    closed = ("", "?read=1", "/copy", "/revisions", "/translation", "/other-page")

    assert {luis.get(f"{ready}{path}").status_code for path in closed} == {404}
    assert luis.put(f"{ready}/sections/moments", {"body": "x", "revision": 1}).status_code == 404


def test_taking_the_letter_back_closes_it_to_whoever_was_asked(
    visit: Visit, maria: Visitor, ready: str, ask: Callable[..., int]
) -> None:
    ask("luis")
    maria.post(f"{ready}/hand-in/withdrawal")
    luis = visit("luis")
    assert [luis.get(f"{ready}/reading-copy{more}").status_code for more in ("", ".pdf")] == [404, 404]


def test_another_reader_instead_closes_it_to_the_first(visit: Visit, ready: str, ask: Callable[..., int]) -> None:
    ask("luis")
    assert ask("ana", was="luis") == 303
    assert visit("luis").get(f"{ready}/reading-copy").status_code == 404
    assert visit("ana").get(f"{ready}/reading-copy").status_code == 200
    assert ask("", was="ana") == 303
    assert visit("ana").get(f"{ready}/reading-copy").status_code == 404


def test_whoever_left_reads_no_more(
    database: Database, cast: Cast, visit: Visit, ready: str, ask: Callable[..., int]
) -> None:
    ask("luis")
    with database.writing() as db:
        luis = db.get_one(Member, cast.members["luis"].id)
        engagements.leave(db, db.get_one(Engagement, cast.reyes.id), luis, by=cast.dana)
    assert visit("luis").get(f"{ready}/reading-copy").status_code == 404


def test_chosen_meanwhile_is_said_and_stays(dana: Visitor, order: str, ask: Callable[..., int]) -> None:
    assert ask("luis") == 303
    assert ask("luis") == 303
    assert ask("ana") == 409
    assert "Luis" in re.findall(r"selected>(\w+)", dana.get(order).text)


def test_the_writer_and_the_loved_one_cannot_be_asked(dana: Visitor, order: str, ask: Callable[..., int]) -> None:
    assert ask("maria") == 422
    assert ask("sam") == 404
    assert "Sam" not in re.findall(r"<option[^>]*>(\w+)", dana.get(order).text)


def test_a_child_cannot_be_asked(database: Database, cast: Cast, ask: Callable[..., int]) -> None:
    with database.writing() as db:
        db.get_one(Member, cast.members["luis"].id).relation = "child"
    assert ask("luis") == 404


def test_how_long_the_sitting_is(dana: Visitor, order: str, given: str) -> None:
    assert "About 1 minute of reading, as far as letters were given to you: 1 letter." in dana.get(order).text


def test_an_order_keeps_one_place_for_each_letter(
    database: Database, dana: Visitor, order: str, letter_of: Callable[..., UUID]
) -> None:
    for _time in range(3):
        page = dana.get(order).text
        dana.post(order, {"letter": str(letter_of("maria")), "way": "down", "seen": seen(page)})
    with database.reading() as db:
        positions = db.scalars(select(ReadingPlace.position)).all()
    assert sorted(positions) == list(range(len(positions)))


def test_of_two_at_the_same_moment_one_is_done_and_one_is_told(
    database: Database, cast: Cast, letter_of: Callable[..., UUID]
) -> None:
    with database.reading() as db:
        engagement = db.get_one(Engagement, cast.reyes.id)
        seen_by_both = queries.seal_of(queries.in_order(db, engagement, seen_by=cast.dana))

    def press(name: str, way: str) -> str:
        try:
            with database.writing() as db:
                family = db.get_one(Engagement, cast.reyes.id)
                service.move(db, family, letter_of(name), way, seen_by_both, by=cast.dana)
        except Refusal:
            return "told"
        return "done"

    told = at_once(lambda: press("maria", "down"), lambda: press("ana", "up"))

    assert sorted(told) == ["done", "told"]
    with database.reading() as db:
        positions = db.scalars(select(ReadingPlace.position)).all()
    assert sorted(positions) == list(range(len(positions)))


def test_an_employer_knows_of_no_letter_but_their_own(
    visit: Visit, database: Database, cast: Cast, dana: Visitor, order: str, ready: str, ask: Callable[..., int]
) -> None:
    assert ask("luis") == 303
    with database.writing() as db:
        db.get_one(Member, cast.members["luis"].id).relation = "employer"

    assert visit("luis").get(f"{ready}/reading-copy").status_code == 404
    assert "Luis" not in re.findall(r"<option[^>]*>(\w+)", dana.get(order).text)
    assert ask("ana") == 303


@pytest.mark.parametrize("adult", ["no", "dont_know"])
def test_whoever_is_not_of_age_is_not_asked_and_reads_no_more(
    visit: Visit, database: Database, cast: Cast, dana: Visitor, order: str, ready: str, ask: Callable[..., int],
    adult: str,
) -> None:  # fmt: skip
    assert ask("luis") == 303
    luis = cast.members["luis"].id
    with database.writing() as db:
        db.add(Hearing(engagement_id=cast.reyes.id, member_id=luis, adult=adult, entered_at=clock.now(),
                       by_id=cast.dana.id))  # fmt: skip

    assert visit("luis").get(f"{ready}/reading-copy").status_code == 404
    assert "Luis" not in re.findall(r"<option[^>]*>(\w+)", dana.get(order).text)
    assert ask("luis") == 404
