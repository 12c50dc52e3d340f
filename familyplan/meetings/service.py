"""Planning a meeting and the next one, changing its list and agenda, and calling it off."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.needs.service import met
from familyplan.engagements.records import Engagement
from familyplan.engagements.service import in_turn
from familyplan.engagements.ties import service as ties
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.meetings import queries
from familyplan.meetings.news.service import tell
from familyplan.meetings.queries import Asked
from familyplan.meetings.records import Invited, Meeting
from familyplan.meetings.reminders import service as reminders
from familyplan.meetings.times import service as times

LONGEST, SHORTEST = 12 * 60, 5  # minutes


@dataclass(frozen=True, kw_only=True)
class Details:
    """What the lead says about a meeting. `seen` is the mark of the words that the form was filled with."""

    agenda: str
    place: str
    minutes_long: int
    members: frozenset[UUID]
    seen: str = ""


def invited_at_first(
    asked: Iterable[Asked], pairs: Iterable[frozenset[UUID]], *, loved_one: bool
) -> list[Asked]:  # fmt: skip
    """
    Say who stands on a new meeting's list: everybody but those about whom one should think twice.

    This is the one place that decides so. Two who must stay apart are both left to the professional.
    """
    apart = {member for pair in pairs for member in pair}
    return [
        one
        for one in asked
        if not one.doubts and one.member.id not in apart and (loved_one or not one.member.is_loved_one)
    ]


def plan(db: Session, engagement: Engagement, key: str, *, by: Person) -> Meeting:
    """
    Begin a meeting of one kind, agenda and list filled in. Nobody is told anything yet.

    While one of this kind has no time, that one is meant: pressing again, or in two windows, makes no second.
    """
    model = queries.model_of(engagement)
    kind = next((one for one in model.meetings if one.key == key), None) if model else None
    if model is None or kind is None:
        raise Refusal(_("Please choose one of these."), field="kind")
    in_turn(db, engagement)
    same = select(Meeting).where(Meeting.engagement_id == engagement.id, Meeting.kind == key)
    undated = same.where(Meeting.starts_at.is_(None), Meeting.called_off_at.is_(None), Meeting.held_on.is_(None))
    known = db.scalar(undated.order_by(Meeting.made_at).limit(1))
    if known is not None:
        return known
    meeting = Meeting(
        engagement_id=engagement.id, model_key=model.key, kind=key, agenda="\n".join(kind.agenda), place="",
        minutes_long=kind.minutes, revision=0, made_at=clock.now(), by_id=by.id,
    )  # fmt: skip
    db.add(meeting)
    db.flush()
    began_on = queries.help_began_on(db, engagement, seen_by=by) if kind.loved_one == "later" else None
    everybody = queries.with_doubts(db, engagement, queries.everybody(db, meeting, seen_by=by), seen_by=by)
    comes = queries.may_come(engagement, kind, began_on, clock.today(engagement.zone))
    pairs = ties.apart_pairs(db, engagement)
    first = invited_at_first(everybody, pairs, loved_one=comes)
    db.add_all(Invited(engagement_id=engagement.id, meeting_id=meeting.id, member_id=one.member.id) for one in first)
    note(db, "meeting.planned", by=by, about="meeting", about_id=meeting.id, engagement_id=engagement.id)
    db.flush()
    return meeting


def mark_of(meeting: Meeting) -> str:
    """A mark of the words that stand, so that a form says which it was filled with."""
    return f"{zlib.crc32(f'{meeting.agenda}|{meeting.place}'.encode()):08x}"


def amend(db: Session, engagement: Engagement, meeting: Meeting, said: Details, *, by: Person) -> None:
    """Keep agenda, place, length and who is asked to come. Refuses words that were changed in another window."""
    still_on(meeting)
    if not SHORTEST <= said.minutes_long <= LONGEST:
        raise Refusal(_("A meeting lasts between 5 minutes and 12 hours."), field="minutes_long")
    if said.seen not in ("", mark_of(meeting)) and (said.agenda, said.place) != (meeting.agenda, meeting.place):
        raise Refusal(_("Agenda or place were changed in another window. Yours stand below; save again to keep them."))
    in_turn(db, engagement)
    _invite(db, engagement, meeting, said.members, by=by)
    meeting.agenda, meeting.place, meeting.minutes_long = said.agenda, said.place, said.minutes_long
    note(db, "meeting.amended", by=by, about="meeting", about_id=meeting.id, engagement_id=engagement.id)
    db.flush()
    ties.settle(db, engagement, by=by)


def _invite(db: Session, engagement: Engagement, meeting: Meeting, wanted: frozenset[UUID], *, by: Person) -> None:
    everybody = {one.member.id: one for one in queries.everybody(db, meeting, seen_by=by)}
    if wanted - set(everybody):
        raise Refusal(_("Please choose one of these."), field="member")
    _apart(ties.apart_pairs(db, engagement), everybody, wanted)
    if any(everybody[key].member.is_loved_one for key in wanted):
        times.check_loved_one(db, engagement, meeting, meeting.starts_at, by=by)
    listed = [(key, one.invited) for key, one in everybody.items()]
    gone = [row for key, row in listed if row is not None and row.dropped_at is None and key not in wanted]
    for row in gone:
        row.dropped_at = clock.now()
    new = [(key, row) for key, row in listed if key in wanted and (row is None or row.dropped_at is not None)]
    for key, known in new:
        if known is None:
            db.add(Invited(engagement_id=engagement.id, meeting_id=meeting.id, member_id=key))
        else:
            known.dropped_at, known.comes = None, ""
    if new:
        _tell_new(db, engagement, meeting, [key for key, _known in new], by=by)
    if gone:
        reminders.take_back(db, meeting, [one.member_id for one in gone])


def _tell_new(db: Session, engagement: Engagement, meeting: Meeting, members: list[UUID], *, by: Person) -> None:
    """Tell whoever came onto the list what the others were told already; before a time is named nobody is."""
    db.flush()
    if meeting.starts_at is not None and meeting.starts_at > clock.now() and meeting.held_on is None:
        tell(db, engagement, meeting, "fixed", only=members)
    elif meeting.starts_at is None and queries.offered(db, meeting, seen_by=by):
        tell(db, engagement, meeting, "times", only=members)


def _apart(pairs: Iterable[frozenset[UUID]], everybody: Mapping[UUID, Asked], wanted: frozenset[UUID]) -> None:
    """Refuse a list on which two stand who stay apart."""
    for pair in pairs:
        if pair <= wanted:
            sentence = _("%(one)s and %(other)s stay apart. Please ask one of them here, and meet the other alone.")
            one, other = (asked.member.person.name for asked in everybody.values() if asked.member.id in pair)
            raise Refusal(sentence, field="member", one=one, other=other)


def still_on(meeting: Meeting) -> None:
    """Refuse what is done to a meeting that was called off."""
    if meeting.called_off_at is not None:
        raise Refusal(_("This meeting was called off. Please plan a new one."))


def off_the_desk(db: Session, meeting: Meeting) -> None:
    """Let nothing about it wait any more, neither in the outbox nor on the lead's desk."""
    reminders.take_back(db, meeting)
    met(db, meeting.engagement_id, times.NEED, meeting.id)


