"""Reminding each person as they wished: by a discreet mail, once, never at night, never of what is off or over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import Select, exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from familyplan.access.records import Person
from familyplan.engagements.pauses.records import Pause
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.service import in_turn, surprises
from familyplan.guidance.telling import telling_words
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.mail import service as mail
from familyplan.mail.records import Mail
from familyplan.meetings.news import service as news
from familyplan.meetings.records import Invited, Meeting
from familyplan.meetings.reminders import queries
from familyplan.meetings.reminders.records import DEFAULT_WISH, WISHES, Reminder, ReminderWish

QUIET_FROM, QUIET_UNTIL = time(21), time(8)  # on the person's own clock
IN_THE_EVENING = time(20, 30)  # when what falls into the night goes out, the evening before it
BEFORE = {"day_before": timedelta(days=1), "two_hours": timedelta(hours=2)}
FARTHEST = timedelta(hours=36)  # a day before, moved out of a night
GIVEN_UP = timedelta(days=3)
LONGEST_TITLE = 60  # code points


@dataclass(frozen=True)
class Due:
    """One person to be reminded now of one meeting; `which` are the reminders that this one mail stands for."""

    meeting: Meeting
    member: Member
    person: Person
    engagement: Engagement
    which: tuple[str, ...]


def wish(
    db: Session, engagement: Engagement, member: Member, kind: str, zone: str, title: str, *, by: Person
) -> None:  # fmt: skip
    """Keep how one member is reminded, by which clock they live, and what their calendar calls an appointment."""
    if kind not in WISHES:
        raise Refusal(_("Please choose one of these."), field="wish")
    if zone not in available_timezones():
        raise Refusal(_("Please choose one of these."), field="zone")
    told = telling_words(title)
    if told:
        sentence = _("“%(word)s” would tell others what it is about. Please take another word.")
        raise Refusal(sentence, field="calendar_title", word=told[0])
    in_turn(db, engagement)
    row = queries.wish_of(db, member, seen_by=by) or ReminderWish(engagement_id=engagement.id, member_id=member.id)
    row.wish, row.calendar_title, row.set_at = kind, title, clock.now()
    db.add(row)
    db.execute(update(Person).where(Person.id == by.id).values(zone=zone))
    by.zone = zone
    note(db, "reminders.set", by=by, about="member", about_id=member.id, engagement_id=engagement.id)
    db.flush()


def due_at(starts_at: datetime, which: str, zone: str) -> datetime:
    """
    When a reminder goes out: so long before, or, where that falls between 21 and 8 in *zone*, on the evening before.

    An instant in UTC; the night is the one on the person's own clock.
    """
    at = clock.local(starts_at - BEFORE[which], zone)
    if not is_night(at):
        return starts_at - BEFORE[which]
    evening = at.date() if at.time() >= QUIET_FROM else at.date() - timedelta(days=1)
    return datetime.combine(evening, IN_THE_EVENING, ZoneInfo(zone))


def is_night(at: datetime) -> bool:
    """Say whether nobody is to be disturbed at this hour of a person's own clock."""
    return at.time() >= QUIET_FROM or at.time() < QUIET_UNTIL


def due_by(db: Session, now: datetime) -> list[Due]:
    """Who is to be reminded at *now* and was not yet; three statements however many. Writes nothing."""
    rows = db.execute(_ahead(now)).all()
    if not rows:
        return []
    ids = {row[0].id for row in rows}
    sent = select(Reminder.meeting_id, Reminder.member_id, Reminder.revision, Reminder.which)
    known = {tuple(one) for one in db.execute(sent.where(Reminder.meeting_id.in_(ids)))}
    families = {row[3].id for row in rows}
    pauses = list(db.scalars(select(Pause).where(Pause.engagement_id.in_(families))))
    found = []
    for meeting, member, person, engagement, wished in rows:
        about = Due(meeting, member, person, engagement, ())
        breaks = [one for one in pauses if one.engagement_id == engagement.id]
        which = tuple(
            one
            for one in _wanted(wished)
            if (meeting.id, member.id, meeting.revision, one) not in known and _is_due(about, one, wished, breaks, now)
        )
        if which:
            found.append(Due(meeting, member, person, engagement, which))
    return found


