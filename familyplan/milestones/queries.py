"""A family's milestones, what was said about them by hand, and all facts of many families in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, String, cast, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from familyplan.access.records import Person
from familyplan.day.rehearsal.records import Rehearsal
from familyplan.engagements.gates.records import Gate
from familyplan.engagements.pauses.records import Pause
from familyplan.engagements.records import Engagement, MemberRole
from familyplan.guidance import shelf
from familyplan.kernel import clock
from familyplan.kernel.errors import NotYours
from familyplan.milestones.facts import FACTS, newest_gate, turned
from familyplan.milestones.known.queries import TODAY, Known, Planned, Rows, row
from familyplan.milestones.records import Completion, Milestone, StageOpening
from familyplan.outcomes.records import NOT_WANTED, FollowUp
from familyplan.programs.travel.records import TravelLine
from familyplan.safety.records import SafetyAnswer

POSSIBLE, STANDS_STILL, STAGE_OPENED, GATE_OPEN = "possible", "stands_still", "stage_opened", "gate_open"
TRAVELS = "travels"  # detail: a member who has something to do for the way there, or keeps the list of it
REHEARSAL = "rehearsal"  # planned or held
NEXT_CALL = "next_call"
COLUMNS = [getattr(Milestone, name) for name in Planned._fields]
COUNTS_AS_YES = ("yes", "dont_know")


@dataclass
class Laid:
    """What is kept about one family's way: its milestones in order, words by hand, facts and conditions."""

    milestones: list[Planned] = field(default_factory=list)
    completions: dict[UUID, list[Completion]] = field(default_factory=dict)
    facts: list[Known] = field(default_factory=list)


def laid_out(db: Session, engagements: Sequence[Engagement], *, seen_by: Person) -> dict[UUID, Laid]:
    """
    Everything that `service.progress` needs, for up to a page of families, in two statements.

    For families that *seen_by* reached; whoever is not staff gets milestones and facts without words and, of a
    program's facts, only those that the family may know.
    """
    ids = [engagement.id for engagement in engagements]
    found = {engagement_id: Laid() for engagement_id in ids}
    if not ids:
        return found
    standing = (Completion.milestone_id == Milestone.id) & Completion.withdrawn_at.is_(None)
    rows = select(*COLUMNS, Completion).outerjoin_from(Milestone, Completion, standing)
    rows = rows.where(Milestone.engagement_id.in_(ids), Milestone.put_away_at.is_(None))
    for one in db.execute(rows.order_by(Milestone.position, Milestone.id, Completion.entered_at)):
        milestone, completion = Planned(*one[:-1]), one[-1]
        laid = found[milestone.engagement_id]
        if not laid.milestones or laid.milestones[-1].id != milestone.id:
            laid.milestones.append(milestone)
        if completion is not None:
            laid.completions.setdefault(milestone.id, []).append(completion)
    for engagement_id, known in _facts(db, engagements):
        if seen_by.kind == "staff" or known.family_may_know:
            found[engagement_id].facts.append(known)
    return found


def _facts(db: Session, engagements: Sequence[Engagement]) -> list[tuple[UUID, Known]]:
    zones = {engagement.id: engagement.zone for engagement in engagements}
    found = []
    about = {"families": list(zones), "today": max(clock.today(zone) for zone in zones.values()),
             "now": clock.now()}  # fmt: skip
    for one in db.execute(_statement(), about):
        on = one.happened_on or (one.happened_at and clock.local(one.happened_at, zones[one.engagement_id]).date())
        if on is not None:
            found.append((one.engagement_id, Known(one.word, one.detail or "", on, bool(one.family_may_know))))
    return found


_kept: list[tuple[shelf.Shelf, CompoundSelect[Any]]] = []


def _statement() -> CompoundSelect[Any]:
    """The one statement for all facts and conditions; built once for a shelf, since building takes long."""
    if not _kept or _kept[0][0] is not shelf.current():
        selects = [one for fact in FACTS.values() for one in _listed(fact())] + _conditions()
        _kept[:] = [(shelf.current(), union_all(*selects))]
    return _kept[0][1]


def _listed(given: Rows | list[Rows]) -> list[Rows]:
    return given if isinstance(given, list) else [given]


def _conditions() -> list[Rows]:
    """What decides whether a step exists or presses: open safety rows, a pause, a stage opened early, less asked."""
    later = aliased(SafetyAnswer)
    same = (later.row == SafetyAnswer.row) & (later.engagement_id == SafetyAnswer.engagement_id)
    speaker = later.said_by_id == SafetyAnswer.said_by_id  # of somebody who is no member each answer stands
    newer = exists().where(same, speaker, later.id > SafetyAnswer.id)
    possible = row(POSSIBLE, SafetyAnswer.engagement_id, on=func.max(SafetyAnswer.asked_on), detail=SafetyAnswer.row)
    possible = possible.where(SafetyAnswer.answer.in_(COUNTS_AS_YES), ~newer)
    still = row(STANDS_STILL, Pause.engagement_id, at=Pause.paused_at, detail=Pause.why).where(
        Pause.resumed_at.is_(None)
    )
    opened = row(STAGE_OPENED, StageOpening.engagement_id, at=StageOpening.opened_at, detail=StageOpening.stage)
    which = FollowUp.anchor + literal(":") + cast(FollowUp.days, String)
    fewer = row(NOT_WANTED, FollowUp.engagement_id, at=FollowUp.not_wanted_at, detail=which)
    fewer = fewer.where(FollowUp.not_wanted_at.is_not(None))
    safety = possible.group_by(SafetyAnswer.engagement_id, SafetyAnswer.row)
    return [safety, still, opened, fewer, _gate_open(), _next_call(), _rehearsal(), *_travels()]


