"""Whether a model file, readable by itself, points only to things that exist."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import get_args

from familyplan.guidance.lessons import Lesson
from familyplan.guidance.letters import LetterKind
from familyplan.guidance.marks import marked
from familyplan.guidance.milestones import Due, Milestone, Wait
from familyplan.guidance.models import InterventionModel
from familyplan.guidance.reading import known, unique
from familyplan.guidance.safety import Safety
from familyplan.guidance.vocabulary import By
from familyplan.kernel.files import Broken

AUDIENCES = ("first_caller", "member", "loved_one", "once_help_began")


def check_model(file: str, key: str, model: InterventionModel, lessons: Mapping[str, Lesson], safety: Safety) -> None:
    """Raise :class:`Broken`, naming *file*, at the first thing in *model* that points nowhere or contradicts itself."""
    if model.key or model.sha256:
        raise Broken(file, "key", "`key` and `sha256` come from the file itself and may not stand in it")
    _check_stages(file, model)
    for number, milestone in enumerate(model.milestones):
        where = f"milestones[{number}] (`{milestone.key}`)"
        if milestone.stage:
            known(file, f"{where}.stage", milestone.stage, [stage.key for stage in model.stages], "stage")
        check_milestone(file, where, milestone, model)
    _check_meetings(file, model)
    _check_letters(file, model)
    _check_circle(file, model)
    _check_outcomes(file, model)
    _check_lessons(file, key, model, lessons)
    _check_marks(file, model)
    for number, against in enumerate(model.chooser.against):
        for row in against.rows:
            known(file, f"chooser.against[{number}].rows", row, safety.rows, "safety row")
    for milestone in safety.milestones:
        if milestone.stage:
            raise Broken("safety/milestones.toml", f"{milestone.key}.stage", "belongs to every model and has no stage")
        if milestone.key in {own.key for own in model.milestones}:
            raise Broken(file, "milestones", f"`{milestone.key}` is the key of a step of safety; take another")


def _check_stages(file: str, model: InterventionModel) -> None:
    keys = [step.key for step in model.milestones]
    stages = [stage.key for stage in model.stages]
    unique(file, "stages", stages)
    unique(file, "milestones", keys)
    unique(file, "roles", [role.key for role in model.roles])
    if not stages:
        raise Broken(file, "stages", "a model has at least one stage")
    levels = [level.number for level in model.levels]
    if levels != list(range(1, len(levels) + 1)):
        raise Broken(file, "levels", f"are numbered 1, 2, 3 … in order, got {levels}")
    for number, level in enumerate(model.levels):
        known(file, f"levels[{number}].stage", level.stage, stages, "stage")
    for number, stage in enumerate(model.stages):
        where = f"stages[{number}] (`{stage.key}`)"
        _check_level(file, f"{where}.level", stage.level, model)
        for key in stage.waits_for:
            known(file, f"{where}.waits_for", key, keys, "milestone")


def check_milestone(file: str, where: str, milestone: Milestone, model: InterventionModel) -> None:
    """Raise :class:`Broken` where a milestone counts from, waits for or names what *model* does not have."""
    joins = (milestone.loved_one_joins,) if milestone.loved_one_joins else ()
    for due in (*milestone.due, *joins):
        _check_due(file, f"{where}.due", due, model)
    people: Collection[str] = (*get_args(By), *(role.key for role in model.roles))
    for who in milestone.by:
        known(file, f"{where}.by", who, people, "role of this model, and nobody the program knows")
    for wait in milestone.waits_for:
        if wait.role:
            known(file, f"{where}.done_when.role", wait.role, AUDIENCES, "audience of lessons")
        _check_kind(file, f"{where}.done_when", wait, model)
        if wait.fact == "bottom_lines_settled" and model.other_page.kept == "none":
            raise Broken(file, f"{where}.done_when", f"`{wait.fact}`, but this model has no other page")
        _check_together(file, where, wait, model)
        if wait.fact in {"letters_ready", "letters_handed_in"} and not model.letters:
            raise Broken(file, f"{where}.done_when", f"`{wait.fact}`, but this model has no letters")
    _check_level(file, f"{where}.needed_if", milestone.needed_level, model)
    if milestone.verified == "source" and not milestone.source:
        raise Broken(file, f"{where}.source", 'is empty, but `verified` says "source"')


def _check_together(file: str, where: str, wait: Wait, model: InterventionModel) -> None:
    """Refuse to wait for what nobody in this model writes for the professional, picks or agrees on together."""
    if wait.fact == "recollections_picked" and not any(kind.picked_together for kind in model.letters):
        raise Broken(file, f"{where}.done_when", f"`{wait.fact}`, but nothing here is picked together")
    if wait.fact == "roles_agreed" and not any(role.agreed_together for role in model.roles):
        raise Broken(file, f"{where}.done_when", f"`{wait.fact}`, but no role here is agreed on together")


def _check_due(file: str, where: str, due: Due, model: InterventionModel) -> None:
    if due.anchor == "day" and model.day is None:
        raise Broken(file, where, '`back_from` = "day", but this model has no day')


def _check_kind(file: str, where: str, wait: Wait, model: InterventionModel) -> None:
    meetings = [kind.key for kind in model.meetings]
    alone = [kind.key for kind in model.letters if kind.reader == "professional"]
    if wait.kind and wait.fact not in {"meeting_held", "letters_handed_in"}:
        raise Broken(file, f"{where}.kind", f"`{wait.fact}` has no kinds; `meeting_held` and `letters_handed_in` have")
    if wait.kind and wait.fact == "letters_handed_in":
        known(file, f"{where}.kind", wait.kind, alone, "letter kind for the professional alone")
    if wait.kind and wait.fact == "meeting_held":
        known(file, f"{where}.kind", wait.kind, meetings, "kind of this model's meetings")
    if wait.fact == "meeting_held" and not meetings:
        raise Broken(file, where, f"`{wait.fact}`, but this model has no meetings")


def _check_meetings(file: str, model: InterventionModel) -> None:
    unique(file, "meetings", [kind.key for kind in model.meetings])
    for number, kind in enumerate(model.meetings):
        where = f"meetings[{number}] (`{kind.key}`)"
        if kind.stage:
            known(file, f"{where}.stage", kind.stage, [stage.key for stage in model.stages], "stage")
        if not kind.agenda:
            raise Broken(file, f"{where}.agenda", "is empty")


def _check_marks(file: str, model: InterventionModel) -> None:
    for entry in marked(model):
        if entry.mark == "source" and not entry.source:
            raise Broken(file, f"{entry.where}.source", 'is empty, but `verified` says "source"')


def _check_level(file: str, where: str, level: int, model: InterventionModel) -> None:
    if level and level not in {one.number for one in model.levels}:
        raise Broken(file, where, f"level {level}, but this model has {len(model.levels)} levels")


def _check_letters(file: str, model: InterventionModel) -> None:
    page = model.other_page
    unique(file, "letters", [*(kind.key for kind in model.letters), page.key])
    for number, kind in enumerate(model.letters):
        where = f"letters[{number}] (`{kind.key}`)"
        unique(file, f"{where}.sections", [section.key for section in kind.sections])
        _check_level(file, f"{where}.level", kind.level, model)
        if not kind.sections:
            raise Broken(file, f"{where}.sections", "a letter has at least one section")
        _check_reader(file, where, kind, model)
    unique(file, "other_page.sections", [section.key for section in page.sections])
    _check_level(file, "other_page.level", page.level, model)
    if (page.kept == "none") == bool(page.sections):
        raise Broken(file, "other_page.sections", f'`kept` = "{page.kept}" with {len(page.sections)} sections')
    if door := model.own_door:
        own = [kind.key for kind in model.letters if kind.writer == "loved_one"]
        for field, key in [("letter", door.letter), *(("pages", page) for page in door.pages)]:
            if key:
                known(file, f"own_door.{field}", key, own, "letter kind whose writer is the loved one")
    if (model.day is None) == bool(model.words.day):
        raise Broken(file, "words.day", f"is there exactly where the model has a day, got `{model.words.day}`")
    if model.day:
        _check_level(file, "day.level", model.day.level, model)
        for role in model.day.tasks:
            known(file, "day", role, [one.key for one in model.roles], "role of this model")


def _check_reader(file: str, where: str, kind: LetterKind, model: InterventionModel) -> None:
    """Refuse what contradicts itself: for one reader's eyes and read aloud, or a reminder of what nobody picks."""
    if kind.reader == "professional" and (kind.read_aloud or kind.writer != "member"):
        raise Broken(file, f"{where}.reader", "what only the professional reads is a member's, and not read aloud")
    if kind.picked_together and kind.reader != "professional":
        raise Broken(file, f"{where}.picked_together", "is gone through with the professional, who is its one reader")
    picked = [one.key for one in model.letters if one.picked_together]
    for section in kind.sections:
        if section.reminds_of:
            known(file, f"{where}.{section.key}.reminds_of", section.reminds_of, picked, "kind picked together")


