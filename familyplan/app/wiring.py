"""Who is told what, which pages there are, and what must stand before anything is served."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.handlers import BaseRouteHandler
from sqlalchemy.exc import SQLAlchemyError

from familyplan.access import pages as access_pages
from familyplan.access.factors import pages as factor_pages
from familyplan.access.factors.keeping import pages as factor_keeping_pages
from familyplan.access.leaving import pages as leaving_pages
from familyplan.access.practice import pages as practice_pages
from familyplan.access.sessions import pages as session_pages
from familyplan.access.sessions.open import pages as open_session_pages
from familyplan.app import front, listeners
from familyplan.coach import shelf as coach
from familyplan.consents import pages as consent_pages
from familyplan.day import pages as day_pages
from familyplan.day.afterwards import pages as after_call_pages
from familyplan.day.answers import pages as answer_pages
from familyplan.day.live import pages as live_pages
from familyplan.day.rehearsal import pages as rehearsal_pages
from familyplan.day.run_sheet import pages as run_sheet_pages
from familyplan.day.seats import pages as seat_pages
from familyplan.demo import pages as demo_pages
from familyplan.desk.board import pages as board_pages
from familyplan.desk.closing import pages as closing_pages
from familyplan.desk.entries import pages as entry_pages
from familyplan.desk.families import pages as family_pages
from familyplan.desk.gates import pages as gate_table_pages
from familyplan.engagements import pages as engagement_pages
from familyplan.engagements.calls import pages as call_pages
from familyplan.engagements.circle import pages as circle_pages
from familyplan.engagements.decisions import pages as decision_pages
from familyplan.engagements.evenings import pages as evening_pages
from familyplan.engagements.first_call import pages as first_call_pages
from familyplan.engagements.gates import pages as gate_pages
from familyplan.engagements.grants import pages as grant_pages
from familyplan.engagements.invitations import pages as invitation_pages
from familyplan.engagements.invitations.doors import pages as door_pages
from familyplan.engagements.invitations.reaching_out import pages as reaching_out_pages
from familyplan.engagements.pauses import pages as pause_pages
from familyplan.engagements.people import pages as people_pages
from familyplan.engagements.roles import pages as role_pages
from familyplan.engagements.ties import pages as tie_pages
from familyplan.engagements.ways import pages as way_pages
from familyplan.guidance import shelf
from familyplan.home import pages as home_pages
from familyplan.home.eyes import pages as eye_pages
from familyplan.journal.service import note
from familyplan.kernel import log, paths, vault
from familyplan.kernel.errors import NotNow
from familyplan.lessons import pages as lesson_pages
from familyplan.letters import pages as letter_pages
from familyplan.letters.across import pages as across_pages
from familyplan.letters.afterwards import pages as afterwards_pages
from familyplan.letters.coaching import pages as coaching_pages
from familyplan.letters.comments import pages as comment_pages
from familyplan.letters.envelope import pages as envelope_pages
from familyplan.letters.history import pages as history_pages
from familyplan.letters.other_page import pages as other_page_pages
from familyplan.letters.own_pages import pages as own_page_pages
from familyplan.letters.paper import pages as paper_pages
from familyplan.letters.reading import pages as reading_pages
from familyplan.letters.reading.binder import pages as binder_pages
from familyplan.letters.reading.order import pages as order_pages
from familyplan.letters.recollections import pages as recollection_pages
from familyplan.letters.translation import pages as translation_pages
from familyplan.letters.writing import pages as writing_pages
from familyplan.meetings import pages as meeting_pages
from familyplan.meetings.calendar import pages as appointment_pages
from familyplan.meetings.minutes import pages as minute_pages
from familyplan.meetings.ours import pages as our_meeting_pages
from familyplan.meetings.times import pages as meeting_time_pages
from familyplan.milestones import pages as milestone_pages
from familyplan.outcomes import pages as outcome_pages
from familyplan.outcomes.corrections import pages as correction_pages
from familyplan.outcomes.follow_ups import pages as follow_up_pages
from familyplan.outcomes.own import pages as own_outcome_pages
from familyplan.programs.directory import pages as program_pages
from familyplan.programs.handing_off import pages as handing_off_pages
from familyplan.programs.imports import pages as import_pages
from familyplan.programs.options import pages as option_pages
from familyplan.programs.places import pages as place_pages
from familyplan.programs.travel import pages as travel_pages
from familyplan.reports import pages as report_pages
from familyplan.safety import pages as safety_pages
from familyplan.safety.reporting import pages as reporting_pages
from familyplan.settings import Settings
from familyplan.upkeep.keeping import pages as keeping_pages

PAGES = (
    front,
    access_pages,
    factor_pages,
    factor_keeping_pages,
    leaving_pages,
    session_pages,
    open_session_pages,
    engagement_pages,
    first_call_pages,
    people_pages,
    tie_pages,
    grant_pages,
    way_pages,
    role_pages,
    practice_pages,
    lesson_pages,
    meeting_pages,
    meeting_time_pages,
    minute_pages,
    our_meeting_pages,
    appointment_pages,
    outcome_pages,
    correction_pages,
    follow_up_pages,
    own_outcome_pages,
    milestone_pages,
    home_pages,
    eye_pages,
    family_pages,
    gate_table_pages,
    board_pages,
    entry_pages,
    letter_pages,
    writing_pages,
    paper_pages,
    recollection_pages,
    own_page_pages,
    coaching_pages,
    comment_pages,
    history_pages,
    across_pages,
    afterwards_pages,
    other_page_pages,
    envelope_pages,
    reading_pages,
    binder_pages,
    order_pages,
    translation_pages,
    consent_pages,
    safety_pages,
    reporting_pages,
    gate_pages,
    invitation_pages,
    door_pages,
    reaching_out_pages,
    pause_pages,
    call_pages,
    evening_pages,
    live_pages,
    after_call_pages,
    circle_pages,
    decision_pages,
    keeping_pages,
    program_pages,
    import_pages,
    option_pages,
    place_pages,
    travel_pages,
    handing_off_pages,
    day_pages,
    seat_pages,
    answer_pages,
    rehearsal_pages,
    run_sheet_pages,
    report_pages,
    closing_pages,
)


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
    listeners.subscribe()


def handlers(settings: Settings) -> list[BaseRouteHandler]:
    """List every page of every slice; a demo alone can show its outbox."""
    shown = (*PAGES, demo_pages) if settings.demo else PAGES
    return [handler for pages in shown for handler in pages.HANDLERS]


def journal_denial(request: Request[Any, Any, Any]) -> None:
    """Note that somebody who is signed in asked for what is not theirs; never fails the answer."""
    person = request.scope.get("user")
    about = next((value for value in request.path_params.values() if isinstance(value, UUID)), None)
    if person is not None:
        _note_apart(request, "reach.denied", by=person, about="page", about_id=about)


def journal_refused_try(request: Request[Any, Any, Any]) -> None:
    """
    Note that somebody tried to show who they are (password, code, factor, confirm) and did not; never fails the answer.

    Whose account it was is noted where somebody has it. The same is written where nobody does.
    """
    state = request.scope["state"]
    if state.get("tried"):
        about_id = state.get("tried_at") or getattr(request.scope.get("user"), "id", None)
        _note_apart(request, "person.not_let_in", by=None, about=state["tried"], about_id=about_id)


def _note_apart(request: Request[Any, Any, Any], act: str, **more: Any) -> None:
    """Write an entry in a transaction of its own: what it tells of stored nothing."""
    try:
        with request.app.state.database.writing() as db:
            note(db, act, **more)
    except (SQLAlchemyError, NotNow) as why:
        log.broke(request.scope["state"]["request_id"], why)
