"""CRAFT, a model of another shape: it loads with the same schema, and nobody wrote code for it."""

from __future__ import annotations

import re
from pathlib import Path

from familyplan.guidance.shelf import open_shelf
from familyplan.kernel import paths

CRAFT = open_shelf([*paths.models()[:1], Path(__file__).parent], paths.content()[:1]).models["craft"]


def test_it_has_no_day_no_letters_and_one_relative() -> None:
    assert CRAFT.day is None
    assert CRAFT.letters_for("mother") == ()
    assert not CRAFT.has_other_page("mother")
    assert CRAFT.circle_size.most == 1
    assert CRAFT.first_level == 0


def test_no_code_names_a_model() -> None:
    """A branch on a model's name would make the next model need code."""
    name = re.compile(r"""["'](johnson|arise|love_first|craft)["']""")
    package = paths.PACKAGE
    branches = [
        f"{path.relative_to(package)}:{number}"
        for path in package.rglob("*.py")
        if "demo" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if name.search(line)
    ]

    assert branches == []
