"""What a sample family that has a day has agreed for it so far: said by its own people, in its own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from familyplan.day import service as days
from familyplan.day.answers import queries as usual
from familyplan.day.answers import service as answers
from familyplan.day.rehearsal import service as rehearsals
from familyplan.demo.stage import Scene, Stage


@dataclass(frozen=True)
class Told:
    """What one family agreed: how the person comes to be there, answers by the objection's key, and one of its own."""

    how_there: str
    answers: dict[str, str]
    own: tuple[str, str]
    rehearses_in: int | None = None
    """In how many days they rehearse; None: not planned yet."""


FAMILIES = {
    "reyes": Told(
        "Luis asks him to come by, because we want to talk with him. Nothing else is said.",
        {
            "work": "Nobody has talked to the yard. We write that note together, you and me, tonight.",
            "tomorrow": "Is there anything we can settle in the next hour? Then let us do that first.",
        },
        ("I am not leaving the dog.", "I have him. He sleeps at my place already, you know that."),
    ),
    "lindqvist": Told(
        "Erik says at breakfast: today we want to talk with you, and we will all be there.",
        {"alone": "Perhaps you can. We would like you not to have to."},
        ("What will they think at church?", "That you were away for a while. The altos will manage."),
        rehearses_in=1,
    ),
}
EVENING_BEFORE = 2  # days ago
EVENING = time(18)


def plan(stage: Stage) -> None:
    """Plan what was agreed for the day, where something is told of it."""
    told = FAMILIES.get(stage.story.key)
    if told is None:
        return

    def agree(scene: Scene) -> None:
        days.agree(scene.db, scene.engagement, told.how_there, "", 0, by=scene.lead)
        for key, words in told.answers.items():
            answer_id = usual.id_of(scene.engagement, key)
            answers.agree(scene.db, scene.engagement, answer_id, "", words, 0, by=scene.lead)
        answers.agree(scene.db, scene.engagement, usual.id_of(scene.engagement, "own"), *told.own, 0, by=scene.lead)

        if told.rehearses_in is not None:
            planned_on = stage.day(-told.rehearses_in)
            planned_at = datetime.combine(planned_on, EVENING, ZoneInfo(stage.zone))
            rehearsals.plan(scene.db, scene.engagement, planned_at, by=scene.lead)

    stage.at(EVENING_BEFORE, agree, "18:30")
