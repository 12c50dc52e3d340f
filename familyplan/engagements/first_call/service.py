"""Keeping a first call: nothing is needed, nothing is merged by itself, nothing here sets a status."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from babel.dates import format_date
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from familyplan.access.records import Person
from familyplan.engagements import service as engagements
from familyplan.engagements.first_call import queries
from familyplan.engagements.first_call.records import FirstCall, RightNow, Told
from familyplan.engagements.needs.service import met, needs
from familyplan.engagements.records import Engagement
from familyplan.guidance import shelf
from familyplan.journal.service import note
from familyplan.kernel import clock, language, vault
from familyplan.kernel.errors import NotYours, Refusal
from familyplan.kernel.language import _

LEAVE_MESSAGE = ("yes", "no", "name_only")
ANSWERS = ("goes_on", "thinks", "no")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody typed while listening; every part may be empty."""

    name: str = ""
    phone: str = ""
    best_time: str = ""
    leave_message: str = ""
    about: str = ""
    relation: str = ""
    happened: str = ""
    would_help: str = ""
    culture: str = ""
    in_danger: str = ""
    step: str = ""
    step_on: date | None = None
    happened_on: date | None = None
    family_name: str = ""


def phone_index(phone: str) -> bytes | None:
    """Find a telephone again by its last ten digits, however it was typed; nothing for what holds too few."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    return vault.current().address_index(f"tel:{digits[-10:]}") if len(digits) >= 7 else None  # noqa: PLR2004  a local number


def stand_in_name(noted: FirstCall, zone: str) -> str:
    """Name a call that has no name yet by when it came: "Call, Tuesday 14:10"."""
    at = clock.local(noted.entered_at, zone)
    day = format_date(at.date(), "EEEE", locale=language.spoken())
    return language.gettext(_("Call, %(day)s %(time)s")) % {"day": day, "time": f"{at:%H:%M}"}


def check_days(said: Said, zone: str, *, keep_past: bool, known_step_on: date | None = None) -> None:
    """Ask about a next step in the past unless *keep_past* or it stood there already; refuse a call still ahead."""
    today = clock.today(zone)
    if said.step_on and said.step_on < today and said.step_on != known_step_on and not keep_past:
        raise Refusal(_("That day is in the past. Keep it?"), field="step_on")
    if said.happened_on and said.happened_on > today:
        raise Refusal(_("That day is still ahead. On which day was the call?"), field="happened_on")


def begin(db: Session, said: Said, *, by: Person, form_id: UUID | None = None, zone: str = "") -> Engagement:
    """Open a file from a first call; the same form sent again keeps the call it made the first time."""
    sent = select(FirstCall).where(FirstCall.form_id == form_id, FirstCall.by_id == by.id)
    known = db.scalar(sent) if form_id else None
    if known is not None:
        engagement = db.get_one(Engagement, known.engagement_id)
        amend(db, engagement, said, by=by)
        return engagement
    zone = zone or by.zone
    engagement = engagements.open_engagement(db, by=by, zone=zone, started_on=said.happened_on)
    noted = FirstCall(
        engagement_id=engagement.id,
        form_id=form_id,
        happened_on=engagement.started_on,
        entered_at=clock.now(),
        by_id=by.id,
    )
    name = said.name or stand_in_name(noted, zone)
    relation = said.relation or "other"
    caller = engagements.add_member(db, engagement, name, relation, by=by, phone=said.phone, is_first_caller=True)
    noted.caller_id = caller.id
    engagement.family_name = said.family_name or name
    _write(noted, said)
    db.add(noted)
    try:
        db.flush()
    except IntegrityError:  # the same form, sent twice at the same moment
        vault.current().ring.destroy_engagement_key(engagement.id)
        raise Refusal(_("This call is just being kept. Please press once more.")) from None
    _name_loved_one(db, engagement, said.about, by=by)
    _plan_step(db, engagement, said)
    return engagement


def amend(db: Session, engagement: Engagement, said: Said, *, by: Person) -> None:
    """Write a first call again with what is known now; a family without one (a file begun elsewhere) gets one."""
    known = queries.call(db, engagement, seen_by=by)
    noted, caller = known.call, known.caller
    if caller is None:
        caller = engagements.add_member(
            db, engagement, said.name, said.relation or "other", by=by, is_first_caller=True
        )
    if noted is None:
        noted = FirstCall(
            engagement_id=engagement.id, caller_id=caller.id, happened_on=engagement.started_on, entered_at=clock.now(),
            by_id=by.id,
        )  # fmt: skip
        db.add(noted)
    standing_in = engagement.family_name in ("", caller.person.name)
    name = said.name or caller.person.name or stand_in_name(noted, engagement.zone)
    caller.person.name, caller.person.phone = name, said.phone
    caller.relation = said.relation or caller.relation
    if said.family_name not in ("", engagement.family_name):
        engagement.family_name = said.family_name
    elif standing_in:
        engagement.family_name = name
    if said.happened_on:
        noted.happened_on = engagement.started_on = said.happened_on
    _write(noted, said)
    if known.loved is None:
        _name_loved_one(db, engagement, said.about, by=by)
    elif said.about:
        known.loved.person.name = engagement.loved_name = said.about
    _plan_step(db, engagement, said)
    note(db, "first_call.amended", by=by, about="first_call", about_id=noted.id, engagement_id=engagement.id)


def _write(noted: FirstCall, said: Said) -> None:
    noted.phone_index = phone_index(said.phone)
    noted.best_time, noted.leave_message = said.best_time, said.leave_message
    noted.happened, noted.would_help, noted.culture = said.happened, said.would_help, said.culture
    noted.in_danger = said.in_danger or noted.in_danger or ""


def _name_loved_one(db: Session, engagement: Engagement, name: str, *, by: Person) -> None:
    engagement.loved_name = name
    if name:
        engagements.add_member(db, engagement, name, "loved_one", by=by, is_loved_one=True)


def _plan_step(db: Session, engagement: Engagement, said: Said) -> None:
    """Put the next step before the lead; without words it says that there is none yet."""
    needs(db, engagement, "next_step", engagement.id, words=said.step, due_on=said.step_on)


def open_right_now(db: Session, engagement: Engagement, *, by: Person) -> RightNow:
    """Note that the page for a danger was opened; one that has no ending yet stays the one that is open."""
    here = select(RightNow).where(RightNow.engagement_id == engagement.id, RightNow.ended_at.is_(None))
    standing = db.scalar(here.order_by(RightNow.opened_at.desc()).limit(1))
    return standing or _new_right_now(db, engagement, uuid7(), by=by)


def _new_right_now(db: Session, engagement: Engagement, about: UUID, *, by: Person) -> RightNow:
    opened = RightNow(id=about, engagement_id=engagement.id, opened_at=clock.now(), by_id=by.id)
    db.add(opened)
    at = clock.local(opened.opened_at, engagement.zone)
    needs(db, engagement, "right_now", opened.id, words=f"{at:%H:%M}")
    note(db, "right_now.opened", by=by, about="right_now", about_id=opened.id, engagement_id=engagement.id)
    return opened


def note_right_now(
    db: Session,
    engagement: Engagement,
    about: UUID,
    words: tuple[str, str, str],
    *,
    by: Person,
    ended_at: datetime | None = None,
) -> RightNow:
    """
    Note *words*: what is happening, who is calling whom, how it ended. All may be empty; nothing sets a status.

    Without an ending it goes on waiting on the desk. *about* is the page's own id, so that sent twice is one entry;
    raises `NotYours` for that of another family's page.
    """
    here = select(RightNow).where(RightNow.id == about, RightNow.engagement_id == engagement.id)
    noted = db.scalar(here)
    if noted is None and db.scalar(select(RightNow.id).where(RightNow.id == about)) is not None:
        raise NotYours
    noted = noted or _new_right_now(db, engagement, about, by=by)
    noted.happening, noted.who_calls, noted.ending = words
    if noted.ending:
        noted.ended_at = ended_at or noted.ended_at or clock.now()
        met(db, engagement.id, "right_now", noted.id)
    note(db, "right_now.noted", by=by, about="right_now", about_id=noted.id, engagement_id=engagement.id)
    return noted


def tell(
    db: Session, engagement: Engagement, lines: set[str], answer: str, *, by: Person, happened_on: date | None = None
) -> int:
    """
    Keep which lines were read aloud and what the caller answered; give how many are not yet said.

    A line keeps the day on which it was first said. One that is not ticked any more was ticked by mistake and goes.
    """
    day = happened_on or clock.today(engagement.zone)
    if day > clock.today(engagement.zone):
        raise Refusal(_("That day is still ahead. On which day was it said?"), field="happened_on")
    said = queries.told(db, engagement, seen_by=by)
    wanted = lines & {line.key for line in shelf.current().safety.told} | ({queries.ANSWER} if answer else set())
    for line in set(said) - wanted:
        db.delete(said.pop(line))
    for line in wanted - set(said):
        said[line] = Told(engagement_id=engagement.id, line=line, happened_on=day, entered_at=clock.now(), by_id=by.id)
        db.add(said[line])
    if answer:
        said[queries.ANSWER].answer = answer
    left = queries.not_yet_said(said)
    if left and answer != "no":
        needs(db, engagement, "told", engagement.id, words=str(left))
    else:
        met(db, engagement.id, "told", engagement.id)
    note(db, "caller.told", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)
    return left
