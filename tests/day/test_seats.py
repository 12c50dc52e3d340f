"""POST …/day/seats: each next to the ones above and below, and two who must not meet never next to each other."""

import itertools
import re
from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import func, select

from familyplan.day.seats import queries, service
from familyplan.day.seats.records import Seat
from familyplan.day.seats.service import may_sit, moved, put
from familyplan.demo.cast import Cast
from familyplan.engagements import queries as engagements
from familyplan.kernel.db import Database
from familyplan.kernel.errors import Refusal
from tests.together import at_once
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
A, B, C, D = (UUID(int=number) for number in range(1, 5))
AB = frozenset({frozenset((A, B))})


@pytest.fixture
def seats(family: str) -> str:
    return f"{family}/day/seats"


def sitting(page: str) -> list[str]:
    return re.findall(r'data-item="[^"]+">\s*<div class="row-title"><span>(\w+)', page)


def seen(page: str) -> str:
    return re.search(r'name="seen" value="(\w+)"', page)[1]  # type: ignore[index]  # None fails here


@pytest.fixture
def press(dana: Visitor, seats: str, ids: Callable[[str], str]) -> Callable[..., int]:
    """Dana presses one of the buttons of somebody's row; gives the status."""

    def sent(name: str, path: str = "", **more: str) -> int:
        form = {"who": ids(name), "seen": seen(dana.get(seats).text), **more}
        answered: int = dana.post(f"{seats}{path}", form).status_code
        return answered

    return sent


def keep_apart(dana: Visitor, cast: Cast, one: str, other: str) -> None:
    """These two must not meet."""
    ids = {"one": str(cast.members[one].id), "other": str(cast.members[other].id)}
    assert dana.post(f"/engagements/{cast.reyes.id}/ties", ids | {"may_meet": "no"}).status_code == 303


def test_somebody_moves_and_stays_there(dana: Visitor, seats: str, press: Callable[..., int]) -> None:
    first, second, *rest = sitting(dana.get(seats).text)
    assert rest[-1] == "Sam"
    assert press(second.lower(), way="up") == 303
    assert sitting(dana.get(seats).text) == [second, first, *rest]
    assert press(second.lower(), way="up") == 303
    assert sitting(dana.get(seats).text) == [second, first, *rest]


def test_a_drag_puts_somebody_before_another_or_last(
    dana: Visitor, seats: str, press: Callable[..., int], ids: Callable[[str], str]
) -> None:
    assert press("dana", before=ids("maria")) == 303
    assert sitting(dana.get(seats).text)[:2] == ["Dana", "Maria"]
    assert press("dana", before="") == 303
    assert sitting(dana.get(seats).text)[-1] == "Dana"
    assert press("dana", before=ids("dana")) == 404


def test_who_is_not_in_the_room_and_comes_back(dana: Visitor, seats: str, press: Callable[..., int]) -> None:
    for _time in range(2):
        assert press("theo", "/room", in_room="no") == 303
    assert "Theo" not in sitting(dana.get(seats).text)
    assert press("theo", way="up") == 404
    assert press("theo", "/room", in_room="yes") == 303
    assert "Theo" in sitting(dana.get(seats).text)
    assert press("sam", "/room", in_room="no") == 422
    assert press("dana", "/room", in_room="no") == 422
    assert press("theo", "/room", in_room="perhaps") == 422


def test_of_two_windows_the_second_is_told(dana: Visitor, seats: str, ids: Callable[[str], str]) -> None:
    page = dana.get(seats).text
    form = {"who": ids("luis"), "way": "up", "seen": seen(page)}
    dana.post(seats, form)
    answer = dana.post(seats, form, htmx="seats")

    assert answer.status_code == 409
    assert "The seats were changed meanwhile." in answer.text
    assert answer.text.lstrip().startswith('<div id="seats"')
    assert sitting(answer.text) == sitting(dana.get(seats).text)


