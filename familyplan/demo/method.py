"""What a sample family does as its method has it: moments gone through together, roles agreed on."""

from __future__ import annotations

from sqlalchemy import select

from familyplan.demo.stage import Scene, Stage
from familyplan.demo.telling import Letter
from familyplan.engagements.roles import queries as roles
from familyplan.engagements.roles import service as agreeing
from familyplan.guidance import shelf
from familyplan.letters.queries import Found, given
from familyplan.letters.recollections import queries as moments
from familyplan.letters.recollections import service as recollecting
from familyplan.letters.recollections.queries import PICKED, RESTS
from familyplan.letters.records import Letter as LetterRow
from familyplan.letters.writing import queries as parts

AGREED = {"reyes": (11, {"chairperson": "luis", "detail_person": "ana"})}
AFTER_DAYS = 1  # from writing moments down to going through them


def plan(stage: Stage) -> None:
    """Plan the talks about each one's moments, and what the family agreed on."""
    model = shelf.current().models.get(stage.story.model)
    together = {kind.key for kind in model.letters if kind.picked_together} if model else set()
    for letter in stage.story.letters:
        if letter.kind in together and letter.days_ago is not None:
            _pick(stage, letter, letter.days_ago - AFTER_DAYS)
    days_ago, agreed = AGREED.get(stage.story.key, (0, {}))
    for role, who in agreed.items():
        _agree(stage, role, who, days_ago)


def _pick(stage: Stage, letter: Letter, days_ago: int) -> None:
    """Pick the first two together; a third one rests."""

    def talk(scene: Scene) -> None:
        found = _given(scene, letter)
        told = moments.moments(scene.db, found, parts.parts(scene.db, found))
        keys = [one.part.section.key for one in told]
        choices = {key: PICKED if number < 2 else RESTS for number, key in enumerate(keys)}  # noqa: PLR2004  two
        shown = {one.part.section.key: one.part.section.revision for one in told}
        day = stage.day(days_ago)
        recollecting.pick(scene.db, found, told, recollecting.Talk(day, choices, shown), by=scene.lead)

    stage.at(days_ago, talk, "18:30")


def _given(scene: Scene, letter: Letter) -> Found:
    here = select(LetterRow.id).where(LetterRow.member_id == scene.members[letter.writer].id)
    letter_id = scene.db.scalars(here.where(LetterRow.kind == letter.kind)).one()
    return given(scene.db, letter_id, seen_by=scene.lead)


def _agree(stage: Stage, key: str, who: str, days_ago: int) -> None:
    def agree(scene: Scene) -> None:
        role = next(one for one in roles.roles(scene.engagement) if one.key == key)
        member, day = scene.members[who], stage.day(days_ago)
        agreeing.agree(scene.db, scene.engagement, role, member, why="", agreed_on=day, by=scene.lead)

    stage.at(days_ago, agree, "19:00")
