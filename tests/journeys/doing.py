"""Verbs for what is done around the letters: meetings, ways of getting help, the rehearsal, the day, the calls."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from familyplan.guidance import shelf
from familyplan.kernel import clock
from familyplan.programs.directory.records import Program
from familyplan.programs.options.records import Option
from tests.journeys.telling import Story

PROGRAMS = {
    "Harbor House": {"place": "Portland", "level": "3.5", "residential": "yes"},
    "River Clinic": {"place": "Salem", "level": "2.1", "residential": "no"},
}


def today(story: Story) -> date:
    return clock.today(story.engagement().zone)


def a_meeting_is_held(story: Story, kind: str, *names: str) -> None:
    """Dana plans a meeting of that kind, it is held, and she notes who came."""
    planned = story.dana_does("/meetings", kind=kind).headers["location"].partition(story.id)[2]
    there = {f"attended-{story.member(name).id}": "came" for name in names}
    story.dana_does(f"{planned}/attendance", held_on=str(today(story)), minutes="90", **there)


def ways_of_getting_help_are_looked_at(story: Story, *names: str) -> None:
    """Two programs side by side, one of them not residential, nothing taken for either; each of *names* looks."""
    for name, said in PROGRAMS.items():
        assert story.dana.post("/programs", {"name": name, **said}).status_code == 303
        with story.database.reading() as db:
            known = next(one.id for one in db.scalars(select(Program)) if one.name == name)
        story.dana_does("/programs", program=str(known), reasons_for="Near.", nothing_taken="yes")
    story.dana_does("/programs/showing")
    for name in names:
        page = story.page("/ways-of-getting-help", name)
        assert "Harbor House" in page
        assert "River Clinic" in page


def a_place_is_held(story: Story) -> None:
    with story.database.reading() as db:
        option = db.scalars(select(Option.id).where(Option.engagement_id == UUID(story.id))).first()
    until = today(story) + timedelta(days=3)
    story.dana_does(
        "/programs/place", option=str(option), said_by="Ada, admissions", said_on=str(today(story)),
        until_on=str(until), until_time="17:00",
    )  # fmt: skip


def travel_is_settled(story: Story, driver: str) -> None:
    """The loved one never drives; everything else is nobody's worry this time."""
    loved = next(name for name in ("Karin", "Sam") if f">{name}<" in story.page("/members"))
    story.dana_is_told("/travel/lines", "never drives there", topic="drives", who=str(story.member(loved).id))
    story.dana_does("/travel/lines", topic="drives", who=str(story.member(driver).id))
    for topic in shelf.current().programs.travel.topics[1:]:
        story.dana_does("/travel/lines", topic=topic.key, not_needed="yes")


def it_is_rehearsed(story: Story, *names: str) -> None:
    """Every letter once aloud, with its time; each says on their own phone that they know their part."""
    for name in names:
        story.dana_does("/day/rehearsal/times", letter=story.letter(name), seconds="120")
    story.dana_does("/day/rehearsal/holding", held_on=str(today(story)))
    for name in names:
        own = {"member": str(story.member(name).id)}
        answer = story.people[name].post(f"/engagements/{story.id}/day/rehearsal/sign-offs", own)
        assert answer.status_code == 303


def the_day_is_today(story: Story, place: str) -> None:
    story.dana_does("/day-date", day=str(today(story)), time="23:59", place=place)


def is_tapped(story: Story, *kinds: str) -> None:
    """Dana's phone lies open on the table; each tap once."""
    assert re.search(r'href="tel:\d+"', story.page("/day/live"))
    for kind in kinds:
        story.dana_does("/day/live", kind=kind)


def dana_calls_that_evening_and_the_next_day(story: Story) -> None:
    """A night passes in between; in the morning Dana signs in anew."""
    story.dana_does("/day/afterwards", which="evening", reached="yes", words="They were all together.")
    clock.stand_at(clock.now() + timedelta(days=1))
    story.dana = story.visit("dana")
    story.dana_does("/day/afterwards", which="next_day", reached="yes", words="She slept.")
