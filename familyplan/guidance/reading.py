"""Which files of ``models/`` and ``content/`` there are, and what their words may point to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from familyplan.kernel.files import Broken, label, strictly, text_of

T = TypeVar("T")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")


def files(folders: Sequence[Path], under: str, suffix: str) -> dict[str, Path]:
    """Paths by file name without *suffix*; a later folder's file replaces an earlier one's of the same name."""
    found = [path for folder in folders for path in sorted((folder / under).glob(f"*{suffix}"))]
    return {path.name.removesuffix(suffix): path for path in found}


def by_language(paths: dict[str, Path]) -> Iterator[tuple[str, Path, dict[str, Path]]]:
    """Each plain file with its translations: ``x.es.md`` is ``x`` in ``es``."""
    for name, path in paths.items():
        if "." in name:
            plain, language = name.split(".", 1)
            if plain not in paths:
                raise Broken(label(path), "", f"translates `{plain}`, which does not exist")
            if not _LANGUAGE.fullmatch(language):
                raise Broken(label(path), "", f"`{language}` is no language, like `es` or `pt-BR`")
            continue
        yield name, path, {other.split(".", 1)[1]: paths[other] for other in paths if other.startswith(f"{name}.")}


def front_matter(path: Path, type_: type[T]) -> tuple[T, str]:
    """The YAML between two lines ``---`` as *type_*, and the Markdown after it."""
    text = text_of(path)
    parts = re.split(r"^---[ \t]*$\n?", text, maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3 or parts[0].strip():  # noqa: PLR2004  before, between, after
        raise Broken(label(path), "", "begins with no front matter between two lines `---`")
    try:
        raw = msgspec.yaml.decode(parts[1])
    except msgspec.DecodeError as error:
        raise Broken(label(path), "", f"its front matter is no YAML: {error}") from error
    return strictly(label(path), raw, type_), parts[2].strip()


def unique(file: str, where: str, keys: Sequence[str]) -> None:
    """Refuse a key that stands twice; what is kept in the database hangs on it."""
    for key in keys:
        if keys.count(key) > 1:
            raise Broken(file, where, f"`{key}` stands here {keys.count(key)} times")


def known(file: str, where: str, key: str, among: Collection[str], what: str) -> None:
    """Refuse a word that points to nothing, and say which words there are."""
    if key not in among:
        raise Broken(file, where, f"`{key}` is no {what}; there is {', '.join(sorted(among)) or 'none'}")
