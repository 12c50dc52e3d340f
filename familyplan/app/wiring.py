"""Who is told what, which pages there are, and what must stand before anything is served."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.handlers import BaseRouteHandler
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from familyplan.access import pages as access_pages
from familyplan.access import service as access
from familyplan.access.practice import pages as practice_pages
from familyplan.access.records import Person
from familyplan.access.sessions import pages as session_pages
from familyplan.app import front
from familyplan.coach import shelf as coach
from familyplan.consents import pages as consent_pages
from familyplan.demo import pages as demo_pages
from familyplan.desk.board import pages as board_pages
from familyplan.desk.entries import pages as entry_pages
from familyplan.desk.families import pages as family_pages
from familyplan.desk.gates import pages as gate_table_pages
from familyplan.desk.gates import service as gate_table
from familyplan.engagements import pages as engagement_pages
from familyplan.engagements import service as engagements
from familyplan.engagements.calls import pages as call_pages
from familyplan.engagements.evenings import pages as evening_pages
from familyplan.engagements.first_call import pages as first_call_pages
from familyplan.engagements.gates import pages as gate_pages
from familyplan.engagements.gates import service as gates
from familyplan.engagements.grants import pages as grant_pages
from familyplan.engagements.invitations import pages as invitation_pages
from familyplan.engagements.invitations import service as invitations
from familyplan.engagements.invitations.doors import pages as door_pages
from familyplan.engagements.invitations.doors import service as doors
from familyplan.engagements.invitations.reaching_out import pages as reaching_out_pages
from familyplan.engagements.pauses import pages as pause_pages
from familyplan.engagements.people import pages as people_pages
from familyplan.engagements.records import Engagement
from familyplan.engagements.ways import pages as way_pages
from familyplan.engagements.ways import queries as ways
from familyplan.guidance import shelf
from familyplan.home import pages as home_pages
from familyplan.journal.service import note
from familyplan.kernel import log, paths, vault
from familyplan.kernel.errors import NotNow
from familyplan.lessons import pages as lesson_pages
from familyplan.lessons import service as lessons
from familyplan.letters import pages as letter_pages
from familyplan.letters import service as letters
from familyplan.letters.across import pages as across_pages
from familyplan.letters.coaching import pages as coaching_pages
from familyplan.letters.comments import pages as comment_pages
from familyplan.letters.envelope import pages as envelope_pages
from familyplan.letters.history import pages as history_pages
from familyplan.letters.other_page import pages as other_page_pages
from familyplan.letters.paper import pages as paper_pages
from familyplan.letters.reading import pages as reading_pages
from familyplan.letters.reading.binder import pages as binder_pages
from familyplan.letters.reading.order import pages as order_pages
from familyplan.letters.translation import pages as translation_pages
from familyplan.letters.unsaved import queries as unsaved
from familyplan.letters.writing import pages as writing_pages
from familyplan.mail import service as mail
from familyplan.milestones import pages as milestone_pages
from familyplan.milestones.plan import service as milestones
from familyplan.outcomes import pages as outcome_pages
from familyplan.outcomes.corrections import pages as correction_pages
from familyplan.outcomes.follow_ups import pages as follow_up_pages
from familyplan.safety import pages as safety_pages
from familyplan.safety import queries as safety
from familyplan.safety.reporting import pages as reporting_pages
from familyplan.settings import Settings


def set_up(settings: Settings) -> None:
    """
    Read models and content, open the vault, subscribe the slices: all that commands, tests and the server share.

    Raises `kernel.files.Broken`, naming file, field and value, or `vault.Locked` when the key is not there.
    """
    if settings.models is not None:
        paths.add_own("models", settings.models)
    if settings.content is not None:
        paths.add_own("content", settings.content)
    shelf.use(shelf.open_shelf(paths.models(), paths.content()))
    coach.use(coach.open_coach(paths.content()))
    vault.install(vault.Vault(vault.KeyRing(settings.keys)))
    subscribe()


def subscribe() -> None:
    """Say who is told of the five announcements, in order."""
    ways.safety_answers.come_from(answers_that_stand)
    engagements.began.tell(milestones.lay_out, lessons.assign, letters.open_letters)
    engagements.day_moved.tell(milestones.move)
    engagements.joined.tell(lessons.assign_to, letters.open_letters)
    engagements.left.tell(letters.let_rest, invitations.let_go)
    engagements.model_changed.tell(milestones.change, lessons.assign, letters.open_letters)
    gates.ask_safety_of(gate_table.safety_asked_at)
    mail.tell_of_lost(invitations.came_back)
    access.welcome(doors.may_ask_for_a_link)
    access.lead_on(lambda db, person: unsaved.way_back(db, seen_by=person))


def answers_that_stand(db: Session, engagement: Engagement, *, seen_by: Person) -> list[tuple[str, str]]:
    """Hand the safety answers that stand, row by row, to the page on which a way is chosen."""
    return [(answer.row, answer.answer) for answer in safety.latest(db, engagement, seen_by=seen_by)]


def handlers(settings: Settings) -> list[BaseRouteHandler]:
    """List every page of every slice; a demo alone can show its outbox."""
    shown_in_a_demo = demo_pages.HANDLERS if settings.demo else []
    return [
        *front.HANDLERS,
        *access_pages.HANDLERS,
        *session_pages.HANDLERS,
        *engagement_pages.HANDLERS,
        *first_call_pages.HANDLERS,
        *people_pages.HANDLERS,
        *grant_pages.HANDLERS,
        *way_pages.HANDLERS,
        *practice_pages.HANDLERS,
        *shown_in_a_demo,
        *lesson_pages.HANDLERS,
        *outcome_pages.HANDLERS,
        *correction_pages.HANDLERS,
        *follow_up_pages.HANDLERS,
        *milestone_pages.HANDLERS,
        *home_pages.HANDLERS,
        *family_pages.HANDLERS,
        *gate_table_pages.HANDLERS,
        *board_pages.HANDLERS,
        *entry_pages.HANDLERS,
        *letter_pages.HANDLERS,
        *writing_pages.HANDLERS,
        *paper_pages.HANDLERS,
        *coaching_pages.HANDLERS,
        *comment_pages.HANDLERS,
        *history_pages.HANDLERS,
        *across_pages.HANDLERS,
        *other_page_pages.HANDLERS,
        *envelope_pages.HANDLERS,
        *reading_pages.HANDLERS,
        *binder_pages.HANDLERS,
        *order_pages.HANDLERS,
        *translation_pages.HANDLERS,
        *consent_pages.HANDLERS,
        *safety_pages.HANDLERS,
        *reporting_pages.HANDLERS,
        *gate_pages.HANDLERS,
        *invitation_pages.HANDLERS,
        *door_pages.HANDLERS,
        *reaching_out_pages.HANDLERS,
        *pause_pages.HANDLERS,
        *call_pages.HANDLERS,
        *evening_pages.HANDLERS,
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
