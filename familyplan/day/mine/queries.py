"""What a member sees of the day: their own part, once a go for it stands; of the rehearsal, once there is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from familyplan.access.records import Person
from familyplan.day import service
from familyplan.day.rehearsal.records import ReadAloud, Rehearsal, SignOff
from familyplan.day.seats.records import Seat
from familyplan.engagements import queries as engagements
from familyplan.engagements.gates import service as gates
from familyplan.engagements.pauses import queries as pauses
from familyplan.engagements.records import Engagement, Member
from familyplan.kernel import clock
from familyplan.kernel.errors import NotYours
from familyplan.letters.queries import kind_of
from familyplan.letters.records import Letter, ReadingPlace


@dataclass(frozen=True)
class Own:
    """One letter that a member reads aloud: which in the order (0: not said yet), and how long it took."""

    letter: Letter
    title: str
    number: int
    seconds: int


def place(db: Session, engagement_id: UUID, *, seen_by: Person) -> tuple[Engagement, Member]:
    """
    One's own place in a family whose way has a day and that does not stand still; raises `NotYours`.

    Never as the loved one: what the day is for them they hear from people.
    """
    reached = engagements.reach(db, engagement_id, seen_by=seen_by, among=("member",))
    still = pauses.standing(db, engagement_id, seen_by=seen_by)
    if reached.member is None or service.day_of(reached.engagement) is None or still is not None:
        raise NotYours
    return reached.engagement, reached.member


def own_day(db: Session, *, seen_by: Person, engagement_id: UUID) -> dict[str, Any]:
    """All of a member's page; raises `NotYours` without a go, without a day, and once it is over."""
    engagement, member = place(db, engagement_id, seen_by=seen_by)
    day_at, today = engagement.day_at, clock.today(engagement.zone)
    if day_at is None or clock.local(day_at, engagement.zone).date() < today:
        raise NotYours
    if not gates.day_is_open(db, engagement.id):
        raise NotYours
    roles = engagements.roles_of(db, engagement, seen_by=seen_by).get(member.id, [])
    return {
        "engagement": engagement,
        "lead_name": engagement.lead.first_name,
        "is_today": clock.local(day_at, engagement.zone).date() == today,
        "tasks": [role for role in service.tasks(engagement) if role.key in roles],
        "own_zone": seen_by.zone if seen_by.zone != engagement.zone else "",
        "letters": own_letters(db, engagement, member, seen_by=seen_by),
        "in_room": _in_room(db, engagement, member, roles),
    }


def own_rehearsal(db: Session, *, seen_by: Person, engagement_id: UUID) -> dict[str, Any]:
    """What a member sees of the rehearsal; raises `NotYours` while none is planned or held. No hour of the day."""
    engagement, member = place(db, engagement_id, seen_by=seen_by)
    mine = and_(SignOff.member_id == member.id, SignOff.withdrawn_at.is_(None))
    row = db.execute(
        select(Rehearsal, SignOff)
        .outerjoin(SignOff, mine)
        .where(Rehearsal.engagement_id == engagement.id)
        .where(or_(Rehearsal.planned_at.is_not(None), Rehearsal.held_on.is_not(None)))
    ).one_or_none()
    if row is None:
        raise NotYours
    return {
        "engagement": engagement, "member": member, "rehearsal": row[0], "signed": row[1],
        "lead_name": engagement.lead.first_name, "letters": own_letters(db, engagement, member, seen_by=seen_by),
    }  # fmt: skip


def own_letters(db: Session, engagement: Engagement, member: Member, *, seen_by: Person) -> list[Own]:
    """Somebody's own letters that are read aloud, each with its number; of others only how many come before."""
    other, other_writer = aliased(Letter), aliased(Member)
    place = aliased(ReadingPlace)
    model = service.model_of(engagement)
    kinds = [kind.key for kind in (model.letters if model else ()) if kind.read_aloud and kind.writer == "member"]
    before = (
        select(func.count(place.id))
        .join(other, other.id == place.letter_id)
        .join(other_writer, other_writer.id == other.member_id)
        .where(place.engagement_id == engagement.id, place.position < ReadingPlace.position)
        .where(other.kind.in_(kinds), other_writer.left_at.is_(None))
        .scalar_subquery()
    )
    rows = db.execute(
        select(Letter, ReadingPlace.position, before, ReadAloud.seconds)
        .outerjoin(ReadingPlace, ReadingPlace.letter_id == Letter.id)
        .outerjoin(ReadAloud, ReadAloud.letter_id == Letter.id)
        .join(Letter.member)
        .where(Letter.member_id == member.id, Member.person_id == seen_by.id, Letter.kind.in_(kinds))
        .order_by(Letter.laid_out_at)
    ).all()
    found = []
    for letter, position, earlier, seconds in rows:
        kind = kind_of(engagement, letter.kind)
        number = earlier + 1 if position is not None else 0
        found.append(Own(letter, kind.title if kind else "", number, seconds or 0))
    return found


def _in_room(db: Session, engagement: Engagement, member: Member, roles: list[str]) -> bool:
    day = service.day_of(engagement)
    said = db.scalar(select(Seat.in_room).where(Seat.member_id == member.id))
    return said if said is not None else day is None or day.elsewhere not in roles
