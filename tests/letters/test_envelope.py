"""/letters/{id}/other-page/openings: on the day, by the lead, with a reason, and Maria is told. And her own print."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from familyplan.access.sessions.records import SignedIn
from familyplan.demo.cast import Cast
from familyplan.engagements.records import Engagement
from familyplan.guidance import shelf
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.letters.envelope import queries, service
from familyplan.letters.records import OtherPageOpening
from familyplan.mail import service as post
from familyplan.mail.records import Mail
from tests.letters.conftest import journaled
from tests.together import at_once
from tests.visitor import Visitor

BODIES = {
    "stays": "I stay your mother.",
    "line": "I will not lend money any more.",
    "from": "From Monday on.",
    "keep": "I am afraid of the stairs.",
    "door": "I will cook for you.",
}
MORNING = datetime(2027, 5, 12, 13, 0, tzinfo=UTC)  # 9:00 where the Reyes family lives
MEETING = datetime(2027, 5, 12, 22, 30, tzinfo=UTC)
REASON = {"reason": "not_today"}


@pytest.fixture
def sealed(other_page: str, maria: Visitor, dana: Visitor) -> str:
    """Maria's other page, gone through and sealed."""
    for key, words in BODIES.items():
        maria.put(f"{other_page}/sections/{key}", {"body": words, "revision": 0, "writing": "w"})
    maria.post(f"{other_page}/other-page/showing")
    dana.post(f"{other_page}/other-page/sealing")
    return other_page


@pytest.fixture
def meeting(database: Database, cast: Cast) -> Callable[[datetime | None], None]:
    """Set the day of the Reyes family."""

    def put(day_at: datetime | None) -> None:
        with database.writing() as db:
            db.get_one(Engagement, cast.reyes.id).day_at = day_at

    return put


@pytest.fixture
def on_the_day(sealed: str, meeting: Callable[[datetime | None], None], visit: Callable[[str], Visitor]) -> Visitor:
    """Dana, who signed in on the morning of the day; the page is sealed."""
    assert sealed
    meeting(MEETING)
    clock.stand_at(MORNING)
    return visit("dana")


@pytest.fixture
def maria_then(on_the_day: Visitor, visit: Callable[[str], Visitor]) -> Visitor:
    """Maria, who signed in on that morning too."""
    return visit("maria")


def opened(db: Session) -> int:
    return len(db.scalars(select(OtherPageOpening.id)).all())


def mails(db: Session) -> list[Mail]:
    return list(db.scalars(select(Mail).where(Mail.template == "other_page_opened")))


def read(page: Any) -> set[str]:
    return {key for key, words in BODIES.items() if words in page.text}


def test_on_the_day_it_is_one_tap_and_shows_all_but_the_private_part(sealed: str, on_the_day: Visitor) -> None:
    before = on_the_day.get(f"{sealed}/other-page/envelope")
    assert "First the envelope that Maria brought, on paper." in before.text
    assert before.text.count('name="reason"') == 3
    assert read(before) == set()

    after = on_the_day.post(f"{sealed}/other-page/openings", REASON, follow=True)
    assert read(after) == {"stays", "line", "from", "door"}
    assert "Maria has been told" in after.text
    assert "data-print" not in after.text


def test_with_htmx_only_the_block_comes_back(sealed: str, on_the_day: Visitor) -> None:
    block = on_the_day.post(f"{sealed}/other-page/openings", REASON, htmx="envelope")

    assert read(block) == {"stays", "line", "from", "door"}
    assert "<html" not in block.text


def test_it_is_on_the_record_and_maria_is_told_who_when_and_why(
    database: Database, cast: Cast, sealed: str, on_the_day: Visitor, maria_then: Visitor
) -> None:
    on_the_day.post(f"{sealed}/other-page/openings", REASON)

    with database.reading() as db:
        row = db.scalars(select(OtherPageOpening)).one()
        assert (row.reason, row.by_id, row.opened_at) == ("not_today", cast.dana.id, MORNING)
        assert journaled(db, "other_page.opened_on_the_day") == 1
        assert [mail.recipient for mail in mails(db)] == ["reyes.house@example.org"]
    page = maria_then.get(f"{sealed}/other-page").text
    assert "Dana opened this page on 12 May" in page
    assert "It was “not today”, and you asked for it." in page
    maria_then.post("/phone", {"phone": "own"})
    assert "Dana opened it on 12 May" in maria_then.get("/").text


def test_the_mail_says_nothing_of_what_it_is_about(database: Database, sealed: str, on_the_day: Visitor) -> None:
    on_the_day.post(f"{sealed}/other-page/openings", REASON)
    with database.reading() as db:
        written = post.write_out(mails(db)[0], base_url="https://x", sender="a@b.example", sender_name="Linden Office")

    assert written["Subject"] == "From Dana, so that you know"
    told = written.get_content()
    assert "today I opened something that is yours" in told
    assert [word for word in (*BODIES.values(), "Sam", "Reyes", "not today", "Luis") if word in told] == []


