"""How a sample family prepares to read: who stands in for whom, and what somebody typed in another language."""

from __future__ import annotations

from sqlalchemy import select

from familyplan.demo.stage import Scene, Stage
from familyplan.demo.told import StandIn, Translation
from familyplan.letters.reading.order import service as order
from familyplan.letters.records import TRANSLATED, Letter
from familyplan.letters.translation import queries as beside
from familyplan.letters.translation import service as translation
from familyplan.letters.writing import queries as parts
from familyplan.letters.writing import service as typing


def plan(stage: Stage) -> None:
    """Plan what is done about reading aloud, after the letters are written."""
    for reader in stage.story.stand_ins:
        _stand_in(stage, reader)
    for typed in stage.story.translations:
        _translation(stage, typed)


def _letter(scene: Scene, writer: str) -> Letter:
    found = select(Letter).where(Letter.member_id == scene.members[writer].id, Letter.kind == "letter")
    return scene.db.scalars(found).one()


def _stand_in(stage: Stage, told: StandIn) -> None:
    def ask(scene: Scene) -> None:
        letter, reader = _letter(scene, told.writer), scene.members[told.reads]
        order.ask(scene.db, scene.engagement, letter.id, reader.id, "", by=scene.lead)

    stage.at(told.days_ago, ask, "11:45")


def _translation(stage: Stage, told: Translation) -> None:
    def type_it(scene: Scene) -> None:
        writer = scene.person(told.writer)
        found = beside.reach(scene.db, _letter(scene, told.writer).id, seen_by=writer)
        translation.begin(scene.db, found, told.into, told.typed_by, by=writer)
        for key, body in told.sections.items():
            part = parts.part_of(scene.db, found.letter.id, f"{key}{TRANSLATED}", seen_by=writer)
            typing.save(scene.db, part, body.strip(), part.section.revision, f"demo-{told.writer}-{key}-{told.into}")

    stage.at(told.days_ago, type_it, "21:50")
