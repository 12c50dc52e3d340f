"""Lessons: one idea a file, a short version on top, and where it was read."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from familyplan.guidance.reading import by_language, files, front_matter
from familyplan.guidance.vocabulary import Relation, Strict
from familyplan.kernel.files import Broken, label

MORE = "<!-- more -->"


class FrontMatter(Strict, frozen=True, kw_only=True):
    """What stands above a lesson."""

    title: str
    minutes: int
    audience: Literal["member", "loved_one", "interventionist", "everyone"] = msgspec.field(name="for")
    models: tuple[str, ...] = ()
    """For which models it was written; empty is all of them."""
    relations: tuple[Relation, ...] = ()
    """For whom it was written; empty is everybody."""
    reviewed: dt.date | None = None
    """When a professional read it; None is not yet, and staff see that."""
    reviewer: str | None = None
    sources: tuple[str, ...]
    one_small_thing: str = ""


class Lesson(msgspec.Struct, frozen=True, kw_only=True):
    """One lesson. ``short`` and ``body`` are Markdown; ``body`` does not repeat ``short``."""

    slug: str
    about: FrontMatter
    short: str
    body: str
    translations: dict[str, "Lesson"] = {}

    @property
    def title(self) -> str:
        """What it is called on screen."""
        return self.about.title

    @property
    def minutes(self) -> int:
        """How long the whole of it takes to read."""
        return self.about.minutes

    def in_language(self, language: str) -> "Lesson":
        """The translation, or this one where there is none: the practice reads what exists."""
        return self.translations.get(language, self)

    def is_for(self, model: str, relation: str = "") -> bool:
        """Whether it was written for this model and this relation."""
        about = self.about
        return (not about.models or model in about.models) and (not about.relations or relation in about.relations)


def read_lessons(folders: Sequence[Path]) -> dict[str, Lesson]:
    """Every lesson by its slug, which is its file's name; :class:`Broken` at the first that cannot be read."""
    return {
        slug: msgspec.structs.replace(
            _lesson(slug, path),
            translations={language: _lesson(slug, other) for language, other in translations.items()},
        )
        for slug, path, translations in by_language(files(folders, "lessons", ".md"))
    }


def _lesson(slug: str, path: Path) -> Lesson:
    about, text = front_matter(path, FrontMatter)
    if about.minutes < 1:
        raise Broken(label(path), "minutes", f"is at least 1, got {about.minutes}")
    if about.reviewed and not about.reviewer:
        raise Broken(label(path), "reviewer", f"is empty, but `reviewed` says {about.reviewed}")
    short, more, body = text.partition(MORE)
    if not (more and short.strip() and body.strip()):
        raise Broken(label(path), "", f"has no short version, a line `{MORE}` and a long one")
    return Lesson(slug=slug, about=about, short=short.strip(), body=body.strip())
