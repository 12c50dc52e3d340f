"""The number of statements of each page and act does not depend on how many people, times and meetings there are."""

from collections.abc import Callable
from uuid import UUID

from familyplan.demo.cast import Cast
from familyplan.engagements import service as engagements
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.meetings.records import Invited, Meeting, ProposedTime, TimeAnswer
from tests.meetings.planning import at, family, fixed, planned, proposed
from tests.statements import counted
from tests.visitor import Visitor

A_PAGE = 8


def asking(database: Database, visitor: Visitor, path: str) -> int:
    with counted(database) as seen:
        assert visitor.get(path).status_code == 200
    return len([one for one in seen if "journal_head" not in one and "INTO journal" not in one])


def more(database: Database, cast: Cast, meeting: UUID, times: list[UUID]) -> None:
    """Let twelve more people be asked and answer, and six more meetings have been held."""
    with database.writing() as db:
        here = family(db, cast)
        for number in range(12):
            cousin = engagements.add_member(
                db, here, f"Cousin {number}", "friend", by=cast.dana, address="c@example.org"
            )
            cousin.came_in_at = clock.now()
            db.add(Invited(engagement_id=here.id, meeting_id=meeting, member_id=cousin.id))
            db.add_all(
                TimeAnswer(
                    engagement_id=here.id, time_id=time, member_id=cousin.id, answer="yes", answered_at=clock.now()
                )
                for time in times
            )
        for _number in range(6):
            held = Meeting(
                engagement_id=here.id, model_key="love_first", kind="training", agenda="x", place="", minutes_long=60,
                revision=0, made_at=clock.now(), by_id=cast.dana.id, held_on=clock.today(here.zone),
            )  # fmt: skip
            db.add(held)
            db.flush()
            db.add(Invited(engagement_id=here.id, meeting_id=held.id, member_id=cast.members["maria"].id))
            db.add(ProposedTime(engagement_id=here.id, meeting_id=held.id, starts_at=at(2)))


def test_pages_cost_the_same(visit: Callable[[str], Visitor], database: Database, cast: Cast) -> None:
    call, training = planned(database, cast, "family_call"), planned(database, cast)
    fixed(database, cast, call, at(3))
    times = proposed(database, cast, training, at(2), at(3))
    base, dana, maria = f"/engagements/{cast.reyes.id}", visit("dana"), visit("maria")
    asked = [
        (dana, f"{base}/meetings"), (dana, f"{base}/meetings/{training}"), (dana, f"{base}/meetings/{call}"),
        (maria, f"{base}/our-meetings"), (maria, f"{base}/our-meetings/{training}"),
        (maria, f"{base}/our-meetings/{call}/appointment.ics"),
    ]  # fmt: skip
    few = [asking(database, visitor, path) for visitor, path in asked]
    more(database, cast, training, times)
    more(database, cast, call, [])
    many = [asking(database, visitor, path) for visitor, path in asked]

    assert few == many
    assert [(path, said) for (_visitor, path), said in zip(asked, many, strict=True) if said > A_PAGE] == []


def test_moving_a_meeting_costs_the_same_however_many_are_told(
    visit: Callable[[str], Visitor], database: Database, cast: Cast
) -> None:
    meeting, dana = planned(database, cast), visit("dana")
    fixed(database, cast, meeting, at(3))
    base = f"/engagements/{cast.reyes.id}/meetings/{meeting}/time"

    def moving(days: int, revision: int) -> int:
        form = {"on": at(days).date().isoformat(), "at": "10:00", "revision": str(revision)}
        with counted(database) as seen:
            assert dana.post(base, form).status_code == 303
        return len(seen)

    few = moving(5, 1)
    more(database, cast, meeting, [])

    assert moving(6, 2) == few
