"""What is written in a model, by whom and in which parts, and the question each writer is asked."""

from typing import Literal, get_args

from familyplan.guidance.vocabulary import Mark, Relation, Strength, Strict

Writer = Literal["member", "child", "loved_one"]
Column = Literal["mother", "partner", "sibling", "adult_child", "friend", "employer"]
COLUMNS: tuple[Column, ...] = get_args(Column)

COLUMN_OF: dict[str, Column] = {
    "mother": "mother",
    "father": "mother",
    "step_parent": "mother",
    "partner": "partner",
    "former_partner": "friend",
    "brother": "sibling",
    "sister": "sibling",
    "adult_child": "adult_child",
    "friend": "friend",
    "employer": "employer",
    "pastor": "friend",
    "other": "friend",
}
"""Whose wording a relation reads. ``child`` is missing on purpose: children have two questions of their own."""


class Section(Strict, frozen=True, kw_only=True):
    """One part of a letter; its key is what the words are kept under, and never changes."""

    key: str
    title: str
    purpose: str
    """For the professional: what this part is for. The writer is shown a question instead."""
    expects: tuple[Strength, ...] = ()
    """Any one of these makes the part complete in the coach's eyes; empty: nothing is expected."""
    never_read: bool = False
    """For the writer and the professional only; never read aloud, never printed with the rest."""
    not_for: tuple[Relation, ...] = ()
    """Relations who are not offered this part at all."""
    reminds_of: str = ""
    """Key of a kind that is gone through together: what was picked of the writer's own stands beside the question."""
    verified: Mark = "judgement"
    source: str = ""
    note: str = ""


class LetterKind(Strict, frozen=True, kw_only=True):
    """One kind of writing in a model. The order of its sections is the order of reading; writing may take any."""

    key: str
    title: str
    what_for: str
    writer: Writer = "member"
    level: int = 0
    """From which level on it exists; 0 is from the beginning."""
    read_aloud: bool = True
    shared_by_writer: bool = False
    """Nobody but the writer ever opens it, until the writer shares it; it is not handed in."""
    reader: Literal["everyone", "professional"] = "everyone"
    """``professional``: for her eyes alone once it is given; never read aloud, printed, agreed on or coached."""
    picked_together: bool = False
    """Its parts are moments that writer and professional go through together: each is picked, or rests."""
    copy_to_keep: bool = False
    """Afterwards a copy may be given to the loved one to keep, by hand, if the writer chooses so."""
    sections: tuple[Section, ...]
    verified: Mark = "judgement"
    source: str = ""
    note: str = ""

    def sections_for(self, relation: str) -> tuple[Section, ...]:
        """The parts that a writer of this relation is offered, in reading order."""
        return tuple(section for section in self.sections if relation not in section.not_for)


class OtherPage(Strict, frozen=True, kw_only=True):
    """
    What the writer will do to look after themselves: apart from the letter, sealed from the team.

    ``kept = "none"``: the model has none, and ``sections`` is empty.
    """

    kept: Literal["none", "separate_and_sealed"] = "none"
    key: str = "bottom_line"
    level: int = 0
    sections: tuple[Section, ...] = ()
    not_for: tuple[Relation, ...] = ("child", "employer")
    verified: Mark = "judgement"
    source: str = ""
    note: str = ""


class Asked(Strict, frozen=True, kw_only=True):
    """One question of ``content/letters/<model>.toml``: a column per relation, or ``everyone`` alone."""

    kinds: tuple[str, ...]
    section: str
    everyone: str = ""
    mother: str = ""
    partner: str = ""
    sibling: str = ""
    adult_child: str = ""
    friend: str = ""
    employer: str = ""

    def wording(self, relation: str) -> str:
        """The question in this relation's words, ``NAME`` left in; empty where the file has none."""
        if self.everyone:
            return self.everyone
        column = COLUMN_OF.get(relation)
        wording: str = getattr(self, column) if column else ""
        return wording


class Prompts(Strict, frozen=True, kw_only=True):
    """One file of questions."""

    prompts: tuple[Asked, ...]
