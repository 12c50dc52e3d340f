"""The page that lies open on a phone on the day: whom to call first, then six large taps."""

import json
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, get, put
from litestar.params import FromPath
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.day import queries as days
from familyplan.day.live import queries, service
from familyplan.day.live.records import EMERGENCY, KINDS, TAPS
from familyplan.day.run_sheet.queries import plan_b
from familyplan.day.service import STOPPING
from familyplan.engagements import queries as engagements
from familyplan.engagements import service as acts
from familyplan.engagements.records import Engagement
from familyplan.guidance import shelf
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.forms import Form
from familyplan.kernel.language import _, said
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, go, send, writes

Asked = Request[Person, SignedIn, Any]
LABELS = {
    "began": _("We have begun"),
    "all_read": _("Everyone has read"),
    "left_room": _("Left the room"),
    "said_yes": _("Said yes"),
    "not_today": _("Said not today"),
    "ended": _("We have ended"),
    EMERGENCY: _("We called %(number)s"),
}
ANSWERS = ("said_yes", "not_today")
OF_TIME = {
    "corrected": _("The phone's clock was off; the time is put right."),
    "unsure": _("The phone's clock was moved meanwhile, so the time is a guess."),
    "ahead": _("The phone's clock was ahead, so this is when it arrived."),
}


def _live(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    reached = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    engagement, now = reached.engagement, clock.now()
    around = queries.ground(db, engagement, seen_by=seen_by)
    noted = queries.log(db, engagement, seen_by=seen_by)
    closed = queries.closed_because(around, noted, now)
    plan = days.agreed(db, engagement, seen_by=seen_by).plan
    stopping = (plan.stopping if plan else "") or STOPPING
    return {
        "engagement": engagement,
        "at": f"/engagements/{engagement.id}/day/live",
        "leads": reached.what == "lead",
        "around": around,
        "noted": noted,
        "closed": service.CLOSED.get(closed, ""),
        "closed_because": closed,
        "numbers": shelf.current().help_numbers["US"],
        "called_at": noted.called_at(now),
        "runs": noted.runs(now),
        "taps": [(kind, KINDS.index(kind), LABELS[kind]) for kind in TAPS],
        "emergency_code": KINDS.index(EMERGENCY),
        "labels": LABELS,
        "answers": _ways_to_outcomes(engagement, noted),
        "of_time": OF_TIME,
        "day_word": around.model.words.day if around.model else "",
        "key": str(uuid7()),
        "now_ms": round(now.timestamp() * 1000),
        "kept_under": queries.kept_under(engagement, seen_by),
        "plan_b": [(card.title, card.short) for card in plan_b(engagement.lead.first_name, stopping)],
    }


def _ways_to_outcomes(engagement: Engagement, noted: queries.Log) -> dict[UUID, str]:
    """From a tap that was an answer to the page on which it is recorded, its day and time filled in."""
    return {
        one.id: f"/engagements/{engagement.id}/outcomes/new?"
        + urlencode({"at": clock.local(one.happened_at, engagement.zone).strftime("%Y-%m-%d %H:%M")})
        for one in noted.standing
        if one.kind in ANSWERS
    }


LIVE = Page("day/live.html", _live)


def _again(*, engagement_id: UUID, **_more: object) -> tuple[Page, Context]:
    """Come back, after a refusal, to the log that it was about."""
    return LIVE, {"engagement_id": engagement_id}


@writes("/engagements/{engagement_id:uuid}/day/live", how=get, guards=[guards.team])
def live(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show whom to call, the taps, and what was noted."""
    acts.look(db, engagement_id, "live", by=request.user)
    return LIVE.show(engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/day/live", page=LIVE, guards=[guards.interventionist])
def tap(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Note one tap as a plain form: fields kind, when (10:42, or empty for now), key."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    kind, now = form.choice("kind", KINDS), clock.now()
    acts.in_turn(db, engagement)
    noted = queries.log(db, engagement, seen_by=request.user)
    if kind != EMERGENCY:
        closed = queries.closed_because(queries.ground(db, engagement, seen_by=request.user), noted, now)
        if closed:
            raise Refusal(service.CLOSED[closed])
    key = form.raw("key") if service.KEY.fullmatch(form.raw("key")) else str(uuid7())
    happened_at = service.typed_time(form.text("when"), engagement, now)
    service.log(db, engagement, noted, [service.Tap(kind, key, happened_at)], by=request.user)
    return go(f"/engagements/{engagement_id}/day/live")


@writes("/engagements/{engagement_id:uuid}/day/live", how=put, page=LIVE, guards=[guards.interventionist])
def keep(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """
    Take what the page kept: fields tap (several) and sent; JSON says, by key, what is here now, and what cannot be.

    Whether the gate stands at go is not asked: the taps were open when they were pressed, and what happened is noted.
    """
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    acts.in_turn(db, engagement)
    noted = queries.log(db, engagement, seen_by=request.user)
    now, read, refused = clock.now(), [], {}
    for sent in form.every("tap")[: service.MOST_AT_ONCE]:
        try:
            read.append(service.tapped(sent, engagement, sent_ms=_whole(form, "sent"), now=now))
        except Refusal as refusal:
            refused[sent.split(" ", 1)[0]] = said(refusal)
    service.log(db, engagement, noted, read, by=request.user)
    told = {"kept": [one.key for one in read], "refused": refused, "now": round(now.timestamp() * 1000)}
    return send(json.dumps(told), "application/json")


def _whole(form: Form, name: str) -> int:
    value = form.raw(name)
    return int(value) if value.isdecimal() and len(value) < len("9" * 16) else 0


@writes(
    "/engagements/{engagement_id:uuid}/day/live/{tap_id:uuid}/withdrawal", page=_again,
    guards=[guards.interventionist],
)  # fmt: skip
def take_back(request: Asked, db: Db, engagement_id: FromPath[UUID], tap_id: FromPath[UUID]) -> Answer:
    """Take a tap back."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    one = queries.tap(db, engagement, tap_id, seen_by=request.user)
    service.take_back(db, engagement, one, by=request.user)
    return LIVE.changed("log", to=f"/engagements/{engagement_id}/day/live#log", engagement_id=engagement_id)


@writes(
    "/engagements/{engagement_id:uuid}/day/live/{tap_id:uuid}/note", page=_again,
    guards=[guards.interventionist],
)  # fmt: skip
def write_note(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], tap_id: FromPath[UUID]) -> Answer:
    """Write a few words beside a tap."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    one = queries.tap(db, engagement, tap_id, seen_by=request.user)
    service.add_note(db, engagement, one, form.text("note", longest=service.LONGEST_NOTE), by=request.user)
    return LIVE.changed("log", to=f"/engagements/{engagement_id}/day/live#log", engagement_id=engagement_id)


HANDLERS = [live, tap, keep, take_back, write_note]
