"""The plan of one family: its steps by stage, what is said about them by hand, and the day."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.engagements import service as acts
from familyplan.engagements.records import Engagement
from familyplan.kernel import clock
from familyplan.kernel.errors import NotYours, Refusal
from familyplan.kernel.forms import Form
from familyplan.kernel.language import _
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, writes
from familyplan.milestones import queries
from familyplan.milestones.completions import service
from familyplan.milestones.completions.service import HOW
from familyplan.milestones.plan import service as plan
from familyplan.milestones.service import next_step

Asked = Request[Person, SignedIn, Any]


def _plan(db: Session, *, seen_by: Person, engagement_id: UUID, **_about: object) -> Context:
    reached = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    engagement = reached.engagement
    way = plan.way(engagement, queries.laid_out(db, [engagement], seen_by=seen_by)[engagement.id])
    return {
        "engagement": engagement,
        "model": plan.model_of(engagement),
        "way": way,
        "next": next_step(way.steps),
        "opened_early": queries.opened_early(db, engagement, seen_by=seen_by),
        "taken_back": queries.taken_back(db, engagement, seen_by=seen_by),
        "labels": {step.milestone.id: step.milestone.label for step in way.steps},
        "moves": [step for step in way.steps if step.milestone.anchor == "day" and not step.ended],
        "hour": clock.local(engagement.day_at, engagement.zone).strftime("%H:%M") if engagement.day_at else "",
        "leads": reached.what == "lead",
        "today": clock.today(engagement.zone),
    }


PLAN = Page("milestones/milestones.html", _plan)


@writes("/engagements/{engagement_id:uuid}/milestones", how=get, guards=[guards.team])
def milestones(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show every step by stage, closed stages too."""
    acts.look(db, engagement_id, "plan", by=request.user)
    return PLAN.show(engagement_id=engagement_id)


def _changed(engagement_id: UUID) -> Answer:
    return PLAN.changed("milestones", to=f"/engagements/{engagement_id}/milestones", engagement_id=engagement_id)


@writes(
    "/engagements/{engagement_id:uuid}/milestones/{milestone_id:uuid}/completions",
    page=PLAN,
    guards=[guards.interventionist],
)
def complete(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], milestone_id: FromPath[UUID]) -> Answer:
    """Say by hand that a step is done, or not needed here: fields how, happened_on, why."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    milestone = queries.milestone(db, engagement, milestone_id, seen_by=request.user)
    how, why, on = form.choice("how", HOW, default="done"), form.text("why"), form.day("happened_on")
    service.complete(db, engagement, milestone, how, why=why, happened_on=on, by=request.user)
    return _changed(engagement_id)


@writes(
    "/engagements/{engagement_id:uuid}/completions/{completion_id:uuid}/withdrawal",
    page=PLAN,
    guards=[guards.interventionist],
)
def withdraw(
    request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], completion_id: FromPath[UUID]
) -> Answer:
    """Take back what was said by hand: field why."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    completion = queries.completion(db, engagement, completion_id, seen_by=request.user)
    service.withdraw(db, engagement, completion, why=form.text("why"), by=request.user)
    return _changed(engagement_id)


@writes("/engagements/{engagement_id:uuid}/stages/{stage:str}/opening", page=PLAN, guards=[guards.interventionist])
def open_stage(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], stage: FromPath[str]) -> Answer:
    """Open a closed stage before its time: field why."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    model = plan.model_of(engagement)
    if model is None or stage not in {one.key for one in model.stages}:
        raise NotYours
    service.open_stage(db, engagement, stage, why=form.text("why"), by=request.user)
    return _changed(engagement_id)


@writes("/engagements/{engagement_id:uuid}/day-date", page=PLAN, guards=[guards.interventionist])
def set_day(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Set or move the day, or take it back by leaving it empty: fields day, time, place."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    acts.set_day(db, engagement, day_at(form, engagement), form.text("place", longest=300), by=request.user)
    return _changed(engagement_id)


def day_at(form: Form, engagement: Engagement) -> datetime | None:
    """Read the day and the hour as they are said where the family lives; refuses a day before the first call."""
    day, hour = form.day("day"), form.text("time", longest=10)
    if day is None:
        return None
    if day < engagement.started_on:
        raise Refusal(_("That is before the family called. Is the year right?"), field="day")
    return _at(day, hour or "12:00", engagement.zone)


def _at(day: date, hour: str, zone: str) -> datetime:
    try:
        time = datetime.strptime(hour, "%H:%M").time()  # noqa: DTZ007  the zone is the family's, set on the next line
    except ValueError:
        raise Refusal(_("That is not an hour we can read. Try it like 18:30."), field="time") from None
    return datetime.combine(day, time, ZoneInfo(zone)).astimezone(UTC)


HANDLERS = [milestones, complete, withdraw, open_stage, set_day]
