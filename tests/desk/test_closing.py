"""Close a file: with a date and a sentence, once overdose and guns were asked about; opened again; nothing is sent."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements.closing.records import Closing
from familyplan.engagements.needs.records import Need
from familyplan.engagements.needs.service import needs
from familyplan.engagements.pauses import service as pauses
from familyplan.engagements.records import Engagement
from familyplan.journal.records import Entry
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.mail import service as mail
from familyplan.mail.records import Mail
from familyplan.safety import service as safety
from tests.engagements import inviting
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
THANKS = "Thank you for the trust. You know where I am."
NOT_ASKED = "The family moved away and does not answer."


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


def at(cast: Cast, *more: str) -> str:
    return "/".join([f"/engagements/{cast.reyes.id}/closing", *more])


def asked(database: Database, cast: Cast, *, days_ago: int = 0) -> None:
    on = clock.today(cast.reyes.zone) - timedelta(days=days_ago)
    with database.writing() as db:
        family = db.get_one(Engagement, cast.reyes.id)
        said = {"opioids": ("no", ""), "guns": ("dont_know", "")}
        safety.asked(db, family, said, safety.Speaker(other="Maria"), on, by=cast.dana)


def nudged(database: Database, cast: Cast) -> Mail | None:
    with database.writing() as db:
        return mail.post(db, "nudge", to="theo@example.org", says={"name": "Theo"}, engagement_id=cast.reyes.id)


def family(db: Session, cast: Cast) -> Engagement:
    db.rollback()
    db.expire_all()
    return db.get_one(Engagement, cast.reyes.id)


def test_it_says_what_stays_and_what_is_asked_first(visit: Visit, database: Database, cast: Cast) -> None:
    page = visit("dana").get(at(cast)).text
    asked(database, cast)
    then = visit("dana").get(at(cast)).text

    assert "Copies people printed or saved are theirs." in page
    assert "Nothing is deleted by closing." in page
    assert "Not asked yet." in page
    assert "Why opioids and guns could not be asked about once more" in page
    assert "Both were asked in the last two weeks." in then


def test_closed_with_a_sentence_that_the_family_reads(
    visit: Visit, database: Database, db: Session, cast: Cast
) -> None:
    asked(database, cast)
    page = visit("dana").post(at(cast), {"sentence": THANKS}, follow=True).text
    home = visit("maria").get("/").text

    assert "This file is closed." in page
    assert THANKS in home
    assert "Nothing is sent to you any more." in home
    assert "words-afterwards" in home
    assert "Your next step" not in home
    assert family(db, cast).closed_at is not None


def test_looking_through_her_eyes_shows_the_same(visit: Visit, database: Database, cast: Cast) -> None:
    asked(database, cast)
    dana = visit("dana")
    dana.post(at(cast), {"sentence": THANKS})

    eyes = dana.get(f"/engagements/{cast.reyes.id}/members/{cast.members['maria'].id}/eyes").text
    assert THANKS in eyes
    assert "Your next step" not in eyes


def test_with_htmx_only_the_block_comes_back(visit: Visit, database: Database, cast: Cast) -> None:
    asked(database, cast)
    block = visit("dana").post(at(cast), {"sentence": THANKS}, htmx="closing").text

    assert block.lstrip().startswith('<div id="closing"')
    assert "This file is closed." in block


@pytest.mark.parametrize("days_ago", [None, 15])
def test_before_it_goes_quiet_overdose_and_guns_are_asked_about_again(
    visit: Visit, database: Database, db: Session, cast: Cast, days_ago: int | None
) -> None:
    for days in filter(None, [days_ago]):
        asked(database, cast, days_ago=days)
    answer = visit("dana").post(at(cast), {"sentence": THANKS})

    assert answer.status_code == 422
    assert "ask once more about opioids and guns" in answer.text
    assert THANKS in answer.text
    assert family(db, cast).closed_at is None


def test_or_it_is_said_why_that_was_not_possible(visit: Visit, db: Session, cast: Cast) -> None:
    page = visit("dana").post(at(cast), {"sentence": THANKS, "not_asked_because": NOT_ASKED}, follow=True).text

    assert NOT_ASKED in page
    assert NOT_ASKED not in visit("maria").get("/").text


def test_after_a_death_nobody_is_asked(visit: Visit, database: Database, db: Session, cast: Cast) -> None:
    with database.writing() as writing:
        pauses.pause(writing, writing.get_one(Engagement, cast.reyes.id), "died", by=cast.dana)
    dana = visit("dana")
    page = dana.get(at(cast)).text
    dana.post(at(cast), {"sentence": THANKS})

    assert "guns" not in page.lower()
    assert family(db, cast).closed_at is not None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"sentence": ""}, "Please write one sentence for the family to read."),
        ({"happened_on": "2999-01-01"}, "That day is still ahead."),
        ({"happened_on": "2001-01-01"}, "That is before the family called."),
    ],
)
def test_what_cannot_be_is_said(
    visit: Visit, database: Database, db: Session, cast: Cast, change: dict[str, str], sentence: str
) -> None:
    asked(database, cast)
    answer = visit("dana").post(at(cast), {"sentence": THANKS} | change)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert family(db, cast).closed_at is None


def test_pressed_twice_it_is_closed_once_and_opened_once(
    visit: Visit, database: Database, db: Session, cast: Cast
) -> None:
    asked(database, cast)
    dana = visit("dana")
    for _time in range(2):
        dana.post(at(cast), {"sentence": THANKS})
    for _time in range(2):
        page = dana.post(at(cast, "reopening"), follow=True).text

    assert "opened again on" in page
    assert family(db, cast).closed_at is None
    assert db.scalar(select(func.count(Closing.id))) == 1
    acts = ("engagement.closed", "engagement.reopened")
    assert [db.scalar(select(func.count(Entry.id)).where(Entry.act == act)) for act in acts] == [1, 1]
    assert THANKS not in visit("maria").get("/").text


def test_nothing_is_sent_after_it_nor_caught_up_and_nothing_waits(
    visit: Visit, database: Database, db: Session, cast: Cast
) -> None:
    asked(database, cast)
    inviting.invite(database, cast)
    with database.writing() as writing:
        needs(writing, writing.get_one(Engagement, cast.reyes.id), "follow_up", cast.reyes.id)
    dana = visit("dana")
    dana.post(at(cast), {"sentence": THANKS})

    assert deliver(database) == 0
    assert db.scalar(select(func.count(Need.id)).where(Need.settled_at.is_(None))) == 0
    dana.post(at(cast, "reopening"))
    assert deliver(database) == 0
    inviting.invite(database, cast, "luis")
    assert deliver(database) == 1


def test_a_pause_that_ends_meanwhile_lets_nothing_leave_nor_does_opening_during_one(
    visit: Visit, database: Database, cast: Cast
) -> None:
    asked(database, cast)
    dana = visit("dana")
    dana.post(f"/engagements/{cast.reyes.id}/pause", {"why": "hospital"})
    dana.post(at(cast), {"sentence": THANKS})
    dana.post(f"/engagements/{cast.reyes.id}/pause/ending")
    assert nudged(database, cast) is None

    dana.post(f"/engagements/{cast.reyes.id}/pause", {"why": "hospital"})
    dana.post(at(cast, "reopening"))
    assert nudged(database, cast) is None

    dana.post(f"/engagements/{cast.reyes.id}/pause/ending")
    assert nudged(database, cast) is not None


def test_an_invitation_to_a_closed_file_is_refused_in_words(visit: Visit, database: Database, cast: Cast) -> None:
    asked(database, cast)
    inviting.go(database, cast)
    dana = visit("dana")
    dana.post(at(cast), {"sentence": THANKS})
    answer = dana.post(f"/engagements/{cast.reyes.id}/members/{cast.members['theo'].id}/invitation", {"way": "mail"})

    assert answer.status_code == 422
    assert "file is closed. Nothing is sent until you open it again." in answer.text
    assert deliver(database) == 0


def test_a_closed_file_takes_no_look_back_and_no_outcome(visit: Visit, database: Database, cast: Cast) -> None:
    asked(database, cast)
    dana = visit("dana")
    dana.post(at(cast), {"sentence": THANKS})
    answer = dana.post(f"/engagements/{cast.reyes.id}/follow-ups", {})
    own = visit("maria").post(f"/engagements/{cast.reyes.id}/how-it-is", {"words": "Better."})

    assert answer.status_code == 422
    assert "file was closed on" in answer.text
    assert own.status_code == 422
    assert "Dana has closed this file." in own.text


@pytest.mark.parametrize(
    ("who", "status"), [("priya", 404), ("sol", 403), ("olga", 403), ("cole", 403), ("maria", 403)]
)
def test_nobody_but_the_lead_closes(
    visit: Visit, database: Database, db: Session, cast: Cast, who: str, status: int
) -> None:
    asked(database, cast)
    visitor = visit(who)

    assert visitor.get(at(cast)).status_code == status
    assert visitor.post(at(cast), {"sentence": THANKS}).status_code == status
    assert visitor.post(at(cast, "reopening")).status_code == status
    assert family(db, cast).closed_at is None