def test_whoever_has_no_address_is_told_by_dana_herself(
    database: Database, cast: Cast, sealed: str, on_the_day: Visitor
) -> None:
    with database.writing() as db:
        db.merge(cast.person("maria")).address = ""
    page = on_the_day.post(f"{sealed}/other-page/openings", REASON, follow=True)

    assert "please say it yourself" in page.text
    with database.reading() as db:
        assert (opened(db), mails(db)) == (1, [])


def test_twice_within_the_hour_is_once_and_a_later_time_needs_a_reason_again(
    database: Database, sealed: str, on_the_day: Visitor
) -> None:
    on_the_day.post(f"{sealed}/other-page/openings", REASON)
    clock.stand_at(MORNING + timedelta(minutes=29))
    on_the_day.get("/")  # she is there all the time
    clock.stand_at(MORNING + timedelta(minutes=58))
    on_the_day.get("/")
    clock.stand_at(MORNING + timedelta(minutes=59))
    again = on_the_day.post(f"{sealed}/other-page/openings", {"reason": "asked_now"}, follow=True)
    assert "line" in read(again)
    with database.reading() as db:
        assert (opened(db), len(mails(db)), journaled(db, "other_page.opened_on_the_day")) == (1, 1, 1)

    clock.stand_at(MORNING + timedelta(minutes=61))
    assert read(on_the_day.get(f"{sealed}/other-page/envelope")) == set()
    on_the_day.post(f"{sealed}/other-page/openings", {"reason": "asked_now"})
    with database.reading() as db:
        assert (opened(db), len(mails(db))) == (2, 2)


@pytest.mark.usefixtures("on_the_day")
def test_two_taps_at_the_same_moment_are_one_opening(database: Database, cast: Cast, sealed: str) -> None:
    def tap() -> None:
        with database.writing() as db:
            found, page = queries.led(db, UUID(sealed.rsplit("/", maxsplit=1)[-1]), seen_by=cast.dana)
            service.open_it(db, found, page, "asked_now", confirmed_at=MORNING, by=cast.dana)

    at_once(tap, tap, tap)
    with database.reading() as db:
        assert (opened(db), len(mails(db))) == (1, 1)


def test_each_look_at_the_words_is_journaled(database: Database, sealed: str, on_the_day: Visitor) -> None:
    on_the_day.get(f"{sealed}/other-page/envelope")
    on_the_day.post(f"{sealed}/other-page/openings", REASON)
    on_the_day.get(f"{sealed}/other-page/envelope")
    on_the_day.get(f"{sealed}/other-page/envelope")
    with database.reading() as db:
        assert journaled(db, "other_page.read") == 2


@pytest.mark.parametrize("reason", ["", "curious", "keep"])
def test_without_one_of_the_three_reasons_it_stays_closed(
    database: Database, sealed: str, on_the_day: Visitor, reason: str
) -> None:
    refused = on_the_day.post(f"{sealed}/other-page/openings", {"reason": reason})

    assert refused.status_code == 422
    assert read(refused) == set()
    with database.reading() as db:
        assert (opened(db), mails(db)) == (0, [])


@pytest.mark.parametrize(
    ("day_at", "says"),
    [
        (None, "no day is set"),
        (MEETING + timedelta(days=1), "only on the day itself, 13 May"),
        (MEETING - timedelta(days=1), "The day was 11 May and is over"),
    ],
)
def test_on_any_other_day_it_cannot_be_opened_and_the_page_says_why(
    database: Database, sealed: str, on_the_day: Visitor, meeting: Callable[[datetime | None], None],
    day_at: datetime | None, says: str,
) -> None:  # fmt: skip
    meeting(day_at)
    page = on_the_day.get(f"{sealed}/other-page/envelope")
    assert says in page.text
    assert 'name="reason"' not in page.text

    refused = on_the_day.post(f"{sealed}/other-page/openings", REASON)
    assert refused.status_code == 422
    assert read(refused) == set()
    with database.reading() as db:
        assert (opened(db), mails(db)) == (0, [])


def test_the_day_is_the_day_where_the_family_lives(
    sealed: str, on_the_day: Visitor, meeting: Callable[[datetime | None], None]
) -> None:
    meeting(datetime(2027, 5, 13, 2, 0, tzinfo=UTC))  # 12 May, ten in the evening in New York
    assert "line" in read(on_the_day.post(f"{sealed}/other-page/openings", REASON, follow=True))


