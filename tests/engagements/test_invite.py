"""POST /engagements/{id}/members/{member}/invitation: the decision, then the invitation."""

import smtplib
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from familyplan.access.service import move_to
from familyplan.demo.cast import Cast
from familyplan.engagements.gates import queries as gates
from familyplan.engagements.invitations import queries
from familyplan.engagements.invitations.records import FormerLink, Invitation
from familyplan.engagements.needs.records import Need
from familyplan.engagements.pauses import service as pauses
from familyplan.journal.records import Entry
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.mail import service as mail
from familyplan.mail.records import Mail
from tests.engagements import inviting
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
GO = {"decision": "go", "why": "Heard alone, calm.", "way": "mail", "word": "bluebird"}


class _NoSuchMailbox:
    """A postman whose server knows no such mailbox."""

    def carry(self, message: EmailMessage) -> None:
        raise smtplib.SMTPRecipientsRefused({message["To"]: (550, b"No such mailbox")})


def at(cast: Cast, name: str = "theo") -> str:
    return f"/engagements/{cast.reyes.id}/members/{cast.members[name].id}/invitation"


def test_the_screen_shows_the_mail_as_it_is_sent_without_the_key_to_it(visit: Visit, cast: Cast) -> None:
    page = visit("dana").get(at(cast)).text

    assert "This records your judgement. It does not make anything safe." in page
    assert "From Dana, as promised" in page
    assert "http://127.0.0.1:8000/invitations/…" in page


def test_another_word_changes_the_mail_before_it_is_sent(visit: Visit, cast: Cast) -> None:
    part = visit("dana").get(f"{at(cast)}?word=marmalade", htmx="preview").text

    assert "Our word is marmalade." in part
    assert "<html" not in part


def test_one_press_decides_and_sends(visit: Visit, cast: Cast, db: Session) -> None:
    page = visit("dana").post(at(cast), GO, follow=True)

    assert page.status_code == 200
    assert gates.standing(db, cast.reyes, seen_by=cast.dana).of(cast.members["theo"].id).open
    ((to, subject, text),) = inviting.mails(db)
    assert (to, subject) == ("theo@example.org", "From Dana, as promised")
    assert text.startswith("Theo, this is Dana.\nOur word is bluebird.")
    token = inviting.token_of(inviting.invitation_of(db, cast))
    assert f"http://x/invitations/{token}" in text
    assert "555 0100" in text
    assert "Sam" not in text


def test_with_htmx_only_the_block_comes_back(visit: Visit, cast: Cast) -> None:
    part = visit("dana").post(at(cast), GO, htmx="invite")

    assert part.status_code == 200
    assert part.text.lstrip().startswith('<div id="invite"')
    assert "On its way since" in part.text


def test_without_a_decision_nothing_is_sent(visit: Visit, cast: Cast, db: Session) -> None:
    answer = visit("dana").post(at(cast), {"way": "mail", "word": "bluebird"})

    assert answer.status_code == 422
    assert "First say why Theo can come in." in answer.text
    assert (db.scalar(select(func.count(Invitation.id))), inviting.mails(db)) == (0, [])


def test_a_go_without_a_reason_says_so_and_keeps_what_was_typed(visit: Visit, cast: Cast, db: Session) -> None:
    answer = visit("dana").post(at(cast), {**GO, "why": "", "word": "marmalade"})

    assert answer.status_code == 422
    assert "First say why Theo can come in." in answer.text
    assert 'value="marmalade"' in answer.text
    assert inviting.mails(db) == []


@pytest.mark.parametrize("decision", ["wait", "no"])
def test_a_wait_or_a_no_is_kept_and_nothing_is_sent(visit: Visit, cast: Cast, db: Session, decision: str) -> None:
    answer = visit("dana").post(at(cast), {**GO, "decision": decision})

    assert answer.status_code == 303
    stood = gates.standing(db, cast.reyes, seen_by=cast.dana).of(cast.members["theo"].id)
    assert (stood.decision, inviting.mails(db)) == (decision, [])


