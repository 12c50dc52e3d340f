"""The calls that a sample family was given, the evening after an answer and the next day."""

from __future__ import annotations

from uuid_utils.compat import uuid7

from familyplan.day.afterwards import service
from familyplan.demo.stage import Scene, Stage
from familyplan.kernel import clock

HOURS = {"evening": ("20:00", 0), "next_day": ("10:30", 1)}


def plan(stage: Stage) -> None:
    """Plan both calls after every answer of the story whose days are over; what is of today waits on the desk."""
    words = {call.kind: call.words for call in stage.story.calls}
    for told in stage.story.outcomes:
        days = told.happened_days_ago if told.entered_days_ago is None else told.entered_days_ago
        for which, (hour, later) in HOURS.items():
            if days > later:
                _call(stage, which, days - later, hour, words.get(which, ""))


def _call(stage: Stage, which: str, days_ago: int, hour: str, words: str) -> None:
    def note(scene: Scene) -> None:
        if service.after_on(scene.db, scene.engagement) is None:
            return  # the answer was to the invitation, or it was help that began
        service.log(
            scene.db, scene.engagement, which, reached=True, called_at=clock.now(), words=words, key=str(uuid7()),
            by=scene.lead,
        )  # fmt: skip

    stage.at(days_ago, note, hour)
