"""What speaks against a way here: what was noted in this family, put as questions. Nothing is weighed or counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from familyplan.access import queries as access
from familyplan.access.records import Person
from familyplan.engagements.people import queries as people
from familyplan.engagements.people.records import Hearing
from familyplan.engagements.records import Engagement
from familyplan.guidance import shelf
from familyplan.guidance.models import InterventionModel
from familyplan.guidance.safety import Way
from familyplan.kernel.above import FromAbove

OPENS = ("yes", "dont_know")  # what is not known counts like a yes
Noted = Mapping[str, str]  # a safety row's key, and what was noted to it


safety_answers: FromAbove[list[tuple[str, str]]] = FromAbove([])
"""Every safety row with an answer that stands; a row may stand there with two that differ."""


def heard(hearings: Iterable[Hearing]) -> list[tuple[str, str]]:
    """What people said when heard alone, as answers to the safety rows that ask the same."""
    found = []
    for hearing in hearings:
        found += [("afraid", hearing.afraid), ("court", hearing.court_order), ("court", hearing.court_case)]
    return found


def opened(answers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The rows that are open, each with the plainer of what was noted: one yes among many answers is a yes."""
    found: dict[str, str] = {}
    for row, answer in answers:
        if answer in OPENS and found.get(row) != "yes":
            found[row] = answer
    return found


def noted(db: Session, engagement: Engagement, *, seen_by: Person) -> dict[str, str]:
    """Which safety rows are open in a family, from what relatives told and from what each said alone."""
    newest = people.newest(people.hearings(db, engagement, seen_by=seen_by)).values()
    return opened([*safety_answers(db, engagement, seen_by=seen_by), *heard(newest)])


@dataclass(frozen=True)
class Question:
    """What speaks against a way here, and the rows with the answers that it stands on."""

    text: str
    because: list[tuple[str, str]]


def against(model: InterventionModel, open_rows: Noted) -> list[Question]:
    """The questions that a way puts to this family: those about an open row, and those put to every family."""
    found = []
    for one in model.chooser.against:
        because = [(row, open_rows[row]) for row in one.rows if row in open_rows]
        if because or not one.rows:
            found.append(Question(one.text, because))
    return found


@dataclass(frozen=True)
class Card:
    """One way as it is laid on the table."""

    model: InterventionModel
    trained: bool
    questions: list[Question]


def cards(db: Session, open_rows: Noted, *, seen_by: Person) -> list[Card]:
    """Every way on the shelf, in its order: whether somebody here is trained in it, and what it asks this family."""
    if seen_by.kind != "staff":
        return []
    practice = access.practice(db)
    trained = practice.trained_in.split() if practice else []
    return [Card(model, key in trained, against(model, open_rows)) for key, model in shelf.current().models.items()]


def pointed_at(way: Way, engagement: Engagement, open_rows: Noted) -> bool:
    """Say whether something that was noted here asks to look at this first."""
    for_age = way.key == "adolescent" and engagement.under_18 in OPENS
    return for_age or any(row in open_rows for row in way.rows)
