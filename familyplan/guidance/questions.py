"""Which question a writer is asked: read from ``content/letters/``, looked up by model, letter, section, relation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from familyplan.guidance.letters import LetterKind, Prompts, Section
from familyplan.guidance.models import InterventionModel
from familyplan.guidance.reading import by_language, files, known
from familyplan.guidance.vocabulary import RELATIONS
from familyplan.kernel.files import Broken, toml

EVERYONE = "everyone"
"""The file whose questions are the same in every model."""

Key = tuple[str, str, str]
"""Language (empty: as shipped), file, and ``kind/section``."""


class Questions:
    """All questions, with ``NAME`` left in them. Read once, never changed."""

    def __init__(self, prompts: Mapping[tuple[str, str], Prompts]) -> None:
        """Take the files by model key (or :data:`EVERYONE`) and language."""
        self._asked = {
            (language, model, f"{kind}/{asked.section}"): asked
            for (model, language), file in prompts.items()
            for asked in file.prompts
            for kind in asked.kinds
        }

    def wording(self, model: str, kind: str, section: str, relation: str, *, language: str = "") -> str:
        """The question in this relation's words; the model's own file first; empty where nobody wrote one."""
        for spoken in (language, ""):
            for file in (model, EVERYONE):
                asked = self._asked.get((spoken, file, f"{kind}/{section}"))
                if asked and (wording := asked.wording(relation)):
                    return wording
        return ""

    def places(self) -> list[Key]:
        """Every place for which there is a question."""
        return list(self._asked)


def read_questions(folders: Sequence[Path]) -> Questions:
    """All files of ``content/letters/``."""
    prompts = {}
    for model, path, translations in by_language(files(folders, "letters", ".toml")):
        prompts[model, ""] = toml(path, Prompts)
        for language, other in translations.items():
            prompts[model, language] = toml(other, Prompts)
    return Questions(prompts)


def check_questions(questions: Questions, models: Mapping[str, InterventionModel]) -> None:
    """Refuse a section that some writer would see without a question, and a question that no section asks."""
    asked_for = {key: {f"{kind}/{part.key}" for kind, part in _all_sections(model)} for key, model in models.items()}
    anywhere = {place for places in asked_for.values() for place in places}
    for _language, file, place in questions.places():
        if file != EVERYONE:
            known(f"letters/{file}.toml", "", file, models, "model")
        among = anywhere if file == EVERYONE else asked_for[file]
        known(f"letters/{file}.toml", "prompts", place, among, "letter kind and section of a model")
    for key, model in models.items():
        for kind, section in _all_sections(model):
            for relation in _who_is_asked(model, kind, section):
                if not questions.wording(key, kind, section.key, relation):
                    raise Broken(
                        f"letters/{key}.toml", f"{kind}.{section.key}", f"has no question for relation `{relation}`"
                    )


def _all_sections(model: InterventionModel) -> list[tuple[str, Section]]:
    own = [(kind.key, section) for kind in model.letters for section in kind.sections]
    return own + [(model.other_page.key, section) for section in model.other_page.sections]


def _who_is_asked(model: InterventionModel, kind: str, section: Section) -> list[str]:
    letters: dict[str, LetterKind] = {letter.key: letter for letter in model.letters}
    if kind not in letters:
        return [relation for relation in RELATIONS if relation not in model.other_page.not_for]
    writer = letters[kind].writer
    if writer != "member":
        return ["child" if writer == "child" else ""]
    return [relation for relation in RELATIONS if relation != "child" and relation not in section.not_for]
