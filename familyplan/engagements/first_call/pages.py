"""The first call (A1), the page for a danger that is now (A2), and what the caller was told (A3)."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.engagements import service as acts
from familyplan.engagements.first_call import queries, service
from familyplan.engagements.people.service import RELATION_WORDS
from familyplan.engagements.records import YES_NO, Engagement
from familyplan.guidance import shelf
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.forms import LONGEST_FIELD, Form
from familyplan.kernel.language import _
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, found, go, reads, writes

Asked = Request[Person, SignedIn, Any]
DANGER = ("yes", "dont_know")  # both open the page for a danger


def _new(_db: Session, *, seen_by: Person) -> Context:
    return {"form_id": uuid7(), "relations": RELATION_WORDS, "kept_at": None, "person": seen_by}


def _first_call(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    reach = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    known = queries.call(db, reach.engagement, seen_by=seen_by)
    before = queries.spoken_before(db, known.call, seen_by=seen_by) if known.call else []
    name = known.caller.person.name if known.caller else ""
    step = known.step if known.step and (known.step.words or known.step.due_on != known.step.arisen_at.date()) else None
    unnamed = known.call is not None and name == service.stand_in_name(known.call, reach.engagement.zone)
    return {
        "engagement": reach.engagement, "leads": reach.what == "lead", "known": known, "step": step, "before": before,
        "name": "" if unnamed else name, "relations": RELATION_WORDS,
    }  # fmt: skip


def _right_now(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    reach = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    entries = queries.right_now(db, reach.engagement, seen_by=seen_by)
    standing = next((entry for entry in entries if entry.ended_at is None), None)
    return {
        "engagement": reach.engagement, "leads": reach.what == "lead", "standing": standing,
        "about": standing.id if standing else uuid7(), "entries": [entry for entry in entries if entry is not standing],
        "numbers": list(shelf.current().help_numbers["US"].values()),
    }  # fmt: skip


def _told(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    reach = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    said = queries.told(db, reach.engagement, seen_by=seen_by)
    answer = said.get(queries.ANSWER)
    return {
        "engagement": reach.engagement, "leads": reach.what == "lead", "said": said, "left": queries.not_yet_said(said),
        "lines": shelf.current().safety.told, "answer": answer.answer if answer else "",
        "today": clock.today(reach.engagement.zone),
    }  # fmt: skip


NEW = Page("engagements/first_call/new.html", _new)
FIRST_CALL = Page("engagements/first_call/show.html", _first_call)
RIGHT_NOW = Page("engagements/first_call/right_now.html", _right_now)
TOLD = Page("engagements/first_call/told.html", _told)


def _as_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(form: Form, name: str, *, hurry: bool) -> date | None:
    try:
        return form.day(name)
    except Refusal:
        if hurry:
            return None
        raise


def _said(form: Form, *, hurry: bool) -> service.Said:
    """Read the call. In a *hurry*, because somebody is in danger, nothing is refused: what can be kept is kept."""
    words = {name: form.raw(name).strip()[:LONGEST_FIELD] if hurry else form.text(name) for name in (
        "name", "phone", "best_time", "about", "happened", "would_help", "culture", "step", "family_name",
    )}  # fmt: skip
    return service.Said(
        **words,
        relation=form.text("relation") if form.text("relation") in RELATION_WORDS else "",
        leave_message=form.raw("leave_message") if form.raw("leave_message") in service.LEAVE_MESSAGE else "",
        in_danger=form.raw("in_danger") if form.raw("in_danger") in YES_NO else "",
        step_on=_day(form, "step_on", hurry=hurry),
        happened_on=_day(form, "happened_on", hurry=hurry),
    )


def _onward(db: Session, engagement: Engagement, said: service.Said, *, by: Person) -> Answer:
    if said.in_danger in DANGER:
        service.open_right_now(db, engagement, by=by)
        return go(f"/engagements/{engagement.id}/right-now")
    return go(f"/engagements/{engagement.id}/first-call")


@reads("/engagements/new", guards=[guards.interventionist])
def new_call(request: Asked, db: Db) -> Answer:
    """Show the empty form; looking opens no file."""
    return NEW.show()


@writes("/engagements/new", page=NEW, guards=[guards.interventionist])
def begin(request: Asked, db: Db, form: Sent) -> Answer:
    """Keep a first call, named or not, and lead on: to the page for a danger when there may be one."""
    hurry = form.raw("in_danger") in DANGER
    said = _said(form, hurry=hurry)
    if not hurry:
        service.check_days(said, request.user.zone, keep_past=form.ticked("keep_past"))
    engagement = service.begin(db, said, by=request.user, form_id=_as_id(form.raw("form_id")))
    return _onward(db, engagement, said, by=request.user)


@writes("/engagements/new/keeping", page=NEW, guards=[guards.interventionist])
def keep(request: Asked, db: Db, form: Sent) -> Answer:
    """Keep an unfinished call while it is typed, so that a closed window loses nothing; nothing is asked back."""
    service.begin(db, _said(form, hurry=True), by=request.user, form_id=_as_id(form.raw("form_id")))
    return NEW.changed("kept", to="/engagements/new", says={"kept_at": clock.now()})


@writes("/engagements/{engagement_id:uuid}/first-call", how=get, guards=[guards.team])
def first_call(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show the first call as it was kept, to be written on by the lead."""
    acts.look(db, engagement_id, "first_call", by=request.user)
    return FIRST_CALL.show(engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/first-call", page=FIRST_CALL, guards=[guards.interventionist])
def amend(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Write the call again with what is known now."""
    engagement = engagements.led(db, engagement_id, seen_by=found(request.user))
    hurry = form.raw("in_danger") in DANGER
    said = _said(form, hurry=hurry)
    if not hurry:
        step = queries.call(db, engagement, seen_by=request.user).step
        known = step.due_on if step else None
        service.check_days(said, engagement.zone, keep_past=form.ticked("keep_past"), known_step_on=known)
    service.amend(db, engagement, said, by=request.user)
    return _onward(db, engagement, said, by=request.user)


@reads("/engagements/{engagement_id:uuid}/right-now", guards=[guards.team])
def right_now(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show the numbers to press, and room for a note; looking notes nothing."""
    return RIGHT_NOW.show(engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/right-now", page=RIGHT_NOW, guards=[guards.interventionist])
def note_right_now(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Note what is known of a danger and how it ended; every part may be empty."""
    engagement = engagements.led(db, engagement_id, seen_by=found(request.user))
    words = (form.text("happening"), form.text("who_calls"), form.text("ending"))
    ended_at = _time_today(form, engagement.zone)
    service.note_right_now(
        db, engagement, _as_id(form.raw("about")) or uuid7(), words, by=request.user, ended_at=ended_at
    )
    to = f"/engagements/{engagement_id}/right-now"
    return RIGHT_NOW.changed("right_now", to=to, says={"kept": True}, engagement_id=engagement_id)


def _time_today(form: Form, zone: str) -> datetime | None:
    """Read a time on the clock of *zone*: the latest such moment that is not ahead."""
    text = form.text("ended")
    if not text:
        return None
    try:
        at = datetime.combine(clock.today(zone), time.fromisoformat(text).replace(tzinfo=None), ZoneInfo(zone))
    except ValueError:
        raise Refusal(_("That is not a time we can read. Try it like 14:30."), field="ended") from None
    return at if at <= clock.now() else at - timedelta(days=1)


@reads("/engagements/{engagement_id:uuid}/told", guards=[guards.team])
def told(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show the lines to read aloud."""
    return TOLD.show(engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/told", page=TOLD, guards=[guards.interventionist])
def tell(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Keep which lines were said today and what the caller decided."""
    engagement = engagements.led(db, engagement_id, seen_by=found(request.user))
    answer = form.choice("answer", service.ANSWERS, default="")
    service.tell(db, engagement, set(form.every("line")), answer, by=request.user, happened_on=form.day("happened_on"))
    return TOLD.changed("told", to=f"/engagements/{engagement_id}/told", engagement_id=engagement_id)


HANDLERS = [new_call, begin, keep, first_call, amend, right_now, note_right_now, told, tell]
