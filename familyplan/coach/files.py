"""How a file of ``content/coach`` is read: strictly, and with an error that a practitioner can act on."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T")


class Broken(Exception):  # noqa: N818  the state of a file, in the words of the people who write them
    """A file of the coach cannot be used: then there is no coach, and everything else goes on."""

    def __init__(self, file: str, where: str, what: str) -> None:
        """Take the file's name, the entry in it (empty: the file as a whole) and what is wrong."""
        super().__init__(": ".join(part for part in (file, where, what) if part))
        self.file = file
        self.where = where
        self.what = what


def toml(path: Path, type_: type[T]) -> T:
    """One TOML file as *type_*, or :class:`Broken` with the field; unknown fields are errors."""
    name = f"{path.parent.name}/{path.name}"
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), type_)
    except tomllib.TOMLDecodeError as error:
        raise Broken(name, "", f"this is no TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise Broken(name, "", str(error)) from error
    except UnicodeDecodeError as error:
        raise Broken(name, "", f"is not UTF-8: {error.reason} at byte {error.start}") from error
    except OSError as error:
        raise Broken(name, "", f"cannot be read: {error.strerror}") from error
