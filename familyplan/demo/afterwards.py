"""What came of it in a sample family: how the loved one was asked, meetings, a release, outcomes, a standstill."""

from __future__ import annotations

from sqlalchemy import select

from familyplan.consents import service as consents
from familyplan.demo import calls
from familyplan.demo.stage import Scene, Stage
from familyplan.demo.telling import Asking, Happening, LookBack, Meeting, Paper, Somebody, Standstill
from familyplan.engagements import service as engagements
from familyplan.engagements.invitations.reaching_out import service as reaching_out
from familyplan.engagements.pauses import service as pauses
from familyplan.lessons import queries as lessons
from familyplan.lessons import service as reading
from familyplan.milestones.completions import service as completions
from familyplan.milestones.records import Milestone
from familyplan.outcomes import queries, service
from familyplan.outcomes.follow_ups import queries as looks
from familyplan.outcomes.follow_ups import service as looking
from familyplan.outcomes.records import LEVEL_REACHED

STEPS_OF_MEETINGS = {"first": ("first_meeting",), "network": ("more_meetings",)}
ASKED_FIRST = ("circle_listed", "message", "invitation", "commitments")


def plan(stage: Stage) -> None:
    """Plan whatever this family's story tells of its later days."""
    _work(stage)
    _what_came(stage)
    if stage.story.pause is not None:
        _standstill(stage, stage.story.pause)


def _work(stage: Stage) -> None:
    """Plan the asking, the meetings, the reading and what was done by hand."""
    story = stage.story
    if story.invitation is not None:
        _asking(stage, story.invitation)
    for meeting in story.meetings:
        _meeting(stage, meeting)
    for step in story.steps:
        _by_hand(stage, (step.key,), step.days_ago, step.note, "18:40")
    for one in story.people:
        _reading(stage, one)
    if story.family.level is not None and story.family.level > 1:
        day = max((meeting.days_ago for meeting in story.meetings), default=1)
        _level(stage, story.family.level, day)


def _what_came(stage: Stage) -> None:
    """Plan who may look in, what happened, and how it went on."""
    story = stage.story
    if story.release is not None:
        _release(stage, story.release)
    if story.supervisor:
        _supervisor(stage)
    for happening in story.outcomes:
        (_answered if happening.outcome in reaching_out.ANSWERS else _happening)(stage, happening)
    calls.plan(stage)
    for told in story.follow_ups:
        _look_back(stage, told)


def _standstill(stage: Stage, told: Standstill) -> None:
    def stand_still(scene: Scene) -> None:
        pauses.pause(scene.db, scene.engagement, told.reason, words=told.words, by=scene.lead)

    stage.at(told.days_ago, stand_still, "12:00")


def _asking(stage: Stage, told: Asking) -> None:
    def plan_it(scene: Scene) -> None:
        reaching_out.plan(
            scene.db, scene.engagement, by=scene.lead, carrier=scene.members[told.carrier],
            planned_on=stage.day(told.days_ago), words=told.words.strip(), if_asked_alone=told.if_he_asks_one_alone,
        )  # fmt: skip

    def answered(scene: Scene) -> None:
        on = stage.day(told.answered_days_ago)
        reaching_out.answer(scene.db, scene.engagement, by=scene.lead, said=told.answer, words=told.his_words, on=on)

    stage.at(told.days_ago, plan_it, "19:45")
    stage.at(told.answered_days_ago, answered, "19:45")
    _by_hand(stage, ASKED_FIRST, told.days_ago, "", "20:00")


def _reading(stage: Stage, one: Somebody) -> None:
    def read(scene: Scene) -> None:
        member = scene.members[one.key]
        mine = lessons.mine(scene.db, seen_by=member.person, engagement_id=scene.engagement.id)
        given = [each.assignment for each in mine][: one.lessons]
        reading.read(scene.db, given, by=member.person)

    if one.lessons:
        stage.at(3, read, "21:00")


