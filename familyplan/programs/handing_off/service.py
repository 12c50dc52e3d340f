"""
Noting what was handed over to a program. Only under a release that is in force that day and now.

The kinds of things are a closed list, in which nothing stands that may not be kept of somebody who did not agree
(practice 1.5): no birth date, address, insurance number, employer, diagnosis, photo or score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.consents.records import Release
from familyplan.consents.service import in_force
from familyplan.engagements.records import Engagement
from familyplan.engagements.service import in_turn
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.programs.handing_off.records import HandOff
from familyplan.programs.insurance.service import OF_A_CARD

ITEMS = {
    "coming": _("That somebody is coming, when, and with whom"),
    "reach": _("Whom of the family the program may call"),
    "agreed": _("What the person said to going"),
    "told": _("What relatives told us, as told by them"),
    "stopping": _("What relatives told us about stopping before: shaking, seizures, medicine that must not stop"),
    "letters": _("Copies of letters that the person wants there"),
}
WAYS = {"phone": _("by telephone"), "person": _("in person"), "paper": _("on paper"), "other": _("in another way")}
WITHOUT = _(
    "No release in force lets anything be handed over. Nothing can be told to a program until the person has signed "
    "one; not even that they may come. A paper that lets a program tell us is not enough: if it does both, enter it "
    "once more the other way round, without a counselor."
)


@dataclass(frozen=True)
class Handed:
    """What was handed over: which kinds of things, to whom, on which day, how."""

    program_id: UUID
    items: tuple[str, ...]
    to_whom: str
    how: str
    handed_on: date
    words: str = ""
    paper_lets: bool = False


def lets_us_tell(release: Release, today: date) -> bool:
    """
    Say whether a release can be one that lets us tell a program something, on a day where the family lives.

    One that lets a program's counselor enter something here is a paper of the other direction; a paper of both is
    entered twice, once for each.
    """
    return in_force(release, today) and release.counselor_id is None


def check(release: Release | None, handed: Handed, *, today: date) -> None:
    """Refuse what no release in force allows, and days that cannot be; decides only."""
    if release is None or not lets_us_tell(release, today):
        raise Refusal(WITHOUT, field="release")
    if not handed.items or set(handed.items) - set(ITEMS):
        raise Refusal(_("What was handed over? Tick what it was."), field="items")
    if not handed.to_whom:
        raise Refusal(_("To whom? A name and what they do there."), field="to_whom")
    if handed.handed_on > today:
        raise Refusal(_("That day is still ahead. Note it once it was handed over."), field="handed_on")
    if handed.handed_on < release.signed_on:
        sentence = _("That is before the release was signed, on %(day)s. Nothing could be handed over then.")
        raise Refusal(sentence, field="handed_on", day=release.signed_on.isoformat())
    if not handed.paper_lets:
        sentence = _("Read the paper again: does it let you tell them this? Then tick it. If not, keep it to yourself.")
        raise Refusal(sentence, field="paper_lets")
    if OF_A_CARD.search(handed.words):
        sentence = _("The number on a card stays between its owner and the program. Please leave it out here.")
        raise Refusal(sentence, field="words")


def hand_over(
    db: Session, engagement: Engagement, releases: Sequence[Release], release_id: UUID | None, handed: Handed,
    *, by: Person,
) -> HandOff:  # fmt: skip
    """Note it, and give the receipt; the same twice is one. *releases* are those in force, which somebody reached."""
    in_turn(db, engagement)
    release = next((one for one in releases if one.id == release_id), None)
    check(release, handed, today=clock.today(engagement.zone))
    assert release is not None
    items = " ".join(item for item in ITEMS if item in handed.items)
    here = select(HandOff).where(HandOff.engagement_id == engagement.id, HandOff.release_id == release.id)
    here = here.where(HandOff.program_id == handed.program_id, HandOff.handed_on == handed.handed_on)
    for known in db.scalars(here.where(HandOff.items == items, HandOff.how == handed.how)):
        if (known.to_whom, known.words) == (handed.to_whom, handed.words):
            return known
    kept = HandOff(
        engagement_id=engagement.id, program_id=handed.program_id, release_id=release.id, items=items,
        to_whom=handed.to_whom, words=handed.words, how=handed.how, handed_on=handed.handed_on,
        entered_at=clock.now(), by_id=by.id,
    )  # fmt: skip
    db.add(kept)
    note(db, "hand_off.noted", by=by, about="hand_off", about_id=kept.id, engagement_id=engagement.id)
    db.flush()
    return kept
