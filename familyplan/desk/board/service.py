"""A gentle reminder to one writer: a mail without a word of what it is about, at most once a day."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access import service as access
from familyplan.access.records import Person
from familyplan.engagements.invitations.addresses import service as addresses
from familyplan.engagements.records import Engagement, Member
from familyplan.journal.records import Entry
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _

NOT_AGAIN_WITHIN = timedelta(hours=20)
NUDGED = "member.nudged"


def nudge(db: Session, engagement: Engagement, member: Member, *, by: Person) -> None:
    """
    Mail one writer that their page is as they left it. Pressed again the same day it sends nothing more.

    Refused where there is no address, before they came in by an invitation that stands, and while the family stands
    still.
    """
    if member.came_in_at is not None and member.person.address:
        addresses.check_shared(db, engagement, member)
    if member.came_in_at is None or not access.welcomed(db, [member.person]):
        raise Refusal(
            _("%(name)s has not come in yet. The invitation is the next thing."), name=member.person.first_name
        )
    if not member.person.address:
        raise Refusal(_("There is no address for %(name)s. A call, perhaps?"), name=member.person.first_name)
    lately = select(Entry.id).where(Entry.act == NUDGED, Entry.about_id == member.id)
    if db.scalar(lately.where(Entry.happened_at > clock.now() - NOT_AGAIN_WITHIN).limit(1)) is not None:
        return
    if not access.write_to(db, "nudge", member.person, by=by, engagement_id=engagement.id):
        raise Refusal(_("Everything is paused for this family. No email goes out."))
    note(db, NUDGED, by=by, about="member", about_id=member.id, engagement_id=engagement.id)
