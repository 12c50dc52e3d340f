"""Texts with places in them: ``{professional}`` in a mail or on a card."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from familyplan.kernel.files import Broken

_PLACE = re.compile(r"\{(\w*)\}")


def places(text: str) -> list[str]:
    """The names in braces, in order, each as often as it stands there."""
    return _PLACE.findall(text)


def fill(text: str, values: Mapping[str, str]) -> str:
    """
    Put *values* into *text*, and leave out every line that has a place whose value is empty or was not given.

    Nothing of a value is read as a place again.
    """
    lines = [line for line in text.split("\n") if all(values.get(name) for name in places(line))]
    filled = "\n".join(_PLACE.sub(lambda place: values[place[1]], line) for line in lines)
    return re.sub(r"\n{3,}", "\n\n", filled).strip()


def check(file: str, where: str, text: str, allowed: Collection[str]) -> None:
    """Refuse a place that nobody fills, and a brace that is no place."""
    for name in places(text):
        if name not in allowed:
            raise Broken(file, where, f"nothing is put for `{{{name}}}`; there is {', '.join(sorted(allowed))}")
    if stray := re.search(r"[{}]", _PLACE.sub("", text)):
        raise Broken(file, where, f"a brace `{stray[0]}` that holds no place")