def _travels() -> list[Rows]:
    """Who has a line of their own for the way and for home, and who keeps all of them by their role."""
    own = row(TRAVELS, TravelLine.engagement_id, at=TravelLine.entered_at, detail=TravelLine.member_id)
    steps = [(model, step) for model in shelf.current().models.values() for step in model.milestones]
    keeping = [(model, step.by) for model, step in steps if any(wait.fact == "travel_set" for wait in step.waits_for)]
    roles = {who for model, by in keeping for who in by if who in {role.key for role in model.roles}}
    keeps = row(TRAVELS, MemberRole.engagement_id, at=MemberRole.since_at, detail=MemberRole.member_id)
    mine = own.where(TravelLine.member_id.is_not(None), TravelLine.put_away_at.is_(None))
    return [mine, keeps.where(MemberRole.role.in_(sorted(roles)))]


def _rehearsal() -> Rows:
    """A rehearsal is planned, or was held: a member finds the way to their own part."""
    there = row(REHEARSAL, Rehearsal.engagement_id, at=Rehearsal.planned_at, on=Rehearsal.held_on)
    return there.where(or_(Rehearsal.planned_at.is_not(None), Rehearsal.held_on.is_not(None)))


def _next_call() -> Rows:
    """On which day an offer that stays open is looked at again next; a day that has gone by is no longer next."""
    ahead = row(NEXT_CALL, FollowUp.engagement_id, on=func.min(FollowUp.due_on))
    ahead = ahead.where(FollowUp.anchor == "answer", FollowUp.dropped_at.is_(None), FollowUp.happened_on.is_(None))
    return ahead.where(FollowUp.due_on >= TODAY).group_by(FollowUp.engagement_id)


def _gate_open() -> Rows:
    """Gates B and C that stand at go: decided so last, and nobody said since that they are afraid, or may be."""
    newest = or_(newest_gate("B"), newest_gate("C"))
    stands = row(GATE_OPEN, Gate.engagement_id, at=Gate.decided_at, detail=Gate.kind)
    return stands.where(newest, Gate.decision == "go", ~turned())


def milestone(db: Session, engagement: Engagement, milestone_id: UUID, *, seen_by: Person) -> Milestone:
    """One step of a family that *seen_by* reached as staff; raises `NotYours`."""
    here = select(Milestone).where(Milestone.id == milestone_id, Milestone.engagement_id == engagement.id)
    found = db.scalar(here) if seen_by.kind == "staff" else None
    if found is None:
        raise NotYours
    return found


def completion(db: Session, engagement: Engagement, completion_id: UUID, *, seen_by: Person) -> Completion:
    """One word by hand about a step, for staff who reached the family; raises `NotYours`."""
    here = select(Completion).where(Completion.id == completion_id, Completion.engagement_id == engagement.id)
    found = db.scalar(here) if seen_by.kind == "staff" else None
    if found is None:
        raise NotYours
    return found


def beside(db: Session, engagement: Engagement, *, seen_by: Person) -> list[Milestone]:
    """Steps that are shown beside a gate or letters and that nobody ended yet by hand, for staff; one statement."""
    if seen_by.kind != "staff":
        return []
    ended = exists().where(Completion.milestone_id == Milestone.id, Completion.withdrawn_at.is_(None))
    here = select(Milestone).where(Milestone.engagement_id == engagement.id, Milestone.before != "", ~ended)
    return list(db.scalars(here.where(Milestone.put_away_at.is_(None)).order_by(Milestone.position, Milestone.id)))


def opened_early(db: Session, engagement: Engagement, *, seen_by: Person) -> dict[str, StageOpening]:
    """Which stages were opened before their time, with since when and why, by stage; for staff."""
    if seen_by.kind != "staff":
        return {}
    here = select(StageOpening).where(StageOpening.engagement_id == engagement.id)
    return {opening.stage: opening for opening in db.scalars(here)}


def taken_back(db: Session, engagement: Engagement, *, seen_by: Person) -> list[Completion]:
    """What was said by hand and taken back, with the reason, for staff; it stays readable."""
    if seen_by.kind != "staff":
        return []
    here = select(Completion).where(Completion.engagement_id == engagement.id, Completion.withdrawn_at.is_not(None))
    return list(db.scalars(here.order_by(Completion.entered_at)))
