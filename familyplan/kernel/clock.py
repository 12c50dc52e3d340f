"""The one place that reads the clock, so that tests and the demo can move it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_standing: datetime | None = None


def now() -> datetime:
    """Say what time it is: aware, in UTC."""
    return _standing or datetime.now(UTC)


def today(zone: str) -> date:
    """Say which day it is in *zone* (an IANA name); a due date is a day where the family lives."""
    return local(now(), zone).date()


def local(at: datetime, zone: str) -> datetime:
    """Put *at* on the wall clock of *zone*."""
    return at.astimezone(ZoneInfo(zone))


def stand_at(when: datetime | None) -> None:
    """Hold the clock at *when* for this process, or let it run again with None."""
    global _standing  # noqa: PLW0603  one clock for a process is the point
    _standing = when.astimezone(UTC) if when else None  # as `now` promises
