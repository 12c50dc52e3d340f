"""Noting what happens on the day: each tap once, with its own time, whenever it arrives. Nothing is sent for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.day.afterwards import service as afterwards
from familyplan.day.live.queries import Closed, Log, day_of, no_day_because
from familyplan.day.live.records import EMERGENCY, KINDS, DayTap
from familyplan.engagements.records import Engagement
from familyplan.guidance import shelf
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _

CLOCKS = ("", "corrected", "unsure", "ahead")
TRUSTED = timedelta(seconds=60)  # a phone's clock is as good as ours within this
KEY = re.compile(r"[0-9a-f-]{16,36}")
LONGEST_NOTE = 500
MOST_AT_ONCE = 200
MOVED_FAR = timedelta(days=1)
CLOSED: dict[Closed, str] = {
    "died": _("Everything is stopped for this family, for good. What was noted stays here to be read."),
    "file_closed": _("This family's file is closed. What was noted stays here to be read."),
    "no_way": _("No way is chosen yet, so there is no day to note anything of."),
    "no_day_here": _("This way has no day, so there is nothing to note here."),
    "below_level": _("This family has not reached the level that has a day."),
    "no_day": _("No day is set."),
    "ahead": _("The day is still ahead. The taps open on its morning."),
    "over": _("The day is over. What it came to is noted under “What happened”."),
    "no_go": _("There is no go for the day on record. The taps open when there is one."),
}
NOT_READ = _("That could not be read. Please write down the time, and note it by hand.")
STILL_AHEAD = _("That time is still ahead. Leave the field empty for “now”.")


@dataclass(frozen=True)
class Tap:
    """What was tapped, as a page says it: `clock` is what there is to know of its time, of CLOCKS."""

    kind: str
    key: str
    happened_at: datetime
    clock: str = ""


def tapped(sent: str, engagement: Engagement, *, sent_ms: int, now: datetime) -> Tap:
    """
    Read one tap that a page kept: "key number milliseconds offset [10:42]"; raises `Refusal` for anything else.

    The milliseconds are the phone's, put right by *offset*, which the page measured when it was opened. *sent_ms* is
    the phone's clock as it was sent: if it has moved since, the time is kept and marked as unsure.
    """
    try:
        key, number, at_ms, offset_ms, typed = (*sent.split(" ", 4), "")[:5]
        kind, at = KINDS[int(number)], datetime.fromtimestamp(int(at_ms) / 1000, UTC)
        offset, sent_at = timedelta(milliseconds=int(offset_ms)), datetime.fromtimestamp(sent_ms / 1000, UTC)
    except (IndexError, ValueError, OverflowError, OSError):
        raise Refusal(NOT_READ) from None
    if not KEY.fullmatch(key) or not number.isdecimal():
        raise Refusal(NOT_READ)
    model = shelf.current().models.get(engagement.model_key or "")
    closed = no_day_because(engagement, model, clock.local(now, engagement.zone).date())
    if closed and kind != EMERGENCY:
        raise Refusal(CLOSED[closed])
    unsure = abs(now - sent_at - offset) > TRUSTED
    if unsure and at < now - MOVED_FAR:  # the phone's clock was set anew: how long ago it was is still known
        at = now - min(max(sent_at - (at - offset), timedelta()), MOVED_FAR)
    if at > now + TRUSTED:
        return Tap(kind, key, now, "ahead")
    at = min(at, now)
    if clock.local(at, engagement.zone).date() < engagement.started_on:
        raise Refusal(NOT_READ)
    if typed:
        return Tap(kind, key, typed_time(typed, engagement, at))
    return Tap(kind, key, at, "unsure" if unsure else "corrected" if abs(offset) > TRUSTED else "")


def typed_time(words: str, engagement: Engagement, now: datetime) -> datetime:
    """
    Read a time typed as 10:42, on the family's wall clock; empty is now.

    A time still ahead is last night's where the day was yesterday, and is refused otherwise.
    """
    if not words:
        return now
    try:
        typed = time.fromisoformat(words)
    except ValueError:
        raise Refusal(_("That is not a time we can read. Try it like 10:42."), field="when") from None
    today = clock.local(now, engagement.zone).date()
    at = datetime.combine(today, typed.replace(tzinfo=None), ZoneInfo(engagement.zone))
    if at > now + TRUSTED and day_of(engagement) == today - timedelta(days=1):
        at = datetime.combine(today - timedelta(days=1), typed.replace(tzinfo=None), ZoneInfo(engagement.zone))
    if at > now + TRUSTED:
        raise Refusal(STILL_AHEAD, field="when")
    return at.astimezone(UTC)


def log(db: Session, engagement: Engagement, noted: Log, taps: Sequence[Tap], *, by: Person) -> list[DayTap]:
    """
    Keep what was tapped; what is *noted* already is left as it is, so sending it again is harmless.

    *noted* is read in this family's turn (`engagements.service.in_turn`), so that no two acts miss each other's taps.
    """
    known = {(one.tap_key, one.kind) for one in noted.taps}
    new = []
    for tap in taps:
        if (tap.key, tap.kind) in known:
            continue
        known.add((tap.key, tap.kind))
        new.append(
            DayTap(
                engagement_id=engagement.id, kind=tap.kind, tap_key=tap.key, happened_at=tap.happened_at,
                clock=tap.clock, entered_at=clock.now(), by_id=by.id,
            )
        )  # fmt: skip
    db.add_all(new)
    for one in new:
        note(db, "live.tapped", by=by, about="day", about_id=one.id, engagement_id=engagement.id)
    db.flush()
    if any(one.kind == "ended" for one in new):
        afterwards.settle(db, engagement)
    return new


def take_back(db: Session, engagement: Engagement, tap: DayTap, *, by: Person) -> None:
    """Take a tap back: it stays readable, struck through, and counts no more. Twice is harmless."""
    standing = update(DayTap).where(DayTap.id == tap.id, DayTap.withdrawn_at.is_(None))
    if db.execute(standing.values(withdrawn_at=clock.now())).rowcount == 1:  # type: ignore[attr-defined]  # an UPDATE's
        note(db, "live.taken_back", by=by, about="day", about_id=tap.id, engagement_id=engagement.id)
        if tap.kind == "ended":
            afterwards.settle(db, engagement)


def add_note(db: Session, engagement: Engagement, tap: DayTap, words: str, *, by: Person) -> None:
    """Write a few words beside a tap, in place of what stood there; empty takes them away."""
    if (tap.note or "") == words:
        return
    tap.note = words
    note(db, "live.note_written", by=by, about="day", about_id=tap.id, engagement_id=engagement.id)
