"""What is read before the first word is written, card by card."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from familyplan.guidance import words
from familyplan.guidance.reading import files
from familyplan.guidance.vocabulary import Strict
from familyplan.kernel.files import Broken, label, toml

READERS = ("member", "loved_one")
PLACES = frozenset({"name", "professional", "emergency", "crisis"})
"""``name`` is what this reader calls the loved one."""


class Card(Strict, frozen=True, kw_only=True):
    """One card: Markdown, a sentence or three."""

    text: str


class Pledge(Strict, frozen=True, kw_only=True):
    """What one kind of reader agrees to."""

    version: str
    cards: tuple[Card, ...]
    sha256: str = ""
    """Of the file's bytes, given on reading: the proof of what a version said."""

    @property
    def wording(self) -> str:
        """What is kept with somebody's agreement: the version, and the beginning of the hash of its words."""
        return f"{self.version}-{self.sha256[:12]}"

    def said(self, values: Mapping[str, str]) -> list[str]:
        """The cards as Markdown with *values* put in; every place of :data:`PLACES` needs one."""
        return [words.fill(card.text, values) for card in self.cards]


def read_pledges(folders: Sequence[Path]) -> dict[str, Pledge]:
    """The pledge of each kind of reader; :class:`Broken` where one is missing or has a place nobody fills."""
    paths = files(folders, "pledge", ".toml")
    pledges = {}
    for reader in READERS:
        if reader not in paths:
            raise Broken(f"pledge/{reader}.toml", "", "is missing")
        path = paths[reader]
        pledge = toml(path, Pledge)
        if pledge.sha256 or not pledge.version.strip() or not pledge.cards:
            raise Broken(
                label(path), "version", "a pledge has a version, at least one card, and no `sha256` of its own"
            )
        for number, card in enumerate(pledge.cards):
            words.check(label(path), f"cards[{number}].text", card.text, PLACES)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        pledges[reader] = msgspec.structs.replace(pledge, sha256=digest)
    return pledges
