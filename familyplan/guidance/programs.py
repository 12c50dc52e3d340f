"""What can be said of a treatment program, and what there is to settle for the way there: two files of ``content/``."""

from collections.abc import Sequence
from pathlib import Path

from familyplan.guidance.reading import files, unique
from familyplan.guidance.vocabulary import Mark, Strict
from familyplan.kernel.files import Broken, label, toml

LONGEST_KEY = 20


class Level(Strict, frozen=True, kw_only=True):
    """One level that a program may offer, by its name alone. Never what a person needs: a clinician says that."""

    key: str
    title: str


class Levels(Strict, frozen=True, kw_only=True):
    """The levels in their order, and how sure we are of the names."""

    levels: tuple[Level, ...]
    verified: Mark
    source: str = ""
    note: str = ""

    def title(self, key: str) -> str:
        """How a level is shown, its number first; "" for none, and a key that is gone from the file by itself."""
        titles = {level.key: f"{level.key} {level.title}" for level in self.levels}
        return titles.get(key, key)


class Topic(Strict, frozen=True, kw_only=True):
    """One thing to settle, with ``NAME`` for the loved one. ``ideas`` are offered, never filled in by themselves."""

    key: str
    title: str
    what: str = ""
    ideas: tuple[str, ...] = ()
    never: str = ""
    """Why the loved one is never the one who does it; empty where that goes without saying."""


class Travel(Strict, frozen=True, kw_only=True):
    """Everything to settle for the way there and for home meanwhile."""

    above: str
    topics: tuple[Topic, ...]


class Programs(Strict, frozen=True, kw_only=True):
    """Both files."""

    levels: Levels
    travel: Travel


def read_programs(folders: Sequence[Path]) -> Programs:
    """Read ``programs/levels.toml`` and ``programs/travel.toml``; :class:`Broken` where one is missing or doubled."""
    paths = files(folders, "programs", ".toml")
    for name in ("levels", "travel"):
        if name not in paths:
            raise Broken(f"programs/{name}.toml", "", "is missing")
    levels, travel = toml(paths["levels"], Levels), toml(paths["travel"], Travel)
    for name, keys in (
        ("levels", [one.key for one in levels.levels]),
        ("travel", [one.key for one in travel.topics]),
    ):
        unique(label(paths[name]), f"{name}.key", keys)
        if not keys or any(not 0 < len(key) <= LONGEST_KEY for key in keys):
            raise Broken(label(paths[name]), "key", f"each needs a key of at most {LONGEST_KEY} signs")
    return Programs(levels=levels, travel=travel)
