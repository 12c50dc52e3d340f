"""A gentle reminder to one writer: a mail without a word of what it is about, at most once a day."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access import queries as access_queries
from familyplan.access import service as access
from familyplan.access.records import Person
from familyplan.engagements.records import Engagement, Member
from familyplan.journal.records import Entry
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.mail import service as mail

NOT_AGAIN_WITHIN = timedelta(hours=20)
LINK_LASTS = timedelta(days=3)
NUDGED = "member.nudged"


def nudge(db: Session, engagement: Engagement, member: Member, *, by: Person) -> None:
    """
    Mail one writer that their page is as they left it. Pressed again the same day it sends nothing more.

    Refused where there is no address, before they came in, and while the family stands still.
    """
    if member.came_in_at is None:
        raise Refusal(
            _("%(name)s has not come in yet. The invitation is the next thing."), name=member.person.first_name
        )
    if not member.person.address:
        raise Refusal(_("There is no address for %(name)s. A call, perhaps?"), name=member.person.first_name)
    lately = select(Entry.id).where(Entry.act == NUDGED, Entry.about_id == member.id)
    if db.scalar(lately.where(Entry.happened_at > clock.now() - NOT_AGAIN_WITHIN).limit(1)) is not None:
        return
    practice = access_queries.practice(db)
    link, _token = access.make_link(db, member.person, "sign_in", lasts=LINK_LASTS)
    says = {
        "name": member.person.first_name,
        "professional": by.first_name,
        "practice": practice.name if practice else "",
        "telephone": practice.phone if practice else "",
    }
    way = mail.link("sign-in", link.id, 1, "/sign-in/")
    if mail.post(db, "nudge", to=member.person.address, says=says, links=way, engagement_id=engagement.id) is None:
        raise Refusal(_("Everything is paused for this family. No email goes out."))
    note(db, NUDGED, by=by, about="member", about_id=member.id, engagement_id=engagement.id)
