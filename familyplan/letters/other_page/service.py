"""The other page: opened after talking, gone through together when the writer asks, then sealed from everybody."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.needs import service as desk
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.service import in_turn
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.letters.other_page.queries import ENDANGERS, could_have, state
from familyplan.letters.queries import Found, model_of
from familyplan.letters.records import OTHER_PAGE, Letter, OtherPage
from familyplan.letters.service import place


def open_page(db: Session, engagement: Engagement, member: Member, *, by: Person) -> OtherPage:
    """
    Open the other page for a member, after talking with them. Opened twice it is the same page.

    Refused for whoever the family's way keeps it from (a child, an employer), for a minor, and for the loved one.
    """
    in_turn(db, engagement)
    known = db.scalar(select(OtherPage).where(OtherPage.member_id == member.id))
    if known is not None:
        return known
    model = model_of(engagement)
    if model is None or member.id not in could_have(db, engagement, [member], seen_by=by):
        raise Refusal(_("There is no other page for %(name)s here."), name=member.person.name)
    letter = Letter(engagement_id=engagement.id, member_id=member.id, kind=OTHER_PAGE, laid_out_at=clock.now())
    db.add(letter)
    db.flush()
    for position, section in enumerate(model.other_page.sections):
        place(db, letter, section.key, position)
    page = OtherPage(
        engagement_id=engagement.id, member_id=member.id, letter_id=letter.id, opened_at=clock.now(), opened_by_id=by.id
    )  # fmt: skip
    db.add(page)
    _noted(db, "other_page.opened", letter, by=by)
    return page


def _noted(db: Session, act: str, letter: Letter, *, by: Person) -> None:
    note(db, act, by=by, about="letter", about_id=letter.id, engagement_id=letter.engagement_id)


def have_none(db: Session, found: Found, *, by: Person) -> None:
    """
    Say "I don't have one", a full answer that settles it; said twice it stands once. No word is thrown away.

    With it goes whoever could read it: taken back, the page is the writer's alone.
    """
    _close(db, found)
    unsaid = update(Letter).where(Letter.id == found.letter.id, Letter.has_none_at.is_(None))
    if db.execute(unsaid.values(has_none_at=clock.now())).rowcount:  # type: ignore[attr-defined]  # an UPDATE's result
        _noted(db, "other_page.none", found.letter, by=by)


def have_one_after_all(db: Session, found: Found, *, by: Person) -> None:
    """Take "I don't have one" back; what was written is there again."""
    said = update(Letter).where(Letter.id == found.letter.id, Letter.has_none_at.is_not(None))
    if db.execute(said.values(has_none_at=None)).rowcount:  # type: ignore[attr-defined]  # an UPDATE's result
        _noted(db, "other_page.not_none", found.letter, by=by)


def say_danger(db: Session, found: Found, _page: OtherPage, answer: str, *, by: Person) -> None:
    """
    Keep the private answer to "could it put you in danger?"; nobody hears of it; gate C counts without a name.

    "Yes" and "not sure" also take the page back, as `hide` does and with no other trace than that.
    """
    if answer in ENDANGERS:
        hide(db, found, by=by)
    db.execute(update(Letter).where(Letter.id == found.letter.id).values(could_endanger=answer))


def show(db: Session, found: Found, page: OtherPage, *, by: Person) -> None:
    """
    Ask the professional to go through it together: from now on she may read it, until it is sealed again.

    Nothing happens where there is nothing to show: no page to have, danger, or "I don't have one".
    """
    if state(page, found.letter) in ("shown", "none") or found.letter.could_endanger in ENDANGERS:
        return
    if found.writer.id not in could_have(db, found.engagement, [found.writer], seen_by=by):
        return
    now = clock.now()
    db.execute(
        update(OtherPage)
        .where(OtherPage.id == page.id)
        .values(shown_at=now, gone_through_at=None, sealed_at=None)
    )  # fmt: skip
    desk.needs(db, found.engagement, "other_page_shown", found.letter.id)
    _noted(db, "other_page.shown", found.letter, by=by)


def hide(db: Session, found: Found, *, by: Person) -> None:
    """
    Take the page back: before it was gone through, or once it is sealed, so that nobody opens it on the day.

    Twice is once. The page is then the writer's alone, as before it was ever shown.
    """
    if _close(db, found):
        _noted(db, "other_page.hidden", found.letter, by=by)


def _close(db: Session, found: Found) -> bool:
    shown = update(OtherPage).where(OtherPage.letter_id == found.letter.id, OtherPage.shown_at.is_not(None))
    closed = db.execute(shown.values(shown_at=None, gone_through_at=None, sealed_at=None))
    desk.met(db, found.engagement.id, "other_page_shown", found.letter.id)
    return bool(closed.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result counts rows


def mark_read(db: Session, found: Found, *, by: Person) -> None:
    """Note that the lead opened it while it is shown; journaled each time."""
    _noted(db, "other_page.read", found.letter, by=by)


def seal(db: Session, found: Found, page: OtherPage, *, by: Person) -> None:
    """Say that both went through it, and seal it from everybody but the writer; either of the two may."""
    now = clock.now()
    shown = update(OtherPage).where(
        OtherPage.id == page.id, OtherPage.shown_at.is_not(None), OtherPage.sealed_at.is_(None)
    )
    sealed = db.execute(shown.values(gone_through_at=now, sealed_at=now))
    if sealed.rowcount:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        desk.met(db, found.engagement.id, "other_page_shown", found.letter.id)
        _noted(db, "other_page.sealed", found.letter, by=by)
