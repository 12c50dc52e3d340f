"""What a slice needs to know and only a slice above it can say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from familyplan.kernel.web import Person

Known = TypeVar("Known")


class FromAbove(Generic[Known]):
    """One question that a slice above answers; `app` alone says which. Until then *nothing* is the answer."""

    def __init__(self, nothing: Known) -> None:
        """Know *nothing* until somebody says where it comes from."""
        self._nothing = nothing
        self._ask: Callable[..., Known] | None = None

    def comes_from(self, ask: Callable[..., Known]) -> None:
        """Say who answers: a function (db, engagement, seen_by=); saying it again replaces."""
        self._ask = ask

    def __call__(self, db: Session, engagement: Any, *, seen_by: Person) -> Known:
        """Ask there."""
        return self._ask(db, engagement, seen_by=seen_by) if self._ask else self._nothing
