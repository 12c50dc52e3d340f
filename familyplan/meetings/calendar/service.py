"""Writing one appointment as an iCalendar file (RFC 5545) that tells nothing but when."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event

from familyplan.kernel import clock

WRITER = "-//Appointment//EN"


def appointment(
    about: UUID, title: str, starts_at: datetime, minutes: int, zone: str, revision: int, place: str = ""
) -> bytes:  # fmt: skip
    """
    Write a calendar of one event, on the clock of *zone* with that zone's own rules in it, private, without an alarm.

    No names, organizer or guests; a place only where one is given. The same *about* is always the same event, and a
    later revision replaces an earlier one. A title's line ends and signs that cannot be seen are taken out.
    """
    event = Event()
    event.add("uid", hashlib.sha256(b"appointment" + about.bytes).hexdigest()[:32])
    event.add("dtstamp", clock.now())
    event.add("sequence", revision)
    event.add("dtstart", clock.local(starts_at, zone))
    event.add("dtend", clock.local(starts_at + timedelta(minutes=minutes), zone))
    event.add("summary", one_line(title))
    event.add("class", "PRIVATE")
    if place:
        event.add("location", one_line(place))
    calendar = Calendar()
    calendar.add("prodid", WRITER)
    calendar.add("version", "2.0")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def one_line(text: str) -> str:
    """Make typed words one line of what can be seen."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
