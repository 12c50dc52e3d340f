"""Who is told of what happens, and who answers what a slice below cannot know; the one place that says so."""

from __future__ import annotations

from sqlalchemy.orm import Session

from familyplan.access import service as access
from familyplan.access.records import Person
from familyplan.day.afterwards import service as after_calls
from familyplan.desk.gates import service as gate_table
from familyplan.engagements import service as engagements
from familyplan.engagements.circle import service as circle
from familyplan.engagements.gates import service as gates
from familyplan.engagements.invitations import service as invitations
from familyplan.engagements.invitations.addresses import service as addresses
from familyplan.engagements.invitations.doors import service as doors
from familyplan.engagements.records import Engagement
from familyplan.engagements.ties import service as ties
from familyplan.engagements.ways import queries as ways
from familyplan.lessons import service as lessons
from familyplan.letters import service as letters
from familyplan.letters.afterwards import queries as afterwards
from familyplan.letters.own_pages import service as own_page_service
from familyplan.letters.reading.order import queries as reading_order
from familyplan.letters.unsaved import queries as unsaved
from familyplan.mail import service as mail
from familyplan.meetings import queries as meetings
from familyplan.meetings.apart import queries as apart_meetings
from familyplan.meetings.minutes import queries as minutes
from familyplan.milestones.completions import service as completions
from familyplan.milestones.over import queries as over
from familyplan.milestones.plan import service as milestones
from familyplan.outcomes import queries as outcome_queries
from familyplan.outcomes import service as outcomes
from familyplan.safety import queries as safety


def subscribe() -> None:
    """Say who is told of the announcements, in order."""
    ways.safety_answers.comes_from(answers_that_stand)
    engagements.began.tell(milestones.lay_out, lessons.assign, letters.open_letters)
    engagements.day_moved.tell(milestones.move)
    engagements.joined.tell(lessons.assign_to, letters.open_letters)
    engagements.left.tell(letters.let_rest, invitations.let_go)
    engagements.help_began.tell(lessons.assign_once_help_began, own_page_service.lay_out_pages)
    engagements.model_changed.tell(milestones.change, lessons.assign, letters.open_letters)
    outcomes.changed.tell(after_calls.after_answer)
    ties.look_also_at(reading_order.together, apart_meetings.together)
    circle.ended.tell(completions.end)
    gates.ask_safety_of(gate_table.safety_asked_at)
    meetings.help_began_on.comes_from(outcome_queries.help_began_on)
    outcome_queries.minutes_spent.comes_from(minutes.spent)
    afterwards.is_over.comes_from(over.is_over)
    mail.tell_of_lost(invitations.came_back)
    access.welcome(doors.may_ask_for_a_link)
    access.mail_only(addresses.read_alone)
    access.lead_on(lambda db, person: unsaved.way_back(db, seen_by=person))


def answers_that_stand(db: Session, engagement: Engagement, *, seen_by: Person) -> list[tuple[str, str]]:
    """Hand the safety answers that stand, row by row, to the page on which a way is chosen."""
    return [(answer.row, answer.answer) for answer in safety.latest(db, engagement, seen_by=seen_by)]
