"""Saying a moment, and mailing whoever is asked to a meeting that something about it changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.queries import practice
from familyplan.access.records import Person
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.service import surprises
from familyplan.kernel.language import _, gettext
from familyplan.kernel.templates import day as day_said
from familyplan.kernel.templates import time as time_said
from familyplan.mail import service as mail
from familyplan.meetings.records import Invited, Meeting

WHAT = {
    "times": _("There are a few times to choose from. Please say which of them suit you:"),
    "fixed": _("It has a time now. Please look whether you can come:"),
    "moved": _("It has moved. Please look whether the new time suits you:"),
    "off": _("It is called off. There is nothing to do; your page says so too:"),
}


def said(at: datetime, zone: str) -> str:
    """Say a moment on the clock of *zone*: `Thursday, 14 May, 4:00 PM`."""
    return f"{day_said(at, zone, 'EEEE, d MMMM')}, {time_said(at, zone)}"


def place_of(zone: str) -> str:
    """Name a zone as people do: `New York`."""
    return zone.rpartition("/")[2].replace("_", " ")


def tell(
    db: Session, engagement: Engagement, meeting: Meeting, what: str, *, only: Collection[UUID] | None = None
) -> None:
    """
    Mail everybody on the list (or *only* these) who has a page of their own; none while the family stands still.

    Whoever is to hear of it on the day is never among them, whatever list they stood on before the way was changed.
    """
    asked = select(Person).join(Member, Member.person_id == Person.id).join(Invited, Invited.member_id == Member.id)
    asked = asked.where(Invited.meeting_id == meeting.id, Invited.dropped_at.is_(None), Person.disabled_at.is_(None))
    if surprises(engagement):
        asked = asked.where(Member.is_loved_one.is_(False))
    asked = asked if only is None else asked.where(Member.id.in_(only))
    people = db.scalars(asked.where(Member.left_at.is_(None), Member.came_in_at.is_not(None)))
    signed = signature(db, engagement)
    to = [(one.address, {**signed, "name": one.first_name, "what": gettext(WHAT[what])}) for one in people]
    links = mail.page(f"/engagements/{engagement.id}/our-meetings")
    reached = [(address, says) for address, says in to if address]
    mail.post_each(db, "appointment", reached, links=links, engagement_id=engagement.id)


def signature(db: Session, engagement: Engagement) -> dict[str, str]:
    """Say who writes: the professional by first name, and the practice's number where they have none."""
    office = practice(db)
    lead = engagement.lead
    return {
        "professional": lead.first_name,
        "telephone": lead.phone or (office.phone if office else ""),
        "practice": office.name if office else "",
    }
