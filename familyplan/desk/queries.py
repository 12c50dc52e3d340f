"""What waits for one lead today, in a number of statements that does not depend on how many families there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, union
from sqlalchemy.orm import Session, contains_eager

from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements.calls.records import CallRequest
from familyplan.engagements.gates.records import Gate
from familyplan.engagements.invitations.records import Invitation
from familyplan.engagements.needs.records import Need
from familyplan.engagements.pauses.records import Pause
from familyplan.engagements.records import Engagement, Member
from familyplan.kernel import clock
from familyplan.letters.records import OTHER_PAGE, Comment, HandIn, Letter, Section
from familyplan.milestones import queries as milestones
from familyplan.milestones.facts import newest_gate
from familyplan.milestones.plan import service as plan
from familyplan.milestones.plan.service import Way
from familyplan.milestones.queries import GATE_OPEN, STANDS_STILL, Laid
from familyplan.outcomes.records import FollowUp

PAGE = 25
SHOWN = 12  # people and looks back at the side
OPENED_LONG_AGO, ASKED_LONG_AGO, INVITED_LONG_AGO = timedelta(days=3), timedelta(days=1), timedelta(days=1)
FORGOTTEN = timedelta(days=60)  # what waited longer is history; it also bounds what the desk looks through
LOOK_AHEAD = timedelta(days=7)
NEWEST = or_(newest_gate("B"), newest_gate("C"))


@dataclass(frozen=True)
class Waits:
    """One thing that waits, and whom it is about where it is about somebody."""

    need: Need
    person: Person | None = None
    member_id: UUID | None = None


@dataclass(frozen=True)
class AtGate:
    """The newest decision at one gate, by whom; `open` says whether it still stands as a go."""

    gate: Gate
    by_name: str
    open: bool


@dataclass
class Family:
    """One line of the desk."""

    engagement: Engagement
    way: Way
    laid: Laid
    waits: list[Waits] = field(default_factory=list)
    gates: list[AtGate] = field(default_factory=list)

    @property
    def stands_still(self) -> bool:
        """Whether everything is paused."""
        return any(one.word == STANDS_STILL for one in self.laid.facts)


@dataclass(frozen=True)
class Stuck:
    """Somebody whom something waits on: an invitation not opened, a letter not begun, a thought not answered."""

    member: Member
    engagement: Engagement
    invited_at: datetime | None
    opened_at: datetime | None
    thought_at: datetime | None
    seen_at: datetime | None


def families(db: Session, *, seen_by: Person, until_on: date, page: int = 1) -> tuple[list[Family], int]:
    """The families that wait for this lead, the longest waiting first, 25 a page, and how many; five statements."""
    waits = select(Need.engagement_id, func.min(Need.due_on).label("on"), func.count().over().label("all"))
    waits = waits.where(Need.lead_id == seen_by.id, Need.settled_at.is_(None), Need.due_on <= until_on)
    waits = waits.group_by(Need.engagement_id).order_by("on", func.min(Need.arisen_at), Need.engagement_id)
    rows = db.execute(waits.limit(PAGE).offset((page - 1) * PAGE)).all()
    ids = [row[0] for row in rows]
    by_family: dict[UUID, tuple[Engagement, list[Waits]]] = {}
    for engagement, one in _waiting_in(db, ids, until_on, seen_by):
        by_family.setdefault(engagement.id, (engagement, []))[1].append(one)
    found = lines(db, [by_family[one][0] for one in ids if one in by_family], seen_by=seen_by)
    for family in found:
        family.waits = by_family[family.engagement.id][1]
    return found, rows[0][2] if rows else 0


def waiting(db: Session, engagement: Engagement, *, seen_by: Person) -> list[Waits]:
    """All that waits in one family, today or later, for its lead alone."""
    return [one for _engagement, one in _waiting_in(db, [engagement.id], date.max, seen_by)]


def _waiting_in(db: Session, ids: Sequence[UUID], until_on: date, lead: Person) -> list[tuple[Engagement, Waits]]:
    """All that waits in these families, with the person it is about, in one statement."""
    if not ids:
        return []
    about = func.coalesce(CallRequest.member_id, Letter.member_id, Invitation.member_id, Need.about_id)
    rows = db.execute(
        select(Need, Engagement, Person, Member.id)
        .join(Engagement, Engagement.id == Need.engagement_id)
        .outerjoin(CallRequest, CallRequest.id == Need.about_id)
        .outerjoin(Letter, Letter.id == Need.about_id)
        .outerjoin(Invitation, Invitation.id == Need.about_id)
        .outerjoin(Member, Member.id == about)
        .outerjoin(Person, Person.id == Member.person_id)
        .where(Need.engagement_id.in_(ids), Need.lead_id == lead.id, Need.settled_at.is_(None), Need.due_on <= until_on)
    ).all()
    return [(row[1], Waits(row[0], row[2], row[3])) for row in rows]


def lines(db: Session, engagements: Sequence[Engagement], *, seen_by: Person) -> list[Family]:
    """Lines for families that *seen_by* reached as staff: how far each is, and its gates; three statements."""
    laid = milestones.laid_out(db, engagements, seen_by=seen_by)
    found = [Family(one, plan.way(one, laid[one.id]), laid[one.id]) for one in engagements]
    by_id = {family.engagement.id: family for family in found}
    decided = select(Gate, Person).join(Person, Person.id == Gate.by_id).where(Gate.engagement_id.in_(list(by_id)))
    newest = decided.where(NEWEST).order_by(Gate.kind)
    for gate, person in db.execute(newest) if by_id else ():
        family = by_id[gate.engagement_id]
        stands = any(one.word == GATE_OPEN and one.detail == gate.kind for one in family.laid.facts)
        family.gates.append(AtGate(gate, person.name, stands))
    return found


def _running(lead: Person) -> ColumnElement[bool]:
    paused = exists().where(Pause.engagement_id == Engagement.id, Pause.resumed_at.is_(None))
    return and_(Engagement.lead_id == lead.id, Engagement.closed_at.is_(None), ~paused)


def stuck(db: Session, *, seen_by: Person) -> list[Stuck]:
    """Whom something waits on in this lead's families, the longest first; one statement, nobody's words."""
    now = clock.now()
    sent = select(func.max(Invitation.sent_at)).where(
        Invitation.member_id == Member.id, Invitation.taken_at.is_(None), Invitation.taken_back_at.is_(None)
    )
    touched = or_(Section.saved_at.is_not(None), Section.nothing_comes_at.is_not(None))
    begun = exists().where(Section.letter_id == Letter.id, touched)
    given = exists().where(HandIn.letter_id == Letter.id, HandIn.taken_back_at.is_(None))
    opened = select(func.min(Letter.opened_at)).where(
        Letter.member_id == Member.id, Letter.kind != OTHER_PAGE, ~begun, ~given
    )
    asked = select(func.min(Comment.made_at)).join(Letter, Letter.id == Comment.letter_id)
    asked = asked.where(Letter.member_id == Member.id, Comment.answer == "")
    seen = select(func.max(SignedIn.seen_at)).where(SignedIn.person_id == Member.person_id)
    invited_at, opened_at, thought_at = sent.scalar_subquery(), opened.scalar_subquery(), asked.scalar_subquery()
    rows = db.execute(
        select(Member, Engagement, invited_at, opened_at, thought_at, seen.scalar_subquery())
        .join(Engagement, Engagement.id == Member.engagement_id)
        .join(Member.person)
        .options(contains_eager(Member.person))
        .where(Member.id.in_(_lately_touched(now)))
        .where(_running(seen_by), Member.left_at.is_(None), Member.is_loved_one.is_(False))
        .where(
            or_(
                and_(Member.came_in_at.is_(None), invited_at < now - INVITED_LONG_AGO),
                opened_at < now - OPENED_LONG_AGO,
                thought_at < now - ASKED_LONG_AGO,
            )
        )
        .order_by(func.coalesce(opened_at, thought_at, invited_at))
        .limit(SHOWN)
    ).all()
    return [
        Stuck(row[0], row[1], None if row[0].came_in_at else row[2], row[3] if _is_old(row[3], now) else None, *row[4:])
        for row in rows
    ]


def _lately_touched(now: datetime) -> Select[Any]:
    """Members with an invitation, an opened letter or a thought of the last weeks: by index, whatever is older."""
    invited = select(Invitation.member_id).where(
        Invitation.taken_at.is_(None), Invitation.sent_at.between(now - FORGOTTEN, now - INVITED_LONG_AGO)
    )
    opened = select(Letter.member_id).where(Letter.opened_at.between(now - FORGOTTEN, now - OPENED_LONG_AGO))
    asked = select(Letter.member_id).join(Comment, Comment.letter_id == Letter.id)
    asked = asked.where(Comment.answer == "", Comment.made_at.between(now - FORGOTTEN, now - ASKED_LONG_AGO))
    return select(union(invited, opened, asked).subquery().c.member_id)


def _is_old(opened_at: datetime | None, now: datetime) -> bool:
    return opened_at is not None and opened_at < now - OPENED_LONG_AGO


def looks_back(db: Session, *, seen_by: Person) -> list[tuple[FollowUp, Engagement]]:
    """Looks back of this lead's families up to a week from now, the earliest first; one statement."""
    until_on = clock.today(seen_by.zone) + LOOK_AHEAD
    open_ones = select(FollowUp, Engagement).join(Engagement, Engagement.id == FollowUp.engagement_id)
    open_ones = open_ones.where(_running(seen_by), FollowUp.happened_on.is_(None), FollowUp.dropped_at.is_(None))
    rows = db.execute(open_ones.where(FollowUp.due_on <= until_on).order_by(FollowUp.due_on).limit(SHOWN)).all()
    return [(row[0], row[1]) for row in rows]
