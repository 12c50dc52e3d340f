"""POST /engagements/{id}/consents: what a signed paper lets a program tell, and taking it back."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.consents import queries, service
from familyplan.consents.records import Release
from familyplan.demo.cast import Cast
from familyplan.engagements.records import Grant
from familyplan.journal.records import Entry
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


def at(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/consents"


def paper(cast: Cast, **other: str) -> dict[str, str]:
    today = clock.today(cast.reyes.zone)
    return {
        "discloser": "Harbor House, its counselors",
        "recipient": "Dana at Linden Office",
        "information": "whether treatment began, goes on or ended",
        "purpose": "so that the family's work can follow",
        "signed_on": (today - timedelta(days=2)).isoformat(),
        "until_on": (today + timedelta(days=90)).isoformat(),
        "counselor": str(cast.cole.id),
    } | other


def kept(db: Session) -> list[Release]:
    return list(db.scalars(select(Release).order_by(Release.id)))


def test_dana_enters_a_paper_and_it_is_in_force_for_cole_and_for_her(visit: Visit, cast: Cast, db: Session) -> None:
    page = visit("dana").post(at(cast), paper(cast), follow=True).text

    assert "Harbor House, its counselors" in page
    assert "No, the paper does not name the family" in page
    assert queries.releases_in_force(db, cast.reyes, seen_by=cast.cole) != []
    assert queries.releases_in_force(db, cast.reyes, seen_by=cast.dana) != []


def test_with_htmx_only_the_block_comes_back(visit: Visit, cast: Cast) -> None:
    answer = visit("dana").post(at(cast), paper(cast), htmx="releases")

    assert answer.text.lstrip().startswith('<div class="split" id="releases">')


def test_that_the_paper_names_the_family_is_kept(visit: Visit, cast: Cast, db: Session) -> None:
    visit("dana").post(at(cast), paper(cast, names_family="yes"))

    assert [release.names_family for release in kept(db)] == [True]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("discloser", "Who may tell something? The paper names them."),
        ("recipient", "Whom may they tell? The paper names them."),
        ("information", "What may be told? A few words from the paper are enough."),
        ("purpose", "What is it for? The paper says why."),
        ("signed_on", "On which day was it signed?"),
        ("until_on", "Until when does it hold? A release always has an end."),
    ],
)
def test_a_missing_line_is_asked_for_and_the_others_stay(
    visit: Visit, cast: Cast, db: Session, name: str, sentence: str
) -> None:
    answer = visit("dana").post(at(cast), paper(cast, **{name: ""}, counselor=""))

    assert answer.status_code == 422
    assert f'id="field-{name}-wrong">{sentence}<' in answer.text
    assert answer.text.count('aria-invalid="true"') == 1
    assert kept(db) == []


def test_what_was_typed_comes_back_with_a_refusal(visit: Visit, cast: Cast) -> None:
    answer = visit("dana").post(at(cast), paper(cast, purpose=""))

    assert 'value="Harbor House, its counselors"' in answer.text


@pytest.mark.parametrize(
    ("name", "day", "sentence"),
    [
        ("signed_on", "2999-01-01", "That day is still ahead. Enter it here once it is signed."),
        ("until_on", "2020-01-01", "That would end before it was signed. Is the year right?"),
        ("until_on", "soon", "That is not a date we can read. Try it like 2026-05-12."),
    ],
)
def test_a_day_that_cannot_be_is_refused_kindly(visit: Visit, cast: Cast, name: str, day: str, sentence: str) -> None:
    answer = visit("dana").post(at(cast), paper(cast, **{name: day}))

    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.parametrize("name", ["maria", "priya"])
def test_it_lets_in_nobody_who_is_no_counselor(visit: Visit, cast: Cast, db: Session, name: str) -> None:
    answer = visit("dana").post(at(cast), paper(cast, counselor=str(cast.person(name).id)))

    assert answer.status_code == 422
    assert kept(db) == []


def test_pressed_twice_it_is_one_paper(visit: Visit, cast: Cast, db: Session) -> None:
    visit("dana").post(at(cast), paper(cast))
    visit("dana").post(at(cast), paper(cast))

    assert len(kept(db)) == 1
    assert db.scalar(select(func.count()).select_from(Entry).where(Entry.act == "release.recorded")) == 1


def test_a_counselor_without_a_place_here_is_given_one_once(visit: Visit, cast: Cast, db: Session) -> None:
    db.query(Grant).filter(Grant.person_id == cast.cole.id).delete()
    db.commit()
    visit("dana").post(at(cast), paper(cast))
    visit("dana").post(at(cast), paper(cast, purpose="another purpose"))

    assert db.scalar(select(func.count()).select_from(Grant).where(Grant.person_id == cast.cole.id)) == 1


def test_taken_back_it_closes_at_once_and_stays_readable(visit: Visit, cast: Cast, db: Session) -> None:
    visit("dana").post(at(cast), paper(cast))
    release = kept(db)[0]
    page = visit("dana").post(f"{at(cast)}/{release.id}/revoking", follow=True).text

    assert "taken back on" in page
    assert "Harbor House, its counselors" in page
    db.rollback()
    assert queries.releases_in_force(db, cast.reyes, seen_by=cast.cole) == []
    assert queries.releases_in_force(db, cast.reyes, seen_by=cast.dana) == []


def test_taken_back_twice_the_first_time_stands(visit: Visit, cast: Cast, db: Session) -> None:
    visit("dana").post(at(cast), paper(cast))
    release_id = kept(db)[0].id
    db.rollback()
    visit("dana").post(f"{at(cast)}/{release_id}/revoking")
    first = db.scalar(select(Release.revoked_at))
    db.rollback()
    visit("dana").post(f"{at(cast)}/{release_id}/revoking")

    assert first is not None
    assert db.scalar(select(Release.revoked_at)) == first
    assert db.scalar(select(func.count()).select_from(Entry).where(Entry.act == "release.revoked")) == 1


def test_after_its_last_day_it_is_shown_as_ended(visit: Visit, cast: Cast, db: Session) -> None:
    visit("dana").post(at(cast), paper(cast))
    clock.stand_at(clock.now() + timedelta(days=92))

    assert "ended on" in visit("dana").get(at(cast)).text
    assert queries.releases_in_force(db, cast.reyes, seen_by=cast.cole) == []


@pytest.mark.parametrize(
    ("today", "answer"),
    [
        (date(2026, 5, 9), False),
        (date(2026, 5, 10), True),
        (date(2026, 8, 10), True),
        (date(2026, 8, 11), False),
    ],
)
def test_it_holds_from_the_day_it_was_signed_through_its_last_day(
    cast: Cast,
    today: date,
    answer: bool,  # noqa: FBT001  a case
) -> None:
    release = Release(engagement_id=cast.reyes.id, signed_on=date(2026, 5, 10), until_on=date(2026, 8, 10))
    assert service.in_force(release, today) is answer

    release.revoked_at = clock.now()
    assert not service.in_force(release, today)


def test_a_paper_that_lets_in_another_is_no_door_for_cole(database: Database, cast: Cast, db: Session) -> None:
    today = clock.today(cast.reyes.zone)
    terms = service.Terms("Harbor House", "Dana", "presence", "follow-up", today, today + timedelta(days=9))
    with database.writing() as writing:
        service.record(writing, cast.reyes, terms, by=cast.dana)

    assert queries.releases_in_force(db, cast.reyes, seen_by=cast.cole) == []
    assert queries.releases_in_force(db, cast.reyes, seen_by=cast.dana) != []
    assert queries.counselor_releases(db, seen_by=cast.cole, among=[cast.reyes.id]) == {}


def test_the_notice_stands_beside_it_and_is_marked_for_counsel(visit: Visit, cast: Cast) -> None:
    page = visit("dana").get(at(cast)).text

    assert "42 CFR 2.32" in page
    assert "to be reviewed by counsel" in page
    assert "[//]" not in page


@pytest.mark.parametrize(
    ("name", "status"), [("sol", 200), ("priya", 404), ("olga", 403), ("cole", 403), ("maria", 403), ("sam", 403)]
)
def test_the_supervisor_reads_it_and_the_others_do_not(visit: Visit, cast: Cast, name: str, status: int) -> None:
    visit("dana").post(at(cast), paper(cast))
    answer = visit(name).get(at(cast))

    assert answer.status_code == status
    assert ("Harbor House" in answer.text) is (status == 200)


@pytest.mark.parametrize(
    ("name", "status"), [("sol", 403), ("priya", 404), ("olga", 403), ("cole", 403), ("maria", 403), ("sam", 403)]
)
def test_only_the_lead_enters_one_or_takes_it_back(
    visit: Visit, cast: Cast, db: Session, name: str, status: int
) -> None:
    visit("dana").post(at(cast), paper(cast))
    release_id = kept(db)[0].id

    assert visit(name).post(at(cast), paper(cast, purpose="mine")).status_code == status
    assert visit(name).post(f"{at(cast)}/{release_id}/revoking").status_code == status
    assert db.scalars(select(Release.revoked_at)).all() == [None]
