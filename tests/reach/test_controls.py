"""The tests of reach can fail: each kind of mistake, made on purpose, is seen by what they look at."""

from collections.abc import Callable
from datetime import datetime
from types import ModuleType
from typing import Any, TypeAlias

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from familyplan.access import guards
from familyplan.engagements import queries as engagements
from familyplan.engagements.queries import Reach
from familyplan.engagements.records import Engagement, Member
from familyplan.home import queries as home
from familyplan.kernel import clock
from familyplan.letters import queries as letters
from familyplan.letters.envelope import queries as envelope
from familyplan.letters.records import HandIn, Letter
from familyplan.outcomes import queries as outcomes
from familyplan.outcomes.records import Outcome
from tests.reach.asking import at, ids_of
from tests.reach.conftest import Stand
from tests.reach.test_reach import leaked
from tests.reach.world import World

Careless = Callable[..., Any]


def anybody_leads(db: Session, engagement_id: Any, **_who: object) -> Reach:
    here = select(Engagement).options(joinedload(Engagement.lead)).where(Engagement.id == engagement_id)
    return Reach(db.scalars(here).one(), "lead")


def any_letter(letter_id: Any, _seen_by: object, **_more: object) -> Any:
    whole = select(Letter, Engagement, HandIn).join(Letter.member).join(Member.person)
    whole = whole.join(Engagement, Engagement.id == Letter.engagement_id)
    whole = whole.outerjoin(HandIn, HandIn.letter_id == Letter.id)
    shown = joinedload(Letter.member).joinedload(Member.person), joinedload(Engagement.lead)
    return whole.options(*shown).where(Letter.id == letter_id)


def every_line(db: Session, place: Any, **_who: object) -> list[Outcome]:
    return list(db.scalars(select(Outcome).where(Outcome.engagement_id == place.engagement.id)))


def any_member(db: Session, _engagement: object, member_id: Any, **_who: object) -> Member:
    return db.scalars(select(Member).options(joinedload(Member.person)).where(Member.id == member_id)).one()


def at_any_time(*_asked: object, **_who: object) -> datetime:
    return clock.now()


E = "/engagements/{engagement_id:uuid}"
Mistake: TypeAlias = tuple[ModuleType, str, Careless, str, str, str]
MISTAKES: list[Mistake] = [
    (engagements, "reach", anybody_leads, "other_staff", f"{E}/first-call", "happened"),
    (engagements, "reach", anybody_leads, "other_staff", f"{E}/gates", "gate_why"),
    (engagements, "reach", anybody_leads, "other_staff", f"{E}/outcomes", "outcome_lead"),
    (letters, "reaching", any_letter, "member", "/letters/{letter_id:uuid}", "letter_maria"),
    (letters, "reaching", any_letter, "other_staff", "/letters/{letter_id:uuid}", "comment"),
    (envelope, "open_since", at_any_time, "lead", "/letters/{letter_id:uuid}/other-page/envelope", "other_page_line"),
    (outcomes, "outcomes", every_line, "counselor", f"{E}/outcomes", "outcome_lead"),
    (home, "surprises", lambda _engagement: False, "loved_one", f"{E}/home", "day_place"),
]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_query_that_forgets_who_asks_is_seen_by_the_words_that_it_lets_out(
    stand: Stand, world: World, monkeypatch: pytest.MonkeyPatch, mistake: Mistake
) -> None:  # fmt: skip
    module, name, careless, column, path, word = mistake
    visitor, address = stand(column), at(path, ids_of(world.reyes, path))
    assert leaked(column, visitor.get(address), world) == set()

    monkeypatch.setattr(module, name, careless)
    assert word in leaked(column, visitor.get(address), world)


def test_a_query_that_forgets_which_family_is_seen_by_an_id_that_mixes_two(
    stand: Stand, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    dana, hers = stand("lead"), world.families["vogel"].ids["member_id"]
    mixed = at(f"{E}/members/{{member_id:uuid}}", {**world.reyes.ids, "member_id": hers})
    assert dana.get(mixed).status_code == 404

    monkeypatch.setattr(engagements, "member", any_member)
    assert "name_maria" in leaked("lead", dana.get(mixed), world)


def test_a_guard_that_lets_everybody_ask_is_seen_by_the_answer_s_status(
    stand: Stand, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    cole, address = stand("counselor"), at(f"{E}/safety", world.reyes.ids)
    assert cole.get(address).status_code == 403

    monkeypatch.setattr(guards, "roles_of", lambda _person: guards.EVERY_STAFF)
    assert cole.get(address).status_code != 403
