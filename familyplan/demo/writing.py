"""What a sample family writes: words saved as they were typed, given, thought about, agreed on."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from familyplan.demo.stage import Scene, Stage
from familyplan.demo.telling import Comment, Letter
from familyplan.letters import queries, service
from familyplan.letters.comments import queries as thoughts
from familyplan.letters.comments import service as commenting
from familyplan.letters.other_page import queries as pages
from familyplan.letters.other_page import service as other_page
from familyplan.letters.records import OTHER_PAGE, OtherPage
from familyplan.letters.records import Letter as LetterRow
from familyplan.letters.writing import queries as parts
from familyplan.letters.writing import service as typing

ANSWERS = {"takes_it": "taken", "keeps_own": "kept"}
BOTTOM_LINE = "bottom_line"
GIVEN = ("handed_in", "change_asked", "ready", "shared", "read")


def plan(stage: Stage) -> None:
    """Plan the letters, in the evenings of the last days, and what became of them."""
    for number, letter in enumerate(stage.story.letters):
        if letter.kind == BOTTOM_LINE:
            _other_page(stage, letter)
        elif letter.sections:
            _letter(stage, letter, number)


def _id(scene: Scene, letter: Letter) -> UUID:
    writer = scene.members[letter.writer]
    kind = OTHER_PAGE if letter.kind == BOTTOM_LINE else letter.kind
    found = select(LetterRow.id).where(LetterRow.member_id == writer.id, LetterRow.kind == kind)
    return scene.db.scalars(found).one()


def _type(scene: Scene, letter: Letter, key: str, body: str, writing: str) -> None:
    found = queries.own(scene.db, _id(scene, letter), seen_by=scene.person(letter.writer))
    service.mark_opened(scene.db, found)
    part = parts.part_of(scene.db, found.letter.id, key, seen_by=scene.person(letter.writer))
    typing.save(scene.db, part, body, part.section.revision, writing)


def _began(stage: Stage, letter: Letter) -> int:
    """On which day, counted back, the writer began: after coming in, and before what was said about the letter."""
    if letter.days_ago is not None:
        return letter.days_ago
    thought = [one.days_ago for one in stage.story.comments if (one.writer, one.kind) == (letter.writer, letter.kind)]
    return max(thought) + 2 if thought else (2 if letter.state in GIVEN else 4)


def _letter(stage: Stage, letter: Letter, number: int) -> None:
    began = stage.moment(_began(stage, letter), "20:40") + timedelta(minutes=number)
    for position, (key, body) in enumerate(letter.sections.items()):

        def type_part(scene: Scene, key: str = key, body: str = body.strip()) -> None:
            _type(scene, letter, key, body, f"demo-{letter.writer}-{key}")

        stage.acts.append((began + timedelta(minutes=9 * position), len(stage.acts), type_part))
    if letter.state not in GIVEN:
        return

    def give(scene: Scene) -> None:
        writer = scene.person(letter.writer)
        found = queries.own(scene.db, _id(scene, letter), seen_by=writer)
        service.hand_in(scene.db, found, parts.parts(scene.db, found), "", by=writer)

    last = began + timedelta(minutes=9 * len(letter.sections) + 6)
    stage.acts.append((last, len(stage.acts), give))
    mine = [one for one in stage.story.comments if (one.writer, one.kind) == (letter.writer, letter.kind)]
    if mine or letter.state in ("ready", "read"):
        stage.acts.append((last + timedelta(hours=11), len(stage.acts), lambda scene: _read(scene, letter)))
    for thought in mine:
        _thought(stage, letter, thought)
    if letter.state == "ready":
        day = min((one.days_ago for one in mine), default=_began(stage, letter))
        stage.at(max(day - 1, 0), lambda scene: _agree(scene, letter), "20:15")


def _read(scene: Scene, letter: Letter) -> None:
    service.mark_read(scene.db, queries.given(scene.db, _id(scene, letter), seen_by=scene.lead), by=scene.lead)


def _thought(stage: Stage, letter: Letter, told: Comment) -> None:
    def think(scene: Scene) -> None:
        found = queries.given(scene.db, _id(scene, letter), seen_by=scene.lead)
        here = parts.parts(scene.db, found)
        section = next(part.section for part in here if part.section.key == told.section)
        commenting.comment(scene.db, found, section, told.quote, told.note, told.proposed, by=scene.lead)

    def answer(scene: Scene) -> None:
        writer = scene.person(letter.writer)
        found = queries.own(scene.db, _id(scene, letter), seen_by=writer)
        for thought in thoughts.of(scene.db, found):
            if thought.quote == told.quote:
                part = parts.part_of(scene.db, found.letter.id, told.section, seen_by=writer)
                commenting.answer(scene.db, part, thought, ANSWERS[told.answer], by=writer)

    stage.at(told.days_ago, think, "10:10")
    if told.answer:
        stage.at(told.days_ago, answer, "19:45")


def _agree(scene: Scene, letter: Letter) -> None:
    for person, reach in ((scene.lead, queries.given), (scene.person(letter.writer), queries.own)):
        found = reach(scene.db, _id(scene, letter), seen_by=person)
        service.agree(scene.db, found, parts.parts(scene.db, found), by=person)


def _other_page(stage: Stage, letter: Letter) -> None:
    def open_it(scene: Scene) -> None:
        other_page.open_page(scene.db, scene.engagement, scene.members[letter.writer], by=scene.lead)

    def answer_quietly(scene: Scene) -> None:
        other_page.say_danger(scene.db, *_own_page(scene, letter), "no", by=scene.person(letter.writer))

    def show_it(scene: Scene) -> None:
        other_page.show(scene.db, *_own_page(scene, letter), by=scene.person(letter.writer))

    def seal_it(scene: Scene) -> None:
        found, page = pages.shown(scene.db, _id(scene, letter), seen_by=scene.lead)
        other_page.mark_read(scene.db, found, by=scene.lead)
        other_page.seal(scene.db, found, page, by=scene.lead)

    stage.at(5, open_it, "17:00")
    for position, (key, body) in enumerate(letter.sections.items()):

        def type_part(scene: Scene, key: str = key, body: str = body.strip()) -> None:
            _type(scene, letter, key, body, f"demo-{letter.writer}-{key}")

        stage.at(4, type_part, f"21:{10 + position}")
    stage.at(4, answer_quietly, "21:30")
    stage.at(4, show_it, "21:40")
    stage.at(3, seal_it, "11:30")


def _own_page(scene: Scene, letter: Letter) -> tuple[queries.Found, OtherPage]:
    return pages.own(scene.db, _id(scene, letter), seen_by=scene.person(letter.writer))
