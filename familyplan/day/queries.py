"""The day of one family: what was agreed, who is there with which task, who reads when. For staff."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session, aliased, contains_eager

from familyplan.access.records import Person
from familyplan.day import service
from familyplan.day.records import DayPlan
from familyplan.day.rehearsal.records import LineTried, ReadAloud, Rehearsal, SignOff
from familyplan.day.seats.records import Seat
from familyplan.engagements import queries as engagements
from familyplan.engagements.pauses.records import Pause
from familyplan.engagements.records import Engagement, Member, MemberRole
from familyplan.kernel import clock
from familyplan.kernel.errors import NotYours
from familyplan.letters.queries import kind_of
from familyplan.letters.reading.queries import can_read
from familyplan.letters.records import OTHER_PAGE, HandIn, Letter, ReadingPlace

LAST = 1_000_000  # behind every place that was given
Stand = aliased(Member)
StandPerson = aliased(Person)


@dataclass(frozen=True)
class Agreed:
    """What is kept about the day as a whole; each may be missing."""

    plan: DayPlan | None
    rehearsal: Rehearsal | None
    lead_seat: Seat | None
    is_paused: bool


@dataclass(frozen=True)
class Here:
    """Somebody of the family, with what is kept of them for the day."""

    member: Member
    seat: Seat | None
    signed: SignOff | None
    line: LineTried | None
    roles: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Reader:
    """One letter where it is read: whose, whether it was given, who would read it otherwise, how long it took."""

    letter: Letter
    writer: Member
    title: str
    hand_in: HandIn | None
    stand_in: Member | None
    place: ReadingPlace | None
    aloud: ReadAloud | None

    @property
    def seconds(self) -> int:
        """How long it took in rehearsal; 0 where nobody took the time."""
        return self.aloud.seconds if self.aloud else 0


def led(db: Session, engagement_id: UUID, *, seen_by: Person) -> Engagement:
    """The family that this person leads, where its way has a day; raises `NotYours`."""
    engagement = engagements.led(db, engagement_id, seen_by=seen_by)
    if service.day_of(engagement) is None:
        raise NotYours
    return engagement


def agreed(db: Session, engagement: Engagement, *, seen_by: Person) -> Agreed:
    """What was agreed for the day, in one statement; for staff who reached the family, nothing for anybody else."""
    if seen_by.kind != "staff":
        return Agreed(None, None, None, is_paused=False)
    of_lead = and_(Seat.engagement_id == Engagement.id, Seat.member_id.is_(None))
    row = db.execute(
        select(
            DayPlan, Rehearsal, Seat, exists().where(Pause.engagement_id == Engagement.id, Pause.resumed_at.is_(None))
        )
        .select_from(Engagement)
        .outerjoin(DayPlan, DayPlan.engagement_id == Engagement.id)
        .outerjoin(Rehearsal, Rehearsal.engagement_id == Engagement.id)
        .outerjoin(Seat, of_lead)
        .where(Engagement.id == engagement.id)
    ).one()
    return Agreed(row[0], row[1], row[2], is_paused=bool(row[3]))


def people(db: Session, engagement: Engagement, *, seen_by: Person) -> list[Here]:
    """Everybody in the family with their tasks and seats, the loved one last; one statement. For staff."""
    if seen_by.kind != "staff":
        return []
    rows = db.execute(
        select(Member, MemberRole.role, Seat, SignOff, LineTried)
        .join(Member.person)
        .options(contains_eager(Member.person))
        .outerjoin(MemberRole, MemberRole.member_id == Member.id)
        .outerjoin(Seat, Seat.member_id == Member.id)
        .outerjoin(SignOff, and_(SignOff.member_id == Member.id, SignOff.withdrawn_at.is_(None)))
        .outerjoin(LineTried, LineTried.member_id == Member.id)
        .where(Member.engagement_id == engagement.id, Member.left_at.is_(None))
        .order_by(Member.is_loved_one, Member.joined_at, Member.id, MemberRole.since_at, MemberRole.role)
    ).all()
    found: dict[UUID, Here] = {}
    for member, role, seat, signed, line in rows:
        here = found.setdefault(member.id, Here(member, seat, signed, line))
        if role is not None:
            here.roles.append(role)
    return list(found.values())


def readers(db: Session, engagement: Engagement, *, seen_by: Person) -> list[Reader]:
    """
    Every letter that is read aloud in the family's way, in reading order; one statement. No word of any is opened.

    For staff who reached the family: whose letter stands where is known to a supervisor too, what is in it is not.
    """
    if seen_by.kind != "staff":
        return []
    given = and_(HandIn.letter_id == Letter.id, HandIn.taken_back_at.is_(None))
    rows = db.execute(
        select(Letter, HandIn, ReadingPlace, Stand, ReadAloud)
        .join(Letter.member)
        .join(Member.person)
        .outerjoin(HandIn, given)
        .outerjoin(ReadingPlace, ReadingPlace.letter_id == Letter.id)
        .outerjoin(Stand, and_(Stand.id == ReadingPlace.stand_in_id, can_read(Stand)))
        .outerjoin(StandPerson, StandPerson.id == Stand.person_id)
        .outerjoin(ReadAloud, ReadAloud.letter_id == Letter.id)
        .options(
            contains_eager(Letter.member).contains_eager(Member.person),
            contains_eager(Stand.person.of_type(StandPerson)),
        )
        .where(Letter.engagement_id == engagement.id, Letter.kind != OTHER_PAGE, Member.left_at.is_(None))
        .order_by(Member.joined_at, Member.id, Letter.laid_out_at, Letter.id)
    ).all()
    found = []
    for letter, hand_in, place, stand, aloud in rows:
        kind = kind_of(engagement, letter.kind)
        if kind is not None and kind.read_aloud and kind.writer == "member":
            found.append(Reader(letter, letter.member, kind.title, hand_in, stand, place, aloud))
    return sorted(found, key=lambda one: one.place.position if one.place else LAST)


def day_on(engagement: Engagement) -> date | None:
    """Which day it is, where the family lives; None while none is set."""
    return clock.local(engagement.day_at, engagement.zone).date() if engagement.day_at else None
