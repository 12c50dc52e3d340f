"""What a sample family wrote on the sheet of the first call, who comes, and what they decided together."""

from __future__ import annotations

from uuid_utils.compat import uuid7

from familyplan.demo.stage import Scene, Stage
from familyplan.engagements.circle import queries
from familyplan.engagements.circle import service as circle
from familyplan.engagements.decisions import service as decisions
from familyplan.guidance import shelf

LONGEST_AGO = 2  # days; a family that chose its way later has decided nothing yet
MESSAGE = (
    "We asked for help, all of us together. We meet on Sunday at six. We would love you there, and we come anyway."
)
PROPOSALS = (
    ("meeting", LONGEST_AGO, "We meet every Sunday evening, for an hour and a half."),
    ("tasks", 1, "After each meeting one of us writes down in three lines what was said, for who could not come."),
)


def plan(stage: Stage) -> None:
    """Plan the sheet and the decisions where the family's way has them."""
    model = shelf.current().models.get(stage.story.model or "")
    way = stage.story.family.way
    if model is None or way is None or way.days_ago <= LONGEST_AGO:
        return
    if model.invitation_sheet is not None:
        stage.at(way.days_ago - 1, _sheet, "20:10")
    if model.decisions is not None:
        for topic, days, words in PROPOSALS:
            _decision(stage, topic, days, words)


def _sheet(scene: Scene) -> None:
    place = queries.place(scene.db, scene.engagement.id, seen_by=scene.lead)
    for member in scene.members.values():
        if not member.is_loved_one:
            name = member.person.name.split(" ")[0]
            asked = circle.add(scene.db, place, name, member.relation, "", by=scene.lead)
            circle.answered(scene.db, place, asked, "yes", "by phone", by=scene.lead)
            circle.commit(scene.db, scene.engagement, member, by=scene.lead)
    words = circle.Words(message=MESSAGE, inviting="By whoever is least afraid of a no, in the morning.", revision=0)
    circle.write(scene.db, place, words, by=scene.lead)


def _decision(stage: Stage, topic: str, days_ago: int, words: str) -> None:
    def decide(scene: Scene) -> None:
        agreed = [member for member in scene.members.values() if not member.is_loved_one]
        said = decisions.Said(topic=topic, proposal=words, agreed=agreed, sure=True)
        decisions.decide(scene.db, scene.engagement, said, once=uuid7(), by=scene.lead)

    stage.at(days_ago, decide, "20:20")
