"""Writing the sheet together, and saying that one comes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.circle import queries
from familyplan.engagements.circle.records import SAID, Commitment, Sheet, ToAsk
from familyplan.engagements.people.service import RELATION_WORDS
from familyplan.engagements.queries import Reach
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.service import Announcement, in_turn
from familyplan.guidance.circle import InvitationSheet
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _

ended = Announcement("ended")
"""(db, engagement, key of a milestone, by=): somebody said on the sheet that this step is done."""
NO_SHEET = _("There is no such sheet in this family's way.")
LONGEST_NAME, LONGEST_HOW, LONGEST_WORDS = 200, 500, 4000


@dataclass(frozen=True, kw_only=True)
class Words:
    """The family's own words, and which revision of them was on the page."""

    message: str
    inviting: str
    revision: int


def sheet(engagement: Engagement) -> InvitationSheet:
    """What the way says on the sheet; refuses where it has none."""
    found = queries.sheet_of(engagement)
    if found is None:
        raise Refusal(NO_SHEET)
    return found


def write(db: Session, found: Reach, words: Words, *, by: Person) -> Sheet:
    """Keep the words. What somebody else kept meanwhile is not overwritten before it was on the page."""
    engagement = found.engagement
    sheet(engagement)
    in_turn(db, engagement)
    kept = queries.words(db, found, seen_by=by)
    if kept is None:
        kept = Sheet(engagement_id=engagement.id, by_id=by.id, changed_at=clock.now(), revision=0)
        db.add(kept)
    if (kept.message, kept.inviting) == (words.message, words.inviting):
        return kept
    if kept.revision != words.revision:
        raise Refusal(_("This was changed meanwhile. Please look at both, and save again."), field="message")
    kept.message, kept.inviting = words.message, words.inviting
    kept.revision, kept.changed_at, kept.by_id = kept.revision + 1, clock.now(), by.id
    note(db, "sheet.written", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)
    db.flush()
    return kept


def add(db: Session, found: Reach, name: str, relation: str, how: str, *, by: Person) -> ToAsk:
    """Name somebody to ask. Nobody is told, and no member comes of it; the same name twice stands once."""
    engagement = found.engagement
    sheet(engagement)
    if not name:
        raise Refusal(_("What is this person called? A first name is enough."), field="name")
    if relation not in RELATION_WORDS:
        raise Refusal(_("Please choose one of these."), field="relation")
    in_turn(db, engagement)
    for known in queries.to_ask(db, found, seen_by=by):
        if (known.name.casefold(), known.relation) == (name.casefold(), relation):
            known.how = how or known.how
            return known
    asked = ToAsk(
        engagement_id=engagement.id, name=name, relation=relation, how=how, by_id=by.id, entered_at=clock.now()
    )
    db.add(asked)
    note(db, "sheet.person_named", by=by, about="to_ask", about_id=asked.id, engagement_id=engagement.id)
    db.flush()
    return asked


def answered(db: Session, found: Reach, asked: ToAsk, said: str, how: str, *, by: Person) -> None:
    """Keep what one person said to being asked, and how they are best asked."""
    sheet(found.engagement)
    if said not in SAID:
        raise Refusal(_("Please choose one of these."), field="said")
    if (asked.said, asked.how) != (said, how):
        asked.said, asked.how = said, how
        family = found.engagement.id
        note(db, "sheet.answer_noted", by=by, about="to_ask", about_id=asked.id, engagement_id=family)


def put_away(db: Session, found: Reach, asked: ToAsk, *, by: Person) -> None:
    """Take somebody off the list; twice is harmless."""
    if asked.put_away_at is None:
        asked.put_away_at = clock.now()
        family = found.engagement.id
        note(db, "sheet.person_put_away", by=by, about="to_ask", about_id=asked.id, engagement_id=family)


def commit(db: Session, engagement: Engagement, member: Member, *, by: Person) -> None:
    """Keep that this member comes whether or not the loved one does; twice is once."""
    sheet(engagement)
    if member.is_loved_one:
        raise Refusal(_("Please choose one of these."), field="member")
    in_turn(db, engagement)
    known = db.scalar(select(Commitment).where(Commitment.member_id == member.id))
    if known is not None and known.taken_back_at is None:
        return
    if known is None:
        known = Commitment(engagement_id=engagement.id, member_id=member.id)
        db.add(known)
    known.given_on, known.entered_at = clock.today(engagement.zone), clock.now()
    known.by_id, known.taken_back_at = by.id, None
    note(db, "commitment.given", by=by, about="member", about_id=member.id, engagement_id=engagement.id)


def take_back(db: Session, engagement: Engagement, member: Member, *, by: Person) -> None:
    """Take that back, without a reason; twice is harmless."""
    known = db.scalar(select(Commitment).where(Commitment.member_id == member.id, Commitment.taken_back_at.is_(None)))
    if known is not None:
        known.taken_back_at = clock.now()
        note(db, "commitment.taken_back", by=by, about="member", about_id=member.id, engagement_id=engagement.id)


def end_step(db: Session, engagement: Engagement, step: str, *, by: Person) -> None:
    """Say in the same act that a step of the plan is done, where the box beside it was ticked."""
    if step:
        ended(db, engagement, step, by=by)