@pytest.mark.parametrize(("later", "can"), [(timedelta(hours=6, minutes=30), 3), (timedelta(hours=12, minutes=1), 0)])
def test_a_meeting_that_runs_past_midnight_is_still_that_day_s(
    sealed: str, meeting: Callable[[datetime | None], None], visit: Callable[[str], Visitor], later: timedelta, can: int
) -> None:
    meeting(MEETING)
    clock.stand_at(MEETING + timedelta(hours=1))
    dana = visit("dana")
    for minutes in range(80, int(later.total_seconds() // 60), 20):  # she is there all the time
        clock.stand_at(MEETING + timedelta(minutes=minutes))
        dana.get("/")
    clock.stand_at(MEETING + later)
    assert dana.get(f"{sealed}/other-page/envelope").text.count('name="reason"') == can


@pytest.mark.parametrize("confirmed_at", [None, MORNING - timedelta(hours=10)])
def test_who_did_not_show_that_morning_who_they_are_is_asked_first(
    database: Database, sealed: str, on_the_day: Visitor, confirmed_at: datetime | None
) -> None:
    with database.writing() as db:
        db.execute(update(SignedIn).values(confirmed_at=confirmed_at))
    page = on_the_day.get(f"{sealed}/other-page/envelope")
    assert f'href="/confirm?next={sealed}/other-page/envelope"' in page.text
    assert 'name="reason"' not in page.text

    refused = on_the_day.post(f"{sealed}/other-page/openings", REASON)
    assert refused.status_code == 422
    assert "Please confirm first that it is you." in refused.text
    with database.reading() as db:
        assert opened(db) == 0


@pytest.mark.parametrize(
    ("name", "status"), [("maria", 403), ("luis", 403), ("sol", 403), ("cole", 403), ("olga", 403), ("priya", 404)]
)
def test_nobody_else_opens_it_nor_sees_how_it_is_opened(
    visit: Callable[[str], Visitor], sealed: str, on_the_day: Visitor, name: str, status: int
) -> None:
    on_the_day.post(f"{sealed}/other-page/openings", REASON)
    them = visit(name)

    for answer in (
        them.get(f"{sealed}/other-page/envelope"), them.post(f"{sealed}/other-page/openings", REASON)
    ):  # fmt: skip
        assert answer.status_code == status
        assert read(answer) == set()


@pytest.mark.parametrize(
    ("act", "form"),
    [("showing/withdrawal", {}), ("none", {}), ("danger", {"danger": "not_sure"})],
    ids=["taken back", "none", "danger"],
)
def test_what_maria_says_meanwhile_closes_it_at_once(
    sealed: str, on_the_day: Visitor, maria_then: Visitor, act: str, form: dict[str, str]
) -> None:
    on_the_day.post(f"{sealed}/other-page/openings", REASON)
    maria_then.post(f"{sealed}/other-page/{act}", form)

    after = on_the_day.post(f"{sealed}/other-page/openings", REASON)
    assert after.status_code == 422
    assert "Only Maria can read this page now." in after.text
    assert read(after) == set()
    assert read(on_the_day.get(f"{sealed}/other-page/envelope")) == set()


def test_sealed_once_more_it_needs_a_tap_once_more(sealed: str, on_the_day: Visitor, maria_then: Visitor) -> None:
    on_the_day.post(f"{sealed}/other-page/openings", REASON)
    clock.stand_at(MORNING + timedelta(minutes=5))
    maria_then.post(f"{sealed}/other-page/showing")
    maria_then.post(f"{sealed}/other-page/sealing")

    assert read(on_the_day.get(f"{sealed}/other-page/envelope")) == set()


def test_what_changed_since_both_read_it_is_said_before_anybody_hears_it(
    sealed: str, on_the_day: Visitor, maria_then: Visitor
) -> None:
    maria_then.put(f"{sealed}/sections/line", {"body": BODIES["line"] + " Nor my car.", "revision": 1, "writing": "w"})
    page = on_the_day.post(f"{sealed}/other-page/openings", REASON, follow=True)

    assert "Maria changed something after you went through it together." in page.text


def test_a_page_that_is_not_sealed_has_no_envelope(other_page: str, dana: Visitor) -> None:
    answer = dana.get(f"{other_page}/other-page/envelope")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{other_page}/other-page")


def test_the_journal_calls_it_by_words(cast: Cast, sealed: str, on_the_day: Visitor) -> None:
    on_the_day.post(f"{sealed}/other-page/openings", REASON)
    told = on_the_day.get(f"/engagements/{cast.reyes.id}/journal").text

    assert "opened a sealed other page on the day, and its writer was told" in told
    assert BODIES["line"] not in told


def test_maria_prints_it_with_a_sheet_that_becomes_the_envelope(sealed: str, maria: Visitor) -> None:
    page = maria.get(f"{sealed}/other-page/copy")

    assert read(page) == {"stays", "line", "from", "door"}
    assert "Envelope of Maria" in page.text
    assert "Fold here" in page.text
    assert "<title>Your page</title>" in page.text


@pytest.mark.parametrize("answer", ["yes", "not_sure"])
def test_what_could_be_a_danger_is_not_put_on_paper(sealed: str, maria: Visitor, answer: str) -> None:
    maria.post(f"{sealed}/other-page/danger", {"danger": answer})
    led = maria.get(f"{sealed}/other-page/copy")
    assert (led.status_code, led.headers["location"]) == (303, f"{sealed}/other-page")


def test_the_places_of_the_mail_are_known() -> None:
    assert "{link}" in shelf.current().emails["other_page_opened"].body


def test_erased_with_the_family(database: Database, cast: Cast, sealed: str, on_the_day: Visitor) -> None:
    on_the_day.post(f"{sealed}/other-page/openings", REASON)
    with database.writing() as db:
        db.execute(delete(Engagement).where(Engagement.id == cast.reyes.id))
        assert opened(db) == 0
