"""The coach's own shelf: words, rules and model, read once."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from familyplan.coach import weights
from familyplan.coach.coach import Coach
from familyplan.coach.decide import Model
from familyplan.coach.families import Exceptions, Families, Family
from familyplan.coach.lexicon import Lexicon, Words
from familyplan.coach.reading import CONCERNS, LIMITS, STRENGTHS
from familyplan.coach.reword import HOLES, WAYS
from familyplan.coach.rules import Filed, Rules
from familyplan.kernel.files import Broken, toml

__all__ = ["Broken", "Coach", "check", "current", "load", "open_coach", "use"]

KINDS = frozenset({*CONCERNS, *STRENGTHS, *LIMITS, "harm", "now_self", "now_other", "commits", "dated"})
_NO_FAMILIES = frozenset({"words.toml", "exceptions.toml"})
_log = logging.getLogger(__name__)


def load(*folders: Path, model: Model | None = None) -> Coach:
    """
    Read ``words.toml``, ``exceptions.toml`` and every other ``*.toml`` of these folders as families.

    The shipped folder comes first; a later folder's file replaces an earlier one's of the same name. The model is the
    one of the last folder that has its file, where none is given; without any the rules decide alone.

    Raises:
        Broken: A file cannot be used. The message names the file and the entry.
    """
    files = {path.name: path for folder in folders for path in sorted(folder.glob("*.toml"))}
    for needed in _NO_FAMILIES:
        if needed not in files:
            raise Broken(f"coach/{needed}", "", "there is no such file")
    lexicon = Lexicon(toml(files["words.toml"], Words))
    wording = toml(files["exceptions.toml"], Exceptions)
    filed = [
        Filed(f"coach/{name}", family)
        for name, path in sorted(files.items())
        if name not in _NO_FAMILIES
        for family in toml(path, Families).families
    ]
    _check_words(filed)
    for one in wording.exceptions:
        _check_kinds("coach/exceptions.toml", one.key, one.kinds)
    trained = [folder / weights.FILE for folder in folders if (folder / weights.FILE).exists()]
    if model is None and trained:
        model = weights.read(trained[-1])
    return Coach(lexicon, Rules(filed, wording.exceptions, lexicon), wording, model)


def check(coach: Coach) -> None:
    """
    Read every rule's own examples.

    Raises:
        Broken: A rule does not hold where it says it holds, or holds where it says it does not.
    """
    for file, family in coach.rules.filed:
        for example, wanted in (
            *((one, True) for one in family.examples),
            *((one, False) for one in family.not_examples),
        ):
            held = any(hit.family == family.key for hit in coach.parse(example).hits)
            if held != wanted:
                raise Broken(file, family.key, f"{'does not hold' if wanted else 'holds'} in its example {example!r}")


def _check_words(filed: list[Filed]) -> None:
    seen: set[str] = set()
    for file, family in filed:
        if family.key in seen:
            raise Broken(file, family.key, "there is another family of this key")
        seen.add(family.key)
        _check_kinds(file, family.key, family.kinds)
        for way in family.instead:
            if way.startswith("@") and way not in WAYS:
                raise Broken(file, family.key, f"there is no way `{way}`; there is {', '.join(sorted(WAYS))}")
            _check_holes(file, family, way)


def _check_holes(file: str, family: Family, way: str) -> None:
    for hole in (part.split("}")[0] for part in way.split("{")[1:]):
        if hole not in HOLES:
            raise Broken(file, family.key, f"nothing fills `{{{hole}}}`; there is {', '.join(sorted(HOLES))}")


def _check_kinds(file: str, key: str, kinds: tuple[str, ...]) -> None:
    for kind in kinds:
        if kind not in KINDS:
            raise Broken(file, key, f"there is no kind `{kind}`; there is {', '.join(sorted(KINDS))}")


_in_use: list[Coach | None] = []


def open_coach(folders: Sequence[Path]) -> Coach | None:
    """The coach of these content folders, or none: what is broken is logged, and letters are written without one."""
    try:
        return load(*(folder / "coach" for folder in folders))
    except Broken as why:
        _log.error("there is no coach: %s", why)
        return None


def use(coach: Coach | None) -> None:
    """Let :func:`current` answer *coach* from now on, in this whole process; the last call stands."""
    _in_use[:] = [coach]


def current() -> Coach | None:
    """The coach in use; none where it could not be read, or the program was started without one."""
    return _in_use[0] if _in_use else None
