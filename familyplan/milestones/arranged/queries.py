"""
The facts that a family's plan counts from what is arranged around the letters: meetings, places, travel, the day.

They are selects for the plan's own queries, which ask who sees.
"""

from __future__ import annotations

from sqlalchemy import and_, case, func, or_

from familyplan.day.afterwards.records import AfterCall
from familyplan.day.live.records import DayTap
from familyplan.day.rehearsal import queries as rehearsals
from familyplan.day.rehearsal.records import Rehearsal
from familyplan.engagements.records import Member
from familyplan.guidance import shelf
from familyplan.meetings.records import Meeting
from familyplan.milestones.known.queries import NOW, Rows, row
from familyplan.programs.options.records import OptionsShown
from familyplan.programs.places.records import Place
from familyplan.programs.travel.records import TravelLine


def meeting_held() -> Rows:
    """A meeting was held: a row for each; `detail` is its kind."""
    held = row("meeting_held", Meeting.engagement_id, on=Meeting.held_on, detail=Meeting.kind)
    return held.where(Meeting.held_on.is_not(None))


def rehearsed() -> Rows:
    """The rehearsal was held, and everybody who takes part knows it; where the way says so, every page was read."""
    return row("rehearsed", Rehearsal.engagement_id, on=Rehearsal.held_on).where(rehearsals.is_whole())


def day_logged() -> Rows:
    """The meeting was begun, as it was noted on the day; the log itself is the professional's, that it was is not."""
    began = row("day_logged", DayTap.engagement_id, at=func.min(DayTap.happened_at))
    began = began.where(DayTap.kind == "began", DayTap.withdrawn_at.is_(None))
    return began.group_by(DayTap.engagement_id)


def called_after() -> Rows:
    """The family was called after the day or the answer, and answered; `detail` is which day's step that is."""
    which = case((AfterCall.which == "evening", "answer:0"), else_="answer:1")
    made = row("called_after", AfterCall.engagement_id, at=func.min(AfterCall.called_at), detail=which, may_know=False)
    made = made.where(AfterCall.reached, AfterCall.withdrawn_at.is_(None))
    return made.group_by(AfterCall.engagement_id, AfterCall.which)


def options_shown() -> Rows:
    """Two or three programs are before the family now."""
    shown = row("options_shown", OptionsShown.engagement_id, at=OptionsShown.shown_at)
    return shown.where(OptionsShown.taken_back_at.is_(None))


def bed_held() -> Rows:
    """A program holds a place: not let go, not replaced, and not lapsed by now."""
    held = row("bed_held", Place.engagement_id, at=Place.entered_at)
    return held.where(Place.let_go_at.is_(None), Place.replaced_at.is_(None), Place.until_at > NOW)


def travel_set() -> Rows:
    """Every topic has a line, and every line somebody who is still in the circle, or nothing that is needed."""
    topics = [topic.key for topic in shelf.current().programs.travel.topics]
    settled = and_(TravelLine.settled_at.is_not(None), or_(TravelLine.member_id.is_(None), Member.left_at.is_(None)))
    each = row("travel_set", TravelLine.engagement_id, at=func.max(TravelLine.settled_at))
    each = each.outerjoin_from(TravelLine, Member, Member.id == TravelLine.member_id)
    each = each.where(TravelLine.put_away_at.is_(None), TravelLine.topic.in_(topics))
    whole = func.count(TravelLine.topic.distinct()) >= len(topics)
    every = func.count(TravelLine.id) == func.count(case((settled, TravelLine.id)))
    return each.group_by(TravelLine.engagement_id).having(and_(whole, every))
