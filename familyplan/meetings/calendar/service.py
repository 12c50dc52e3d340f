"""Writing one appointment as an iCalendar file (RFC 5545) that tells nothing but when."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event

from familyplan.kernel import clock

WRITER = "-//Appointment//EN"


def appointment(about: UUID, title: str, starts_at: datetime, minutes: int, revision: int, place: str = "") -> bytes:
    """
    Write a calendar of one event: in UTC, which every calendar shows on its own clock and which tells no place.

    Private, without an alarm, an organizer, guests or names; a place only where one is given. The same *about* is
    always the same event, and a later revision replaces an earlier one. Of a title and a place only what can be seen
    is kept, on one line.
    """
    event = Event()
    event.add("uid", hashlib.sha256(b"appointment" + about.bytes).hexdigest()[:32])
    event.add("dtstamp", clock.now())
    event.add("sequence", revision)
    event.add("dtstart", starts_at.astimezone(UTC))
    event.add("dtend", (starts_at + timedelta(minutes=minutes)).astimezone(UTC))
    event.add("summary", one_line(title))
    event.add("class", "PRIVATE")
    if place:
        event.add("location", one_line(place))
    calendar = Calendar()
    calendar.add("prodid", WRITER)
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def one_line(text: str) -> str:
    """Make typed words one line of what can be seen."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
