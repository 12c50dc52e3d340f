"""With `paused`, `died` or a closed file: a year of clock, all that could be sent, in every model; and nothing."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import func, select

from familyplan.demo.cast import Cast
from familyplan.engagements import service as engagements
from familyplan.engagements.closing import service as closing
from familyplan.engagements.needs.records import Need
from familyplan.engagements.pauses import service as pauses
from familyplan.engagements.records import Engagement
from familyplan.guidance import shelf
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.mail import service as mail
from familyplan.mail.records import Mail
from familyplan.outcomes import queries as outcomes
from familyplan.outcomes import service as recording
from familyplan.upkeep.tick import tick
from tests.engagements import inviting

every_model = pytest.mark.parametrize("model", ["johnson", "arise", "love_first"], indirect=True)
AT_ONES_OWN_WISH = {"sign_in", "sign_in_changed", "staff_set_up"}  # asked for by whoever gets it, about no family
FROM_TIME = {"milestone_due", "follow_up"}  # what the tick alone puts on a desk


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


def about_a_family() -> list[str]:
    """Every kind of mail that can be about a family: all that there are, but those that one asks for oneself."""
    return sorted(set(shelf.current().emails) - AT_ONES_OWN_WISH)


def post_everything(database: Database, cast: Cast) -> int:
    """Let everything be posted that the slices could post; how many mails stand in the outbox by it."""
    says = dict.fromkeys(("name", "professional", "telephone", "practice", "our_word", "days"), "x")
    posted = 0
    for template in about_a_family():
        with database.writing() as db:
            way = mail.link("sign-in", cast.reyes.id, 1, "/sign-in/")
            one = mail.post(db, template, to="maria@example.org", says=says, links=way, engagement_id=cast.reyes.id)
            posted += one is not None
    return posted


@pytest.fixture
def midway(database: Database, cast: Cast) -> None:
    """The Reyes family: an invitation waits in the outbox, the day was set, the answer was no, looks back are ahead."""
    inviting.invite(database, cast)
    with database.writing() as db:
        family = db.get_one(Engagement, cast.reyes.id)
        engagements.set_day(db, family, clock.now() + timedelta(days=1), "here", by=cast.dana)
        place = outcomes.place(db, family.id, seen_by=cast.dana)
        on = clock.today(family.zone)
        recording.record(db, place, recording.Line("not_today", on, "professional"), by=cast.dana)


def stop(database: Database, cast: Cast, why: str) -> None:
    with database.writing() as db:
        family = db.get_one(Engagement, cast.reyes.id)
        if why == "closed":
            closing.close(db, family, closing.Words(clock.today(family.zone), "Thank you."), by=cast.dana)
        else:
            pauses.pause(db, family, why, by=cast.dana)


def a_year(database: Database, cast: Cast) -> tuple[int, int]:
    """Let thirteen months go by, a tick and a round of post each week; how many were posted and how many left."""
    posted = left = 0
    for week in range(56):
        clock.stand_at(clock.now() + timedelta(days=7))
        tick(database)
        posted += post_everything(database, cast) if week % 8 == 0 else 0
        left += deliver(database)
    return posted, left


def from_time(database: Database) -> set[str]:
    with database.reading() as db:
        return set(db.scalars(select(Need.kind).where(Need.settled_at.is_(None), Need.kind.in_(FROM_TIME))))


@every_model
@pytest.mark.usefixtures("midway")
@pytest.mark.parametrize("why", ["died", "hospital", "closed"])
def test_not_one_message_leaves_and_nothing_is_put_on_the_desk(
    database: Database, cast: Cast, model: str, why: str
) -> None:
    stop(database, cast, why)

    assert a_year(database, cast) == (0, 0)
    assert from_time(database) == set()
    with database.reading() as db:
        assert db.scalar(select(func.count(Mail.id)).where(Mail.state.in_(("waiting", "sent")))) == 0


@every_model
@pytest.mark.usefixtures("midway")
def test_control_the_same_year_without_it_is_full_of_them(database: Database, cast: Cast, model: str) -> None:
    posted, left = a_year(database, cast)

    assert posted == 7 * len(about_a_family())
    assert left == posted + 1
    assert from_time(database) == FROM_TIME


def test_every_kind_of_mail_is_one_or_the_other() -> None:
    assert set(shelf.current().emails) >= AT_ONES_OWN_WISH
    assert {"invitation", "loved_one_invitation", "new_link", "nudge", "comment", "other_page_opened"} <= set(
        about_a_family()
    )
