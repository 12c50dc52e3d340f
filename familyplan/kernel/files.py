"""How a file that a practice may edit is read: strictly, and with an error that a practitioner can act on."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")
_PATH = re.compile(r"^(?P<what>.*?)(?: - at `\$(?P<where>.*)`)?$", re.DOTALL)
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\[\.\.\.\]")
_UNKNOWN = re.compile(r"unknown field `(.+)`")


class Broken(Exception):  # noqa: N818  the state of a file, in the words of the people who write them
    """A file of ``models/`` or ``content/`` cannot be used. Whoever reads it decides what goes on without it."""

    def __init__(self, file: str, where: str, what: str) -> None:
        """Take the file's name, the field in it (empty: the file as a whole) and what is wrong, value included."""
        super().__init__(": ".join(part for part in (file, where, what) if part))
        self.file = file
        self.where = where
        self.what = what


def label(path: Path) -> str:
    """How an error names a file: with its folder, so that two of the same name can be told apart."""
    return f"{path.parent.name}/{path.name}"


def toml(path: Path, type_: type[T]) -> T:
    """One TOML file as *type_*, or :class:`Broken` with the field and the value that stands there."""
    try:
        raw = tomllib.loads(text_of(path))
    except tomllib.TOMLDecodeError as error:
        raise Broken(label(path), "", f"this is no TOML: {error}") from error
    return strictly(label(path), raw, type_)


def text_of(path: Path) -> str:
    """The whole file as UTF-8, or :class:`Broken`."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Broken(label(path), "", f"is not UTF-8: {error.reason} at byte {error.start}") from error
    except OSError as error:
        raise Broken(label(path), "", f"cannot be read: {error.strerror}") from error


def strictly(file: str, raw: object, type_: type[T]) -> T:
    """What was decoded as *type_*; an unknown or wrong field of *file* is :class:`Broken`, named with its value."""
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
