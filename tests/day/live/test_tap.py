"""tap: noted once, with its own time, in the family's zone; and only where there is a day to note anything of."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from familyplan.day.live.records import EMERGENCY, KINDS, TAPS, DayTap
from familyplan.demo.cast import Cast
from familyplan.engagements.gates import service as gates
from familyplan.engagements.needs.records import Need
from familyplan.engagements.pauses import service as pauses
from familyplan.engagements.records import Engagement
from familyplan.journal.records import Entry
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.mail.records import Mail
from tests.day.live.conftest import NOON
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


def at(engagement: Engagement) -> str:
    return f"/engagements/{engagement.id}/day/live"


def taps(db: Session) -> list[DayTap]:
    return list(db.scalars(select(DayTap).order_by(DayTap.happened_at, DayTap.id)))


def ms(when: datetime) -> int:
    return round(when.timestamp() * 1000)


def send(visitor: Visitor, path: str, *sent: str, offset: int = 0) -> Any:
    """What static/live.js sends: the phone's clock lags behind ours by *offset* milliseconds."""
    return visitor.put(path, {"tap": list(sent), "sent": str(ms(clock.now()) - offset)})


def kept(key: int, kind: str, when: Any = NOON, offset: int = 0, typed: str = "") -> str:
    return f"{key:032x} {KINDS.index(kind)} {ms(when)} {offset} {typed}"


def test_first_on_the_page_is_a_phone_link_with_its_number(visit: Visit, the_day: Engagement) -> None:
    page = visit("dana").get(at(the_day)).text
    main = page[page.index("<main") :]

    assert re.search(r'<a class="call-number" href="tel:911">911</a>', main)
    assert main.index('href="tel:911"') < main.index("<form")


def test_six_large_taps_and_the_note_of_a_call_apart(visit: Visit, the_day: Engagement) -> None:
    page = visit("dana").get(at(the_day)).text

    assert re.findall(r'class="button tap[^"]*" type="submit" name="kind" value="(\w+)"', page) == list(TAPS)
    assert 'value="emergency"' in page


@pytest.mark.parametrize("model", ["johnson", "love_first"], indirect=True)
def test_a_press_without_a_script_is_noted_now_in_the_familys_zone(
    visit: Visit, db: Session, the_day: Engagement
) -> None:
    answer = visit("dana").post(at(the_day), {"kind": "began", "when": ""}, follow=True)

    assert (taps(db)[0].kind, taps(db)[0].happened_at) == ("began", NOON)
    assert "12:00" in answer.text
    assert db.scalars(select(Entry.act).order_by(Entry.number.desc())).first() == "live.tapped"


def test_a_time_typed_beside_it_is_the_familys_own_wall_clock(visit: Visit, db: Session, the_day: Engagement) -> None:
    visit("dana").post(at(the_day), {"kind": EMERGENCY, "when": "10:42"})

    assert [(one.kind, one.happened_at) for one in taps(db)] == [(EMERGENCY, NOON - timedelta(minutes=78))]


@pytest.mark.parametrize(
    ("when", "sentence"), [("half past", "not a time we can read"), ("23:10", "still ahead"), ("25:00", "Try it like")]
)
def test_a_time_that_cannot_be_is_refused_and_stays_typed(
    visit: Visit, db: Session, the_day: Engagement, when: str, sentence: str
) -> None:
    answer = visit("dana").post(at(the_day), {"kind": "began", "when": when})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{when}"' in answer.text
    assert not taps(db)


def test_past_midnight_last_night_can_still_be_said(visit: Visit, db: Session, the_day: Engagement) -> None:
    visit("dana").post(at(the_day), {"kind": "began"})
    clock.stand_at(NOON + timedelta(hours=12, minutes=20))
    visit("dana").post(at(the_day), {"kind": "ended", "when": "23:50"})

    assert taps(db)[-1].happened_at == NOON + timedelta(hours=11, minutes=50)


def test_the_same_page_sent_twice_is_one_tap(visit: Visit, db: Session, the_day: Engagement) -> None:
    dana = visit("dana")
    key = re.search(r'name="key" value="([^"]+)"', dana.get(at(the_day)).text)[1]  # type: ignore[index]  # None fails here
    for _time in range(2):
        dana.post(at(the_day), {"kind": "began", "key": key})
    dana.post(at(the_day), {"kind": "all_read", "key": key})

    assert sorted(one.kind for one in taps(db)) == ["all_read", "began"]


