"""What stands on a member's own page, and nobody else's."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.consents import queries as consents
from familyplan.consents.records import Pledge
from familyplan.day.service import day_of
from familyplan.engagements import queries as engagements
from familyplan.engagements.calls import queries as calls
from familyplan.engagements.calls.records import CallRequest
from familyplan.engagements.circle import queries as circle
from familyplan.engagements.pauses import queries as pauses
from familyplan.engagements.pauses.records import Pause
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.service import surprises
from familyplan.engagements.ties.queries import stands_alone
from familyplan.guidance.models import InterventionModel
from familyplan.home.after.queries import After, after
from familyplan.home.service import MemberState, Next, Road, next_for, road
from familyplan.kernel import clock
from familyplan.kernel.errors import NotYours
from familyplan.lessons import queries as lessons
from familyplan.lessons.queries import Given
from familyplan.letters import queries as letters
from familyplan.letters.other_page import queries as other_pages
from familyplan.letters.own_pages import queries as own_pages
from familyplan.letters.queries import OnBoard
from familyplan.letters.reading import queries as reading
from familyplan.letters.records import OtherPage
from familyplan.milestones import queries as milestones
from familyplan.milestones.plan import service as plan
from familyplan.milestones.queries import GATE_OPEN, REHEARSAL, STANDS_STILL, TRAVELS
from familyplan.milestones.service import Situation, situation
from familyplan.programs.options import queries as options


@dataclass(frozen=True)
class Home:
    """One member's page for one family."""

    engagement: Engagement
    member: Member
    model: InterventionModel | None
    next: Next
    pause: Pause | None
    letters: list[OnBoard]
    other_page: tuple[OtherPage, other_pages.State, datetime | None] | None
    lesson: Given | None
    call: CallRequest | None
    road: Road
    day_shown: bool
    """A go stands, the day is not over, and it is no surprise to this member: its place and hour may be seen."""
    is_the_day: bool
    kept_from: bool
    """This is whom the plan is for, and they are to hear of it on the day."""
    rehearses: bool
    """A rehearsal is planned or was held, and the day is not over."""
    offer_open: bool
    after: After
    reads_for: list[OnBoard]
    """Letters that are ready to read, which this member would read in their writers' place."""
    options_shown: bool = False
    """Programs are put side by side for this member to look at."""
    travels: bool = False
    """Something for the way and for home is theirs to do, or to keep."""
    shown: list[OnBoard] = field(default_factory=list)
    """Pages of the loved one's own that they show to this family."""
    circle: list[Member] = field(default_factory=list)
    """Who may be named to the loved one as being in it."""
    told: list[tuple[str, date]] = field(default_factory=list)
    """What happened, as far as this family may know, in the model's words."""

    @property
    def calls(self) -> str:
        """The name that this member uses for the loved one."""
        return self.member.calls or self.engagement.loved_name


def places(db: Session, *, seen_by: Person) -> list[tuple[Member, Engagement]]:
    """Every family that this person has a place in; raises `NotYours` where there is none."""
    mine = engagements.memberships(db, seen_by=seen_by)
    if not mine:
        raise NotYours
    return mine


def home(
    db: Session, member: Member, engagement: Engagement, *, phone: str, seen_by: Person, with_other_page: bool = True
) -> Home:
    """
    Gather one page, in seven statements at most beside the reach. *phone* is whose phone this browser said it is on.

    Only what the family may know is in it: the plan is read with the family's own eyes. Whoever stands alone (from
    work) is shown their own letter and the day's time, and nothing of the family's road.
    """
    laid = milestones.laid_out(db, [engagement], seen_by=seen_by)[engagement.id]
    here = situation(engagement, plan.model_of(engagement), laid.facts, clock.today(engagement.zone))
    others = or_(reading.is_read_by(member), own_pages.is_shown_to(member))
    known = letters.of_member(db, engagement, member, seen_by=seen_by, beside=others)
    mine = [one for one in known if one.letter.member_id == member.id]
    alone = stands_alone(member)
    lesson = None if alone else lessons.next_to_read(db, engagement.id, seen_by=seen_by)
    ahead = engagement.day_at is not None and clock.local(engagement.day_at, engagement.zone).date() >= here.today
    behind = _behind(engagement, member, here, ahead=ahead)
    state = _state(consents.pledge_of(db, member), mine, lesson, phone, behind=behind)
    way = plan.way(engagement, laid)
    kept_from = member.is_loved_one and surprises(engagement)
    return Home(
        engagement, member, here.model, next_for(state),
        pause=pauses.standing(db, engagement.id, seen_by=seen_by) if here.has(STANDS_STILL) else None,
        letters=mine,
        reads_for=[one for one in known if one.letter.member_id != member.id and one.state == "ready"],
        shown=[one for one in known if one not in mine and one.letter.kind in own_pages.kinds(engagement)],
        other_page=other_pages.of_member(db, member, seen_by=seen_by) if with_other_page else None,
        lesson=lesson,
        circle=circle.named(db, member, engagement, seen_by=seen_by) if member.is_loved_one else [],
        call=calls.mine(db, member, seen_by=seen_by),
        road=Road((), ()) if alone else road(way, of="loved_one" if member.is_loved_one else "member"),
        day_shown=ahead and not kept_from and day_of(engagement) is not None and here.has(GATE_OPEN, "C") is not None,
        is_the_day=here.anchors["day"] == here.today and not kept_from,
        kept_from=kept_from,
        rehearses=_rehearses(engagement, member, here, ahead=ahead or engagement.day_at is None),
        offer_open=here.offer_open and not alone,
        after=after(db, here, way, seen_by=seen_by),
        options_shown=here.has(options.FACT) is not None and options.may_be_shown(engagement, member),
        travels=any(UUID(one.detail) == member.id for one in here.by_word.get(TRAVELS, ())),
        told=[] if alone else _told(here.model, [(one.word, one.detail, one.happened_on) for one in laid.facts]),
    )  # fmt: skip


def _state(
    pledge: Pledge | None, mine: list[OnBoard], lesson: Given | None, phone: str, *, behind: bool
) -> MemberState:
    return MemberState(
        agreed=pledge is not None and pledge.agreed_at is not None,
        declined=pledge is not None and pledge.declined_at is not None,
        phone_known=bool(phone),
        letters=mine,
        lesson=lesson.lesson.slug if lesson else "",
        behind=behind,
    )


def _behind(engagement: Engagement, member: Member, here: Situation, *, ahead: bool) -> bool:
    """Whether help began, or the day is over, or it was answered; where no day is set, a circle goes on meeting."""
    if member.is_loved_one or ahead:
        return False
    return here.anchors.get("entered") is not None or (here.over and day_of(engagement) is not None)


def _rehearses(engagement: Engagement, member: Member, here: Situation, *, ahead: bool) -> bool:
    return ahead and not member.is_loved_one and day_of(engagement) is not None and here.has(REHEARSAL) is not None


def _told(model: InterventionModel | None, facts: list[tuple[str, str, date]]) -> list[tuple[str, date]]:
    """Put outcomes into the model's words, the earliest first."""
    labels = {one.key: one.label for one in model.outcomes} if model else {}
    known = {(labels[detail], on) for word, detail, on in facts if word.endswith("_recorded") and detail in labels}
    return sorted(known, key=lambda one: one[1])


def place_among(mine: list[tuple[Member, Engagement]], family: UUID | None) -> tuple[Member, Engagement]:
    """The place that was asked for, else the newest; another's family is not among them."""
    return next((place for place in mine if place[1].id == family), mine[0])
