"""Writing down what a family decided together; some things nobody votes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements import service as engagements
from familyplan.engagements.decisions import queries
from familyplan.engagements.decisions.records import Agreement, Decision
from familyplan.engagements.gates import service as gates
from familyplan.engagements.records import Engagement, Member
from familyplan.guidance import shelf
from familyplan.guidance.models import InterventionModel, Level
from familyplan.guidance.topics import Topic
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import NotYours, Refusal
from familyplan.kernel.language import _

LONGEST = 2000  # code points of a proposal, or of what was decided


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was put to everyone, and who agreed. `decided` is empty where it is as proposed."""

    topic: str
    proposal: str
    decided: str = ""
    decided_on: date | None = None
    agreed: Sequence[Member] = ()
    sure: bool = False
    """Whoever writes says that it is about none of the things on which nobody votes."""


def next_level(engagement: Engagement) -> Level | None:
    """The level that can be decided on next; None where the way has no levels, or the last one is reached."""
    model = queries.model_of(engagement)
    return model.level((engagement.level or model.first_level) + 1) if model and model.levels else None


def offered(engagement: Engagement) -> list[Topic]:
    """Every topic that the form offers, those that are refused with them: who chooses one is told why."""
    level = next_level(engagement)
    return [topic for topic in shelf.current().topics.topics if level is not None or not topic.is_a_level]


def decide(db: Session, engagement: Engagement, said: Said, *, once: UUID, by: Person) -> Decision:
    """
    Put a decision on the record. *once* is the form's own mark: pressed twice, it is written once.

    Nobody votes on somebody's danger, home, money or limit, nor on which treatment to take. A level begins with its
    decision, where its gate stands at go.
    """
    model = queries.model_of(engagement)
    if model is None or model.decisions is None:
        raise Refusal(_("In this family's way nothing is decided together here."))
    topic = check(engagement, said)
    engagements.in_turn(db, engagement)
    known = db.get(Decision, once)
    if known is not None:
        if known.engagement_id != engagement.id:
            raise NotYours
        return known
    level = next_level(engagement) if topic.is_a_level else None
    if level is not None:
        check_gate(db, engagement, level)
    decision = _row(engagement, model, said, once, level, by)
    db.add(decision)
    db.flush()
    for member in {one.id: one for one in said.agreed}.values():
        db.add(Agreement(engagement_id=engagement.id, decision_id=decision.id, member_id=member.id))
    note(db, "decision.made", by=by, about="decision", about_id=decision.id, engagement_id=engagement.id)
    db.flush()
    if level is not None:
        engagements.reach_level(db, engagement, level.number, by=by)
    return decision


def check(engagement: Engagement, said: Said) -> Topic:
    """Refuse, in one sentence, what cannot be decided or cannot be so; give the topic."""
    topics = shelf.current().topics
    if said.topic not in {topic.key for topic in offered(engagement)}:
        raise Refusal(_("Please choose one of these."), field="topic")
    topic = topics[said.topic]
    if topic.nobody_votes:
        raise Refusal(topic.nobody_votes, field="topic")
    if not said.proposal:
        raise Refusal(_("What was put to everyone? One sentence is enough."), field="proposal")
    if not any(not member.is_loved_one for member in said.agreed):
        raise Refusal(_("Who agreed? Please name whoever did, by asking each one."), field="agreed")
    today = clock.today(engagement.zone)
    if said.decided_on and said.decided_on > today:
        raise Refusal(_("That day is still ahead. When was it decided?"), field="decided_on")
    if said.decided_on and said.decided_on < engagement.started_on:
        raise Refusal(_("That is before the family called. Is the year right?"), field="decided_on")
    suspected = topics.suspected(topic.key, (said.proposal, said.decided))
    if suspected is not None and not said.sure:
        sentence = _("Is this about “%(topic)s”? Nobody votes on that. If it is not, say so here and save again.")
        raise Refusal(sentence, field="sure", topic=suspected.label.casefold())
    return topic


def check_gate(db: Session, engagement: Engagement, level: Level) -> None:
    """Refuse a level whose gate does not stand at go."""
    standing = gates.standing_of(db, engagement.id) if level.gate else None
    if standing and not {"gate_b": standing.b, "gate_c": standing.c}[level.gate].open:
        sentence = _("This level waits for your own decision at gate %(gate)s: go, and why.")
        raise Refusal(sentence, field="topic", gate=level.gate[-1].upper())


def _row(
    engagement: Engagement, model: InterventionModel, said: Said, once: UUID, level: Level | None, by: Person
) -> Decision:
    shown = model.decisions
    return Decision(
        id=once, engagement_id=engagement.id, topic=said.topic, proposal=said.proposal, decided=said.decided,
        decided_on=said.decided_on or clock.today(engagement.zone), level=level.number if level else None,
        for_family=shown is not None, for_loved_one=shown is not None and shown.shown_to_loved_one,
        entered_at=clock.now(), by_id=by.id,
    )  # fmt: skip


def take_back(db: Session, engagement: Engagement, decision: Decision, why: str, *, by: Person) -> None:
    """
    Take a decision back, with a word why; it stays readable for the professional. Twice is harmless.

    Where a level began with it and nothing further was reached, the family is on the level before again; what was
    written meanwhile stays with its writers.
    """
    if not why:
        raise Refusal(_("Please say in a word why you take it back."), field="why")
    engagements.in_turn(db, engagement)
    standing = update(Decision).where(Decision.id == decision.id, Decision.taken_back_at.is_(None))
    taken = db.execute(standing.values(taken_back_at=clock.now()))
    if taken.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        return
    decision.why_taken_back = why
    note(db, "decision.taken_back", by=by, about="decision", about_id=decision.id, engagement_id=engagement.id)
    db.flush()
    if decision.level is not None and engagement.level == decision.level:
        engagements.reach_level(db, engagement, decision.level - 1, by=by)


def decided_if_needed(db: Session, engagement: Engagement, number: int, *, by: Person) -> None:
    """Refuse a level that begins only on a decision which is written down, where none stands."""
    model = queries.model_of(engagement)
    level = model.level(number) if model else None
    if level and level.by_decision and not queries.opened(db, engagement, number, seen_by=by):
        sentence = _("This level begins with a decision of the family and you. Please write it down under decisions.")
        raise Refusal(sentence, field="level")
