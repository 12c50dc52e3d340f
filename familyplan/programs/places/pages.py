"""The place that is held for somebody, and what was said about money."""

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
from familyplan.kernel.errors import Refusal
from familyplan.kernel.forms import Form
from familyplan.kernel.language import _
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, id_in, writes
from familyplan.programs.insurance import queries as money
from familyplan.programs.insurance import service as saying
from familyplan.programs.insurance.records import KINDS
from familyplan.programs.options import queries as options
from familyplan.programs.options.records import Option
from familyplan.programs.places import queries, service

Asked = Request[Person, SignedIn, Any]
LINE, LONGEST = 300, 2_000
E = "/engagements/{engagement_id:uuid}/programs"


def _place(db: Session, *, seen_by: Person, engagement_id: UUID, **_more: object) -> Context:
    reached = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    engagement, now = reached.engagement, clock.now()
    places = queries.places(db, engagement, seen_by=seen_by)
    current = [one for one in places if one.let_go_at is None and one.replaced_at is None]
    return {
        "engagement": engagement,
        "leads": reached.what == "lead",
        "standing": current,
        "before": [one for one in places if one not in current],
        "soon": now + queries.WARN_BEFORE,
        "now": now,
        "options": options.options(db, engagement, seen_by=seen_by),
        "money": money.said(db, engagement, seen_by=seen_by),
        "today": clock.today(engagement.zone),
    }


PLACE = Page("programs/place.html", _place)


def _option(db: Session, engagement: Engagement, sent: str, seen_by: Person) -> Option:
    if not sent:
        raise Refusal(_("At which program? Add it to the family's options first."), field="option")
    return options.option(db, engagement, id_in(sent), seen_by=seen_by)


def _day(form: Form, name: str, sentence: str) -> date:
    day = form.day(name)
    if day is None:
        raise Refusal(sentence, field=name)
    return day


def _held(form: Form, zone: str) -> service.Held:
    said_on = _day(form, "said_on", _("On which day did they say so?"))
    until_on = _day(form, "until_on", _("Until which day do they hold it? Ask, if they did not say."))
    hour = form.text("until_time", longest=10) or "23:59"
    try:
        time = datetime.strptime(hour, "%H:%M").time()  # noqa: DTZ007  the zone is the family's, set on the next line
        until_at = datetime.combine(until_on, time, ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refusal(_("That is not an hour we can read. Try it like 18:30."), field="until_time") from None
    return service.Held(
        said_by=form.needed("said_by", _("Who said so? A first name and what they do there."), longest=LINE),
        said_on=said_on,
        until_at=until_at,
        words=form.text("words", longest=LONGEST),
    )


def _changed(engagement_id: UUID) -> Answer:
    return PLACE.changed("place", to=f"/engagements/{engagement_id}/programs/place", engagement_id=engagement_id)


@writes(f"{E}/place", how=get, guards=[guards.team])
def place(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show what is held, what was, and what was said about money."""
    acts.look(db, engagement_id, "programs", by=request.user)
    return PLACE.show(engagement_id=engagement_id)


@writes(f"{E}/place", page=PLACE, guards=[guards.interventionist])
def hold(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Note that a place is held: fields option, said_by, said_on, until_on, until_time, words, instead."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    option = _option(db, engagement, form.raw("option"), request.user)
    held = _held(form, engagement.zone)
    service.hold(db, engagement, option, held, instead=form.ticked("instead"), by=request.user)
    return _changed(engagement_id)


@writes(f"{E}/place/{{place_id:uuid}}/letting-go", page=PLACE, guards=[guards.interventionist])
def let_go(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], place_id: FromPath[UUID]) -> Answer:
    """Let a place go: field why."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    held = queries.place(db, engagement, place_id, seen_by=request.user)
    service.let_go(db, engagement, held, form.text("why", longest=LINE), by=request.user)
    return _changed(engagement_id)


@writes(f"{E}/money", page=PLACE, guards=[guards.interventionist])
def note_money(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Note what was said about money: fields kind, who, money_on, money_words, reference, money_program."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    about = form.raw("money_program")
    said = saying.Said(
        kind=form.choice("kind", KINDS, default="insurer"),
        who=form.text("who", longest=LINE),
        words=form.text("money_words", longest=LONGEST),
        said_on=_day(form, "money_on", _("On which day was it said?")),
        reference=form.text("reference", longest=LINE),
        program_id=_option(db, engagement, about, request.user).program_id if about else None,
    )
    saying.add(db, engagement, said, by=request.user)
    return _changed(engagement_id)


@writes(f"{E}/money/{{money_id:uuid}}/withdrawal", page=PLACE, guards=[guards.interventionist])
def strike_out(request: Asked, db: Db, engagement_id: FromPath[UUID], money_id: FromPath[UUID]) -> Answer:
    """Strike out a line about money."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    saying.withdraw(db, engagement, money.one(db, engagement, money_id, seen_by=request.user), by=request.user)
    return _changed(engagement_id)


HANDLERS = [place, hold, let_go, note_money, strike_out]