def _check_circle(file: str, model: InterventionModel) -> None:
    if sheet := model.invitation_sheet:
        steps = [step.key for step in model.milestones]
        for name in ("listed", "worded", "committed"):
            if key := getattr(sheet, name):
                known(file, f"invitation_sheet.{name}", key, steps, "milestone")
    for number, level in enumerate(model.levels):
        if level.by_decision and model.decisions is None:
            raise Broken(file, f"levels[{number}].by_decision", "but this model has no [decisions]")
        if level.gate and not level.by_decision:
            raise Broken(file, f"levels[{number}].gate", "is asked for where the level is decided: say `by_decision`")


def _check_outcomes(file: str, model: InterventionModel) -> None:
    unique(file, "outcomes", [outcome.key for outcome in model.outcomes])
    if not any(outcome.leaves_offer_open for outcome in model.outcomes_about("answer")):
        raise Broken(file, "outcomes", 'no answer leaves the offer open; "not today" is a stage, not an end')
    if not any(outcome.begins_help for outcome in model.outcomes):
        raise Broken(file, "outcomes", "no word says that help began")
    if not any(outcome.stops_everything for outcome in model.outcomes):
        raise Broken(file, "outcomes", "no word stops everything, and people can die")


def _check_lessons(file: str, key: str, model: InterventionModel, lessons: Mapping[str, Lesson]) -> None:
    for audience in AUDIENCES:
        slugs: tuple[str, ...] = getattr(model.lessons, audience)
        unique(file, f"lessons.{audience}", slugs)
        for slug in slugs:
            known(file, f"lessons.{audience}", slug, lessons, "lesson")
            if not lessons[slug].is_for(key) and lessons[slug].about.models:
                written_for = ", ".join(lessons[slug].about.models)
                raise Broken(file, f"lessons.{audience}", f"`{slug}` was written for {written_for}")
