"""What a sample family's professional noted about who is close to whom, and how somebody is spoken with."""

from __future__ import annotations

from familyplan.demo.stage import Scene, Stage
from familyplan.demo.told import Between
from familyplan.engagements.ties import service as ties


def plan(stage: Stage) -> None:
    """Plan what was noted about two people at a time, once they were heard."""
    for told in stage.story.ties:
        _note(stage, told)


def _note(stage: Stage, told: Between) -> None:
    said = ties.Said(
        closeness=told.closeness, may_meet=told.may_meet, court_order=told.court_order, note=told.note.strip()
    )

    def note(scene: Scene) -> None:
        one, other = scene.members[told.one].id, scene.members[told.other].id
        ties.note_pair(scene.db, scene.engagement, one, other, said, "", by=scene.lead)

    stage.at(told.days_ago, note, "16:20")
