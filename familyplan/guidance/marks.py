"""How sure we are of each entry of a model: everything in a file that carries a mark, in the order of the file."""

from __future__ import annotations

from typing import Protocol

import msgspec

from familyplan.guidance.models import InterventionModel
from familyplan.guidance.vocabulary import Mark


class Marked(msgspec.Struct, frozen=True, kw_only=True):
    """One entry with its mark."""

    where: str
    """The table in the file and the entry's key: ``milestones.letters_in``."""
    words: str
    """What it says on screen or to the professional."""
    mark: Mark
    source: str
    note: str


class _HasMark(Protocol):
    @property
    def verified(self) -> Mark: ...
    @property
    def source(self) -> str: ...
    @property
    def note(self) -> str: ...


def marked(model: InterventionModel) -> list[Marked]:
    """Every stage, milestone, role, level, meeting, letter, section and the other page, with its mark."""
    found = [_entry(f"stages.{stage.key}", stage.title, stage) for stage in model.stages]
    found += [_entry(f"levels.{level.number}", level.title, level) for level in model.levels]
    found += [_entry(f"milestones.{step.key}", step.label, step) for step in model.milestones]
    found += [_entry(f"roles.{role.key}", role.label, role) for role in model.roles]
    found += [_entry(f"meetings.{one.key}", one.title, one) for one in model.meetings]
    together = {"invitation_sheet": model.invitation_sheet, "decisions": model.decisions}
    titles = {"invitation_sheet": "The sheet of the first call", "decisions": "What is decided together"}
    found += [_entry(key, titles[key], thing) for key, thing in together.items() if thing is not None]
    for kind in model.letters:
        found.append(_entry(f"letters.{kind.key}", kind.title, kind))
        found += [_entry(f"letters.{kind.key}.{part.key}", part.title, part) for part in kind.sections]
    page = model.other_page
    if page.kept != "none":
        found.append(_entry(f"other_page.{page.key}", "The other page", page))
        found += [_entry(f"other_page.{page.key}.{part.key}", part.title, part) for part in page.sections]
    return found


def _entry(where: str, words: str, thing: _HasMark) -> Marked:
    return Marked(where=where, words=words, mark=thing.verified, source=thing.source, note=thing.note)
