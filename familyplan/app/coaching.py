"""The coach at the command line: a letter or many sentences in, a reading or one per line out."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from familyplan.coach import lines
from familyplan.coach.reading import Reading
from familyplan.coach.shelf import Coach, check, load
from familyplan.guidance import shelf
from familyplan.kernel import paths


def coach() -> Coach:
    """The coach of the shipped content and the practice's own; `kernel.files.Broken` where it cannot be read."""
    return load(*(folder / "coach" for folder in paths.content()))


def check_coach() -> None:
    """Read the coach's words and rules, and every rule's own examples; `kernel.files.Broken` names what is wrong."""
    check(coach())


def expected(model: str) -> list[tuple[str, ...]]:
    """
    What each part of that model's first letter to others should have one of; a KeyError where there is no such model.

    What only the professional reads is coached nowhere.
    """
    if not model:
        return []
    kinds = shelf.open_shelf(paths.models(), paths.content()).models[model].letters
    letters = [kind for kind in kinds if kind.reader == "everyone"]
    return [section.expects for letter in letters[:1] for section in letter.sections]


def source(file: str) -> Iterable[bytes]:
    """Lines of bytes as they come; ``-`` is standard input. An OSError where there is no such file."""
    return sys.stdin.buffer if file == "-" else io.BytesIO(Path(file).read_bytes())


def answers(
    given: Iterable[bytes], groups: list[tuple[str, ...]], form: str, *, by_line: bool
) -> Iterator[tuple[str, bool]]:
    """What is to be printed, and whether it was good. Bytes that are no UTF-8 are read as marks in their place."""
    reader = coach()

    def read(text: str) -> Reading:
        reading = reader.read(text)
        return msgspec.structs.replace(reading, missing=lines.missing_of(reading, groups))

    if by_line:
        yield from lines.each_line(given, read)
        return
    text = b"".join(given).decode("utf-8", "replace")
    yield (lines.as_json(read(text)) if form == "json" else lines.as_text(read(text), text)), True
