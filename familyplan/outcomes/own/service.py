"""Saying how it is for oneself now, and taking it back. Nothing is counted, compared or sent."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.holds import queries as holds
from familyplan.engagements.pauses import service as pauses
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.service import in_turn
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.outcomes.own.records import OwnOutcome

LONGEST = 2_000  # code points
TAPS = {
    "sleep": _("I sleep better"),
    "not_alone": _("I am not alone with it any more"),
    "kept": _("What I decided for myself, I kept"),
    "own_help": _("I found help for myself"),
    "talking": _("We talk with each other again"),
    "ordinary": _("There was an ordinary day"),
    "same": _("Nothing has changed yet"),
    "harder": _("It has become harder"),
}


def say(
    db: Session, engagement: Engagement, member: Member, taps: Sequence[str], words: str, *, by: Person
) -> OwnOutcome | None:
    """
    Keep what a member says about themselves; each time stands beside the last, and the same again is kept once.

    Refused while nothing is said, while all stands still, and once the file is closed.
    """
    if pauses.stands_still(db, engagement.id):
        raise Refusal(_("Everything stands still just now. What you wrote before is kept."))
    if engagement.closed_at is not None:
        raise Refusal(
            _("%(lead)s has closed this file. What you wrote before is kept."), lead=engagement.lead.first_name
        )
    known = [key for key in TAPS if key in set(taps)]
    if not known and not words:
        raise Refusal(_("Tap what fits, or write a few words. Leaving is fine too."), field="words")
    in_turn(db, engagement)
    here = select(OwnOutcome).where(OwnOutcome.member_id == member.id, OwnOutcome.taken_back_at.is_(None))
    last = db.scalar(here.order_by(OwnOutcome.said_at.desc(), OwnOutcome.id.desc()).limit(1))
    today = clock.today(engagement.zone)
    if last is not None and (last.said_on, last.taps, last.words) == (today, " ".join(known), words):
        return last
    said = OwnOutcome(engagement_id=engagement.id, member_id=member.id, said_on=today, said_at=clock.now())
    said.taps, said.words = " ".join(known), words
    db.add(said)
    note(db, "own_outcome.said", by=by, about="member", about_id=member.id, engagement_id=engagement.id)
    db.flush()
    return said


def take_back(db: Session, engagement: Engagement, said: OwnOutcome, *, by: Person) -> None:
    """Take one answer back; twice is harmless. Its words go, unless a hold by law keeps them, shown to nobody."""
    emptied = {} if holds.is_kept(db, engagement, seen_by=by) else {"taps": "", "words": ""}
    mine = update(OwnOutcome).where(OwnOutcome.id == said.id, OwnOutcome.taken_back_at.is_(None))
    if db.execute(mine.values(taken_back_at=clock.now())).rowcount:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        for key, nothing in emptied.items():
            setattr(said, key, nothing)
        note(
            db, "own_outcome.taken_back", by=by, about="member", about_id=said.member_id, engagement_id=engagement.id
        )  # fmt: skip


def taps_of(said: OwnOutcome) -> list[str]:
    """Say in words what was tapped, in the order of the list."""
    keys = set(said.taps.split())
    return [words for key, words in TAPS.items() if key in keys]
