"""The day of one family: for staff all that was agreed; for a member their own part, once a go stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.day import queries, service
from familyplan.day.mine import queries as mine
from familyplan.day.queries import Here
from familyplan.day.rehearsal.records import Rehearsal
from familyplan.engagements import queries as engagements
from familyplan.engagements import service as acts
from familyplan.engagements.gates import service as gates
from familyplan.engagements.records import Engagement
from familyplan.guidance import shelf
from familyplan.guidance.models import Role
from familyplan.kernel import clock
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, id_in, writes
from familyplan.safety import queries as safety
from familyplan.safety import service as asked
from familyplan.safety.records import SafetyAnswer

Asked = Request[Person, SignedIn, Any]


def _day(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    reached = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    engagement = reached.engagement
    here = queries.people(db, engagement, seen_by=seen_by)
    stands = gates.standing_of(db, engagement.id).c
    answers = safety.latest(db, engagement, seen_by=seen_by)
    today, day_on = clock.today(engagement.zone), queries.day_on(engagement)
    safety_on = asked.oldest_asked(answers)
    how = service.when(day_on, today)
    agreed = queries.agreed(db, engagement, seen_by=seen_by)
    model = service.model_of(engagement)
    return {
        "engagement": engagement, "leads": reached.what == "lead", "model": model, "day": service.day_of(engagement),
        "stands": stands, "when": how, "today": today, "safety_on": safety_on,
        "overdue": service.is_overdue(stands.decision, how, safety_on, today),
        "agreed": agreed, "too_late": too_late(engagement, agreed.rehearsal),
        "moved": moved_since(engagement, agreed.rehearsal.held_for if agreed.rehearsal else None),
        "readers": queries.readers(db, engagement, seen_by=seen_by),
        "tasks": [Task(role, here, engagement) for role in service.tasks(engagement)],
        "could": [one.member for one in here if not one.member.is_loved_one and one.member.relation != "child"],
        "stopping": service.STOPPING, "rows_asked": rows_of(answers),
    }  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One row about safety as it was last answered: every word that was said, and when it was last asked."""

    question: str
    answers: list[str]
    asked_on: date | None


def rows_of(answers: list[SafetyAnswer]) -> list[Row]:
    """Every row in the order in which it is asked, with all that differs; nothing is averaged or counted."""
    last = asked.asked_on(answers)
    return [
        Row(row.question, sorted({one.answer for one in answers if one.row == key}), last.get(key))
        for key, row in shelf.current().safety.rows.items()
    ]


class Task:
    """One task of the day and who has it, as the page shows it."""

    def __init__(self, role: Role, here: Sequence[Here], engagement: Engagement) -> None:
        """Find who has the task."""
        self.role = role
        self.held = [one.member for one in here if role.key in one.roles]
        day = service.day_of(engagement)
        self.second_thought = any(service.second_thought(day, role.key, one.relation) for one in self.held)


def moved_since(engagement: Engagement, held_for: datetime | None) -> bool:
    """Say whether the day was moved after the rehearsal was held for it."""
    return held_for is not None and engagement.day_at is not None and engagement.day_at != held_for


def too_late(engagement: Engagement, rehearsal: Rehearsal | None) -> bool:
    """Say whether the rehearsal is planned for after the day, which was moved meanwhile."""
    planned_at = rehearsal.planned_at if rehearsal and not rehearsal.held_on else None
    return planned_at is not None and engagement.day_at is not None and planned_at >= engagement.day_at


DAY = Page("day/day.html", _day)
NO_DAY = Page("day/none.html")
MINE = Page("day/mine.html", mine.own_day)


def page_or_none(db: Session, page: Page, engagement_id: UUID, *, by: Person) -> Answer:
    """Show a page of the day to its lead or, journaled, to a supervisor; 404 with words where the way has no day."""
    reached = acts.look(db, engagement_id, "day", by=by)
    if service.day_of(reached.engagement) is None:
        return NO_DAY.show(status=404, says={"engagement": reached.engagement})
    return page.show(engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/day", how=get, guards=[guards.day_people])
def day(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show the day: to a member only their own part, and only while a go for it stands."""
    if request.user.kind == "family":
        return MINE.show(engagement_id=engagement_id)
    return page_or_none(db, DAY, engagement_id, by=request.user)


@writes("/engagements/{engagement_id:uuid}/day", page=DAY, guards=[guards.interventionist])
def agree(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Keep how the loved one will come to be there, and the sentence for stopping."""
    engagement = queries.led(db, engagement_id, seen_by=request.user)
    how_there = form.text("how_there", longest=service.LONGEST)
    stopping = form.text("stopping", longest=service.LONGEST)
    service.agree(db, engagement, how_there, stopping, form.number("revision", 0), by=request.user)
    return _changed("agreed", engagement_id)


@writes("/engagements/{engagement_id:uuid}/day/tasks", page=DAY, guards=[guards.interventionist])
def give(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Give one task of the day to one person."""
    engagement = queries.led(db, engagement_id, seen_by=request.user)
    chosen = form.raw("member")
    was = [id_in(one) for one in form.raw("was").split()]
    service.give(db, engagement, form.raw("role"), id_in(chosen) if chosen else None, was, by=request.user)
    return _changed("tasks", engagement_id)


def _changed(block: str, engagement_id: UUID) -> Answer:
    to = f"/engagements/{engagement_id}/day"
    return DAY.changed(block, to=to, says={"kept": block}, engagement_id=engagement_id)


HANDLERS = [day, agree, give]
