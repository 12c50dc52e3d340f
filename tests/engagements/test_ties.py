"""/engagements/{id}/ties: who is close to whom and who must not meet, for staff alone; and what follows from it."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.consents.records import Pledge
from familyplan.demo.cast import Cast
from familyplan.engagements import queries as engagements
from familyplan.engagements.gates import service as gates
from familyplan.engagements.needs.records import Need
from familyplan.engagements.ties import service
from familyplan.engagements.ties.records import Tie
from familyplan.journal.records import Entry
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.kernel.errors import Refusal
from familyplan.letters.records import Letter, ReadingPlace
from familyplan.mail.records import Mail
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
Note = Callable[..., int]
NOBODY_ELSE = [("sol", 200, 403), ("priya", 404, 404), ("cole", 403, 403), ("olga", 403, 403), ("maria", 403, 403)]


@pytest.fixture
def path(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/ties"


@pytest.fixture
def pair(cast: Cast) -> Callable[..., dict[str, str]]:
    """The fields of a form about two people; Maria and Luis must not meet unless something else is said."""

    def fields(one: str = "maria", other: str = "luis", **said: str) -> dict[str, str]:
        ids = {"one": str(cast.members[one].id), "other": str(cast.members[other].id)}
        return ids | (said or {"may_meet": "no"})

    return fields


@pytest.fixture
def apart(visit: Visit, path: str, pair: Callable[..., dict[str, str]]) -> None:
    """Maria and Luis must not meet."""
    visit("dana").post(path, pair())


def noted(db: Session) -> list[Tie]:
    db.rollback()
    return list(db.scalars(select(Tie).execution_options(populate_existing=True)))


def waits(db: Session) -> bool:
    db.rollback()
    open_ones = select(func.count()).where(Need.kind == "kept_apart", Need.settled_at.is_(None))
    return bool(db.scalar(open_ones.select_from(Need)))


@pytest.mark.parametrize(("name", "look", "write"), NOBODY_ELSE)
def test_nobody_but_the_lead_writes_and_nobody_of_the_family_looks(
    visit: Visit, path: str, pair: Callable[..., dict[str, str]], db: Session, name: str, look: int, write: int
) -> None:  # fmt: skip
    visitor = visit(name)

    assert visitor.get(path).status_code == look
    assert visitor.post(path, pair()).status_code == write
    assert noted(db) == []


def test_a_supervisor_who_looks_is_written_down(visit: Visit, path: str, db: Session) -> None:
    page = visit("sol").get(path).text

    assert "No relative is told that it exists." in page
    assert "Note something about two people" not in page
    assert db.scalars(select(Entry.act).where(Entry.act == "ties.looked_at")).all() == ["ties.looked_at"]


def test_two_people_are_noted_once_whichever_is_named_first(
    visit: Visit, path: str, pair: Callable[..., dict[str, str]], db: Session
) -> None:  # fmt: skip
    dana = visit("dana")
    said = {"closeness": "at_odds", "may_meet": "no", "note": "Since the funeral."}
    page = dana.post(path, pair("maria", "luis", **said), follow=True).text
    again = dana.post(path, pair("luis", "maria", **said))

    assert again.status_code == 303
    (tie,) = noted(db)
    assert tie.first_id < tie.second_id
    assert tie.note == "Since the funeral."
    assert "kept apart</" in page
    assert "at odds" in page
    assert len(db.scalars(select(Entry).where(Entry.act == "tie.noted")).all()) == 1


def test_only_the_block_comes_back_where_a_script_asks(
    visit: Visit, path: str, pair: Callable[..., dict[str, str]]
) -> None:  # fmt: skip
    answer = visit("dana").post(path, pair(), htmx="ties")

    assert answer.text.lstrip().startswith('<div id="ties"')
    assert "Saved." in answer.text


def test_what_is_noted_can_be_written_again_and_taken_out(
    visit: Visit, path: str, pair: Callable[..., dict[str, str]], db: Session, cast: Cast
) -> None:  # fmt: skip
    dana = visit("dana")
    dana.post(path, pair(note="x", may_meet="no"))
    page = dana.get(f"{path}?pair={noted(db)[0].id}").text
    seen = re.search(r'name="seen" value="([^"]+)"', page)[1]  # type: ignore[index]  # None fails here
    dana.post(path, {**pair(may_meet="yes"), "seen": seen})

    assert "Change what is noted" in page
    assert (noted(db)[0].may_meet, noted(db)[0].note) == ("yes", "")
    assert service.apart_pairs(db, engagements.led(db, cast.reyes.id, seen_by=cast.dana)) == set()


def test_of_two_tabs_the_later_does_not_undo_the_earlier_unseen(
    visit: Visit, path: str, pair: Callable[..., dict[str, str]], db: Session
) -> None:  # fmt: skip
    dana = visit("dana")
    dana.post(path, pair(may_meet="no"))
    later = dana.post(path, pair(may_meet="yes"))

    assert later.status_code == 409
    assert "Something else was noted about these two meanwhile." in later.text
    assert noted(db)[0].may_meet == "no"


def test_at_the_same_moment_the_pair_still_stands_once(
    database: Database, cast: Cast, db: Session
) -> None:  # fmt: skip
    ids = (cast.members["maria"].id, cast.members["luis"].id)
    with database.writing() as first:
        family = engagements.led(first, cast.reyes.id, seen_by=cast.dana)
        service.note_pair(first, family, *ids, service.Said(may_meet="no"), "", by=cast.dana)
    with database.writing() as second:
        family = engagements.led(second, cast.reyes.id, seen_by=cast.dana)
        service.note_pair(second, family, ids[1], ids[0], service.Said(may_meet="no"), "", by=cast.dana)

    assert len(noted(db)) == 1


REFUSED = [
    ({"may_meet": "yes", "court_order": "yes"}, "A court order may stand between them."),
    ({"may_meet": "yes", "court_order": "dont_know"}, "A court order may stand between them."),
    ({"may_meet": "perhaps"}, "Please choose one of these."),
    ({"closeness": ""}, "What should stand here about these two?"),
]


@pytest.mark.parametrize(("said", "sentence"), REFUSED)
def test_what_contradicts_itself_is_refused_in_words_and_nothing_is_kept(
    visit: Visit, path: str, pair: Callable[..., dict[str, str]], db: Session, said: dict[str, str], sentence: str
) -> None:  # fmt: skip
    answer = visit("dana").post(path, pair(**said))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert noted(db) == []


def test_one_person_is_no_pair_and_nobody_is_none(
    visit: Visit, path: str, pair: Callable[..., dict[str, str]], db: Session
) -> None:  # fmt: skip
    dana = visit("dana")
    assert "Please choose two different people." in dana.post(path, pair("maria", "maria")).text
    assert "Please choose two people." in dana.post(path, {"may_meet": "no"}).text
    assert dana.post(path, {**pair(), "other": str(UUID(int=7))}).status_code == 404
    assert noted(db) == []


APART = [
    ({"may_meet": "no"}, True), ({"may_meet": "dont_know"}, True), ({"court_order": "yes"}, True),
    ({"court_order": "dont_know"}, True), ({"may_meet": "yes"}, False), ({"closeness": "at_odds"}, False),
    ({"court_order": "no"}, False),
]  # fmt: skip


@pytest.mark.parametrize(("said", "kept"), APART)
def test_dont_know_counts_like_no(database: Database, cast: Cast, said: dict[str, str], kept: bool) -> None:  # noqa: FBT001  a row of the table
    maria, luis = cast.members["maria"], cast.members["luis"]
    with database.writing() as db:
        family = engagements.led(db, cast.reyes.id, seen_by=cast.dana)
        service.note_pair(db, family, maria.id, luis.id, service.Said(**said), "", by=cast.dana)
    with database.reading() as db:
        assert (service.apart_pairs(db, family) == {frozenset((maria.id, luis.id))}) is kept
        assert (service.hidden_from(db, family, luis) == {maria.id}) is kept
        assert (service.hidden_from(db, family, maria) == {luis.id}) is kept
        assert service.hidden_from(db, family, cast.members["ana"]) == set()


def test_from_work_everybodys_name_is_kept_but_the_loved_ones(database: Database, cast: Cast) -> None:
    with database.writing() as db:
        family = engagements.led(db, cast.reyes.id, seen_by=cast.dana)
        boss = engagements.member(db, family, cast.members["theo"].id, seen_by=cast.dana)
        boss.relation = "employer"
    others = {cast.members[name].id for name in ("maria", "luis", "ana")}
    with database.reading() as db:
        assert service.hidden_from(db, family, boss) == others


def test_rules_for_seats_and_rooms_are_plain() -> None:
    one, two, three = UUID(int=1), UUID(int=2), UUID(int=3)
    pairs = {frozenset((one, three))}

    assert service.beside([one, three, two], pairs) == [(one, three)]
    assert service.beside([three, two, one], pairs) == []
    assert service.among([three, two, one], pairs) == [(one, three)]
    assert service.among([one, two], pairs) == []
    assert not service.are_apart(one, two, pairs)


def heard(visit: Visit, cast: Cast, **answers: str) -> None:
    visit("dana").post(f"/engagements/{cast.reyes.id}/members/{cast.members['ana'].id}/hearings", answers)


def test_what_was_heard_alone_is_shown_and_asked_after_until_it_has_a_name(
    visit: Visit, path: str, pair: Callable[..., dict[str, str]], cast: Cast
) -> None:  # fmt: skip
    heard(visit, cast, court_order="yes", may_meet_all="no", afraid="dont_know")
    dana = visit("dana")
    page = dana.get(path).text
    after = dana.post(path, pair("ana", "luis", court_order="yes"), follow=True).text

    assert "Ana spoke of a court order, or did not know. Between whom?" in page
    assert "Ana cannot sit in one room with everybody" in page
    assert "afraid of anyone: don't know" in page
    assert "Between whom?" not in after
    assert "With whom not?" not in after


@pytest.mark.usefixtures("apart")
def test_one_mailbox_for_two_who_must_not_meet_is_said_and_waits(visit: Visit, path: str, db: Session) -> None:
    dana = visit("dana")

    assert "Mail for " in dana.get(path).text
    assert "goes to one address" in dana.get(path).text
    assert "and not all of them may meet" in dana.get(path.replace("/ties", "/members")).text
    assert waits(db)
    assert "Two people who must not meet would still come together." in dana.get("/").text


@pytest.mark.usefixtures("apart")
def test_it_waits_no_longer_once_each_has_a_mailbox_and_neither_reads_for_the_other(
    visit: Visit, path: str, db: Session, cast: Cast
) -> None:  # fmt: skip
    luis = {"name": "Luis", "relation": "brother", "address": "luis@example.org"}
    with_letters = select(Letter.member_id).where(Letter.member_id == cast.members["luis"].id)
    assert db.scalars(with_letters).first() is not None
    page = visit("dana").post(path.replace("/ties", f"/members/{cast.members['luis'].id}"), luis, follow=True)
    assert page.status_code == 200

    told = visit("dana").get(path).text
    assert "goes to one address" not in told
    assert "Only one of them can be there: who reads for the other?" in told
    assert waits(db)

    stand_in = path.replace("/ties", f"/reading-order/{letter_of(db, cast, 'luis')}/stand-in")
    visit("dana").post(stand_in, {"member": str(cast.members["ana"].id), "was": ""})
    assert "settle who stays away" in visit("dana").get(path).text
    assert not waits(db)


def letter_of(db: Session, cast: Cast, name: str) -> UUID:
    here = select(Letter.id).where(Letter.member_id == cast.members[name].id, Letter.kind == "letter")
    return db.scalars(here).one()


def test_a_stand_in_of_before_is_told_of_and_can_be_changed(
    visit: Visit, path: str, pair: Callable[..., dict[str, str]], db: Session, cast: Cast
) -> None:  # fmt: skip
    dana, order = visit("dana"), path.replace("/ties", "/reading-order")
    stand_in = f"{order}/{letter_of(db, cast, 'maria')}/stand-in"
    luis = str(cast.members["luis"].id)
    dana.post(stand_in, {"member": luis, "was": ""})
    dana.post(path, pair())

    assert "Luis was asked to read Maria's letter." in dana.get(path).text
    assert "Luis, who must not meet the writer" in dana.get(order).text
    assert dana.post(stand_in, {"member": str(cast.members["ana"].id), "was": luis}).status_code == 303
    assert "Luis was asked to read" not in dana.get(path).text


@pytest.mark.usefixtures("apart")
def test_nobody_is_asked_to_read_for_somebody_they_must_not_meet(
    visit: Visit, path: str, db: Session, cast: Cast
) -> None:  # fmt: skip
    dana, order = visit("dana"), path.replace("/ties", "/reading-order")
    page = dana.get(order).text
    answer = dana.post(
        f"{order}/{letter_of(db, cast, 'maria')}/stand-in", {"member": str(cast.members["luis"].id), "was": ""}
    )

    assert "Not kept apart yet" in page
    assert answer.status_code == 422
    assert "Luis and Maria must not meet. Please choose somebody else." in answer.text
    assert db.scalars(select(ReadingPlace.stand_in_id).where(ReadingPlace.stand_in_id.is_not(None))).all() == []


@pytest.mark.parametrize("model", ["arise"], indirect=True)
def test_whoever_must_not_meet_the_loved_one_carries_no_invitation_and_reads_nothing_to_them(
    visit: Visit, path: str, pair: Callable[..., dict[str, str]], database: Database, cast: Cast
) -> None:  # fmt: skip
    with database.writing() as db:
        family = engagements.led(db, cast.reyes.id, seen_by=cast.dana)
        gates.decide(db, family, "B", "go", "Time.", by=cast.dana)
    dana = visit("dana")
    dana.post(path, pair("luis", "sam", court_order="yes"))
    answer = dana.post(path.replace("/ties", "/reaching-out"), {"carrier": str(cast.members["luis"].id), "words": "x"})

    assert answer.status_code == 422
    assert "Luis and Sam must not meet." in answer.text


@pytest.mark.usefixtures("apart")
def test_no_invitation_goes_to_a_mailbox_that_the_other_reads(
    visit: Visit, path: str, db: Session, database: Database, cast: Cast
) -> None:  # fmt: skip
    with database.writing() as writing:
        family = engagements.led(writing, cast.reyes.id, seen_by=cast.dana)
        luis = engagements.member(writing, family, cast.members["luis"].id, seen_by=cast.dana)
        gates.decide(writing, family, "A", "go", "Heard.", by=cast.dana, member=luis)
    at = path.replace("/ties", f"/members/{cast.members['luis'].id}/invitation")
    dana = visit("dana")
    by_mail = dana.post(at, {"way": "mail", "word": "maple"})
    by_phone = dana.post(at, {"way": "code", "word": "maple"})

    assert by_mail.status_code == 422
    assert "Maria reads this mailbox too, and the two must not meet." in by_mail.text
    assert db.scalars(select(Mail)).all() == []
    assert by_phone.status_code == 303


@pytest.mark.usefixtures("apart")
def test_nothing_is_mailed_to_a_mailbox_that_the_other_reads_until_each_has_their_own(
    visit: Visit, path: str, db: Session, cast: Cast
) -> None:  # fmt: skip
    dana, luis = visit("dana"), cast.members["luis"].id
    nudged = dana.post(path.replace("/ties", f"/members/{luis}/nudges"))
    visit("").post("/sign-in/links", {"email": "reyes.house@example.org"})
    assert nudged.status_code == 422
    assert "Maria reads this mailbox too" in nudged.text
    assert db.scalars(select(Mail)).all() == []

    db.rollback()
    own = {"name": "Luis", "relation": "brother", "address": "luis@example.org"}
    dana.post(path.replace("/ties", f"/members/{luis}"), own)
    assert dana.post(path.replace("/ties", f"/members/{luis}/nudges")).status_code == 303
    assert [mail.recipient for mail in db.scalars(select(Mail))] == ["luis@example.org"]


def test_who_leaves_is_named_to_nobody_and_stays_on_the_list(
    visit: Visit, path: str, pair: Callable[..., dict[str, str]], database: Database, cast: Cast
) -> None:  # fmt: skip
    with database.writing() as db:
        for name in ("maria", "luis"):
            whose = {"engagement_id": cast.reyes.id, "member_id": cast.members[name].id}
            db.add(Pledge(**whose, wording="1-test", agreed_at=clock.now()))
    dana = visit("dana")
    dana.post(path, pair())
    visit("luis").post(f"/engagements/{cast.reyes.id}/leaving")

    assert "no longer both in this circle" in dana.get(path).text
    assert "goes to one address" not in dana.get(path).text
    assert "Luis" not in visit("maria").get("/").text


def test_the_plain_rule_refuses_with_both_names(cast: Cast) -> None:
    maria, luis = cast.members["maria"], cast.members["luis"]
    with pytest.raises(Refusal, match="must not meet"):
        service.refuse_if_apart(maria, luis, {frozenset((maria.id, luis.id))})
    service.refuse_if_apart(maria, luis, set())
