"""How often the store is asked does not depend on how much stands on the record."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from familyplan.demo.cast import Cast
from familyplan.kernel.db import Database
from tests.outcomes.people import at, line, release
from tests.visitor import Visitor

MOST = 8 + 3  # for a page, beside the session's look-up, its person's roles and the practice


def counted(database: Database, ask: Callable[[], Any]) -> int:
    asked: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", count)
    ask()
    event.remove(database.engine, "before_cursor_execute", count)
    return sum(statement.lstrip().upper().startswith("SELECT") for statement in asked)


def test_the_page_asks_as_often_for_twelve_lines_as_for_two(
    visit: Callable[[str], Visitor], database: Database, cast: Cast
) -> None:
    release(database, cast)
    dana, cole = visit("dana"), visit("cole")
    dana.post(at(cast), line(cast))
    cole.post(at(cast), line(cast, source="record"))
    few = counted(database, lambda: dana.get(at(cast)))
    for days_ago in range(1, 6):
        dana.post(at(cast), line(cast, "left_early", days_ago=days_ago))
        cole.post(at(cast), line(cast, "still_there", source="record", days_ago=days_ago))
    many = counted(database, lambda: dana.get(at(cast)))

    assert few == many
    assert many <= MOST