def call_off(db: Session, engagement: Engagement, meeting: Meeting, *, by: Person) -> None:
    """Call it off, and tell whoever was asked about a time. Twice is once; what was held cannot be called off."""
    in_turn(db, engagement)
    still = update(Meeting).where(Meeting.id == meeting.id, Meeting.called_off_at.is_(None), Meeting.held_on.is_(None))
    done = db.execute(still.values(called_off_at=clock.now()))
    if done.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        db.refresh(meeting)
        if meeting.held_on is not None:
            raise Refusal(_("This meeting was held, so it can't be called off."))
        return
    off_the_desk(db, meeting)
    ahead = meeting.starts_at is not None and meeting.starts_at > clock.now()
    if ahead or (meeting.starts_at is None and queries.offered(db, meeting, seen_by=by)):
        tell(db, engagement, meeting, "off")
    note(db, "meeting.called_off", by=by, about="meeting", about_id=meeting.id, engagement_id=engagement.id)
    ties.settle(db, engagement, by=by)


def plan_next(db: Session, engagement: Engagement, meeting: Meeting, days: int, *, by: Person) -> Meeting:
    """
    Plan the next one at the same hour so many days later, for the same people, and tell them. Twice is once.

    Of two who by now must not meet neither is asked before the lead says which. The hour is the one on the family's
    clock, also across a change of the clocks.
    """
    if meeting.starts_at is None or not 1 <= days <= 366:  # noqa: PLR2004  a year
        raise Refusal(_("Please say in how many days, from 1 to 366."), field="days")
    local = clock.local(meeting.starts_at, engagement.zone)
    starts_at = datetime.combine(local.date() + timedelta(days=days), local.time(), ZoneInfo(engagement.zone))
    in_turn(db, engagement)
    same = select(Meeting).where(Meeting.engagement_id == engagement.id, Meeting.kind == meeting.kind)
    known = db.scalar(same.where(Meeting.starts_at == starts_at, Meeting.called_off_at.is_(None)).limit(1))
    if known is not None:
        return known
    following = Meeting(
        engagement_id=engagement.id, model_key=meeting.model_key, kind=meeting.kind, agenda=meeting.agenda,
        place=meeting.place, minutes_long=meeting.minutes_long, revision=0, made_at=clock.now(), by_id=by.id,
    )  # fmt: skip
    db.add(following)
    db.flush()
    here = [one for one in queries.everybody(db, meeting, seen_by=by) if one.is_asked and one.member.left_at is None]
    asked = {one.member.id for one in here}
    asked -= {member for pair in ties.apart_pairs(db, engagement) if pair <= asked for member in pair}
    db.add_all(Invited(engagement_id=engagement.id, meeting_id=following.id, member_id=member) for member in asked)
    db.flush()
    note(db, "meeting.planned", by=by, about="meeting", about_id=following.id, engagement_id=engagement.id)
    times.set_time(db, engagement, following, starts_at, 0, by=by)
    return following
