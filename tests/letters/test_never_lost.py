"""
Whatever two open pages of one part do, in whatever order their saves arrive: no text that was acknowledged is lost.

A page is told 200 (its text stands, or a later one of its own does) or 409 (it is kept beside). From then on its newest
text stands, waits beside, or is in the history, until the same page says something newer.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies
from sqlalchemy import delete, select, update

from familyplan.access.records import Person
from familyplan.demo.cast import Cast
from familyplan.kernel.db import Database
from familyplan.letters.records import Revision, Section
from familyplan.letters.writing import queries, service
from tests.visitor import Visitor

PAGES = ("phone", "tablet")
STEPS = strategies.lists(
    strategies.tuples(
        strategies.sampled_from(PAGES),
        strategies.sampled_from(["types", "types", "types", "clears", "lost", "late", "opens", "this", "that", "both"]),
        strategies.integers(0, 10**6),
    ),
    max_size=14,
)


@dataclass
class Page:
    """What one open page believes: the revision it heard of, its text, and saves that never arrived so far."""

    name: str
    revision: int = 0
    text: str = ""
    turn: int = 0
    opened: int = 0
    on_the_way: list[tuple[str, int, int]] = field(default_factory=list)
    acknowledged: str = ""

    @property
    def writing(self) -> str:
        return f"{self.name}-{self.opened}"

    def says(self, number: int, *, clears: bool) -> tuple[str, int, int]:
        self.turn += 1
        self.text = f"{self.name}{number}." if clears else f"{self.text} {self.name}{number}."
        return self.text, self.revision, self.turn


class Store:
    """One part of Maria's letter, saved into by the rule itself; emptied before each example."""

    def __init__(self, database: Database, letter: UUID, maria: Person) -> None:
        self.database, self.letter, self.maria = database, letter, maria
        with database.writing() as db:
            here = select(Section.id).where(Section.letter_id == letter, Section.key == "moments")
            db.execute(delete(Revision).where(Revision.section_id.in_(here)))
            empty: dict[str, Any] = {
                Section.body.column: None, "revision": 0, "writing": "", "writing_since_revision": 0, "turn": 0,
                "span_began_at": None, "saved_at": None,
            }  # fmt: skip
            db.execute(update(Section).where(Section.letter_id == letter, Section.key == "moments").values(empty))

    def save(self, page: Page, body: str, revision: int, turn: int) -> tuple[bool, int]:
        with self.database.writing() as db:
            part = queries.part_of(db, self.letter, "moments", seen_by=self.maria)
            stands = service.save(db, part, body, revision, page.writing, turn)
            return stands, part.section.revision

    def choose(self, choice: Any) -> None:
        with self.database.writing() as db:
            part = queries.part_of(db, self.letter, "moments", seen_by=self.maria)
            here = select(Revision).where(Revision.section_id == part.section.id, Revision.settled_at.is_(None))
            beside = db.scalars(here.where(Revision.why == "conflict").order_by(Revision.id).limit(1)).first()
            if beside is not None:
                service.choose(db, part, beside.id, choice, part.section.revision, "")

    def known(self) -> tuple[Section, list[str]]:
        with self.database.reading() as db:
            part = queries.part_of(db, self.letter, "moments", seen_by=self.maria)
            kept = db.scalars(select(Revision).where(Revision.section_id == part.section.id))
            return part.section, [part.section.body, *(row.body for row in kept)]


def step(store: Store, page: Page, act: str, number: int) -> None:
    """Let one thing happen to one page."""
    if act == "opens":
        section, _known = store.known()
        page.opened, page.revision, page.text, page.turn = page.opened + 1, section.revision, section.body, 0
        page.on_the_way.clear()
    elif act in ("this", "that", "both"):
        store.choose(act)
    elif act == "late":
        for held_up in page.on_the_way:
            store.save(page, *held_up)
        page.on_the_way.clear()
    else:
        what = page.says(number, clears=act == "clears")
        stands, revision = store.save(page, *what)
        if act == "lost":  # it arrived, the answer did not; perhaps it arrives once more, later
            page.on_the_way.append(what)
            return
        page.acknowledged = page.text
        page.revision = revision if stands else page.revision


@pytest.fixture
def emptied(database: Database, cast: Cast, letter: UUID) -> Callable[[], Store]:
    return lambda: Store(database, letter, cast.person("maria"))


@example(steps=[("tablet", "types", 0), ("phone", "lost", 0), ("phone", "types", 0), ("phone", "late", 0)])
@given(steps=STEPS)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_acknowledged_text_is_lost_whatever_the_order(emptied: Callable[[], Store], steps: list[Any]) -> None:
    store, pages = emptied(), {name: Page(name) for name in PAGES}
    for name, act, number in steps:
        step(store, pages[name], act, number)
        _section, known = store.known()
        for page in pages.values():
            assert any(page.acknowledged in text for text in known), (name, act, page, known)


@given(steps=STEPS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_same_over_http(emptied: Callable[[], Store], maria: Visitor, at: str, steps: list[Any]) -> None:
    store, token = emptied(), maria.token

    def put(page: Page, body: str, revision: int, turn: int) -> tuple[bool, int]:
        form = {"body": body, "revision": revision, "writing": page.writing, "turn": turn}
        sent = {"x-csrftoken": token, "accept": "application/json"}
        answer = maria.ask("PUT", f"{at}/sections/moments", data=form, headers=sent)
        assert answer.status_code in (200, 409)
        return answer.status_code != 409, int(answer.headers.get("x-revision", revision))

    store.save = put  # type: ignore[method-assign]  # the rule alone, without a database
    pages = {name: Page(name) for name in PAGES}
    for name, act, number in steps:
        step(store, pages[name], act, number)
        _section, known = store.known()
        assert all(any(page.acknowledged in text for text in known) for page in pages.values())
