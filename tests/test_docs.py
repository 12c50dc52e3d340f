"""What the documents point to is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
POINTED = re.compile(r"`((?:tests|benchmarks|content|models|docs|familyplan)/[\w./-]+)`")
DOCUMENTS = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"]


def not_there(text: str) -> list[str]:
    return [path for path in POINTED.findall(text) if not (ROOT / path).exists()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_is_named_is_there(document: Path) -> None:
    assert not_there(document.read_text("utf-8")) == []


def test_a_file_that_is_not_there_is_seen() -> None:
    assert not_there("see `tests/letters/test_gone.py`") == ["tests/letters/test_gone.py"]
