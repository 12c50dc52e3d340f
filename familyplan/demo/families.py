"""From the first call to the day: what is planned for a sample family's stage."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from familyplan.consents import service as consents
from familyplan.demo.stage import Scene, Stage
from familyplan.demo.telling import Decision, SafetyRow, Somebody
from familyplan.engagements import service as engagements
from familyplan.engagements.first_call import service as first_call
from familyplan.engagements.gates import service as gates
from familyplan.engagements.invitations import queries as invitations
from familyplan.engagements.invitations import service as inviting
from familyplan.engagements.invitations.doors import service as doors
from familyplan.engagements.needs.service import needs
from familyplan.engagements.people import service as people
from familyplan.engagements.ways import service as ways
from familyplan.guidance import shelf
from familyplan.safety import service as safety

MESSAGES = {"only_dana": "name_only"}
LONGEST_STEP = 200


def plan(stage: Stage) -> None:
    """Plan the first call, the people, the way, the gates, and everybody's coming in."""
    _first_call(stage)
    for somebody in stage.story.people:
        _somebody(stage, somebody)
    for (whose, days), rows in groupby(stage.story.safety, key=lambda row: (row.whose, row.asked_days_ago)):
        _asked(stage, whose, days, list(rows))
    _way(stage)
    for decision in stage.story.gates:
        _decision(stage, decision)
    for somebody in stage.story.people:
        if somebody.our_word and _goes(stage, somebody):
            _invitation(stage, somebody)
    if stage.story.desk is not None:
        step, days = stage.story.desk.next_step, stage.story.desk.next_step_in_days
        due_on = stage.day(-days)

        def next_step(scene: Scene) -> None:
            needs(scene.db, scene.engagement, "next_step", scene.engagement.id, words=step, due_on=due_on)

        stage.at(0, next_step, "07:30")


def _first_call(stage: Stage) -> None:
    family, call = stage.story.family, stage.story.family.first_call
    caller = stage.somebody(call.caller)

    def begin(scene: Scene) -> None:
        said = first_call.Said(
            name=caller.name, phone=caller.phone, about=family.loved_one, relation=caller.relation,
            happened=call.this_week.strip(), would_help=call.would_help, in_danger=call.danger_now,
            leave_message=MESSAGES.get(call.may_leave_message, call.may_leave_message),
            step=call.next_step, step_on=stage.day(-call.next_step_in_days) if call.next_step else None,
            happened_on=stage.day(call.days_ago), family_name=family.name,
        )  # fmt: skip
        engagement = first_call.begin(scene.db, said, by=scene.lead, zone=family.zone)
        stage.remember(scene.db, engagement, call.caller)

    stage.at(call.days_ago, begin, call.at)
    told = family.told
    if told is not None:

        def tell(scene: Scene) -> None:
            first_call.tell(scene.db, scene.engagement, set(told.lines), told.answer, by=scene.lead)

        stage.at(told.days_ago, tell, "18:55")


def _somebody(stage: Stage, one: Somebody) -> None:
    call = stage.story.family.first_call
    heard = one.heard
    first_day = min(heard.days_ago if heard else call.days_ago, call.days_ago)

    def note(scene: Scene) -> None:
        described = people.Described(name=one.name, relation=one.relation, address=one.email, phone=one.phone)
        if one.relation == "loved_one":
            loved = people.LovedOne(name=one.name, address=one.email)
            people.describe_loved_one(scene.db, scene.engagement, loved, by=scene.lead)
        elif one.key in scene.members:
            people.amend(scene.db, scene.engagement, scene.members[one.key], described, by=scene.lead)
        else:
            stage.members[one.key] = people.add(scene.db, scene.engagement, described, by=scene.lead).id

    stage.at(first_day, note, "18:58" if first_day == call.days_ago else "09:05")
    answers = {"adult": "yes", "afraid": "no", "court_order": "no", "court_case": "no", "may_meet_all": "yes"}
    note_text = ""
    if heard is not None:
        answers |= {"afraid": heard.afraid_of_anyone, "court_order": heard.court_order}
        answers |= {"shared_phone": "yes" if one.mailbox_shared_with else "no"}
        note_text = heard.note
    if heard is not None or one.heard_alone:

        def hear(scene: Scene) -> None:
            said = people.Heard(alone_on=stage.day(first_day), answers=answers, note=note_text)
            people.hear(scene.db, scene.engagement, scene.members[one.key], said, by=scene.lead)

        stage.at(first_day, hear, "18:59" if first_day == call.days_ago else "09:40")


