"""The options of one family: gathered by its lead, shown to the family side by side."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.engagements import service as acts
from familyplan.engagements.pauses import queries as pauses
from familyplan.guidance import shelf
from familyplan.kernel.forms import Form
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, found, id_in, writes
from familyplan.programs.directory import queries as directory
from familyplan.programs.options import queries, service

Asked = Request[Person, SignedIn, Any]
LONGEST = 2_000
E = "/engagements/{engagement_id:uuid}"


def _options(db: Session, *, seen_by: Person, engagement_id: UUID, **_more: object) -> Context:
    reached = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    engagement, leads = reached.engagement, reached.what == "lead"
    options = queries.options(db, engagement, seen_by=seen_by)
    showing = queries.showing(db, engagement, seen_by=seen_by)
    shown = [one for one in options if one.shown_at is not None]
    taken = {one.program_id for one in options}
    return {
        "engagement": engagement,
        "leads": leads,
        "options": options,
        "showing": showing,
        "new_ones": [one for one in options if one.shown_at is None] if showing else [],
        "lacks": service.lacks(shown if showing else options) if options else [],
        "seen": queries.seen(db, showing, seen_by=seen_by) if showing else {},
        "members": engagements.members(db, engagement, seen_by=seen_by),
        "may_be_shown": lambda member: queries.may_be_shown(engagement, member),
        "programs": [one for one in directory.every(db, seen_by=seen_by) if one.id not in taken] if leads else [],
        "levels": shelf.current().programs.levels,
    }


def _ways(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    reached = queries.place(db, engagement_id, seen_by=seen_by)
    pause = pauses.standing(db, engagement_id, seen_by=seen_by)
    member = found(reached.member)
    showing = None if pause else queries.showing(db, reached.engagement, seen_by=seen_by)
    return {
        "engagement": reached.engagement,
        "lead_name": reached.engagement.lead.first_name,
        "calls": member.calls or reached.engagement.loved_name,
        "is_loved_one": member.is_loved_one,
        "pause": pause,
        "showing": showing,
        "options": queries.shown(db, reached.engagement, seen_by=seen_by) if showing else [],
        "levels": shelf.current().programs.levels,
    }


OPTIONS = Page("programs/options.html", _options)
WAYS = Page("programs/ways.html", _ways)


def _words(form: Form) -> service.Words:
    return service.Words(
        reasons_for=form.text("reasons_for", longest=LONGEST),
        against=form.text("against", longest=LONGEST),
        ties=form.text("ties", longest=LONGEST),
        nothing_taken=form.ticked("nothing_taken"),
    )


def _changed(engagement_id: UUID) -> Answer:
    return OPTIONS.changed("options", to=f"/engagements/{engagement_id}/programs", engagement_id=engagement_id)


@writes(f"{E}/programs", how=get, guards=[guards.team])
def options(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show what was gathered for this family, what it is shown, and who has looked."""
    acts.look(db, engagement_id, "programs", by=request.user)
    return OPTIONS.show(engagement_id=engagement_id)


@writes(f"{E}/programs", page=OPTIONS, guards=[guards.interventionist])
def add(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Gather a program: fields program, reasons_for, against, ties, nothing_taken."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    program = directory.program(db, id_in(form.raw("program")), seen_by=request.user)
    service.add(db, engagement, program, _words(form), by=request.user)
    return _changed(engagement_id)


@writes(f"{E}/programs/options/{{option_id:uuid}}", page=OPTIONS, guards=[guards.interventionist])
def amend(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], option_id: FromPath[UUID]) -> Answer:
    """Change what is said of an option."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    option = queries.option(db, engagement, option_id, seen_by=request.user)
    service.amend(db, engagement, option, _words(form), by=request.user)
    return _changed(engagement_id)


@writes(f"{E}/programs/options/{{option_id:uuid}}/putting-away", page=OPTIONS, guards=[guards.interventionist])
def put_away(request: Asked, db: Db, engagement_id: FromPath[UUID], option_id: FromPath[UUID]) -> Answer:
    """Put an option aside."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    option = queries.option(db, engagement, option_id, seen_by=request.user)
    service.put_away(db, engagement, option, by=request.user)
    return _changed(engagement_id)


@writes(f"{E}/programs/showing", page=OPTIONS, guards=[guards.interventionist])
def show(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Put the options before the family: field why."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    service.show(db, engagement, form.text("why", longest=LONGEST), by=request.user)
    return _changed(engagement_id)


@writes(f"{E}/programs/showing/withdrawal", page=OPTIONS, guards=[guards.interventionist])
def take_back(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Take them back."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    service.take_back(db, engagement, by=request.user)
    return _changed(engagement_id)


@writes(f"{E}/ways-of-getting-help", how=get, guards=[guards.family])
def ways(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show a member the options side by side; that they looked is noted the first time."""
    reached = queries.place(db, engagement_id, seen_by=request.user)
    showing = queries.showing(db, reached.engagement, seen_by=request.user)
    if showing is not None and pauses.standing(db, engagement_id, seen_by=request.user) is None:
        service.mark_seen(db, showing, found(reached.member), by=request.user)
    return WAYS.show(engagement_id=engagement_id)


HANDLERS = [options, add, amend, put_away, show, take_back, ways]
