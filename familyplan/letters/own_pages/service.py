"""Laying out the loved one's own pages, showing one to the family, and taking it out of sight again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.service import in_turn
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import NotYours, Refusal
from familyplan.kernel.language import _
from familyplan.letters.own_pages.queries import is_own_page, kinds
from familyplan.letters.own_pages.records import PageShown
from familyplan.letters.queries import Found, kind_of
from familyplan.letters.records import Letter
from familyplan.letters.service import place
from familyplan.letters.writing.queries import Part, is_empty


def lay_out_pages(db: Session, engagement: Engagement, *, by: Person) -> None:
    """Give the loved one their own pages, empty and theirs alone; nothing where this way has none. Twice is once."""
    wanted = kinds(engagement)
    if not wanted:
        return
    in_turn(db, engagement)
    here = select(Member.id).where(Member.engagement_id == engagement.id, Member.is_loved_one, Member.left_at.is_(None))
    member_id = db.scalar(here)
    if member_id is None:
        return
    known = set(db.scalars(select(Letter.kind).where(Letter.member_id == member_id)))
    for key in wanted:
        kind = kind_of(engagement, key)
        if kind is None or key in known:
            continue
        letter = Letter(engagement_id=engagement.id, member_id=member_id, kind=key, laid_out_at=clock.now())
        db.add(letter)
        db.flush()
        for position, section in enumerate(kind.sections):
            place(db, letter, section.key, position)
        note(db, "letter.laid_out", by=by, about="letter", about_id=letter.id, engagement_id=engagement.id)


def show(db: Session, found: Found, parts: Sequence[Part], *, by: Person) -> None:
    """Show one's own page to the family, until it is taken out of sight again. Pressed twice it is shown once."""
    if found.what != "writer" or not is_own_page(found):
        raise NotYours
    if is_empty(parts):
        raise Refusal(_("There is nothing here yet."), field="shown")
    if any(part.conflict for part in parts):
        raise Refusal(
            _("A part was written on two phones. Please look at both first, so that nothing is left behind."),
            field="shown",
        )
    hidden = update(PageShown).where(PageShown.letter_id == found.letter.id, PageShown.hidden_at.is_not(None))
    if not db.execute(hidden.values(shown_at=clock.now(), hidden_at=None)).rowcount:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        try:
            with db.begin_nested():
                db.add(PageShown(engagement_id=found.engagement.id, letter_id=found.letter.id, shown_at=clock.now()))
        except IntegrityError:  # it is shown already
            return
    _noted(db, "own_page.shown", found, by=by)


def hide(db: Session, found: Found, *, by: Person) -> None:
    """Take a page out of the family's sight at once; twice is once."""
    if found.what != "writer" or not is_own_page(found):
        raise NotYours
    stands = update(PageShown).where(PageShown.letter_id == found.letter.id, PageShown.hidden_at.is_(None))
    if db.execute(stands.values(hidden_at=clock.now())).rowcount:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        _noted(db, "own_page.hidden", found, by=by)


def _noted(db: Session, act: str, found: Found, *, by: Person) -> None:
    note(db, act, by=by, about="letter", about_id=found.letter.id, engagement_id=found.engagement.id)
