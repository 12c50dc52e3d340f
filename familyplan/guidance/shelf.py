"""The shelf: every model and every text, read once, strictly, and checked against each other."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from familyplan.guidance.checks import check_model
from familyplan.guidance.day import OnTheDay, read_day
from familyplan.guidance.emails import Email, read_emails
from familyplan.guidance.lessons import Lesson, read_lessons
from familyplan.guidance.models import InterventionModel
from familyplan.guidance.pledges import Pledge, read_pledges
from familyplan.guidance.programs import Programs, read_programs
from familyplan.guidance.questions import Questions, check_questions, read_questions
from familyplan.guidance.reading import files, known
from familyplan.guidance.safety import HelpNumber, Safety, read_safety
from familyplan.guidance.topics import Topics, read_topics
from familyplan.kernel.files import Broken, label, toml

__all__ = ["Broken", "Shelf", "current", "open_shelf", "use"]


class Shelf(msgspec.Struct, frozen=True, kw_only=True):
    """What the program knows of its field. Read-only; the same for everybody until the process ends."""

    models: dict[str, InterventionModel]
    lessons: dict[str, Lesson]
    emails: dict[str, Email]
    pledges: dict[str, Pledge]
    """By reader: ``member`` and ``loved_one``."""
    safety: Safety
    questions: Questions
    programs: Programs
    day: OnTheDay = OnTheDay()
    topics: Topics
    """What a family can decide together, and what nobody votes on."""

    @property
    def pledge(self) -> Pledge:
        """What a member of the family agrees to before writing."""
        return self.pledges["member"]

    @property
    def help_numbers(self) -> dict[str, dict[str, HelpNumber]]:
        """By country (``US``), then by key (``emergency``, ``crisis``, ``poison``, ``violence``, ``child_abuse``)."""
        return self.safety.numbers

    def prompt(self, model: str, kind: str, section: str, relation: str, *, language: str = "") -> str:
        """
        The question for one section, with ``NAME`` left in for what this writer calls the person.

        A KeyError where that writer has no such section; the check on reading covers every section that is offered.
        """
        wording = self.questions.wording(model, kind, section, relation, language=language)
        if not wording:
            raise KeyError((model, kind, section, relation))
        return wording


def open_shelf(models: Sequence[Path], content: Sequence[Path]) -> Shelf:
    """
    Read every file of these folders, shipped folder first; a later file of the same name replaces an earlier one.

    Raises:
        Broken: A file cannot be used. The message names the file, the field and the value.
    """
    for folder in (*models, *content):
        if not folder.is_dir():
            raise Broken(str(folder), "", "there is no such folder")
    lessons = read_lessons(content)
    safety = read_safety(content)
    paths = files(models, "", ".toml")
    read = {key: _model(key, path) for key, path in paths.items()}
    if not read:
        raise Broken("models", "", "there is no model file in " + ", ".join(str(folder) for folder in models))
    for slug, lesson in lessons.items():
        for key in lesson.about.models:
            known(f"lessons/{slug}.md", "models", key, read, "model")
    for key, model in read.items():
        check_model(label(paths[key]), key, model, lessons, safety)
    shelf = Shelf(
        models={
            key: msgspec.structs.replace(model, key=key, sha256=_sha256(paths[key])) for key, model in read.items()
        },
        lessons=lessons,
        emails=read_emails(content),
        pledges=read_pledges(content),
        safety=safety,
        questions=read_questions(content),
        programs=read_programs(content),
        day=read_day(content),
        topics=read_topics(content),
    )
    check_questions(shelf.questions, shelf.models)
    return shelf


def _model(key: str, path: Path) -> InterventionModel:
    if not key.isidentifier():
        raise Broken(label(path), "", f"a model's file is named like a word, got `{key}`")
    return toml(path, InterventionModel)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


_in_use: list[Shelf] = []


def use(shelf: Shelf) -> None:
    """Let :func:`current` answer *shelf* from now on, in this whole process; the last call stands."""
    _in_use[:] = [shelf]


def current() -> Shelf:
    """The shelf in use. A RuntimeError where the program was started without one."""
    if not _in_use:
        raise RuntimeError("no shelf is in use: say `use(open_shelf(…))` when the program starts")
    return _in_use[0]
