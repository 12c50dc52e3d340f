"""Planning a rehearsal, and noting what came of it: when it was held, how long each letter takes, whose line holds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.day import queries as days
from familyplan.day.rehearsal import queries
from familyplan.day.rehearsal.records import LineTried, ReadAloud, Rehearsal, SignOff
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.service import in_turn
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import NotYours, Refusal
from familyplan.kernel.language import _
from familyplan.kernel.templates import day as day_words
from familyplan.kernel.templates import moment

LONGEST_SECONDS = 3600
SAID = ("yes", "not_yet")


def _of(db: Session, engagement: Engagement) -> Rehearsal:
    in_turn(db, engagement)
    found = db.scalar(select(Rehearsal).where(Rehearsal.engagement_id == engagement.id))
    if found is None:
        found = Rehearsal(engagement_id=engagement.id)
        db.add(found)
    return found


def plan(db: Session, engagement: Engagement, planned_at: datetime | None, *, by: Person) -> None:
    """Say when the rehearsal is, or with None that it is not planned; refused in the past, and after the day."""
    rehearsal = _of(db, engagement)
    if rehearsal.planned_at == planned_at:
        return
    if planned_at is not None and planned_at < clock.now():
        raise Refusal(_("That hour has gone by. If you rehearsed then, please note it below as held."), field="day")
    if planned_at is not None and engagement.day_at is not None and planned_at >= engagement.day_at:
        raise Refusal(_("The rehearsal comes before the day itself, which is set for %(day)s."), field="day",
                      day=moment(engagement.day_at, engagement.zone))  # fmt: skip
    rehearsal.planned_at = planned_at
    note(db, "rehearsal.planned", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)


def hold(db: Session, engagement: Engagement, held_on: date | None, *, by: Person) -> None:
    """
    Note that it was held, on a day that may be behind; with None that it was not held after all.

    Refused for a day ahead, before the family called, or after the day itself.
    """
    rehearsal = _of(db, engagement)
    if held_on is not None:
        _is_possible(engagement, held_on)
    if rehearsal.held_on == held_on:
        return
    rehearsal.held_on, rehearsal.held_for = held_on, engagement.day_at if held_on else None
    rehearsal.entered_at, rehearsal.by_id = clock.now(), by.id
    act = "rehearsal.held" if held_on else "rehearsal.not_held"
    note(db, act, by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)


def _is_possible(engagement: Engagement, held_on: date) -> None:
    day_on = days.day_on(engagement)
    if held_on > clock.today(engagement.zone):
        raise Refusal(_("That is still ahead. Plan it above, and note it when it was held."), field="held_on")
    if held_on < engagement.started_on:
        raise Refusal(_("That is before the family called. Is the year right?"), field="held_on")
    if day_on is not None and held_on > day_on:
        raise Refusal(_("That is after the day itself, which was set for %(day)s."), field="held_on",
                      day=day_words(day_on))  # fmt: skip


def take_time(db: Session, engagement: Engagement, letter_id: UUID, seconds: int, *, by: Person) -> None:
    """
    Note that a letter, or an other page where the way has it read, was read aloud, and how many seconds it took.

    0 is read, but not timed. The last number stands.
    """
    in_turn(db, engagement)
    if not 0 <= seconds <= LONGEST_SECONDS:
        raise Refusal(_("Please give seconds, from 0 to %(most)d."), field="seconds", most=LONGEST_SECONDS)
    letters = {one.letter.id for one in days.readers(db, engagement, seen_by=by)}
    if letter_id not in letters | {one.letter_id for one in queries.pages_aloud(db, engagement, seen_by=by)}:
        raise NotYours
    kept = db.scalar(select(ReadAloud).where(ReadAloud.letter_id == letter_id))
    if kept is not None and kept.seconds == seconds:
        return
    if kept is None:
        kept = ReadAloud(engagement_id=engagement.id, letter_id=letter_id)
        db.add(kept)
    kept.seconds, kept.read_at = seconds, clock.now()
    note(db, "rehearsal.read_aloud", by=by, about="letter", about_id=letter_id, engagement_id=engagement.id)


def try_line(
    db: Session, engagement: Engagement, member_id: UUID, said: Literal["yes", "not_yet"], *, by: Person
) -> None:
    """Note whether somebody said aloud that they could do it on Monday. "Not yet": they have none that day."""
    in_turn(db, engagement)
    member = _member(db, engagement, member_id)
    kept = db.scalar(select(LineTried).where(LineTried.member_id == member.id))
    if kept is not None and kept.said == said:
        return
    if kept is None:
        kept = LineTried(engagement_id=engagement.id, member_id=member.id)
        db.add(kept)
    kept.said, kept.tried_at = said, clock.now()
    note(db, "rehearsal.line_tried", by=by, about="member", about_id=member.id, engagement_id=engagement.id)


def sign_off(db: Session, engagement: Engagement, member_id: UUID, *, by: Person) -> None:
    """Note that somebody knows their part: by themselves, or by the lead. Twice is once, and the first one stands."""
    in_turn(db, engagement)
    member = _member(db, engagement, member_id)
    kept = db.scalar(select(SignOff).where(SignOff.member_id == member.id))
    if kept is not None and kept.withdrawn_at is None:
        return
    if kept is None:
        kept = SignOff(engagement_id=engagement.id, member_id=member.id)
        db.add(kept)
    kept.signed_at, kept.by_id, kept.withdrawn_at = clock.now(), by.id, None
    note(db, "rehearsal.signed_off", by=by, about="member", about_id=member.id, engagement_id=engagement.id)


def take_back(db: Session, engagement: Engagement, member_id: UUID, *, by: Person) -> None:
    """Take it back that somebody knows their part; no reason is asked."""
    standing = update(SignOff).where(SignOff.member_id == member_id, SignOff.engagement_id == engagement.id)
    done = db.execute(standing.where(SignOff.withdrawn_at.is_(None)).values(withdrawn_at=clock.now()))
    if done.rowcount:  # type: ignore[attr-defined]  # an UPDATE's result has it
        note(db, "rehearsal.sign_off_back", by=by, about="member", about_id=member_id, engagement_id=engagement.id)


def _member(db: Session, engagement: Engagement, member_id: UUID) -> Member:
    here = select(Member).where(Member.id == member_id, Member.engagement_id == engagement.id)
    found = db.scalar(here.where(Member.left_at.is_(None), Member.is_loved_one.is_(False)))
    if found is None:
        raise NotYours
    return found
