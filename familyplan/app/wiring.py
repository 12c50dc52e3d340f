"""Who is told what, which pages there are, and what must stand before anything is served."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.handlers import BaseRouteHandler
from sqlalchemy.exc import SQLAlchemyError

from familyplan.access import pages as access_pages
from familyplan.access.practice import pages as practice_pages
from familyplan.consents import pages as consent_pages
from familyplan.demo import pages as demo_pages
from familyplan.engagements import service as engagements
from familyplan.guidance import shelf
from familyplan.journal.service import note
from familyplan.kernel import log, paths, vault
from familyplan.kernel.errors import NotNow
from familyplan.lessons import pages as lesson_pages
from familyplan.lessons import service as lessons
from familyplan.milestones.plan import service as milestones
from familyplan.safety import pages as safety_pages
from familyplan.safety.reporting import pages as reporting_pages
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
    engagements.began.tell(milestones.lay_out, lessons.assign)
    engagements.day_moved.tell(milestones.move)
    engagements.joined.tell(lessons.assign_to)
    engagements.model_changed.tell(milestones.change, lessons.assign)


def handlers(settings: Settings) -> list[BaseRouteHandler]:
    """List every page of every slice; a demo alone can show its outbox."""
    shown_in_a_demo = demo_pages.HANDLERS if settings.demo else []
    return [
        *access_pages.HANDLERS,
        *practice_pages.HANDLERS,
        *shown_in_a_demo,
        *lesson_pages.HANDLERS,
        *consent_pages.HANDLERS,
        *safety_pages.HANDLERS,
        *reporting_pages.HANDLERS,
    ]


def journal_denial(request: Request[Any, Any, Any]) -> None:
    """Note, in a transaction of its own, that somebody asked for what is not theirs; never fails the answer."""
    person = request.scope.get("user")
    about = next((value for value in request.path_params.values() if isinstance(value, UUID)), None)
    if person is None or about is None:
        return
    try:
        with request.app.state.database.writing() as db:
            note(db, "reach.denied", by=person, about="page", about_id=about)
    except (SQLAlchemyError, NotNow) as why:
        log.broke(request.scope["state"]["request_id"], why)
