"""Gate C: the day is shown to members only while it stands at go."""

from datetime import timedelta

from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements.gates import service
from familyplan.engagements.people.records import Hearing
from familyplan.kernel import clock


def test_the_day_is_closed_until_somebody_says_go(cast: Cast, db: Session) -> None:
    assert not service.day_is_open(db, cast.reyes.id)

    service.decide(db, cast.reyes, "C", "go", "All of it is in place.", by=cast.dana)

    assert service.day_is_open(db, cast.reyes.id)


def test_a_wait_by_the_supervisor_closes_it_at_once(cast: Cast, db: Session) -> None:
    service.decide(db, cast.reyes, "C", "go", "All of it is in place.", by=cast.dana)
    clock.stand_at(clock.now() + timedelta(seconds=1))
    service.decide(db, cast.reyes, "C", "wait", "The place lapsed.", by=cast.sol)

    assert not service.day_is_open(db, cast.reyes.id)


def test_somebody_newly_afraid_turns_it_to_wait(cast: Cast, db: Session) -> None:
    service.decide(db, cast.reyes, "C", "go", "All of it is in place.", by=cast.dana)
    later = clock.now() + timedelta(seconds=1)
    heard = Hearing(engagement_id=cast.reyes.id, member_id=cast.members["ana"].id, entered_at=later, by_id=cast.dana.id)
    heard.afraid = "dont_know"
    db.add(heard)
    db.flush()

    assert service.standing_of(db, cast.reyes.id).c.because == "afraid"
    assert not service.day_is_open(db, cast.reyes.id)