def test_a_decision_can_be_kept_without_sending(visit: Visit, cast: Cast, db: Session) -> None:
    visit("dana").post(at(cast), {**GO, "only": "decision"})

    assert gates.standing(db, cast.reyes, seen_by=cast.dana).of(cast.members["theo"].id).open
    assert inviting.mails(db) == []


def test_pressed_twice_it_is_sent_once(visit: Visit, cast: Cast, db: Session) -> None:
    dana = visit("dana")
    dana.post(at(cast), GO)
    assert dana.post(at(cast), GO).status_code == 303

    assert len(inviting.mails(db)) == 1
    assert db.scalar(select(func.count(Invitation.id))) == 1


def test_sent_again_the_former_mail_is_withdrawn_and_the_former_link_remembered(
    visit: Visit, cast: Cast, db: Session
) -> None:
    dana = visit("dana")
    dana.post(at(cast), GO)
    former = inviting.token_of(inviting.invitation_of(db, cast))
    dana.post(at(cast), {"way": "mail", "word": "marmalade"})

    ((_to, _subject, text),) = inviting.mails(db)
    assert "marmalade" in text
    assert db.scalar(select(func.count(FormerLink.id))) == 1
    assert inviting.token_of(inviting.invitation_of(db, cast)) != former
    assert visit("").get(f"/invitations/{former}").status_code == 410


def test_without_a_word_the_mails_line_is_left_out(visit: Visit, cast: Cast, db: Session) -> None:
    visit("dana").post(at(cast), {**GO, "word": ""})

    ((_to, _subject, text),) = inviting.mails(db)
    assert "Our word" not in text


def test_six_numbers_need_a_word(visit: Visit, cast: Cast) -> None:
    answer = visit("dana").post(at(cast), {**GO, "way": "code", "word": " "})

    assert answer.status_code == 422
    assert "Please agree on a word first." in answer.text


def test_by_phone_no_mail_leaves_and_the_numbers_are_shown(visit: Visit, cast: Cast, db: Session) -> None:
    page = visit("dana").post(at(cast), {**GO, "way": "code"}, follow=True).text

    assert inviting.mails(db) == []
    digits = inviting.digits_of(inviting.invitation_of(db, cast))
    assert f"{digits[:3]} {digits[3:]}" in page


def test_somebody_without_an_address_is_asked_for_one(visit: Visit, cast: Cast, database: Database) -> None:
    with database.writing() as db:
        move_to(inviting.member(db, cast, "theo").person, "")
    answer = visit("dana").post(at(cast), GO)

    assert answer.status_code == 422
    assert "Where should it go?" in answer.text


@pytest.mark.parametrize(
    "address",
    ["theo", "@example.org", "theo@", "theo@a.example, sam@b.example", "theo@a.example sam@b.example", "a@b@c"],
)
def test_what_is_not_one_address_is_refused_and_kept_in_the_form(
    visit: Visit, cast: Cast, db: Session, address: str
) -> None:
    answer = visit("dana").post(at(cast), {**GO, "address": address})

    assert answer.status_code == 422
    assert "That does not look like one email address." in answer.text
    assert f'value="{address}"' in answer.text
    assert inviting.mails(db) == []


def test_a_new_address_is_kept_and_the_link_to_the_old_one_is_dead(visit: Visit, cast: Cast, db: Session) -> None:
    dana = visit("dana")
    dana.post(at(cast), GO)
    old = inviting.token_of(inviting.invitation_of(db, cast))
    dana.post(at(cast), {"way": "mail", "word": "bluebird", "address": "theo@work.example"})

    ((to, _subject, _text),) = inviting.mails(db)
    assert to == "theo@work.example"
    assert visit("").post(f"/invitations/{old}").status_code == 410


def test_two_relatives_share_a_mailbox(visit: Visit, cast: Cast, db: Session) -> None:
    visit("dana").post(at(cast, "maria"), GO)
    visit("dana").post(at(cast, "luis"), {**GO, "word": "lantern"})

    sent = inviting.mails(db)
    assert [to for to, _subject, _text in sent] == ["reyes.house@example.org"] * 2
    assert [text.split(",")[0] for _to, _subject, text in sent] == ["Maria", "Luis"]


