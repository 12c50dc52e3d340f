"""What the sample families do with programs: options shown, a place held, money, and who drives."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import msgspec

from familyplan.demo.stage import Scene, Stage
from familyplan.kernel import paths
from familyplan.programs.directory import service as directory
from familyplan.programs.insurance import service as insurance
from familyplan.programs.options import queries as options
from familyplan.programs.options import service as offering
from familyplan.programs.options.records import Option
from familyplan.programs.places import service as places
from familyplan.programs.travel import queries as ways
from familyplan.programs.travel import service as travel


class Told(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of what the file tells."""


class OneOption(Told, frozen=True, kw_only=True):
    """A program and what is said of it for one family."""

    program: str
    reasons_for: str = ""
    against: str = ""
    ties: str = ""


class OnePlace(Told, frozen=True, kw_only=True):
    """A place that is held."""

    program: str
    said_by: str
    said_days_ago: int
    until_in_days: int
    until: str
    words: str = ""


class OneWord(Told, frozen=True, kw_only=True):
    """Something about money."""

    kind: str
    who: str
    said_days_ago: int
    words: str
    reference: str = ""


class OneLine(Told, frozen=True, kw_only=True):
    """Something for the way or for home."""

    topic: str
    words: str = ""
    member: str = ""
    somebody: str = ""
    not_needed: bool = False


class OneFamily(Told, frozen=True, kw_only=True):
    """One family of the sample practice, by its key."""

    key: str
    options: list[OneOption] = []
    shown_days_ago: int | None = None
    place: OnePlace | None = None
    money: list[OneWord] = []
    travel: list[OneLine] = []


class Whole(Told, frozen=True, kw_only=True):
    """The file."""

    programs: list[dict[str, str]]
    families: list[OneFamily]


def _whole() -> Whole:
    return msgspec.toml.decode((paths.content()[0] / "demo" / "programs.toml").read_bytes(), type=Whole)


def plan(stage: Stage) -> None:
    """Plan what one family does with programs; the first whose turn it is finds the list still empty and fills it."""
    whole = _whole()
    for family in whole.families:
        if family.key == stage.story.key:
            _family(stage, family, [directory.Described(**one) for one in whole.programs])


def _family(stage: Stage, told: OneFamily, known: list[directory.Described]) -> None:
    gathered_days_ago = (told.shown_days_ago or 0) + 1

    def gather(scene: Scene) -> None:
        programs = {said.name: directory.add(scene.db, said, by=scene.lead) for said in known}
        for one in told.options:
            words = offering.Words(one.reasons_for, one.against, one.ties, nothing_taken=True)
            offering.add(scene.db, scene.engagement, programs[one.program], words, by=scene.lead)

    stage.at(gathered_days_ago, gather, "15:10")
    shown_days_ago = told.shown_days_ago
    if shown_days_ago is not None:

        def show(scene: Scene) -> None:
            offering.show(scene.db, scene.engagement, "", by=scene.lead)

        stage.at(shown_days_ago, show, "15:20")
    if told.place is not None:
        _place(stage, told.place)
    for word in told.money:
        _word(stage, word)
    if told.travel:

        def settle(scene: Scene) -> None:
            for line in told.travel:
                _line(scene, line)

        stage.at(1, settle, "15:40")


def _option(scene: Scene, program: str) -> Option:
    standing = options.options(scene.db, scene.engagement, seen_by=scene.lead)
    return next(one for one in standing if one.program.name == program)


def _place(stage: Stage, told: OnePlace) -> None:
    until = datetime.combine(stage.day(-told.until_in_days), time.fromisoformat(told.until), ZoneInfo(stage.zone))

    def hold(scene: Scene) -> None:
        held = places.Held(told.said_by, stage.day(told.said_days_ago), until, told.words)
        option = _option(scene, told.program)
        places.hold(scene.db, scene.engagement, option, held, instead=False, by=scene.lead)

    stage.at(told.said_days_ago, hold, "15:30")


def _word(stage: Stage, told: OneWord) -> None:
    def note(scene: Scene) -> None:
        said = insurance.Said(told.kind, told.who, told.words, stage.day(told.said_days_ago), told.reference)
        insurance.add(scene.db, scene.engagement, said, by=scene.lead)

    stage.at(told.said_days_ago, note, "15:35")


def _line(scene: Scene, told: OneLine) -> None:
    place = ways.place(scene.db, scene.engagement.id, seen_by=scene.lead)
    member = scene.members[told.member] if told.member else None
    said = travel.Said(told.words, member, told.somebody, not_needed=told.not_needed)
    travel.add(scene.db, place, travel.topic_of(told.topic), said, by=scene.lead)
