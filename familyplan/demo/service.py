"""The sample practice: made once in a folder, gone on with afterwards, and its ready-made ways in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from familyplan.access import queries as access
from familyplan.access.records import Person
from familyplan.access.service import make_link
from familyplan.demo import (
    afterwards,
    aloud,
    cast,
    day,
    families,
    lasting,
    meetings,
    method,
    ties,
    together,
    treatment,
    writing,
)
from familyplan.demo.stage import Stage
from familyplan.demo.telling import LONG, Story, stories
from familyplan.engagements.records import Engagement, Member
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.letters.records import Letter

A_LONG_TIME = timedelta(days=365)
STAFF = ("dana", "cole", "priya", "olga", "sol")
MEMBERS = {"maria": "reyes", "luis": "reyes", "chidi": "okafor"}


def prepare(database: Database) -> None:
    """Make the sample practice, unless it is there already; a start that was cut short is made good from its start."""
    with database.reading() as db:
        if access.practice(db) is not None:
            return
    with database.writing() as db:
        staff = cast.found_practice(db)
    for story in stories():
        play(database, staff, story)


def play(database: Database, staff: dict[str, Person], story: Story) -> Stage:
    """Play one family up to now."""
    stage = Stage(database, staff, story, clock.now())
    families.plan(stage)
    writing.plan(stage)
    aloud.plan(stage)
    treatment.plan(stage)
    day.plan(stage)
    ties.plan(stage)
    method.plan(stage)
    afterwards.plan(stage)
    meetings.plan(stage)
    together.plan(stage)
    lasting.plan(stage)
    stage.play()
    return stage


def links(database: Database, url: str) -> dict[str, Any]:
    """Make the demo's ways in, one for each of the cast, and name its families and two of its letters (design 7)."""
    told = {story.key: story for story in stories()}
    with database.writing() as db:
        by_name = {engagement.family_name: engagement for engagement in db.scalars(select(Engagement))}
        reyes, *_rest = (by_name[told[key].family.name] for key in LONG)
        people = {key: _staff(access.staff_people(db), key) for key in STAFF}
        members: dict[str, Member] = {}
        for key, family in MEMBERS.items():
            name = next(one.name for one in told[family].people if one.key == key)
            here = select(Member, Person).join(Person, Person.id == Member.person_id)
            rows = db.execute(here.where(Member.engagement_id == by_name[told[family].family.name].id)).all()
            members[key], people[key] = next((row[0], row[1]) for row in rows if row[1].name == name)
        ways = {}
        for key in ("dana", "cole", "maria", "luis", "chidi", "priya", "olga", "sol"):
            _link, token = make_link(db, people[key], "demo", lasts=A_LONG_TIME)
            ways[key] = f"{url}/sign-in/{token}"
        written = select(Letter.id, Letter.member_id).where(Letter.engagement_id == reyes.id, Letter.kind == "letter")
        letters = {row[1]: str(row[0]) for row in db.execute(written).all()}
        return {
            "url": url,
            "sign_in": ways,
            "engagements": {told[key].model: str(by_name[told[key].family.name].id) for key in sorted(LONG)},
            "letters": {key: letters[members[key].id] for key in ("maria", "luis")},
        }


def _staff(people: list[Person], key: str) -> Person:
    return next(one for one in people if one.name.lower() == key)
