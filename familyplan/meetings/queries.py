"""Meetings of one family as its professional sees them, and who can be asked to come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, contains_eager

from familyplan.access.records import Person
from familyplan.engagements.people import queries as people
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.service import surprises
from familyplan.guidance import shelf
from familyplan.guidance.meetings import MeetingKind
from familyplan.guidance.models import InterventionModel
from familyplan.kernel.above import FromAbove
from familyplan.kernel.errors import NotYours
from familyplan.kernel.language import _
from familyplan.meetings.records import Invited, Meeting, ProposedTime, TimeAnswer

UNSURE = ("yes", "dont_know")


help_began_on: FromAbove[date | None] = FromAbove(None)
"""On which day help began, as far as is known to who asks."""


@dataclass(frozen=True)
class Asked:
    """One person beside one meeting: whether they are asked, and what makes somebody think twice. Staff only."""

    member: Member
    invited: Invited | None
    doubts: tuple[str, ...] = ()
    """What this person said alone, as keys of `DOUBTS`: they are not asked unless the professional says so."""

    @property
    def is_asked(self) -> bool:
        """Whether they are on the list now."""
        return self.invited is not None and self.invited.dropped_at is None


DOUBTS = {
    "may_meet_all": _("may not be able to sit in one room with everybody"),
    "court_order": _("a court order, or nobody knows"),
    "afraid": _("afraid of somebody, or nobody knows"),
    "employer": _("from work"),
    "child": _("under 18"),
}


@dataclass(frozen=True)
class Offered:
    """One time to choose from, with what each member answered."""

    time: ProposedTime
    answers: dict[UUID, str] = field(default_factory=dict)


def model_of(engagement: Engagement) -> InterventionModel | None:
    """The model that this family goes by, or None before one was chosen."""
    return shelf.current().models.get(engagement.model_key or "")


def kind_of(meeting: Meeting) -> MeetingKind | None:
    """The kind as its model's file has it now; None where the file lost it."""
    model = shelf.current().models.get(meeting.model_key)
    return next((kind for kind in model.meetings if kind.key == meeting.kind), None) if model else None


def title_of(meeting: Meeting) -> str:
    """What the meeting is called on screen."""
    kind = kind_of(meeting)
    return kind.title if kind else _("Meeting")


def meetings(db: Session, engagement: Engagement, *, seen_by: Person) -> list[Meeting]:
    """Every meeting of a family that *seen_by* reached as staff, in the order in which they were planned."""
    if seen_by.kind != "staff":
        return []
    here = select(Meeting).where(Meeting.engagement_id == engagement.id)
    return list(db.scalars(here.order_by(Meeting.made_at, Meeting.id)))


def meeting(db: Session, engagement: Engagement, meeting_id: UUID, *, seen_by: Person) -> Meeting:
    """One meeting of a family that *seen_by* reached as staff; raises `NotYours`."""
    here = select(Meeting).where(Meeting.id == meeting_id, Meeting.engagement_id == engagement.id)
    found = db.scalar(here) if seen_by.kind == "staff" else None
    if found is None:
        raise NotYours
    return found


def everybody(db: Session, meeting: Meeting, *, seen_by: Person) -> list[Asked]:
    """Everybody of the family beside one meeting, the loved one last; who left only if they were there. For staff."""
    if seen_by.kind != "staff":
        return []
    beside = and_(Invited.member_id == Member.id, Invited.meeting_id == meeting.id)
    here = select(Member, Invited).join(Member.person).outerjoin(Invited, beside).options(contains_eager(Member.person))
    here = here.where(Member.engagement_id == meeting.engagement_id).order_by(Member.is_loved_one, Member.joined_at)
    rows: list[tuple[Member, Invited | None]] = [(row[0], row[1]) for row in db.execute(here)]
    return [Asked(one, mine) for one, mine in rows if one.left_at is None or (mine is not None and mine.attended)]


def with_doubts(
    db: Session, engagement: Engagement, asked: Iterable[Asked], *, seen_by: Person
) -> list[Asked]:  # fmt: skip
    """The same people with what each said alone that makes one think twice; for the lead's list, one statement."""
    heard = people.newest(people.hearings(db, engagement, seen_by=seen_by))
    found = []
    for one in asked:
        said = heard.get(one.member.id)
        doubts = [one.member.relation] if one.member.relation in ("employer", "child") else []
        if said is not None:
            doubts += ["may_meet_all"] if said.may_meet_all in ("no", "dont_know") else []
            doubts += [name for name in ("court_order", "afraid") if getattr(said, name) in UNSURE]
        found.append(Asked(one.member, one.invited, tuple(doubts)))
    return found


def offered(db: Session, meeting: Meeting, *, seen_by: Person) -> list[Offered]:
    """The times to choose from, the earliest first, with every answer for staff and one's own for a member."""
    here = select(ProposedTime, TimeAnswer).outerjoin(TimeAnswer, TimeAnswer.time_id == ProposedTime.id)
    here = here.where(ProposedTime.meeting_id == meeting.id, ProposedTime.dropped_at.is_(None))
    mine = select(Member.id).where(Member.person_id == seen_by.id, Member.engagement_id == meeting.engagement_id)
    own = set(db.scalars(mine)) if seen_by.kind != "staff" else None
    found: dict[UUID, Offered] = {}
    for row in db.execute(here.order_by(ProposedTime.starts_at)):
        answer: TimeAnswer | None = row[1]
        offer = found.setdefault(row[0].id, Offered(row[0]))
        if answer is not None and (own is None or answer.member_id in own):
            offer.answers[answer.member_id] = answer.answer
    return list(found.values())


def waiting_for_answers(db: Session, meetings: Iterable[Meeting], *, seen_by: Person) -> set[UUID]:
    """Which of these meetings, that *seen_by* reached, have times to choose from and none that is fixed."""
    undated = [one.id for one in meetings if one.starts_at is None and one.called_off_at is None and not one.held_on]
    here = select(ProposedTime.meeting_id).where(ProposedTime.meeting_id.in_(undated))
    return set(db.scalars(here.where(ProposedTime.dropped_at.is_(None)))) if undated else set()


def held(meetings: Iterable[Meeting]) -> dict[str, int]:
    """How many were held of each kind."""
    counted: dict[str, int] = {}
    for one in meetings:
        if one.held_on is not None:
            counted[one.kind] = counted.get(one.kind, 0) + 1
    return counted


def joins_on(kind: MeetingKind, began_on: date | None) -> date | None:
    """From which day the loved one may be asked to a kind that they join later; None while nobody can know."""
    joins = kind.loved_one_joins
    return began_on + timedelta(days=joins.days) if joins is not None and began_on is not None else None


def may_come(engagement: Engagement, kind: MeetingKind | None, began_on: date | None, on: date) -> bool:
    """
    Say whether the loved one may be asked to a meeting of this kind on that day.

    Never while, by the choice on record, they are to hear of it on the day; whatever the model's file says.
    """
    if kind is None or kind.loved_one == "never" or surprises(engagement):
        return False
    if kind.loved_one == "invited":
        return True
    joins = joins_on(kind, began_on)
    return joins is not None and on >= joins