def _meeting(stage: Stage, told: Meeting) -> None:
    _by_hand(stage, STEPS_OF_MEETINGS.get(told.kind, ()), told.days_ago, told.note, "18:30")


def _by_hand(stage: Stage, keys: tuple[str, ...], days_ago: int, words: str, at: str) -> None:
    """End steps by hand, those that this family's way has."""

    def done(scene: Scene) -> None:
        here = select(Milestone).where(Milestone.engagement_id == scene.engagement.id, Milestone.key.in_(keys))
        for milestone in scene.db.scalars(here.order_by(Milestone.position)).all():
            on = stage.day(days_ago)
            completions.complete(
                scene.db, scene.engagement, milestone, "done", why=words, happened_on=on, by=scene.lead
            )

    if keys:
        stage.at(days_ago, done, at)


def _release(stage: Stage, told: Paper) -> None:
    def record(scene: Scene) -> None:
        counselor = stage.staff[stage.story.counselor]
        terms = consents.Terms(
            discloser=told.discloser, recipient=told.to_whom, information=told.what, purpose=told.why,
            signed_on=stage.day(told.signed_days_ago), until_on=stage.day(-told.until_in_days),
            names_family=told.names_family, counselor_id=counselor.id,
        )  # fmt: skip
        consents.record(scene.db, scene.engagement, terms, by=scene.lead)

    stage.at(told.signed_days_ago, record, "15:00")


def _supervisor(stage: Stage) -> None:
    def let_in(scene: Scene) -> None:
        sol = stage.staff[stage.story.supervisor]
        today = stage.day(stage.story.family.first_call.days_ago)
        engagements.grant(scene.db, scene.engagement, sol.id, "supervisor", from_on=today, until_on=None, by=scene.lead)

    stage.at(stage.story.family.first_call.days_ago, let_in, "19:05")


def _answered(stage: Stage, told: Happening) -> None:
    """Note what the loved one answered to being asked; once, where the asking itself is told too."""

    def answer(scene: Scene) -> None:
        on = stage.day(told.happened_days_ago)
        reaching_out.answer(scene.db, scene.engagement, by=scene.lead, said=told.outcome, words=told.words, on=on)

    if stage.story.invitation is None:
        stage.at(told.happened_days_ago, answer, "19:45")


def _happening(stage: Stage, told: Happening) -> None:
    days = told.happened_days_ago if told.entered_days_ago is None else told.entered_days_ago

    def record(scene: Scene) -> None:
        by = stage.staff[told.by]
        place = queries.place(scene.db, scene.engagement.id, seen_by=by)
        line = service.Line(
            kind=told.outcome, happened_on=stage.day(told.happened_days_ago), source=told.source,
            family_told=told.family_told, words=told.words,
        )  # fmt: skip
        service.record(scene.db, place, line, by=by)

    stage.at(days, record, "16:20")


def _look_back(stage: Stage, told: LookBack) -> None:
    def look(scene: Scene) -> None:
        place = queries.place(scene.db, scene.engagement.id, seen_by=scene.lead)
        rows = [row for row in looks.follow_ups(scene.db, place, seen_by=scene.lead) if row.days == told.day]
        found = looking.Look(
            happened_on=stage.day(told.happened_days_ago), reached=told.reached, in_treatment=told.in_help_now,
            source=told.source, going=told.how, words=told.words,
        )  # fmt: skip
        for row in rows:
            looking.look(scene.db, scene.engagement, row, found, by=scene.lead)

    stage.at(told.happened_days_ago, look, "17:00")


def _level(stage: Stage, level: int, days_ago: int) -> None:
    def reach(scene: Scene) -> None:
        place = queries.place(scene.db, scene.engagement.id, seen_by=scene.lead)
        line = service.Line(kind=LEVEL_REACHED, happened_on=stage.day(days_ago), source="professional", level=level)
        service.record(scene.db, place, line, by=scene.lead)

    stage.at(days_ago, reach, "19:00")
