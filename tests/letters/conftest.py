"""Maria has read the cards and may write; her letter is laid out by the way that the family chose."""

from collections.abc import Callable, Generator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from familyplan.coach import shelf as coach_shelf
from familyplan.consents.records import Pledge
from familyplan.demo.cast import Cast
from familyplan.kernel import clock, paths
from familyplan.kernel.db import Database
from familyplan.letters.records import OTHER_PAGE, Letter, Section
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


@pytest.fixture(autouse=True)
def _everybody_read_the_cards(database: Database, cast: Cast) -> None:
    with database.writing() as db:
        for name in ("maria", "luis", "ana", "sam"):
            member = cast.members[name]
            db.add(Pledge(engagement_id=cast.reyes.id, member_id=member.id, wording="1-test", agreed_at=clock.now()))


@pytest.fixture
def letter_of(database: Database, cast: Cast) -> Callable[..., UUID]:
    """The id of somebody's letter of a kind."""

    def find(name: str, kind: str = "letter") -> UUID:
        with database.reading() as db:
            here = select(Letter.id).where(Letter.member_id == cast.members[name].id, Letter.kind == kind)
            return db.scalars(here).one()

    return find


@pytest.fixture
def letter(letter_of: Callable[..., UUID]) -> UUID:
    """Maria's letter."""
    return letter_of("maria")


@pytest.fixture
def at(letter: UUID) -> str:
    """The address of Maria's letter."""
    return f"/letters/{letter}"


@pytest.fixture
def section(database: Database, letter: UUID) -> Callable[..., Section]:
    """A section as it stands now."""

    def look(key: str = "moments", of: UUID | None = None) -> Section:
        with database.reading() as db:
            here = select(Section).where(Section.letter_id == (of or letter), Section.key == key)
            return db.scalars(here).one()

    return look


@pytest.fixture
def maria(visit: Visit) -> Visitor:
    return visit("maria")


@pytest.fixture
def dana(visit: Visit) -> Visitor:
    return visit("dana")


@pytest.fixture
def write(maria: Visitor, at: str, section: Callable[..., Section]) -> Callable[..., None]:
    """Maria writes words into a section, as her page would save them."""

    def put(body: str, key: str = "moments", writing: str = "page-one") -> None:
        told = maria.put(
            f"{at}/sections/{key}", {"body": body, "revision": section(key).revision, "writing": writing}
        )  # fmt: skip
        assert told.status_code == 200, told.text

    return put


@pytest.fixture
def given(write: Callable[..., None], maria: Visitor, at: str) -> str:
    """Maria's letter, written and given to Dana."""
    write("You carried me over the ice. You always leave me alone.")
    assert maria.post(f"{at}/hand-in").status_code == 303
    return at


@pytest.fixture
def other_page(dana: Visitor, cast: Cast, letter_of: Callable[..., UUID]) -> str:
    """The address of Maria's other page, which Dana opened for her."""
    member = cast.members["maria"].id
    assert dana.post(f"/engagements/{cast.reyes.id}/members/{member}/other-page").status_code == 303
    return f"/letters/{letter_of('maria', OTHER_PAGE)}"


@pytest.fixture
def coach() -> Generator[Callable[[Any], None]]:
    """Put another coach in the real one's place until the test ends, or none."""
    real = coach_shelf.current()
    yield coach_shelf.use
    coach_shelf.use(real)


@pytest.fixture
def real() -> Any:
    """The coach that every installation begins with."""
    return coach_shelf.open_coach(paths.content())


@pytest.fixture
def counted(database: Database) -> Callable[[], list[str]]:
    """The statements since it was last asked, beside those of the session and the journal."""
    said: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        said.append(statement)

    def tell() -> list[str]:
        beside = ("BEGIN", "signed_in", "staff_role", "journal", "practice.")
        told = [one for one in said if not any(word in one for word in beside)]
        said.clear()
        return told

    event.listen(database.engine, "before_cursor_execute", hear)
    return tell


def journaled(db: Session, act: str) -> int:
    """How often the journal tells of an act."""
    from familyplan.journal.records import Entry  # noqa: PLC0415  beside its one use

    return len(db.scalars(select(Entry.id).where(Entry.act == act)).all())
