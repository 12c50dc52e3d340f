"""The sheet as it stands, for its two readers: the professional and the first caller; and one's own word to come."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from familyplan.access.records import Person
from familyplan.engagements import queries as engagements
from familyplan.engagements.circle.records import Commitment, Sheet, ToAsk
from familyplan.engagements.queries import As, Reach
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.ties.queries import parted_from
from familyplan.guidance import shelf
from familyplan.guidance.circle import InvitationSheet
from familyplan.kernel.errors import NotYours


def sheet_of(engagement: Engagement) -> InvitationSheet | None:
    """What the family's way says on the sheet; None where it has none."""
    model = shelf.current().models.get(engagement.model_key or "")
    return model.invitation_sheet if model else None


def place(db: Session, engagement_id: UUID, *, seen_by: Person, supervisor_too: bool = False) -> Reach:
    """
    Reach the sheet as its lead or first caller; raises `NotYours`.

    Other members, the loved one, and a first caller whose way has no such sheet do not learn of it.
    """
    among: tuple[As, ...] = ("lead", "supervisor", "member") if supervisor_too else ("lead", "member")
    found = engagements.reach(db, engagement_id, seen_by=seen_by, among=among)
    if found.member is not None and not (found.member.is_first_caller and sheet_of(found.engagement)):
        raise NotYours
    return found


def coming_place(db: Session, engagement_id: UUID, *, seen_by: Person) -> tuple[Engagement, Member]:
    """One's own place as a member whose way asks who comes; raises `NotYours`, for the loved one too."""
    found = engagements.reach(db, engagement_id, seen_by=seen_by, among=("member",))
    if found.member is None or sheet_of(found.engagement) is None:
        raise NotYours
    return found.engagement, found.member


def words(db: Session, found: Reach, *, seen_by: Person) -> Sheet | None:
    """The family's own words on the sheet; None where nothing was written yet."""
    return db.scalar(select(Sheet).where(Sheet.engagement_id == found.engagement.id))


def to_ask(db: Session, found: Reach, *, seen_by: Person) -> list[ToAsk]:
    """Whom they would like to ask, in the order in which they were named; nobody who was put away."""
    here = select(ToAsk).where(ToAsk.engagement_id == found.engagement.id, ToAsk.put_away_at.is_(None))
    return list(db.scalars(here.order_by(ToAsk.entered_at, ToAsk.id)))


def one_to_ask(db: Session, found: Reach, asked_id: UUID, *, seen_by: Person) -> ToAsk:
    """One of them; raises `NotYours`."""
    here = select(ToAsk).where(ToAsk.id == asked_id, ToAsk.engagement_id == found.engagement.id)
    one = db.scalar(here)
    if one is None:
        raise NotYours
    return one


def commitments(db: Session, engagement: Engagement, *, seen_by: Person) -> dict[UUID, Commitment]:
    """Who said that they come, by member; a member is told their own alone."""
    standing = select(Commitment).where(Commitment.engagement_id == engagement.id, Commitment.taken_back_at.is_(None))
    if seen_by.kind != "staff":
        standing = standing.join(Member, Member.id == Commitment.member_id).where(Member.person_id == seen_by.id)
    return {one.member_id: one for one in db.scalars(standing)}


def named(db: Session, member: Member, engagement: Engagement, *, seen_by: Person) -> list[Member]:
    """
    Whoever has come in and not left, with their person: for the loved one, where the way names them at the door.

    Nobody who must not meet them.
    """
    model = shelf.current().models.get(engagement.model_key or "")
    door = model.own_door if model else None
    if member.person_id != seen_by.id or not member.is_loved_one or door is None or not door.names_the_circle:
        return []
    here = select(Member).join(Member.person).options(contains_eager(Member.person))
    here = here.where(Member.engagement_id == engagement.id, Member.is_loved_one.is_(False))
    here = here.where(Member.came_in_at.is_not(None), Member.left_at.is_(None), ~parted_from(member))
    return list(db.scalars(here.order_by(Member.joined_at, Member.id)))