def _asked(stage: Stage, whose: str, days: int, rows: list[SafetyRow]) -> None:
    def ask(scene: Scene) -> None:
        keys = [key for key, one in scene.members.items() if one.person.name.split(" ")[0] == whose]
        speaker = safety.Speaker(member=scene.members[keys[0]]) if keys else safety.Speaker(other=whose)
        said = {row.row: (row.answer, row.words) for row in rows}
        safety.asked(scene.db, scene.engagement, said, speaker, stage.day(days), by=scene.lead)

    stage.at(days, ask, "19:10")


def _way(stage: Stage) -> None:
    way = stage.story.family.way
    if way is None or not stage.story.model:
        return

    def choose(scene: Scene) -> None:
        model = shelf.current().models[stage.story.model]
        chosen = ways.Chosen(why=way.why, agreed_by=", ".join(way.agreed_by), learns="", learns_why=way.reason)
        ways.choose(scene.db, scene.engagement, model, chosen, by=scene.lead, trained=True)
        for one in stage.story.people:
            known = {role.key for role in model.roles} & set(one.could_be)
            if known and one.key in scene.members:
                people.give_roles(scene.db, scene.engagement, scene.members[one.key], known, by=scene.lead)

    stage.at(way.days_ago, choose, "19:30")
    day = stage.story.day
    if day is not None:
        day_at = datetime.combine(stage.day(-day.in_days), time.fromisoformat(day.at), ZoneInfo(stage.zone))

        def fix(scene: Scene) -> None:
            engagements.set_day(scene.db, scene.engagement, day_at, day.place, by=scene.lead)

        stage.at(max(way.days_ago - 1, 0), fix, "19:35")


def _decision(stage: Stage, told: Decision) -> None:
    def decide(scene: Scene) -> None:
        member = scene.members.get(told.about) if told.gate == "a" else None
        consulted = f"{told.consulted}: {told.advised}" if told.advised else told.consulted
        gates.decide(
            scene.db,
            scene.engagement,
            told.gate.upper(),
            told.decision,
            told.why,
            consulted,
            by=scene.lead,
            member=member,
        )

    stage.at(told.days_ago, decide, told.at or "19:40")


def _goes(stage: Stage, one: Somebody) -> bool:
    """Say whether the last decision about somebody is a go: gate A, for the loved one gate B."""
    wanted = "b" if one.relation == "loved_one" else "a"
    about = [told.decision for told in stage.story.gates if told.gate == wanted and told.about in (one.key, "")]
    return bool(about) and about[-1] == "go"


def _invitation(stage: Stage, one: Somebody) -> None:
    wanted = "b" if one.relation == "loved_one" else "a"
    day = [told.days_ago for told in stage.story.gates if told.gate == wanted and told.about in (one.key, "")][-1]

    def invite(scene: Scene) -> None:
        member = scene.members[one.key]
        if member.is_loved_one:
            why = "Asked by the whole circle, and he rang me himself."
            gates.decide(scene.db, scene.engagement, "A", "go", why, by=scene.lead, member=member)
        way = "mail" if one.email else "code"
        inviting.invite(
            scene.db, scene.engagement, member, by=scene.lead, way=way, word=one.our_word, address=one.email
        )

    stage.at(day, invite, "19:50")

    def come(scene: Scene) -> None:
        member = scene.members[one.key]
        invitation, _state = invitations.of(scene.db, member, seen_by=scene.lead)
        assert invitation is not None
        doors.enter(scene.db, doors.Way(invitation, member, scene.engagement))

    def agree(scene: Scene) -> None:
        member = scene.members[one.key]
        consents.agree(scene.db, scene.engagement, member, by=member.person, calls=one.calls)

    came = stage.moment(day, "20:30")
    if one.signed_in:
        stage.acts.append((came, len(stage.acts), come))
    if one.pledge:
        stage.acts.append((came + timedelta(minutes=4), len(stage.acts), agree))
