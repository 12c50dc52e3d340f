"""A letter on paper: laid out for somebody without a device, given by hand, typed in by the lead."""

from __future__ import annotations

from typing import NoReturn

from sqlalchemy import Uuid, exists, insert, literal, select, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.service import in_turn
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.db import COUNTED
from familyplan.kernel.errors import NotYours, Refusal
from familyplan.kernel.language import _
from familyplan.kernel.records import Utc
from familyplan.letters import service as letters
from familyplan.letters.paper.queries import came_on_paper, is_untouched, untouched
from familyplan.letters.queries import Found, kind_of, model_of
from familyplan.letters.records import HandIn, Letter, Section


def lay_out(db: Session, engagement: Engagement, member: Member, *, by: Person) -> Letter:
    """
    Give somebody who has not come in the letter of the family's way, to be printed; laid out twice it is the same.

    Refused before a way is chosen, and where this way has no letter for them. The loved one is never written for.
    """
    if member.is_loved_one:
        raise NotYours
    in_turn(db, engagement)
    if model_of(engagement) is None:
        raise Refusal(_("First the family chooses its way; then there are questions to print."))
    letters.open_letters(db, engagement, by=by, also=member.id)
    db.flush()
    mine = select(Letter).where(Letter.member_id == member.id).order_by(Letter.laid_out_at, Letter.id)
    known = [(one, kind_of(engagement, one.kind)) for one in db.scalars(mine)]
    letter = next((one for one, kind in known if kind and kind.reader == "everyone"), None)
    if letter is None:
        raise Refusal(_("There is nothing for %(name)s to write here."), name=member.person.first_name)
    return letter


def receive(db: Session, found: Found, *, by: Person) -> None:
    """
    Note that the writer gave the letter on paper, so that the lead may type it in. Pressed twice it is noted once.

    For the lead alone. Refused once the writer wrote a word of it here: then it is theirs to give.
    """
    if found.what != "lead":
        raise NotYours
    if found.hand_in is not None and found.hand_in.on_paper_by_id is not None:
        return
    letter, now = found.letter, clock.now()
    # The sections first: a save on its way is waited for, and then seen.
    db.execute(update(Section).where(Section.letter_id == letter.id).values(span_began_at=None))
    given = exists().where(HandIn.letter_id == letter.id, HandIn.taken_back_at.is_(None))
    row = select(
        literal(uuid7(), Uuid), literal(letter.engagement_id, Uuid), literal(letter.id, Uuid), literal(now, Utc),
        literal(by.id, Uuid),
    ).where(Letter.id == letter.id, ~given, is_untouched())  # fmt: skip
    columns = ["id", "engagement_id", "letter_id", "handed_in_at", "on_paper_by_id"]
    noted = db.execute(insert(HandIn).from_select(columns, row), execution_options=COUNTED)
    if noted.rowcount == 1:  # type: ignore[attr-defined]  # an INSERT's result counts rows
        note(
            db, "letter.given_on_paper", by=by, about="letter", about_id=letter.id,
            engagement_id=letter.engagement_id,
        )  # fmt: skip
    elif not untouched(db, found):
        sentence = _("%(name)s has begun to write it here. It is theirs to give.")
        raise Refusal(sentence, name=found.writer.person.first_name)


def mark_opened(db: Session, found: Found, *, by: Person) -> None:
    """Note that the lead opened the letter to type it in; journaled each time, like reading it."""
    note(db, "letter.read", by=by, about="letter", about_id=found.letter.id, engagement_id=found.engagement.id)


def knows_who_reads(found: Found, given: str) -> None:
    """
    Refuse words typed on a page that still said "only you can read this" after the letter was given on paper.

    *given* is the hand-in that the page knew of. Nothing is kept; the page comes back and says who reads it now.
    """
    if found.what == "writer" and came_on_paper(found) and found.hand_in and given != str(found.hand_in.id):
        _say_who_reads(found)


def not_given_meanwhile(db: Session, found: Found) -> None:
    """
    Refuse the writer's first words in a part, if the letter came on paper since it was reached; nothing is kept.

    Asked while the part is held: `receive` waits for it, and finds the letter begun.
    """
    here = select(HandIn.id).where(HandIn.letter_id == found.letter.id, HandIn.taken_back_at.is_(None))
    if found.what == "writer" and found.hand_in is None and db.scalar(here.where(HandIn.on_paper_by_id.is_not(None))):
        _say_who_reads(found)


def _say_who_reads(found: Found) -> NoReturn:
    sentence = _(
        "%(name)s has this letter on paper since, and can read what stands here. Your words are still on this "
        "page and were not kept. Open the letter again if you would like to go on."
    )
    raise Refusal(sentence, field="body", name=found.engagement.lead.first_name)
