"""
`familyplan`, with one bug planted in it: `python -m tests.faults.planted BUG serve …`.

Each is what a fault test is there to find; its control shows that it does.
"""

import itertools
import sys
from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from familyplan import commands
from familyplan.app import server
from familyplan.kernel import db as store

COMMIT = Session.commit


def normal() -> None:
    """Sync seldom: what is acknowledged may still be only in the machine's memory."""
    open_engine = store.open_engine
    vars(server)["open_engine"] = lambda url, **_more: open_engine(url, synchronous="NORMAL")


def forgetful() -> None:
    """Answer every twentieth time without having stored anything."""
    turn = itertools.count(1)

    def commit(self: Session) -> None:
        if next(turn) % 20 == 0:
            self.rollback()
        else:
            COMMIT(self)

    Session.commit = commit  # type: ignore[method-assign]  # the bug


def blind() -> None:
    """Take no notice when the store says that it did not store."""

    def commit(self: Session) -> None:
        try:
            COMMIT(self)
        except SQLAlchemyError:
            self.rollback()

    Session.commit = commit  # type: ignore[method-assign]  # the bug


def stubborn() -> None:
    """Never ask whether a connection still stands, and never let one go."""
    create = vars(store)["create_engine"]

    def create_engine(url: str, **more: Any) -> Any:
        return create(url, **{**more, "pool_pre_ping": False})

    vars(store)["create_engine"] = create_engine


BUGS: dict[str, Callable[[], None]] = {
    "normal": normal, "forgetful": forgetful, "blind": blind, "stubborn": stubborn,
}  # fmt: skip

if __name__ == "__main__":
    BUGS[sys.argv[1]]()
    sys.exit(commands.main(sys.argv[2:]))
