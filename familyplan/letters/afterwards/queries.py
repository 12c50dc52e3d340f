"""What writers chose for their letters: for each writer their own, and for the office the choice alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, contains_eager

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement, Member
from familyplan.kernel import clock
from familyplan.kernel.above import FromAbove
from familyplan.letters.afterwards.records import LetterChoice
from familyplan.letters.queries import Found, kind_of
from familyplan.letters.records import OTHER_PAGE, Letter, Section

UNDO = timedelta(days=7)  # for so long what was let go comes back with one press


@dataclass(frozen=True)
class Chosen:
    """One letter and what its writer chose for it; "" is not yet."""

    letter: Letter
    title: str
    choice: str
    goes_at: datetime | None
    """When the words of a letter that was let go are gone for good."""
    gone: bool

    @property
    def stays_for_now(self) -> bool:
        """Whether its week is over and it is still there, because a hold by law or a pause keeps it."""
        return self.goes_at is not None and not self.gone and self.goes_at <= clock.now()

    @property
    def is_other_page(self) -> bool:
        """Whether it is the other page, which has no title of its own."""
        return self.letter.kind == OTHER_PAGE


is_over = FromAbove(nothing=False)
"""Whether the day is past or an answer is known, as far as *seen_by* may know: somebody above sees answers."""


def choice_of(db: Session, found: Found) -> LetterChoice | None:
    """What was chosen for a letter that was reached."""
    return db.scalar(select(LetterChoice).where(LetterChoice.letter_id == found.letter.id))


def told(letter: Letter, title: str, row: LetterChoice | None) -> Chosen:
    """Put one letter's choice into what pages show."""
    choice = row.choice if row else ""
    goes_at = row.chosen_at + UNDO if row and choice == "let_go" else None
    return Chosen(letter, title, choice, goes_at, row is not None and row.gone_at is not None)


def of_member(db: Session, engagement: Engagement, member: Member, *, seen_by: Person) -> list[Chosen]:
    """One's own letters in which something stands, or for which something was chosen; empty for anybody else."""
    if member.person_id != seen_by.id:
        return []
    wrote = exists().where(Section.letter_id == Letter.id, Section.saved_at.is_not(None))
    here = select(Letter, LetterChoice).outerjoin(LetterChoice, LetterChoice.letter_id == Letter.id)
    here = here.where(Letter.member_id == member.id, wrote | LetterChoice.id.is_not(None))
    rows = db.execute(here.order_by(Letter.laid_out_at, Letter.id)).all()
    return [told(row[0], _title(engagement, row[0]), row[1]) for row in rows]


def of_family(db: Session, engagement: Engagement, *, seen_by: Person) -> list[Chosen]:
    """
    What the writers of a family chose, with whose it is and never a word of it, for staff who reached *engagement*.

    What the loved one does with words of their own is theirs. One statement.
    """
    if seen_by.kind != "staff":
        return []
    here = select(Letter, LetterChoice).join(LetterChoice, LetterChoice.letter_id == Letter.id)
    here = here.join(Letter.member).join(Member.person)
    here = here.options(contains_eager(Letter.member).contains_eager(Member.person))
    here = here.where(Letter.engagement_id == engagement.id, LetterChoice.choice != "")
    here = here.where(Member.is_loved_one.is_(False), Member.left_at.is_(None))
    rows = db.execute(here.order_by(Member.joined_at, Letter.laid_out_at, Letter.id)).all()
    return [told(row[0], _title(engagement, row[0]), row[1]) for row in rows]


def _title(engagement: Engagement, letter: Letter) -> str:
    kind = kind_of(engagement, letter.kind)
    return kind.title if kind else ""
