"""The three gates of a family, each beside what was asked and looked at. The decision itself is `engagements.gates`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.desk.gates import queries
from familyplan.engagements import queries as engagements
from familyplan.engagements import service as acts
from familyplan.engagements.gates import service as gates
from familyplan.engagements.people import queries as people
from familyplan.engagements.queries import Reach
from familyplan.engagements.records import Engagement
from familyplan.guidance import shelf
from familyplan.guidance.safety import ROW_OF, SafetyRow
from familyplan.kernel import clock
from familyplan.kernel.web import Answer, Context, Db, Page, writes
from familyplan.milestones import queries as milestones
from familyplan.milestones.records import Milestone
from familyplan.safety import queries as safety
from familyplan.safety import service as rules
from familyplan.safety.records import SafetyAnswer

Asked = Request[Person, SignedIn, Any]


@dataclass(frozen=True)
class Row:
    """One row of what was asked: every word that was answered, when last, and whether nobody was consulted yet."""

    row: SafetyRow
    answers: list[str]
    asked_on: date | None
    unasked_clinician: bool


def _gates(db: Session, *, seen_by: Person, reached: Reach) -> Context:
    engagement = reached.engagement
    heard = people.hearings(db, engagement, seen_by=seen_by)
    answers = safety.latest(db, engagement, seen_by=seen_by)
    consulted = safety.consultations(db, engagement, seen_by=seen_by)
    not_sure, place = queries.beside_the_day(db, engagement, seen_by=seen_by)
    return {
        "engagement": engagement,
        "leads": reached.what == "lead",
        "standing": gates.standing_of(db, engagement.id, [one for each in heard.values() for one in each]),
        "members": engagements.members(db, engagement, seen_by=seen_by),
        "heard": people.newest(heard),
        "rows_asked": rows_of(answers, rules.not_talked_over(answers, consulted)),
        "oldest": rules.oldest_asked(answers),
        "before": beside(milestones.beside(db, engagement, seen_by=seen_by), rules.open_rows(answers)),
        "not_sure": not_sure,
        "texts": shelf.current().safety.gates,
        "above": shelf.current().safety.above_gates,
        "place": place,
        "asks_for_place": asks_for_place(engagement),
        "now": clock.now(),
        "today": clock.today(engagement.zone),
    }


def asks_for_place(engagement: Engagement) -> bool:
    """Whether the family's way waits for a place that is held, so that it is shown beside the decision on the day."""
    model = shelf.current().models.get(engagement.model_key or "")
    waits = [wait.fact for step in (model.milestones if model else ()) for wait in step.waits_for]
    return "bed_held" in waits


def beside(steps: Iterable[Milestone], open_rows: frozenset[str]) -> dict[str, list[Milestone]]:
    """The open steps of safety that stand beside gates B and C; shown, never counted, and they hold nothing up."""
    here = [step for step in steps if step.needed_if == "always" or ROW_OF.get(step.needed_if) in open_rows]  # type: ignore[call-overload]  # a level has no row
    return {kind: [step for step in here if f"gate_{kind.lower()}" in step.before.split()] for kind in "BC"}


def rows_of(answers: list[SafetyAnswer], unasked: frozenset[str]) -> list[Row]:
    """Every row in the order in which it is asked, with all that differs; nothing is averaged or counted."""
    last = rules.asked_on(answers)
    return [
        Row(row, sorted({one.answer for one in answers if one.row == key}), last.get(key), key in unasked)
        for key, row in shelf.current().safety.rows.items()
    ]


GATES = Page("desk/gates.html", _gates)


@writes("/engagements/{engagement_id:uuid}/gates", how=get, guards=[guards.team])
def gates_page(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show what stands at each gate, what was asked and how long ago, and the decision's form."""
    return GATES.show(reached=acts.look(db, engagement_id, "gates", by=request.user))


HANDLERS = [gates_page]
