"""A copy of the shipped files that a test may break."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from familyplan.guidance.shelf import Shelf, open_shelf
from familyplan.kernel import paths


class Folders:
    """Shipped models and content, copied, and a practice's own beside them, empty."""

    def __init__(self, root: Path) -> None:
        self.models = Path(shutil.copytree(paths.models()[0], root / "models"))
        self.content = Path(shutil.copytree(paths.content()[0], root / "content"))
        self.own_models = root / "own" / "models"
        self.own_content = root / "own" / "content"
        self.own_models.mkdir(parents=True)
        self.own_content.mkdir()

    def open(self) -> Shelf:
        return open_shelf([self.models, self.own_models], [self.content, self.own_content])

    def change(self, file: str, old: str, new: str) -> None:
        """Put *new* for the first *old* in a file named from the root; the old has to be there."""
        path = self.models.parent / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path)