def _ahead(now: datetime) -> Select[Meeting, Member, Person, Engagement, ReminderWish]:
    paused = exists().where(Pause.engagement_id == Engagement.id, Pause.resumed_at.is_(None))
    every = select(Meeting, Member, Person, Engagement, ReminderWish).join(Invited, Invited.meeting_id == Meeting.id)
    every = every.join(Member, Member.id == Invited.member_id).join(Person, Person.id == Member.person_id)
    every = every.join(Engagement, Engagement.id == Meeting.engagement_id).options(joinedload(Engagement.lead))
    every = every.outerjoin(ReminderWish, ReminderWish.member_id == Member.id)
    return every.where(
        Meeting.starts_at > now, Meeting.starts_at <= now + FARTHEST, Meeting.called_off_at.is_(None),
        Meeting.held_on.is_(None), Invited.dropped_at.is_(None), Invited.comes != "no", Member.left_at.is_(None),
        Member.came_in_at.is_not(None), Person.disabled_at.is_(None), Engagement.closed_at.is_(None), ~paused,
    )  # fmt: skip


def _wanted(wished: ReminderWish | None) -> tuple[str, ...]:
    kinds: dict[str, tuple[str, ...]] = {
        "none": (), "day_before": ("day_before",), "two_hours_too": ("day_before", "two_hours"),
    }  # fmt: skip
    return kinds[wished.wish if wished else DEFAULT_WISH]


def _is_due(
    about: Due, which: str, wished: ReminderWish | None, breaks: Iterable[Pause], now: datetime
) -> bool:  # fmt: skip
    """Say whether it goes out now: not before its hour, not for an hour that passed before it could be meant."""
    if not about.person.address or (about.member.is_loved_one and surprises(about.engagement)):
        return False
    assert about.meeting.starts_at is not None
    at = due_at(about.meeting.starts_at, which, about.person.zone)
    since = max(one for one in (about.meeting.fixed_at, wished.set_at if wished else None) if one is not None)
    if at > now or at < since or is_night(clock.local(now, about.person.zone)):
        return False
    return not any(one.paused_at <= at and (one.resumed_at is None or at <= one.resumed_at) for one in breaks)


def remind(database: Database) -> int:
    """Put into the outbox whatever is due by now, and take back what came too late; returns how many. Twice is once."""
    with database.reading() as db:
        due, late = due_by(db, clock.now()), db.scalar(_too_late(clock.now()).limit(1))
    if not due and late is None:
        return 0
    with database.writing() as db:
        mail.withdraw_those(db, _too_late(clock.now()))
        return _post(db, due_by(db, clock.now()))


def _too_late(now: datetime) -> Select[UUID | None]:
    """Reminders that no mail server took before the meeting began."""
    began = select(Reminder.mail_id).join(Meeting, Meeting.id == Reminder.meeting_id)
    began = began.join(Mail, Mail.id == Reminder.mail_id).where(Mail.state == "waiting")
    return began.where(Meeting.starts_at <= now, Meeting.starts_at > now - GIVEN_UP)


def _post(db: Session, due: Sequence[Due]) -> int:
    posted = 0
    for one in due:
        at = one.meeting.starts_at
        assert at is not None
        says = {**news.signature(db, one.engagement), "name": one.person.first_name}
        says["when"] = news.said(at, one.person.zone)
        try:
            with db.begin_nested():
                to, links = one.person.address, mail.page(f"/engagements/{one.engagement.id}/our-meetings")
                sent = mail.post(db, "appointment_reminder", to=to, says=says, links=links,
                                 engagement_id=one.engagement.id)  # fmt: skip
                about = {"engagement_id": one.engagement.id, "meeting_id": one.meeting.id, "member_id": one.member.id}
                db.add_all(
                    Reminder(**about, revision=one.meeting.revision, which=which, posted_at=clock.now(),
                             mail_id=sent.id if sent else None)
                    for which in one.which
                )  # fmt: skip
        except IntegrityError:  # somebody reminded them at the same moment
            continue
        posted += sent is not None
    return posted


def take_back(db: Session, meeting: Meeting, members: Collection[UUID] | None = None) -> None:
    """Take back reminders of a meeting that still wait in the outbox: all, or those to some of its people."""
    which = select(Reminder.mail_id).where(Reminder.meeting_id == meeting.id)
    mail.withdraw_those(db, which if members is None else which.where(Reminder.member_id.in_(members)))