def test_what_was_kept_arrives_with_its_own_times_in_order_and_never_twice(
    visit: Visit, db: Session, the_day: Engagement
) -> None:
    dana, before = visit("dana"), NOON - timedelta(minutes=50)
    one, two = kept(1, "began", before), kept(2, "all_read", NOON - timedelta(minutes=9))

    told = send(dana, at(the_day), one, two).json()
    assert told["kept"] == [f"{1:032x}", f"{2:032x}"]
    again = send(dana, at(the_day), one, two).json()
    assert again["kept"] == told["kept"]

    assert [(tap.kind, tap.happened_at) for tap in taps(db)] == [
        ("began", before),
        ("all_read", NOON - timedelta(minutes=9)),
    ]


@pytest.mark.parametrize(
    ("when", "offset", "lags", "says"),
    [
        (NOON - timedelta(minutes=5), 0, 0, ""),
        (NOON - timedelta(minutes=5), 420_000, 420_000, "corrected"),
        (NOON - timedelta(minutes=5), 0, 420_000, "unsure"),
        (NOON + timedelta(minutes=5), 0, 0, "ahead"),
        (NOON + timedelta(seconds=30), 0, 0, ""),
    ],
)
def test_a_phones_clock_that_is_off_is_put_right_and_said(
    visit: Visit, db: Session, the_day: Engagement, when: Any, offset: int, lags: int, says: str
) -> None:
    send(visit("dana"), at(the_day), kept(1, "began", when, offset), offset=lags)

    assert taps(db)[0].clock == says
    assert taps(db)[0].happened_at == min(when, NOON)
    shown = visit("dana").get(at(the_day)).text
    assert ("The phone&#39;s clock" in shown or "The phone's clock" in shown) == bool(says)


def test_a_clock_that_was_set_back_years_meanwhile_still_knows_how_long_ago_it_was(
    visit: Visit, db: Session, the_day: Engagement
) -> None:
    years = 40 * 365 * 86_400_000
    ten_minutes_ago = NOON - timedelta(minutes=10, milliseconds=years)
    send(visit("dana"), at(the_day), kept(1, "began", ten_minutes_ago), offset=years)

    assert [(one.happened_at, one.clock) for one in taps(db)] == [(NOON - timedelta(minutes=10), "unsure")]


@pytest.mark.parametrize("sent_at", ["", "soon", "999999999999999", "1" * 40, "-5"])
def test_a_phone_that_says_nothing_sensible_of_its_clock_breaks_nothing(
    visit: Visit, db: Session, the_day: Engagement, sent_at: str
) -> None:
    answer = visit("dana").put(at(the_day), {"tap": [kept(1, "began")], "sent": sent_at})

    assert answer.status_code == 200
    assert {one.happened_at for one in taps(db)} <= {NOON}


@pytest.mark.parametrize(
    "sent",
    [
        f"{1:032x} 0 0 0", "", "key", "x 0 0 0", f"{1:032x} 9 0 0", f"{1:032x} -1 0 0",
        f"{1:032x} 0 {10**30} 0", f"{1:032x} 0 0 {10**30}",
        f"{1:032x} 0 nan 0", kept(1, "began", typed="25:00"), kept(1, "began", typed="23:59"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_alone_and_the_rest_is_kept(
    visit: Visit, db: Session, the_day: Engagement, sent: str
) -> None:
    told = send(visit("dana"), at(the_day), sent, kept(2, "all_read")).json()

    assert told["kept"] == [f"{2:032x}"]
    assert [len(sentence) > 10 for sentence in told["refused"].values()] == [True]
    assert [one.kind for one in taps(db)] == ["all_read"]


def test_a_wait_at_the_gate_closes_the_taps_but_not_the_note_of_a_call(
    visit: Visit, db: Session, database: Database, cast: Cast, the_day: Engagement
) -> None:
    with database.writing() as writing:
        gates.decide(writing, the_day, "C", "wait", "He was drunk last night.", by=cast.dana)
    page = visit("dana").get(at(the_day)).text
    refused = visit("dana").post(at(the_day), {"kind": "began"})
    visit("dana").post(at(the_day), {"kind": EMERGENCY})

    assert "no go for the day" in page
    assert 'value="began"' not in page
    assert refused.status_code == 422
    assert "no go for the day" in refused.text
    assert [one.kind for one in taps(db)] == [EMERGENCY]


def test_once_begun_it_is_noted_to_its_end_whatever_the_gate_says(
    visit: Visit, db: Session, database: Database, cast: Cast, the_day: Engagement
) -> None:
    visit("dana").post(at(the_day), {"kind": "began"})
    with database.writing() as writing:
        gates.decide(writing, the_day, "C", "wait", "He is very drunk.", by=cast.dana)
    answer = visit("dana").post(at(the_day), {"kind": "ended"}, follow=True)

    assert "does not stand any more" in answer.text
    assert {one.kind for one in taps(db)} == {"began", "ended"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"day_at": None}, "No day is set"),
        ({"day_at": NOON + timedelta(days=2)}, "still ahead"),
        ({"day_at": NOON - timedelta(days=2)}, "The day is over"),
        ({"closed_at": NOON}, "file is closed"),
        ({"model_key": None}, "No way is chosen"),
        ({"model_key": "arise", "level": 1}, "has not reached the level"),
    ],
)
def test_where_there_is_no_day_now_the_page_says_so_and_keeps_the_number(
    visit: Visit, db: Session, database: Database, the_day: Engagement, change: dict[str, Any], sentence: str
) -> None:
    with database.writing() as writing:
        writing.execute(update(Engagement).where(Engagement.id == the_day.id).values(**change))
    page = visit("dana").get(at(the_day)).text
    refused = visit("dana").post(at(the_day), {"kind": "began"})

    assert 'href="tel:911"' in page
    assert sentence in page
    assert 'value="began"' not in page
    assert refused.status_code == 422
    assert not taps(db)


