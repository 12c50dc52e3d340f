"""Opening a sealed other page on the day: one tap with a reason, on the record, and the writer is told at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import Uuid, exists, insert, literal, select, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from familyplan.access import service as access
from familyplan.access.records import Person
from familyplan.engagements.records import Engagement
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.db import COUNTED
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.kernel.records import Utc
from familyplan.letters.envelope import queries
from familyplan.letters.other_page.queries import state
from familyplan.letters.queries import Found
from familyplan.letters.records import OtherPage, OtherPageOpening

Closed = Literal["", "no_day", "ahead", "over"]
RUNS_ON = timedelta(hours=12)  # a meeting past midnight is still that day's
REASONS = {
    "not_today": _("It was “not today”, and %(name)s asked me to hand it over"),
    "cannot_read": _("%(name)s cannot read it alone, and asked me for help"),
    "asked_now": _("%(name)s asked me for it just now"),
}
TOLD = {
    "not_today": _("It was “not today”, and you asked for it."),
    "cannot_read": _("You could not read it alone, and asked for help."),
    "asked_now": _("You asked for it at that moment."),
}
"""The same reasons, as the writer is told them."""


def day_of(engagement: Engagement) -> date | None:
    """Which day the meeting is on, where the family lives."""
    return clock.local(engagement.day_at, engagement.zone).date() if engagement.day_at else None


def closed_because(engagement: Engagement) -> Closed:
    """Say why no other page of this family can be opened now; "" on the day itself, and while its meeting runs on."""
    day = day_of(engagement)
    if day is None or engagement.day_at is None:
        return "no_day"
    today = clock.today(engagement.zone)
    if today < day:
        return "ahead"
    return "over" if today > day and clock.now() > engagement.day_at + RUNS_ON else ""


def is_confirmed(engagement: Engagement, confirmed_at: datetime | None) -> bool:
    """Say whether somebody showed who they are on the day itself, where the family lives, or later."""
    day = day_of(engagement)
    return day is not None and confirmed_at is not None and clock.local(confirmed_at, engagement.zone).date() >= day


def open_it(
    db: Session, found: Found, page: OtherPage, reason: str, *, confirmed_at: datetime | None, by: Person
) -> None:
    """
    Open a sealed other page for the lead, for an hour: journaled, and its writer is mailed and sees it on the page.

    Pressed again within the hour it is the same opening. Refused on any other day, before the lead showed that
    morning who they are, and where the page is not sealed (any more).
    """
    if closed_because(found.engagement):
        raise Refusal(_("This page can be opened only on the day itself."))
    if not is_confirmed(found.engagement, confirmed_at):
        raise Refusal(_("Please confirm first that it is you."))
    # The page first: of two that press at once, the second waits here and then finds it opened.
    sealed = update(OtherPage).where(OtherPage.id == page.id, OtherPage.sealed_at.is_not(None))
    same = db.execute(sealed.values(sealed_at=OtherPage.sealed_at))
    if state(page, found.letter) != "sealed" or not same.rowcount:  # type: ignore[attr-defined]  # an UPDATE's result
        raise Refusal(_("Only %(name)s can read this page now."), name=found.writer.person.first_name)
    row = select(
        literal(uuid7(), Uuid), literal(found.engagement.id, Uuid), literal(found.letter.id, Uuid), literal(reason),
        literal(by.id, Uuid), literal(clock.now(), Utc),
    ).where(~exists().where(queries.lately(page, by)))  # fmt: skip
    columns = ["id", "engagement_id", "letter_id", "reason", "by_id", "opened_at"]
    opened = insert(OtherPageOpening).from_select(columns, row)
    if db.execute(opened, execution_options=COUNTED).rowcount == 1:  # type: ignore[attr-defined]  # an INSERT's result
        note(
            db, "other_page.opened_on_the_day", by=by, about="letter", about_id=found.letter.id,
            engagement_id=found.engagement.id,
        )  # fmt: skip
        access.write_to(db, "other_page_opened", found.writer.person, by=by, engagement_id=found.engagement.id)
