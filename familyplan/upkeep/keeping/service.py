"""Erasing a family by the owner's word: asked for, agreed to by somebody else, and only then done."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.holds import queries as holds
from familyplan.engagements.needs.service import met, needs
from familyplan.engagements.records import Engagement
from familyplan.engagements.service import in_turn
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.upkeep.keeping import queries
from familyplan.upkeep.keeping.records import ErasureAsked

ASKED = "erasure_asked"  # what waits on the lead's desk


def ask(db: Session, engagement: Engagement, code: str, *, by: Person) -> None:
    """Ask to erase a family; *code* shows that this one is meant. Asked again while it counts, nothing changes."""
    refuse_under_a_hold(db, engagement, by=by)
    refuse_another(engagement, code)
    in_turn(db, engagement)
    if queries.wish(db, engagement, seen_by=by) is None:
        db.add(ErasureAsked(engagement_id=engagement.id, asked_at=clock.now(), asked_by_id=by.id))
        _note(db, "erasure.asked", engagement, by=by)
        needs(db, engagement, ASKED, engagement.id)
        db.flush()


def agree(db: Session, engagement: Engagement, *, by: Person) -> None:
    """Agree, as the second person, that a family is erased; twice is harmless. Refused to whoever asked for it."""
    refuse_under_a_hold(db, engagement, by=by)
    wish = queries.wish(db, engagement, seen_by=by)
    if wish is None:
        raise Refusal(_("Nobody is asking to erase this family any more."))
    if by.id not in {other.id for other in wish.others}:
        raise Refusal(_("It takes somebody else to agree: another owner, or who leads this family."))
    mine = update(ErasureAsked).where(ErasureAsked.id == wish.asked.id, ErasureAsked.agreed_at.is_(None))
    agreed = db.execute(mine.values(agreed_at=clock.now(), agreed_by_id=by.id))
    if agreed.rowcount:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        met(db, engagement.id, ASKED, engagement.id)
        _note(db, "erasure.agreed", engagement, by=by)


def let_be(db: Session, engagement: Engagement, *, by: Person) -> None:
    """Let every wish to erase this family be; where nobody asked nothing happens."""
    open_ones = update(ErasureAsked).where(ErasureAsked.engagement_id == engagement.id)
    dropped = db.execute(open_ones.where(ErasureAsked.let_be_at.is_(None)).values(let_be_at=clock.now()))
    if dropped.rowcount:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        met(db, engagement.id, ASKED, engagement.id)
        _note(db, "erasure.let_be", engagement, by=by)


def refuse_unless_agreed(db: Session, engagement: Engagement, code: str, *, by: Person) -> None:
    """Raise `Refusal` unless this family may be erased now: no hold, its own code, a wish, and a second person."""
    refuse_under_a_hold(db, engagement, by=by)
    refuse_another(engagement, code)
    wish = queries.wish(db, engagement, seen_by=by)
    if wish is None:
        raise Refusal(_("Please ask for it first. What was asked more than seven days ago does not count."))
    if not wish.is_agreed:
        raise Refusal(_("Nobody else has agreed yet.") if wish.others else _("Please wait until a day has gone by."))


def refuse_under_a_hold(db: Session, engagement: Engagement, *, by: Person) -> None:
    """Raise `Refusal` while a hold by law stands over a family."""
    if holds.is_kept(db, engagement, seen_by=by):
        raise Refusal(_("A hold by law stands over this family. Nothing of it can be erased until the owner lifts it."))


def refuse_another(engagement: Engagement, code: str) -> None:
    """Raise `Refusal` unless *code* is this family's; the letters may be small."""
    if code.strip().upper() != engagement.code:
        raise Refusal(_("That is not this family's code. It stands on top of this page."), field="code")


def _note(db: Session, act: str, engagement: Engagement, *, by: Person) -> None:
    note(db, act, by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)
