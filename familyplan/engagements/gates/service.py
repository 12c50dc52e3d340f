"""Deciding at a gate: the judgement of a person, on the record. Nothing is computed, nothing is made harmless by it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.gates.records import DECISIONS, KINDS, Gate
from familyplan.engagements.people.records import Hearing
from familyplan.engagements.records import Engagement, Member
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _

Because = Literal["", "undecided", "afraid", "court_order"]
LONGEST_WHY = 1000
UNSURE = ("yes", "dont_know")  # "don't know" counts like "yes"
Asked = Callable[[Session, Engagement], datetime | None]
_safety_asked: list[Asked] = []


def ask_safety_of(*asked: Asked) -> None:
    """Say who knows how old a family's oldest safety answer is; `app` alone sets it, setting it again replaces."""
    _safety_asked[:] = asked


def decide(  # noqa: PLR0913  a decision is who, on what, for whom, why, and with whom it was talked over
    db: Session,
    engagement: Engagement,
    kind: str,
    decision: str,
    why: str,
    consulted: str = "",
    *,
    by: Person,
    member: Member | None = None,
    safety_asked_at: datetime | None = None,
) -> Gate:
    """
    Put a decision on the record; the newest stands, the older ones stay readable.

    The lead alone decides go and no, and lifts a wait; whoever else was let in to oversee may say wait, at once.
    Refuses a decision without a sentence why, a gate A without its member, and a member at any other gate.
    """
    if kind not in KINDS or decision not in DECISIONS or (kind == "A") != (member is not None):
        raise Refusal(_("Please choose one of these."), field="decision")
    if not may_decide(decision, leads=engagement.lead_id == by.id):
        raise Refusal(_("Only the person who leads decides this. You can put it on wait."), field="decision")
    if not why.strip():
        raise Refusal(_("Please say why, in one sentence."), field="why")
    if len(why) > LONGEST_WHY or len(consulted) > LONGEST_WHY:
        sentence = _("That is longer than fits here. Please keep it under %(most)d signs.")
        raise Refusal(sentence, field="why", most=LONGEST_WHY)
    for asked in _safety_asked:
        safety_asked_at = safety_asked_at or asked(db, engagement)
    gate = Gate(
        engagement_id=engagement.id,
        kind=kind,
        member_id=member.id if member else None,
        decision=decision,
        safety_asked_at=safety_asked_at,
        decided_at=clock.now(),
        by_id=by.id,
    )
    gate.why, gate.consulted = why.strip(), consulted.strip()
    db.add(gate)
    note(db, f"gate.{decision}", by=by, about="gate", about_id=gate.id, engagement_id=engagement.id)
    db.flush()
    return gate


def may_decide(decision: str, *, leads: bool) -> bool:
    """Say whether somebody who does or does not lead the family may decide so."""
    return leads or decision == "wait"


@dataclass(frozen=True)
class Stood:
    """
    What stands at one gate now. `decision` is "" while nobody decided; `because` says what turned a go to wait.

    `gate` is the newest decision as it was written, `by_name` who made it.
    """

    kind: str
    decision: Literal["go", "wait", "no", ""] = ""
    gate: Gate | None = None
    by_name: str = ""
    because: Because = ""
    turned_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether it is a go now."""
        return self.decision == "go"


@dataclass(frozen=True)
class Standing:
    """What stands at a family's gates: A by member, B and C once; and every decision there was, newest first."""

    a: dict[UUID, Stood] = field(default_factory=dict)
    b: Stood = field(default_factory=lambda: Stood("B"))
    c: Stood = field(default_factory=lambda: Stood("C"))
    every: tuple[Gate, ...] = ()
    names: dict[UUID, str] = field(default_factory=dict)

    def of(self, member_id: UUID) -> Stood:
        """Gate A for one member; undecided where nobody decided."""
        return self.a.get(member_id, Stood("A"))


def stands(
    kind: str,
    gates: Iterable[Gate],
    hearings: Iterable[Hearing],
    *,
    member_id: UUID | None = None,
    names: dict[UUID, str] | None = None,
) -> Stood:
    """
    Say what stands at one gate: the newest decision, unless a go is older than a hearing that names a danger.

    For A only the member's own hearings count, and a court order too; for B and C, anybody who is afraid.
    """
    decided = [gate for gate in gates if gate.kind == kind and gate.member_id == member_id]
    if not decided:
        return Stood(kind)
    newest = max(decided, key=lambda gate: (gate.decided_at, gate.id))
    by_name = (names or {}).get(newest.by_id, "")
    if newest.decision == "go":
        for hearing in sorted(hearings, key=lambda heard: heard.entered_at, reverse=True):
            concerns = member_id is None or hearing.member_id == member_id
            because = danger(hearing, kind) if concerns and hearing.entered_at > newest.decided_at else ""
            if because:
                return Stood(kind, "wait", newest, by_name, because, hearing.entered_at)
    return Stood(kind, newest.decision, newest, by_name)  # type: ignore[arg-type]  # one of DECISIONS, by the service


def danger(hearing: Hearing, kind: str) -> Because:
    """Say what in a hearing turns a go to wait; "don't know" counts like "yes"."""
    if hearing.afraid in UNSURE:
        return "afraid"
    return "court_order" if kind == "A" and hearing.court_order in UNSURE else ""


def standing_of(db: Session, engagement_id: UUID, hearings: Sequence[Hearing] | None = None) -> Standing:
    """The same for the program's own rules (an invitation's door), which nobody reads; two statements at most."""
    rows = db.execute(
        select(Gate, Person).join(Person, Person.id == Gate.by_id).where(Gate.engagement_id == engagement_id)
    ).all()
    gates = sorted((row[0] for row in rows), key=lambda gate: (gate.decided_at, gate.id), reverse=True)
    names = {row[1].id: row[1].name for row in rows}
    if hearings is None:
        hearings = list(db.scalars(select(Hearing).where(Hearing.engagement_id == engagement_id))) if gates else []
    members = {gate.member_id for gate in gates if gate.member_id is not None}
    return Standing(
        a={member: stands("A", gates, hearings, member_id=member, names=names) for member in members},
        b=stands("B", gates, hearings, names=names),
        c=stands("C", gates, hearings, names=names),
        every=tuple(gates),
        names=names,
    )


def day_is_open(db: Session, engagement_id: UUID) -> bool:
    """Say whether gate C stands at go, so that members may see the day; says nothing of who decided or why."""
    return standing_of(db, engagement_id).c.open
