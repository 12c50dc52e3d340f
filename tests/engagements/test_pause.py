"""Pause everything: nothing leaves for a family that stands still, and after a death never again."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.access.service import make_known
from familyplan.demo.cast import Cast
from familyplan.engagements.needs.records import Need
from familyplan.engagements.needs.service import needs
from familyplan.engagements.pauses import queries, service
from familyplan.engagements.pauses.records import Pause
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.mail import service as mail
from familyplan.mail.records import Mail
from tests.engagements import inviting
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


class Bag:
    """A postman who only keeps what he is handed."""

    def __init__(self) -> None:
        self.held: list[EmailMessage] = []

    def carry(self, message: EmailMessage) -> None:
        self.held.append(message)


def deliver(database: Database) -> int:
    bag = Bag()
    mail.deliver(database, bag, base_url="http://x", sender="office@linden.example", sender_name="")
    return len(bag.held)


def at(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/pause"


def test_a_pause_stops_what_waits_and_says_so(visit: Visit, cast: Cast, database: Database) -> None:
    inviting.invite(database, cast)
    page = visit("dana").post(at(cast), {"why": "hospital", "note": "Since Tuesday"}, follow=True)

    assert "Everything is paused for this family." in page.text
    assert "Since Tuesday" in page.text
    assert deliver(database) == 0


def test_without_a_reason_nothing_is_paused(visit: Visit, cast: Cast, db: Session) -> None:
    answer = visit("dana").post(at(cast), {"why": "", "note": "later"})

    assert answer.status_code == 422
    assert "later" in answer.text
    assert db.scalar(select(func.count(Pause.id))) == 0


def test_on_starting_again_nothing_is_caught_up_but_new_mails_leave(
    visit: Visit, cast: Cast, database: Database
) -> None:
    inviting.invite(database, cast)
    dana = visit("dana")
    dana.post(at(cast), {"why": "family_asked"})
    part = dana.post(f"{at(cast)}/ending", htmx="pause")

    assert part.text.lstrip().startswith('<div id="pause"')
    assert deliver(database) == 0
    inviting.invite(database, cast, "luis")
    assert deliver(database) == 1


def test_a_year_passes_and_not_one_message_leaves(visit: Visit, cast: Cast, database: Database) -> None:
    inviting.invite(database, cast)
    visit("dana").post(at(cast), {"why": "died", "sentence": "We are thinking of you."})
    left = 0
    for _month in range(13):
        clock.stand_at(clock.now() + timedelta(days=28))
        with database.writing() as db:
            mail.post(db, "nudge", to="theo@example.org", says={"name": "Theo"}, engagement_id=cast.reyes.id)
            db.commit()
        left += deliver(database)

    assert left == 0


def test_after_a_death_it_is_never_started_again(visit: Visit, cast: Cast, database: Database, db: Session) -> None:
    dana = visit("dana")
    dana.post(at(cast), {"why": "died"})
    answer = dana.post(f"{at(cast)}/ending")

    assert answer.status_code == 422
    assert "Everything is stopped for this family, for good." in answer.text
    standing = queries.standing(db, cast.reyes.id, seen_by=cast.dana)
    assert standing is not None
    assert standing.for_good


def test_a_death_during_a_pause_makes_it_final_and_nothing_weakens_it(
    cast: Cast, database: Database, db: Session
) -> None:
    with database.writing() as writing:
        family = inviting.family(writing, cast)
        service.pause(writing, family, "hospital", by=cast.dana, sentence="Dana thinks of you.")
        service.pause(writing, family, "died", by=cast.dana)
        service.pause(writing, family, "other", by=cast.dana)
        writing.commit()

    (kept,) = db.scalars(select(Pause)).all()
    assert (kept.why, kept.for_good, kept.sentence) == ("died", True, "Dana thinks of you.")


def test_a_death_settles_what_waited_for_the_lead(cast: Cast, database: Database, db: Session) -> None:
    with database.writing() as writing:
        family = inviting.family(writing, cast)
        needs(writing, family, "follow_up", family.id)
        service.pause(writing, family, "died", by=cast.dana)
        writing.commit()

    assert db.scalar(select(func.count(Need.id)).where(Need.settled_at.is_(None))) == 0


def test_a_pause_for_now_leaves_what_waits_for_the_lead(cast: Cast, database: Database, db: Session) -> None:
    with database.writing() as writing:
        family = inviting.family(writing, cast)
        needs(writing, family, "follow_up", family.id)
        service.pause(writing, family, "arrested", by=cast.dana)
        writing.commit()

    assert db.scalar(select(func.count(Need.id)).where(Need.settled_at.is_(None))) == 1


def test_pressed_twice_there_is_one_pause(visit: Visit, cast: Cast, db: Session) -> None:
    dana = visit("dana")
    dana.post(at(cast), {"why": "violence"})
    dana.post(at(cast), {"why": "violence"})
    dana.post(f"{at(cast)}/ending")
    dana.post(f"{at(cast)}/ending")

    assert db.scalar(select(func.count(Pause.id))) == 1
    assert queries.standing(db, cast.reyes.id, seen_by=cast.dana) is None


def test_all_families_of_a_lead_are_paused_by_one_press_and_no_others(visit: Visit, cast: Cast, db: Session) -> None:
    page = visit("dana").post("/pauses", {"why": "other", "note": "I am ill."}, follow=True)

    assert "Paused" in page.text
    assert [pause.engagement_id for pause in db.scalars(select(Pause))] == [cast.reyes.id]
    assert "All your families are paused." in visit("dana").get("/pauses").text
    assert "You lead no family just now." in visit("priya").get("/pauses").text


def test_a_death_is_never_said_of_all_families_at_once(visit: Visit, db: Session) -> None:
    assert visit("dana").post("/pauses", {"why": "died"}).status_code == 422
    assert db.scalar(select(func.count(Pause.id))) == 0


def test_a_member_can_be_told_of_their_own_familys_pause_alone(cast: Cast, db: Session) -> None:
    service.pause(db, inviting.family(db, cast), "hospital", by=cast.dana, sentence="A short rest.")

    standing = queries.standing(db, cast.reyes.id, seen_by=cast.person("maria"))
    assert standing is not None
    assert standing.sentence == "A short rest."
    stranger = make_known(db, "family", "Somebody else")
    db.flush()
    assert queries.standing(db, cast.reyes.id, seen_by=stranger) is None


@pytest.mark.parametrize(
    ("who", "status"), [("priya", 404), ("sol", 403), ("olga", 403), ("maria", 403), ("cole", 403)]
)
def test_nobody_but_the_lead_pauses(visit: Visit, cast: Cast, db: Session, who: str, status: int) -> None:
    assert visit(who).post(at(cast), {"why": "other"}).status_code == status
    assert visit(who).get(at(cast)).status_code == status
    assert db.scalar(select(func.count(Mail.id)).where(Mail.state == "stopped")) == 0
