"""What the documents point to is there: a threat whose test has gone is not defended by a table."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
POINTED = re.compile(r"`((?:tests|benchmarks|content|models|docs|familyplan)/[\w./-]+)`")
SOME = 30  # fewer threats than that, and the table was read wrongly
DOCUMENTS = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"]


def not_there(text: str) -> list[str]:
    return [path for path in POINTED.findall(text) if not (ROOT / path).exists()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_is_named_is_there(document: Path) -> None:
    assert not_there(document.read_text("utf-8")) == []


def test_every_threat_has_a_control_and_a_test_that_is_there() -> None:
    table = (ROOT / "docs/threat-model.md").read_text("utf-8").split("| threat | control | test |")[1]
    rows = [line.split("|")[1:-1] for line in table.splitlines()[2:] if line.startswith("| ")]
    threats = [row for row in rows if not row[0].strip().startswith("**")]

    assert len(threats) > SOME
    assert [row[0] for row in threats if not row[1].strip() or not POINTED.search(row[2])] == []


def test_every_file_of_trust_and_faults_defends_against_something() -> None:
    text = (ROOT / "docs/threat-model.md").read_text("utf-8")
    files = [*(ROOT / "tests/trust").rglob("test_*.py"), *(ROOT / "tests/faults").glob("test_*.py")]

    assert [str(file.relative_to(ROOT)) for file in files if str(file.relative_to(ROOT)) not in text] == []


def test_a_file_that_is_not_there_is_seen() -> None:
    assert not_there("see `tests/trust/test_gone.py`") == ["tests/trust/test_gone.py"]
