"""The meetings of a sample family: those that were held, with who was there, and the one that comes."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from familyplan.demo.stage import Scene, Stage
from familyplan.demo.telling import Meeting as Told
from familyplan.demo.told import Coming
from familyplan.meetings import queries, service
from familyplan.meetings.attendance import service as attendance
from familyplan.meetings.records import Meeting
from familyplan.meetings.times import service as times

MINUTES = 75  # a professional's, for one meeting
HOUR = "18:00"


def plan(stage: Stage) -> None:
    """Plan whatever this family's story tells of its meetings."""
    for held in stage.story.meetings:
        _held(stage, held)
    for coming in stage.story.coming:
        _coming(stage, coming)


def _planned(scene: Scene, kind: str) -> Meeting:
    return service.plan(scene.db, scene.engagement, kind, by=scene.lead)


def _held(stage: Stage, told: Told) -> None:
    made: list[UUID] = []

    def set_a_time(scene: Scene) -> None:
        meeting = _planned(scene, told.kind)
        made.append(meeting.id)
        starts_at = _moment(stage, -told.days_ago, HOUR)
        times.set_time(scene.db, scene.engagement, meeting, starts_at, meeting.revision, by=scene.lead)

    def held(scene: Scene) -> None:
        meeting = queries.meeting(scene.db, scene.engagement, made[0], seen_by=scene.lead)
        there = {member.id: "came" if key in told.present else "not" for key, member in scene.members.items()}
        said = attendance.Held(on=stage.day(told.days_ago), attended=there, minutes=MINUTES)
        attendance.note_held(scene.db, scene.engagement, meeting, said, by=scene.lead)

    stage.at(told.days_ago + 2, set_a_time, "20:30")
    stage.at(told.days_ago, held, "20:30")


def _coming(stage: Stage, told: Coming) -> None:
    starts = [_moment(stage, one.in_days, one.at) for one in told.times]

    def propose(scene: Scene) -> None:
        meeting = _planned(scene, told.kind)
        meeting.place = told.place
        times.propose(scene.db, scene.engagement, meeting, starts, by=scene.lead)
        scene.db.flush()
        offers = queries.offered(scene.db, meeting, seen_by=scene.lead)
        for key in {key for one in told.times for key in one.suits}:
            suits = [key in one.suits for one in told.times]
            words = {offer.time.id: "yes" if yes else "no" for offer, yes in zip(offers, suits, strict=True)}
            member = scene.members[key]
            times.answer(scene.db, scene.engagement, meeting, member, words, by=member.person)
        if len(offers) == 1:
            times.fix(scene.db, scene.engagement, meeting, offers[0].time.id, by=scene.lead)

    stage.at(0, propose, "08:10")


def _moment(stage: Stage, in_days: int, at: str) -> datetime:
    return datetime.combine(stage.day(-in_days), time.fromisoformat(at), ZoneInfo(stage.zone))