def test_at_the_same_moment_one_is_done_and_one_is_told(database: Database, cast: Cast) -> None:
    with database.reading() as db:
        shown = queries.seal_of(
            queries.chairs(db, engagements.led(db, cast.reyes.id, seen_by=cast.dana), seen_by=cast.dana)
        )

    def move(name: str, way: str) -> str:
        try:
            with database.writing() as db:
                family = engagements.led(db, cast.reyes.id, seen_by=cast.dana)
                service.move(db, family, cast.members[name].id, way, shown, by=cast.dana)
        except Refusal:
            return "told"
        return "done"

    assert sorted(at_once(lambda: move("maria", "down"), lambda: move("theo", "up"))) == ["done", "told"]
    with database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Seat).where(Seat.member_id.is_(None))) == 1
        positions = list(db.scalars(select(Seat.position)))
    assert sorted(positions) == list(range(len(positions)))


def test_two_who_must_not_meet_are_never_put_next_to_each_other(
    dana: Visitor, seats: str, cast: Cast, press: Callable[..., int],
    ids: Callable[[str], str],
) -> None:  # fmt: skip
    keep_apart(dana, cast, "maria", "luis")
    assert "Maria and Luis must not meet, and would sit next to each other here." in dana.get(seats).text
    assert press("luis", way="down") == 303
    assert "must not meet" not in dana.get(seats).text
    before = sitting(dana.get(seats).text)

    assert press("luis", before=ids("ana")) == 422
    assert press("ana", "/room", in_room="no") == 422
    assert sitting(dana.get(seats).text) == before
    assert press("luis", way="up") == 422  # at both places above, Maria would sit beside him
    assert press("ana", before=ids("maria")) == 422
    assert press("luis", before="") == 303
    assert sitting(dana.get(seats).text)[-1] == "Luis"


def test_who_comes_in_gets_a_seat_that_is_not_beside_them(
    dana: Visitor, seats: str, cast: Cast, press: Callable[..., int],
) -> None:  # fmt: skip
    press("theo", "/room", in_room="no")
    keep_apart(dana, cast, "sam", "theo")
    assert press("theo", "/room", in_room="yes") == 303
    names = sitting(dana.get(seats).text)
    assert abs(names.index("Sam") - names.index("Theo")) > 1


def test_may_sit_over_every_order() -> None:
    for order in itertools.permutations((A, B, C)):
        assert may_sit(AB, order) == (order[1] == C)
        assert may_sit(frozenset(), order)
    assert may_sit(AB, ())


def test_one_step_goes_past_a_place_that_is_none() -> None:
    assert moved(AB, [A, C, D, B], B, "up") == [A, C, B, D]
    assert moved(AB, [D, A, C, B], B, "up") == [B, D, A, C]
    assert moved(AB, [A, C, B], B, "up") is None
    assert moved(AB, [A, C, B], A, "up") == [A, C, B]
    assert put([A, B, C], C, A) == [C, A, B]
    assert put([A, B, C], A, None) == [B, C, A]


@pytest.mark.parametrize("name", ["maria", "sam", "priya", "cole", "olga"])
def test_nobody_else_sees_or_moves_anybody(visit: Visit, seats: str, ids: Callable[[str], str], name: str) -> None:
    assert visit(name).get(seats).status_code in (403, 404)
    assert visit(name).post(seats, {"who": ids("luis"), "way": "up", "seen": "x"}).status_code in (403, 404)


def test_somebody_of_another_family_has_no_seat_here(dana: Visitor, seats: str) -> None:
    form = {"who": str(UUID(int=9)), "way": "up", "seen": seen(dana.get(seats).text)}
    assert dana.post(seats, form).status_code == 404
    assert "Up" not in dana.get(seats).text.split("Not in the room</h2>")[1]


def test_a_supervisor_sees_no_button(visit: Visit, seats: str) -> None:
    page = visit("sol").get(seats).text
    assert "Maria" in page
    assert f'action="{seats}' not in page
