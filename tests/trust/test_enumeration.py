"""Nobody learns by asking who is known here: not by words, not by code, not by the work that an answer costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from familyplan.access import queries, service
from familyplan.access.links import service as links
from familyplan.access.records import Person, SignInLink
from familyplan.demo.cast import Cast
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from tests.statements import counted
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
KNOWN, STRANGER, DISABLED = "KNOWN", "nobody@example.org", "DISABLED"
EVERYBODY = [KNOWN, STRANGER, DISABLED]


@pytest.fixture
def addresses(database: Database, cast: Cast) -> dict[str, str]:
    """Give an address that somebody has, one that nobody has, and one of somebody who is no longer let in."""
    with database.writing() as db:
        db.execute(update(Person).where(Person.id == cast.person("luis").id).values(disabled_at=clock.now()))
        db.scalars(select(Person).where(Person.id == cast.person("maria").id)).one().address_index = None
    return {KNOWN: "ana@example.org", STRANGER: STRANGER, DISABLED: "reyes.house@example.org"}


def shown(answer: Any, typed: str) -> tuple[int, str]:
    """Give an answer without what is drawn anew each time and without what was typed."""
    text = re.sub(r"[0-9a-f]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", answer.text.replace(typed, ""))
    return answer.status_code, text


def asked(visit: Visit, path: str, address: str, **form: str) -> tuple[int, str]:
    field = "email" if path == "/sign-in/links" else "address"
    return shown(visit("").post(path, {field: address, **form}), address)


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/links"])
def test_the_answer_is_the_same_whoever_it_is(visit: Visit, addresses: dict[str, str], path: str) -> None:
    answers = [asked(visit, path, addresses[who], password="wrong words here") for who in EVERYBODY]

    assert answers[0] == answers[1] == answers[2]


def test_typed_numbers_get_the_same_answer_whoever_asked(visit: Visit, addresses: dict[str, str]) -> None:
    answers = []
    for who in EVERYBODY:
        nobody = visit("")
        page = nobody.post("/sign-in/links", {"email": addresses[who]}).text
        about = re.search(r'name="about" value="([^"]+)"', page)[1]  # type: ignore[index]  # None fails here
        answers.append(shown(nobody.post("/sign-in/codes", {"about": about, "code": "000 000"}), about))

    assert answers[0] == answers[1] == answers[2]


def test_a_link_asked_for_costs_the_same_statements_whoever_asks(
    visit: Visit, database: Database, addresses: dict[str, str]
) -> None:
    numbers = {}
    for who in EVERYBODY:
        with counted(database) as statements:
            visit("").post("/sign-in/links", {"email": addresses[who]})
        numbers[who] = len([one for one in statements if not one.startswith(("RELEASE", "ROLLBACK TO"))])

    assert len(set(numbers.values())) == 1, numbers


def test_a_wrong_password_is_compared_also_where_there_is_none(
    visit: Visit, addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []
    hasher = service._hasher  # noqa: SLF001  what is counted is how often it is asked

    class Watched:
        def verify(self, kept: str, password: str) -> bool:
            verified.append(kept)
            return hasher.verify(kept, password)

    monkeypatch.setattr(service, "_hasher", Watched())
    for who in EVERYBODY:
        asked(visit, "/sign-in", addresses[who], password="wrong words here")

    assert len(verified) == len(EVERYBODY)


def test_what_nobody_asked_for_leaves_nothing_behind(db: Session, addresses: dict[str, str]) -> None:
    links.send_link(db, queries.people_at(db, STRANGER, "family"), uuid7())

    assert not db.new
    assert db.scalars(select(SignInLink)).all() == []


def test_control_without_the_work_for_nobody_the_statements_differ(
    visit: Visit, database: Database, addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = links._mail_link  # noqa: SLF001  the bug is planted where the work is done
    monkeypatch.setattr(links, "_mail_link", lambda db, person, about: person and honest(db, person, about))

    with pytest.raises(AssertionError):
        test_a_link_asked_for_costs_the_same_statements_whoever_asks(visit, database, addresses)
