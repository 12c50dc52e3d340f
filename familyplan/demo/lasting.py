"""What lasts in a sample family: how it is for its members, what became of letters, how often they want to be asked."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec
from sqlalchemy import select

from familyplan.demo.stage import Scene, Stage
from familyplan.demo.telling import Told
from familyplan.kernel import paths
from familyplan.letters import queries as letters
from familyplan.letters import service as lettering
from familyplan.letters.afterwards import service as afterwards
from familyplan.letters.records import OTHER_PAGE, Letter
from familyplan.letters.writing import queries as parts
from familyplan.letters.writing import service as typing
from familyplan.outcomes import queries as outcomes
from familyplan.outcomes.follow_ups import queries as looks
from familyplan.outcomes.follow_ups import service as looking
from familyplan.outcomes.own import service as own


class Own(Told, frozen=True, kw_only=True):
    """What somebody said about themselves."""

    family: str
    who: str
    days_ago: int
    taps: tuple[str, ...] = ()
    words: str = ""


class Chosen(Told, frozen=True, kw_only=True):
    """What somebody wrote, and what they chose for it once it was over."""

    family: str
    who: str
    written_days_ago: int
    words: str
    chosen_days_ago: int
    choice: Literal["keep", "later"]


class Fewer(Told, frozen=True, kw_only=True):
    """After how many days a family still wants to be asked."""

    family: str
    days_ago: int
    wanted: list[int]


class Afterwards(Told, frozen=True, kw_only=True):
    """The whole file."""

    own: list[Own]
    letters: list[Chosen]
    fewer: list[Fewer]


@cache
def told() -> Afterwards:
    """Read it, strictly, once."""
    return msgspec.toml.decode((paths.content()[0] / "demo" / "afterwards.toml").read_bytes(), type=Afterwards)


def plan(stage: Stage) -> None:
    """Plan what is told of this family's time afterwards, if anything is."""
    key = stage.story.key
    for said in told().own:
        if said.family == key:
            _say(stage, said)
    for chosen in told().letters:
        if chosen.family == key:
            _write(stage, chosen)
    for fewer in told().fewer:
        if fewer.family == key:
            _fewer(stage, fewer)


def _say(stage: Stage, told_of: Own) -> None:
    def say(scene: Scene) -> None:
        member = scene.members[told_of.who]
        own.say(scene.db, scene.engagement, member, told_of.taps, told_of.words, by=member.person)

    stage.at(told_of.days_ago, say, "21:10")


def _own_letter(scene: Scene, who: str) -> letters.Found:
    here = select(Letter.id).where(Letter.member_id == scene.members[who].id, Letter.kind != OTHER_PAGE)
    letter_id = scene.db.scalars(here.order_by(Letter.laid_out_at, Letter.id)).all()[0]
    return letters.own(scene.db, letter_id, seen_by=scene.person(who))


def _write(stage: Stage, told_of: Chosen) -> None:
    def write(scene: Scene) -> None:
        found = _own_letter(scene, told_of.who)
        lettering.mark_opened(scene.db, found)
        key = parts.parts(scene.db, found)[0].section.key
        first = parts.part_of(scene.db, found.letter.id, key, seen_by=scene.person(told_of.who))
        typing.save(scene.db, first, told_of.words, first.section.revision, "one evening")

    def give(scene: Scene) -> None:
        found = _own_letter(scene, told_of.who)
        lettering.hand_in(scene.db, found, parts.parts(scene.db, found), "yes", by=scene.person(told_of.who))

    def choose(scene: Scene) -> None:
        afterwards.choose(
            scene.db, _own_letter(scene, told_of.who), told_of.choice, by=scene.person(told_of.who)
        )  # fmt: skip

    stage.at(told_of.written_days_ago, write, "20:40")
    stage.at(told_of.written_days_ago, give, "20:50")
    stage.at(told_of.chosen_days_ago, choose, "20:30")


def _fewer(stage: Stage, told_of: Fewer) -> None:
    def want(scene: Scene) -> None:
        place = outcomes.place(scene.db, scene.engagement.id, seen_by=scene.lead)
        rows = looks.to_choose(scene.db, place, seen_by=scene.lead)
        kept = [row.id for row in rows if row.days in told_of.wanted]
        looking.want_fewer(scene.db, scene.engagement, kept, by=scene.lead)

    stage.at(told_of.days_ago, want, "17:10")
