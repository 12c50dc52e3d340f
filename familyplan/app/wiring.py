"""Who is told what, which pages there are, and what must stand before anything is served."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.handlers import BaseRouteHandler
from sqlalchemy.exc import SQLAlchemyError

from familyplan.access import pages as access_pages
from familyplan.guidance import shelf
from familyplan.journal.service import note
from familyplan.kernel import log, paths, vault
from familyplan.kernel.errors import NotNow
from familyplan.settings import Settings


def set_up(settings: Settings) -> None:
    """
    Read models and content, open the vault, subscribe the slices: all that commands, tests and the server share.

    Raises `guidance.reading.Broken`, naming file, field and value, or `vault.Locked` when the key is not there.
    """
    if settings.models is not None:
        paths.add_own("models", settings.models)
    if settings.content is not None:
        paths.add_own("content", settings.content)
    shelf.use(shelf.open_shelf(paths.models(), paths.content()))
    vault.install(vault.Vault(vault.KeyRing(settings.keys)))
    subscribe()


def subscribe() -> None:
    """Say who is told of the five announcements, in order."""


def handlers(settings: Settings) -> list[BaseRouteHandler]:
    """List every page of every slice; a demo alone can show its outbox."""
    return [*access_pages.HANDLERS]


def journal_denial(request: Request[Any, Any, Any]) -> None:
    """Note, in a transaction of its own, that a signed-in person asked for what is not theirs; never fails the answer."""
    person = request.scope.get("user")
    about = next((value for value in request.path_params.values() if isinstance(value, UUID)), None)
    if person is None or about is None:
        return
    try:
        with request.app.state.database.writing() as db:
            note(db, "reach.denied", by=person, about="page", about_id=about)
    except (SQLAlchemyError, NotNow) as why:
        log.broke(request.scope["state"]["request_id"], why)
