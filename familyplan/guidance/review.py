"""
The part of ``models/README.md`` that a professional is asked to read: everything that no source has shown us.

Run ``python -m familyplan.guidance.review`` after a change of a model file; a test says when that was forgotten.
"""

from __future__ import annotations

from pathlib import Path

from familyplan.guidance.marks import marked
from familyplan.guidance.shelf import Shelf, open_shelf
from familyplan.guidance.vocabulary import Mark
from familyplan.kernel import paths

BEGIN = "<!-- generated: entries to review -->"
END = "<!-- generated until here -->"
ASKED: dict[Mark, str] = {"judgement": "our judgement", "unverified": "not verified"}


def entries(shelf: Shelf) -> str:
    """Every entry of every model, step of safety and level whose mark is not ``source``: Markdown tables."""
    tables = []
    for key, model in sorted(shelf.models.items()):
        rows = [(one.where, one.words, one.mark, one.note) for one in marked(model) if one.mark in ASKED]
        tables.append(_table(f"{model.title} (`{key}.toml`)", rows))
    steps = [(f"milestones.{s.key}", s.label, s.verified, s.note) for s in shelf.safety.milestones]
    tables.append(_table("Steps of safety (`content/safety/milestones.toml`)", [s for s in steps if s[2] in ASKED]))
    levels = shelf.programs.levels
    named = [(f"levels.{one.key}", one.title, levels.verified, levels.note) for one in levels.levels]
    asked = [row for row in named if row[2] in ASKED]
    tables.append(_table("Levels of programs (`content/programs/levels.toml`)", asked))
    return "\n\n".join(tables)


def renewed(readme: str, shelf: Shelf) -> str:
    """*readme* with the generated part as it should be; a ValueError where it has no place for it."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the README has no lines `{BEGIN}` and `{END}`")
    return f"{before}{BEGIN}\n\n{entries(shelf)}\n\n{END}{after}"


def _table(title: str, rows: list[tuple[str, str, Mark, str]]) -> str:
    lines = [f"### {title}", "", "| entry | words | mark | about |", "|---|---|---|---|"]
    lines += [f"| `{where}` | {words} | {ASKED[mark]} | {note or 'all of it'} |" for where, words, mark, note in rows]
    return "\n".join(lines)


def write(readme: Path) -> None:
    """Renew *readme* in place from the shipped models; the rest of the file is untouched."""
    shelf = open_shelf(paths.models()[:1], paths.content()[:1])
    readme.write_text(renewed(readme.read_text(encoding="utf-8"), shelf), encoding="utf-8")


if __name__ == "__main__":
    write(paths.models()[0] / "README.md")
