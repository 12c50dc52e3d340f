"""Gate B: no invitation to the loved one, and no plan to reach out, without a decision."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements.gates import queries
from familyplan.engagements.invitations.records import Invitation
from familyplan.kernel.db import Database
from tests.engagements import inviting
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
in_arise = pytest.mark.parametrize("model", ["arise"], indirect=True)


def at(cast: Cast, name: str = "sam") -> str:
    return f"/engagements/{cast.reyes.id}/members/{cast.members[name].id}/invitation"


@in_arise
def test_the_loved_one_is_not_invited_without_b(visit: Visit, cast: Cast, db: Session) -> None:
    form = {"decision": "go", "why": "He asked for it.", "way": "code", "word": "maple"}
    answer = visit("dana").post(at(cast), form)

    assert answer.status_code == 422
    assert "First say why it is right to reach out to Sam now." in answer.text
    assert "He asked for it." in answer.text
    assert db.scalar(select(func.count(Invitation.id))) == 0


@in_arise
def test_a_and_b_are_decided_on_the_same_screen_and_then_it_is_sent(visit: Visit, cast: Cast, db: Session) -> None:
    form = {"decision": "go", "why": "He asked for it.", "decision_b": "go", "why_b": "Safety asked today.",
            "way": "mail", "word": "maple", "address": "sam@example.org"}  # fmt: skip
    answer = visit("dana").post(at(cast), form)

    assert answer.status_code == 303
    standing = queries.standing(db, cast.reyes, seen_by=cast.dana)
    assert (standing.of(cast.members["sam"].id).open, standing.b.open) == (True, True)
    ((to, subject, text),) = inviting.mails(db, "loved_one_invitation")
    assert (to, subject) == ("sam@example.org", "From Dana")
    assert "Our word is maple." in text


@in_arise
def test_a_later_wait_at_b_closes_the_loved_ones_door(visit: Visit, database: Database, cast: Cast) -> None:
    inviting.go(database, cast, kind="B")
    token = inviting.invite(database, cast, "sam", way="code")
    assert visit("").get(f"/invitations/{token}").status_code == 200

    visit("sol").post(
        f"/engagements/{cast.reyes.id}/gates", {"kind": "B", "decision": "wait", "why": "Talk of not wanting to live."}
    )

    assert visit("").get(f"/invitations/{token}").status_code == 410


def test_where_the_model_surprises_the_loved_one_is_not_invited_at_all(visit: Visit, cast: Cast, db: Session) -> None:
    form = {"decision": "go", "why": "x", "decision_b": "go", "why_b": "x", "way": "code", "word": "maple"}
    answer = visit("dana").post(at(cast), form)

    assert answer.status_code == 422
    assert "In this plan Sam hears on the day. Nothing is sent before that." in answer.text
    assert db.scalar(select(func.count(Invitation.id))) == 0


@pytest.mark.parametrize("model", ["none"], indirect=True)
def test_before_a_way_is_chosen_nothing_reaches_the_loved_one(visit: Visit, cast: Cast) -> None:
    form = {"decision": "go", "why": "x", "decision_b": "go", "why_b": "x", "way": "code", "word": "maple"}
    answer = visit("dana").post(at(cast), form)

    assert answer.status_code == 422
    assert "Choose a way together first. Until then nothing reaches Sam." in answer.text


def test_b_belongs_to_the_family_and_not_to_one_person(visit: Visit, cast: Cast, db: Session) -> None:
    form = {"kind": "B", "member_id": "", "decision": "go", "why": "Asked on Monday."}
    assert visit("dana").post(f"/engagements/{cast.reyes.id}/gates", form).status_code == 303

    standing = queries.standing(db, cast.reyes, seen_by=cast.dana)
    assert (standing.b.open, standing.a, standing.c.decision) == (True, {}, "")