def test_under_arise_the_day_is_there_from_its_level_on(
    visit: Visit, database: Database, the_day: Engagement, db: Session
) -> None:
    with database.writing() as writing:
        there = update(Engagement).where(Engagement.id == the_day.id)
        writing.execute(there.values(model_key="arise", level=3))
    visit("dana").post(at(the_day), {"kind": "began"})

    assert [one.kind for one in taps(db)] == ["began"]


def test_while_paused_it_can_be_noted_and_nothing_is_sent(
    visit: Visit, db: Session, database: Database, cast: Cast, the_day: Engagement
) -> None:
    with database.writing() as writing:
        pauses.pause(writing, the_day, "violence", by=cast.dana)
    before = len(db.scalars(select(Mail.id)).all())
    db.rollback()
    visit("dana").post(at(the_day), {"kind": "began"})
    answer = visit("dana").post(at(the_day), {"kind": "ended"}, follow=True)

    assert "nothing is sent" in answer.text
    assert len(taps(db)) == len(("began", "ended"))
    assert len(db.scalars(select(Mail.id)).all()) == before


def test_after_a_death_the_taps_are_closed_but_what_was_kept_still_arrives_and_nothing_waits(
    visit: Visit, db: Session, database: Database, cast: Cast, the_day: Engagement
) -> None:
    with database.writing() as writing:
        pauses.pause(writing, the_day, "died", by=cast.dana)
    refused = visit("dana").post(at(the_day), {"kind": "began"})
    send(visit("dana"), at(the_day), kept(1, "began"), kept(2, "ended"))

    page = visit("dana").get(at(the_day)).text
    assert "stopped for this family, for good" in page
    assert "nothing is sent" not in page
    assert 'href="tel:911"' in page
    assert refused.status_code == 422
    assert len(taps(db)) == len(("began", "ended"))
    assert db.scalars(select(Need).where(Need.settled_at.is_(None), Need.kind.like("%call%"))).all() == []


def test_after_911_nothing_else_matters(visit: Visit, the_day: Engagement) -> None:
    answer = visit("dana").post(at(the_day), {"kind": EMERGENCY, "when": "11:58"}, follow=True)

    assert "911 was called at 11:58" in answer.text
    assert "Nothing else on this page matters now" in answer.text


def test_a_supervisor_reads_without_a_button_and_that_is_journaled(
    visit: Visit, db: Session, the_day: Engagement
) -> None:
    visit("dana").post(at(the_day), {"kind": "began"})
    page = visit("sol").get(at(the_day))

    assert page.status_code == 200
    assert "We have begun" in page.text
    assert 'name="kind"' not in page.text
    assert db.scalars(select(Entry.act).order_by(Entry.number.desc())).first() == "live.looked_at"
    assert visit("sol").post(at(the_day), {"kind": "began"}).status_code == 403


@pytest.mark.parametrize(("who", "status"), [("priya", 404), ("maria", 403), ("sam", 403), ("cole", 403), ("", 303)])
def test_nobody_else_has_this_page(visit: Visit, db: Session, the_day: Engagement, who: str, status: int) -> None:
    visitor = visit(who)

    assert visitor.get(at(the_day)).status_code == status
    assert send(visitor, at(the_day), kept(1, "began")).status_code in (401, 403, 404)
    assert not taps(db)


def test_what_is_kept_on_a_phone_tells_nothing(visit: Visit, the_day: Engagement) -> None:
    page = visit("dana").get(at(the_day)).text
    name = re.search(r'data-keep="([^"]+)"', page)[1]  # type: ignore[index]  # None fails here

    assert re.fullmatch("[0-9a-f]{20}", name)
    assert json.dumps([name]).find(str(the_day.id)) == -1
