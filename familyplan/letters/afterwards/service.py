"""Choosing what becomes of one's letter once it is over; and the letting go, a week later."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, select, update
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.holds import queries as holds
from familyplan.engagements.pauses import service as pauses
from familyplan.engagements.records import Engagement
from familyplan.engagements.service import in_turn
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.letters import service as lettering
from familyplan.letters.afterwards import queries
from familyplan.letters.afterwards.records import LetterChoice
from familyplan.letters.other_page import service as other_page
from familyplan.letters.queries import Found
from familyplan.letters.records import OTHER_PAGE, CoachAnswer, Comment, Revision, Section, SectionRead

NOT_YET, LET_GO, BY_HAND, WITH_PROGRAM = "not_yet", "let_go", "by_hand", "with_program"
OWN = ("keep", LET_GO, NOT_YET)  # of the other page, and of what was only ever the writer's own to share
READ = ("keep", "later", LET_GO, NOT_YET)
TO_KEEP = ("keep", "later", BY_HAND, WITH_PROGRAM, LET_GO, NOT_YET)


def choices_for(found: Found) -> tuple[str, ...]:
    """What a writer can choose for this letter; a copy to keep only where the family's way has one."""
    if found.letter.kind == OTHER_PAGE or found.is_shared_by_writer or found.writer.is_loved_one:
        return OWN
    return TO_KEEP if found.kind is not None and found.kind.copy_to_keep else READ


def choose(
    db: Session, found: Found, choice: str, *, copy_settled: bool = False, loved_one_agreed: bool = False, by: Person
) -> None:
    """
    Note what becomes of a letter that *by* wrote; the same again changes nothing, another choice replaces it.

    Nothing is sent to anybody. What is let go is taken back from the professional at once. Refused before it is over,
    while all stands still, and, for letting go, before the writer has a copy or says that none is wanted.
    """
    if choice == NOT_YET:
        think_again(db, found, by=by)
        return
    if pauses.stands_still(db, found.engagement.id):
        raise Refusal(_("Everything stands still just now. Your words are kept, and nothing needs to be chosen."))
    if not queries.is_over(db, found.engagement, seen_by=by):
        raise Refusal(_("This is for afterwards. There is nothing to choose yet."))
    if choice == LET_GO and not copy_settled:
        raise Refusal(_("Take a copy first, or tick that you don't want one."), field="copy_settled")
    if choice == WITH_PROGRAM and not loved_one_agreed:
        raise Refusal(_("Only if %(name)s said yes to that."), field="loved_one_agreed", name=found.calls)
    in_turn(db, found.engagement)
    row = queries.choice_of(db, found)
    if row is None:
        row = LetterChoice(engagement_id=found.engagement.id, letter_id=found.letter.id)
        db.add(row)
    elif row.choice == choice:
        return
    elif row.gone_at is not None:
        raise Refusal(_("These words have gone for good."))
    row.choice, row.chosen_at = choice, clock.now()
    if choice == LET_GO:
        _out_of_sight(db, found, by=by)
    note(db, "letter.choice", by=by, about="letter", about_id=found.letter.id, engagement_id=found.engagement.id)
    db.flush()


def _out_of_sight(db: Session, found: Found, *, by: Person) -> None:
    """Take it back from the professional, so that only the writer has it."""
    if found.letter.kind == OTHER_PAGE:
        other_page.hide(db, found, by=by)
    else:
        lettering.take_back(db, found, by=by)


def think_again(db: Session, found: Found, *, by: Person) -> None:
    """Take the choice back; twice is harmless. What was let go comes back while it is there, to its writer alone."""
    mine = update(LetterChoice).where(LetterChoice.letter_id == found.letter.id, LetterChoice.choice != "")
    undone = db.execute(mine.where(LetterChoice.gone_at.is_(None)).values(choice="", chosen_at=clock.now()))
    if undone.rowcount:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        note(
            db, "letter.choice_taken_back", by=by, about="letter", about_id=found.letter.id,
            engagement_id=found.engagement.id,
        )  # fmt: skip


def is_due(now: datetime) -> ColumnElement[bool]:
    """Choices whose words go by *now*, where no hold by law stands over the family; for a statement about them."""
    let_go = and_(LetterChoice.choice == LET_GO, LetterChoice.chosen_at <= now - queries.UNDO)
    return and_(let_go, LetterChoice.gone_at.is_(None), ~holds.over(LetterChoice.engagement_id))


def go(db: Session, letter_id: UUID, engagement_id: UUID) -> None:
    """
    Delete the words of a letter that was let go, with everything that said part of them, if it is (still) due.

    Whoever went on writing since has changed their mind: then all is kept, and nothing is chosen.
    """
    in_turn(db, db.get_one(Engagement, engagement_id))  # a hold that is being placed is waited for
    due = (LetterChoice.letter_id == letter_id, is_due(clock.now()))
    since = select(LetterChoice.chosen_at).where(LetterChoice.letter_id == letter_id).scalar_subquery()
    written = exists().where(Section.letter_id == letter_id, Section.saved_at > since)
    if db.scalar(select(written)):
        db.execute(update(LetterChoice).where(*due).values(choice="", chosen_at=clock.now()))
        return
    gone = db.execute(update(LetterChoice).where(*due).values(gone_at=clock.now()))
    if gone.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        return
    for record in (Revision, SectionRead, CoachAnswer, Comment):
        db.execute(delete(record).where(record.letter_id == letter_id))
    empty = {Section.body.column: None, "saved_at": None, "nothing_comes_at": None}
    db.execute(update(Section).where(Section.letter_id == letter_id).values(revision=Section.revision + 1, **empty))
    note(db, "letter.let_go", by=None, about="letter", about_id=letter_id, engagement_id=engagement_id)
