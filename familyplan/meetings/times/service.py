"""Proposing up to three times, answering them, fixing one, moving it; and telling whoever is asked to come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.needs.service import met, needs
from familyplan.engagements.pauses.service import stands_still
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.service import in_turn
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.kernel.templates import day as day_said
from familyplan.meetings import queries
from familyplan.meetings.news.service import tell
from familyplan.meetings.records import YES_NO, Invited, Meeting, ProposedTime, TimeAnswer
from familyplan.meetings.reminders import service as reminders

MOST = 3
NEED = "meeting_answered"  # what waits on the lead's desk


def moment(on: date, at: str, zone: str, *, field: str = "at") -> datetime:
    """Read a day and an hour on the clock of *zone*; refuses an hour that the clocks leave out that night."""
    try:
        hour = time.fromisoformat(at).replace(tzinfo=None, second=0, microsecond=0)
    except ValueError:
        raise Refusal(_("That is not a time we can read. Try it like 14:30."), field=field) from None
    local = datetime.combine(on, hour, ZoneInfo(zone))
    there = local.astimezone(UTC)
    if there.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Refusal(_("The clocks go forward that night; that hour does not exist."), field=field)
    return there


def _ahead(starts_at: datetime, field: str) -> None:
    if starts_at <= clock.now():
        raise Refusal(_("That time is over. Please choose one ahead."), field=field)


def _open(db: Session, engagement: Engagement, meeting: Meeting) -> None:
    if meeting.called_off_at is not None:
        raise Refusal(_("This meeting was called off. Please plan a new one."))
    if meeting.held_on is not None:
        raise Refusal(_("This meeting was held already."))
    if stands_still(db, engagement.id):
        raise Refusal(_("Everything is paused for this family, and nobody would be told."))


def check_loved_one(
    db: Session, engagement: Engagement, meeting: Meeting, starts_at: datetime | None, *, by: Person
) -> None:  # fmt: skip
    """Refuse a meeting at which the loved one stands on the list before they may be asked."""
    kind = queries.kind_of(meeting)
    later = kind is not None and kind.loved_one == "later"
    began_on = queries.help_began_on(db, engagement, seen_by=by) if later else None
    on = clock.local(starts_at or clock.now(), engagement.zone).date()
    if queries.may_come(engagement, kind, began_on, on):
        return
    name = engagement.loved_name
    joins = queries.joins_on(kind, began_on) if kind else None
    if joins is None:
        sentence = _("%(name)s is not asked to this meeting. Please take the name off the list.")
        raise Refusal(sentence, field="member", name=name)
    sentence = _("%(name)s can join from %(day)s on. Please take the name off the list, or choose a later day.")
    raise Refusal(sentence, field="member", name=name, day=day_said(joins))


def propose(db: Session, engagement: Engagement, meeting: Meeting, starts: list[datetime], *, by: Person) -> None:
    """
    Offer up to three times and ask everybody on the list. A time offered before keeps its answers; twice tells once.

    Refuses none, a time that is over, two that are the same, and a meeting whose time is fixed.
    """
    _open(db, engagement, meeting)
    if not starts:
        raise Refusal(_("Please give at least one time."), field="at_1")
    for number, at in enumerate(starts, 1):
        _ahead(at, f"at_{number}")
        if at in starts[: number - 1]:
            raise Refusal(_("Two of these times are the same."), field=f"at_{number}")
    in_turn(db, engagement)
    db.refresh(meeting)
    if meeting.starts_at is not None:
        raise Refusal(_("A time was fixed meanwhile. Move that one if it doesn't suit."))
    known = select(ProposedTime).where(ProposedTime.meeting_id == meeting.id)
    rows = {row.starts_at: row for row in db.scalars(known)}
    new = [at for at in starts if at not in rows or rows[at].dropped_at is not None]
    for row in rows.values():
        row.dropped_at = None if row.starts_at in starts else row.dropped_at or clock.now()
    about = {"engagement_id": engagement.id, "meeting_id": meeting.id}
    db.add_all(ProposedTime(**about, starts_at=at) for at in starts if at not in rows)
    if new:
        tell(db, engagement, meeting, "times")
        note(db, "meeting.times_proposed", by=by, about="meeting", about_id=meeting.id, engagement_id=engagement.id)
    db.flush()


def answer(
    db: Session, engagement: Engagement, meeting: Meeting, member: Member, answers: Mapping[UUID, str], *, by: Person
) -> None:  # fmt: skip
    """Keep which of the times suit one member; any may be left open. Refuses times that are no longer offered."""
    _open(db, engagement, meeting)
    if meeting.starts_at is not None:
        raise Refusal(_("A time was fixed meanwhile. Please look again."))
    offers = {one.time.id: one for one in queries.offered(db, meeting, seen_by=by)}
    if set(answers) - set(offers):
        raise Refusal(_("The times have changed meanwhile. Please look again."))
    known = select(TimeAnswer).where(TimeAnswer.member_id == member.id, TimeAnswer.time_id.in_(answers))
    rows = {row.time_id: row for row in db.scalars(known)}
    for time_id, word in answers.items():
        row = rows.get(time_id)
        if row is None:
            row = TimeAnswer(engagement_id=engagement.id, time_id=time_id, member_id=member.id)
            db.add(row)
        row.answer, row.answered_at = word, clock.now()
    db.flush()
    if _all_answered(db, meeting):
        needs(db, engagement, NEED, meeting.id, words=queries.title_of(meeting))
    note(db, "meeting.answered", by=by, about="meeting", about_id=meeting.id, engagement_id=engagement.id)
    db.flush()


def _all_answered(db: Session, meeting: Meeting) -> bool:
    """Say whether everybody on the list who has a page has said something to the times that are offered."""
    here = select(Invited.member_id).join(Member, Member.id == Invited.member_id).where(Invited.dropped_at.is_(None))
    here = here.where(Invited.meeting_id == meeting.id, Member.left_at.is_(None), Member.came_in_at.is_not(None))
    said = select(TimeAnswer.member_id).join(ProposedTime, ProposedTime.id == TimeAnswer.time_id)
    said = said.where(ProposedTime.meeting_id == meeting.id, ProposedTime.dropped_at.is_(None))
    return db.scalar(here.where(Invited.member_id.not_in(said)).limit(1)) is None


def say_comes(
    db: Session, engagement: Engagement, meeting: Meeting, member: Member, comes: str, revision: int, *, by: Person
) -> None:  # fmt: skip
    """Keep whether one member comes at the time that is fixed. Refuses an answer to a time that has moved since."""
    _open(db, engagement, meeting)
    if comes not in YES_NO:
        raise Refusal(_("Please choose one of these."), field="comes")
    if revision != meeting.revision:
        raise Refusal(_("The time has moved meanwhile. Please look again."))
    mine = update(Invited).where(Invited.meeting_id == meeting.id, Invited.member_id == member.id)
    db.execute(mine.values(comes=comes))
    if comes == "no":
        needs(db, engagement, NEED, meeting.id, words=queries.title_of(meeting))
    note(db, "meeting.answered", by=by, about="meeting", about_id=meeting.id, engagement_id=engagement.id)


def fix(db: Session, engagement: Engagement, meeting: Meeting, time_id: UUID, *, by: Person) -> None:
    """Fix one of the times offered; who said yes to it comes. The same again is harmless, another one is refused."""
    offers = {one.time.id: one for one in queries.offered(db, meeting, seen_by=by)}
    chosen = offers.get(time_id)
    if chosen is None:
        raise Refusal(_("The times have changed meanwhile. Please look again."))
    if meeting.starts_at is not None and meeting.starts_at != chosen.time.starts_at:
        raise Refusal(_("A time was fixed meanwhile. Move that one if it doesn't suit."))
    set_time(db, engagement, meeting, chosen.time.starts_at, meeting.revision, by=by, answers=chosen.answers)


def set_time(
    db: Session, engagement: Engagement, meeting: Meeting, starts_at: datetime, seen: int, *, by: Person,
    answers: Mapping[UUID, str] | None = None, field: str = "at",
) -> None:  # fmt: skip
    """
    Set or move the time, and tell everybody on the list; what was said to an earlier time counts no more.

    *seen* is the revision that whoever asks was looking at: one that has passed is refused. The same time is harmless.
    """
    _open(db, engagement, meeting)
    if meeting.starts_at == starts_at:
        return
    _ahead(starts_at, field)
    in_turn(db, engagement)
    everybody = queries.everybody(db, meeting, seen_by=by)
    if any(one.is_asked and one.member.is_loved_one for one in everybody):
        check_loved_one(db, engagement, meeting, starts_at, by=by)
    same = update(Meeting).where(Meeting.id == meeting.id, Meeting.revision == seen, Meeting.called_off_at.is_(None))
    change = {"starts_at": starts_at, "fixed_at": clock.now(), "revision": seen + 1}
    moved = meeting.starts_at is not None
    if db.execute(same.values(**change)).rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        raise Refusal(_("This meeting was changed in another window. Please look again."), field=field)
    db.refresh(meeting)
    for one in everybody:
        if one.invited is not None:
            one.invited.comes = (answers or {}).get(one.member.id, "")
    reminders.take_back(db, meeting)
    met(db, engagement.id, NEED, meeting.id)
    tell(db, engagement, meeting, "moved" if moved else "fixed")
    act = "meeting.moved" if moved else "meeting.fixed"
    note(db, act, by=by, about="meeting", about_id=meeting.id, engagement_id=engagement.id)
    db.flush()
