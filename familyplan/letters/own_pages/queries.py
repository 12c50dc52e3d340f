"""Which pages are the loved one's own, which of them are shown, and to whom."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement, Member
from familyplan.kernel.errors import NotYours
from familyplan.letters.own_pages.records import PageShown
from familyplan.letters.queries import Found, model_of
from familyplan.letters.records import Letter


def kinds(engagement: Engagement) -> tuple[str, ...]:
    """The keys of such pages in this family's way; empty where it has none."""
    model = model_of(engagement)
    return model.own_door.pages if model is not None and model.own_door is not None else ()


def is_own_page(found: Found) -> bool:
    """Say whether a letter that was reached is such a page."""
    return found.letter.kind in kinds(found.engagement)


def of_family(db: Session, engagement: Engagement, *, seen_by: Person) -> list[Letter]:
    """Such pages of a family, without a word of them, for its lead alone."""
    if engagement.lead_id != seen_by.id:
        return []
    here = select(Letter).join(Letter.member).join(Member.person)
    here = here.options(contains_eager(Letter.member).contains_eager(Member.person))
    here = here.where(Letter.engagement_id == engagement.id, Letter.kind.in_(kinds(engagement)))
    return list(db.scalars(here.where(Member.left_at.is_(None)).order_by(Letter.laid_out_at, Letter.id)))


def standing(db: Session, found: Found) -> PageShown | None:
    """The row that says since when it is shown; None while it is not."""
    here = select(PageShown).where(PageShown.letter_id == found.letter.id, PageShown.hidden_at.is_(None))
    return db.scalar(here)


def is_shown_to(member: Member) -> ColumnElement[bool]:
    """Pages that this member is shown, for a statement about `Letter`; none for the loved one, whose they are."""
    shown = exists().where(PageShown.letter_id == Letter.id, PageShown.hidden_at.is_(None))
    return and_(shown, Letter.engagement_id == member.engagement_id, Letter.member_id != member.id)


def shown(db: Session, letter_id: UUID, *, seen_by: Person) -> Found:
    """A page that the loved one shows, as somebody of the family who is here may read it; raises `NotYours`."""
    reader = select(Member.id).where(
        Member.engagement_id == Letter.engagement_id, Member.person_id == seen_by.id, Member.left_at.is_(None),
        Member.came_in_at.is_not(None), Member.is_loved_one.is_(False),
    )  # fmt: skip
    stands = exists().where(PageShown.letter_id == Letter.id, PageShown.hidden_at.is_(None))
    here = select(Letter, Engagement).join(Letter.member).join(Member.person)
    here = here.join(Engagement, Engagement.id == Letter.engagement_id)
    here = here.options(contains_eager(Letter.member).contains_eager(Member.person), joinedload(Engagement.lead))
    here = here.where(Letter.id == letter_id, Member.left_at.is_(None), stands, reader.correlate(Letter).exists())
    row = db.execute(here).one_or_none()
    found = Found(row[0], row[1], None, "stand_in") if row is not None else None
    if found is None or not is_own_page(found):
        raise NotYours
    return found
