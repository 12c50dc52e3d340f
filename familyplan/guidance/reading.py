"""How a file is read: strictly, and with an error that a practitioner can act on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")
_PATH = re.compile(r"^(?P<what>.*?)(?: - at `\$(?P<where>.*)`)?$", re.DOTALL)
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\[\.\.\.\]")
_UNKNOWN = re.compile(r"unknown field `(.+)`")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")


class Broken(Exception):  # noqa: N818  the state of a file, in the words of the people who write them
    """A file of ``models/`` or ``content/`` cannot be used; the program does not start until it is mended."""

    def __init__(self, file: str, where: str, what: str) -> None:
        """Take the file's name, the field in it (empty: the file as a whole) and what is wrong, value included."""
        super().__init__(": ".join(part for part in (file, where, what) if part))
        self.file = file
        self.where = where
        self.what = what


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


def label(path: Path) -> str:
    """How an error names a file: with its folder, so that two of the same name can be told apart."""
    return f"{path.parent.name}/{path.name}"


def toml(path: Path, type_: type[T]) -> T:
    """One TOML file as *type_*, or :class:`Broken` with the field and the value that stands there."""
    try:
        raw = tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise Broken(label(path), "", f"this is no TOML: {error}") from error
    return _strictly(label(path), raw, type_)


def front_matter(path: Path, type_: type[T]) -> tuple[T, str]:
    """The YAML between two lines ``---`` as *type_*, and the Markdown after it."""
    text = _text(path)
    parts = re.split(r"^---[ \t]*$\n?", text, maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3 or parts[0].strip():  # noqa: PLR2004  before, between, after
        raise Broken(label(path), "", "begins with no front matter between two lines `---`")
    try:
        raw = msgspec.yaml.decode(parts[1])
    except msgspec.DecodeError as error:
        raise Broken(label(path), "", f"its front matter is no YAML: {error}") from error
    return _strictly(label(path), raw, type_), parts[2].strip()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Broken(label(path), "", f"is not UTF-8: {error.reason} at byte {error.start}") from error
    except OSError as error:
        raise Broken(label(path), "", f"cannot be read: {error.strerror}") from error


def _strictly(file: str, raw: object, type_: type[T]) -> T:
    try:
        return msgspec.convert(raw, type_)
    except msgspec.ValidationError as error:
        where, what = _place(str(error), raw)
        raise Broken(file, where, what) from error


def _place(message: str, raw: object) -> tuple[str, str]:
    """Turn msgspec's sentence into the field, and the sentence with the value found there."""
    match = _PATH.match(message)
    what, where = (match["what"], match["where"] or "") if match else (message, "")
    keys: list[str] = []
    here: Any = raw
    for name, index in _STEP.findall(where):
        here = _into(here, name, index)
        if isinstance(here, dict) and isinstance(here.get("key"), str):
            keys.append(here["key"])
    if unknown := _UNKNOWN.search(what):
        here = here.get(unknown[1]) if isinstance(here, dict) else here
        where = f"{where}.{unknown[1]}"
    field = where.lstrip(".") + (f" (in `{keys[-1]}`)" if keys else "")
    shown = "" if isinstance(here, dict | list) else f", got {here!r}"
    return field, what + shown


def _into(here: object, name: str, index: str) -> object:
    if name and isinstance(here, dict):
        return here.get(name)
    if index and isinstance(here, list):
        return here[int(index)]
    return here


def unique(file: str, where: str, keys: Sequence[str]) -> None:
    """Refuse a key that stands twice; what is kept in the database hangs on it."""
    for key in keys:
        if keys.count(key) > 1:
            raise Broken(file, where, f"`{key}` stands here {keys.count(key)} times")


def known(file: str, where: str, key: str, among: Collection[str], what: str) -> None:
    """Refuse a word that points to nothing, and say which words there are."""
    if key not in among:
        raise Broken(file, where, f"`{key}` is no {what}; there is {', '.join(sorted(among)) or 'none'}")
