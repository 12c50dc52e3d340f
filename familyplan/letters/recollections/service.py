"""Going through somebody's moments together: each is picked for the letter, or rests. Nothing is ever deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.service import in_turn
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.letters.queries import Found
from familyplan.letters.recollections.queries import Moment, picks
from familyplan.letters.recollections.records import MomentPick


@dataclass(frozen=True)
class Talk:
    """What both said on one day: by the part's key a choice, and which words the page showed."""

    talked_on: date | None
    choices: Mapping[str, str]
    shown: Mapping[str, int]


def check(talk: Talk, moments: Sequence[Moment], *, today: date, name: str) -> None:
    """Refuse, in words, a talk that cannot have been; changes nothing."""
    if talk.talked_on is None:
        raise Refusal(_("On which day did you and %(name)s talk about them?"), field="talked_on", name=name)
    if talk.talked_on > today:
        raise Refusal(_("That day is still ahead. You pick them together, when you talk."), field="talked_on")
    if not talk.choices:
        raise Refusal(_("Please say of at least one moment what you both decided."), field="talked_on")
    revisions = {one.part.section.key: one.part.section.revision for one in moments}
    if set(talk.choices) - set(revisions):
        raise Refusal(_("There is nothing here any more. Please look at them once more."), field="talked_on")
    if any(talk.shown.get(key) != revisions[key] for key in talk.choices):
        raise Refusal(_("The words changed just now. Please read them once more."), field="talked_on")


def pick(db: Session, found: Found, moments: Sequence[Moment], talk: Talk, *, by: Person) -> None:
    """
    Keep what both said of each moment; the newest word counts. Said twice it stands once.

    A moment that rests stays where it is, every word of it, and can be picked another day.
    """
    engagement = found.engagement
    check(talk, moments, today=clock.today(engagement.zone), name=found.writer.person.first_name)
    in_turn(db, engagement)
    known, changed = picks(db, found), False
    for moment in moments:
        section = moment.part.section
        choice = talk.choices.get(section.key)
        if choice is None or talk.talked_on is None:
            continue
        pick = known.get(section.id)
        said = (choice, section.revision, talk.talked_on)
        if pick is not None and (pick.choice, pick.revision, pick.talked_on) == said:
            continue
        if pick is None:
            pick = MomentPick(engagement_id=engagement.id, letter_id=found.letter.id, section_id=section.id)
            db.add(pick)
        pick.choice, pick.revision, pick.talked_on = said
        pick.picked_at, pick.by_id = clock.now(), by.id
        changed = True
    if changed:
        db.flush()
        note(db, "moments.picked", by=by, about="letter", about_id=found.letter.id, engagement_id=engagement.id)
