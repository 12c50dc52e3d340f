"""The three gates of a family, each beside what was asked and looked at. The decision itself is `engagements.gates`."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.engagements.gates import service as gates
from familyplan.engagements.people import queries as people
from familyplan.guidance import shelf
from familyplan.guidance.safety import SafetyRow
from familyplan.kernel import clock
from familyplan.kernel.web import Answer, Context, Db, Page, reads
from familyplan.letters.other_page import queries as other_page
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


def _gates(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    reached = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    engagement = reached.engagement
    answers = safety.latest(db, engagement, seen_by=seen_by)
    consulted = safety.consultations(db, engagement, seen_by=seen_by)
    return {
        "engagement": engagement,
        "leads": reached.what == "lead",
        "standing": gates.standing_of(db, engagement.id),
        "members": engagements.members(db, engagement, seen_by=seen_by),
        "heard": people.newest(people.hearings(db, engagement, seen_by=seen_by)),
        "rows_asked": rows_of(answers, rules.not_talked_over(answers, consulted)),
        "oldest": rules.oldest_asked(answers),
        "not_sure": other_page.not_sure(db, engagement, seen_by=seen_by),
        "texts": shelf.current().safety.gates,
        "above": shelf.current().safety.above_gates,
        "today": clock.today(engagement.zone),
    }


def rows_of(answers: list[SafetyAnswer], unasked: frozenset[str]) -> list[Row]:
    """Every row in the order in which it is asked, with all that differs; nothing is averaged or counted."""
    last = rules.asked_on(answers)
    return [
        Row(row, sorted({one.answer for one in answers if one.row == key}), last.get(key), key in unasked)
        for key, row in shelf.current().safety.rows.items()
    ]


GATES = Page("desk/gates.html", _gates)


@reads("/engagements/{engagement_id:uuid}/gates", guards=[guards.team])
def gates_page(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show what stands at each gate, what was asked and how long ago, and the decision's form."""
    return GATES.show(engagement_id=engagement_id)


HANDLERS = [gates_page]
