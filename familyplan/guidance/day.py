"""What is at hand on the day: cards for when it goes otherwise, and what may be said against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from familyplan.guidance import words
from familyplan.guidance.reading import files, front_matter, unique
from familyplan.guidance.vocabulary import Mark, Strict
from familyplan.kernel.files import Broken, label, toml

PLACES = frozenset({"professional", "stopping", "emergency", "crisis"})
"""``stopping`` is the sentence that this family agreed on for stopping."""


class AboutCard(Strict, frozen=True, kw_only=True):
    """What stands above a card."""

    title: str
    order: int
    short: str
    """One line, for a page that has little room."""
    verified: Mark
    source: str = ""
    note: str = ""


class Filled(NamedTuple):
    """A card with a family's own names and numbers in it: its title, one line, and all of its paragraphs."""

    key: str
    title: str
    short: str
    said: list[str]


class PlanB(msgspec.Struct, frozen=True, kw_only=True):
    """One card: what to do when it goes otherwise. Paragraphs of plain sentences, with places of :data:`PLACES`."""

    key: str
    about: AboutCard
    body: str

    def filled(self, values: Mapping[str, str]) -> Filled:
        """The card with *values* put in; a line whose value is empty is left out."""
        said = [one for one in words.fill(self.body, values).split("\n\n") if one]
        return Filled(self.key, words.fill(self.about.title, values), words.fill(self.about.short, values), said)


class Objection(Strict, frozen=True, kw_only=True):
    """Something that may be said against it, and an answer that a family may take as a beginning."""

    key: str
    said: str
    answer: str
    verified: Mark
    source: str = ""
    note: str = ""


class _Objections(Strict, frozen=True, kw_only=True):
    objections: tuple[Objection, ...]


class OnTheDay(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of ``content/day/``, in the order in which it is shown."""

    plan_b: tuple[PlanB, ...] = ()
    objections: tuple[Objection, ...] = ()


def read_day(folders: Sequence[Path]) -> OnTheDay:
    """All of ``content/day/``; :class:`Broken` at the first file that cannot be read."""
    cards = [_card(key, path) for key, path in files(folders, "day", ".md").items()]
    path = files(folders, "day", ".toml").get("objections")
    objections = toml(path, _Objections).objections if path else ()
    if path:
        unique(label(path), "objections", [one.key for one in objections])
    for one in objections:
        if one.verified == "source" and not one.source:
            raise Broken("day/objections.toml", f"source (in `{one.key}`)", 'is empty, but `verified` says "source"')
    return OnTheDay(plan_b=tuple(sorted(cards, key=lambda card: (card.about.order, card.key))), objections=objections)


def _card(key: str, path: Path) -> PlanB:
    about, body = front_matter(path, AboutCard)
    if not body:
        raise Broken(label(path), "", "says nothing")
    if about.verified == "source" and not about.source:
        raise Broken(label(path), "source", 'is empty, but `verified` says "source"')
    for where, text in (("title", about.title), ("short", about.short), ("", body)):
        words.check(label(path), where, text, PLACES)
    return PlanB(key=key, about=about, body=body)