@pytest.mark.parametrize(("who", "status"), [("priya", 404), ("sol", 403), ("cole", 403), ("maria", 403)])
def test_nobody_but_the_lead_invites(visit: Visit, cast: Cast, db: Session, who: str, status: int) -> None:
    assert visit(who).post(at(cast), GO).status_code == status
    assert db.scalar(select(func.count(Invitation.id))) == 0


def test_the_supervisor_reads_how_it_stands_but_no_numbers(
    visit: Visit, cast: Cast, database: Database, db: Session
) -> None:
    inviting.invite(database, cast)
    page = visit("sol").get(at(cast)).text

    digits = inviting.digits_of(inviting.invitation_of(db, cast))
    assert "Put it on wait" in page
    assert f"{digits[:3]} {digits[3:]}" not in page


def test_somebody_of_another_family_is_not_found(visit: Visit, cast: Cast) -> None:
    elsewhere = f"/engagements/{cast.reyes.id}/members/{cast.reyes.id}/invitation"

    assert visit("dana").get(elsewhere).status_code == 404
    assert visit("dana").post(elsewhere, GO).status_code == 404


def test_while_the_family_stands_still_nothing_is_sent(
    visit: Visit, cast: Cast, database: Database, db: Session
) -> None:
    with database.writing() as writing:
        pauses.pause(writing, inviting.family(writing, cast), "hospital", by=cast.dana)
    answer = visit("dana").post(at(cast), GO)

    assert answer.status_code == 422
    assert "Everything is paused for this family." in answer.text
    assert inviting.mails(db) == []


def test_no_token_and_no_number_is_in_the_database(cast: Cast, database: Database, db: Session) -> None:
    token = inviting.invite(database, cast)
    made = inviting.invitation_of(db, cast)
    digits = inviting.digits_of(made)

    rows = [*db.execute(select(Invitation.__table__)).all(), *db.execute(select(Mail.__table__)).all()]
    kept = [str(value) for row in rows for value in row if isinstance(value, str | bytes)]
    assert len(rows) == 2
    assert [value for value in kept if token in value or digits in value] == []
    assert {entry.act for entry in db.scalars(select(Entry))} >= {"gate.go", "invitation.sent"}


def test_a_mail_that_came_back_is_said_with_the_numbers_and_waits_on_the_desk(
    visit: Visit, cast: Cast, database: Database, db: Session
) -> None:
    inviting.invite(database, cast)
    made = inviting.invitation_of(db, cast)
    mail.deliver(database, _NoSuchMailbox(), base_url="http://x", sender="office@linden.example", sender_name="")

    digits = inviting.digits_of(made)
    page = visit("dana").get(at(cast)).text
    db.rollback()
    assert f"The email came back. Call Theo, or read out these six numbers: {digits[:3]} {digits[3:]}." in page
    assert db.scalars(select(Need.kind).where(Need.settled_at.is_(None), Need.about_id == made.id)).all() == [
        "invitation_lost"
    ]
    inviting.invite(database, cast, word="marmalade")
    db.rollback()
    assert db.scalars(select(Need.kind).where(Need.settled_at.is_(None), Need.about_id == made.id)).all() == []


def test_after_three_days_it_has_run_out(visit: Visit, cast: Cast, database: Database) -> None:
    token = inviting.invite(database, cast)
    clock.stand_at(clock.now() + timedelta(hours=73))

    assert visit("").get(f"/invitations/{token}").status_code == 410
    assert "three days are over" in visit("dana").get(at(cast)).text


def test_how_all_invitations_of_a_family_stand_is_one_statement(cast: Cast, database: Database, db: Session) -> None:
    for name in ("theo", "luis"):
        inviting.invite(database, cast, name)

    said: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    states = queries.of_family(db, cast.reyes, seen_by=cast.dana)
    statements = sum(sentence.startswith("SELECT") for sentence in said)

    assert statements == 1
    assert states == {cast.members["theo"].id: "on_its_way", cast.members["luis"].id: "on_its_way"}
    assert queries.of_family(db, cast.reyes, seen_by=cast.person("maria")) == {}
