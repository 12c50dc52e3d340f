"""Mails leave through a real mail server: once, under one Message-ID, never in clear text to another machine."""

import socket
import ssl
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.mail import service
from familyplan.mail.post import SmtpPostman
from familyplan.mail.records import Mail

HERE = "127.0.0.1"
ELSEWHERE = "127.0.0.2"  # another host, as far as the postman knows


class Post:
    """What a mail server took, and what it answers first."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.answers: list[str] = []
        self.refuses: list[str] = []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802  aiosmtpd's own
        if self.refuses:
            return self.refuses.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  the library's name
        if self.answers:
            return self.answers.pop(0)
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 OK"


def free_port(host: str) -> int:
    with socket.socket() as found:
        found.bind((host, 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def serving(host: str, **more: Any) -> Iterator[tuple[Post, int]]:
    post, port = Post(), free_port(host)
    controller = Controller(post, hostname=host, port=port, **more)
    controller.start()
    try:
        yield post, port
    finally:
        controller.stop()


@pytest.fixture
def server() -> Generator[tuple[Post, SmtpPostman]]:
    with serving(HERE) as (post, port):
        yield post, SmtpPostman(f"smtp://{HERE}:{port}")


def write(database: Database, to: str = "theo@example.org", **more: Any) -> None:
    says = {"name": "Theo", "professional": "Dana", **more.pop("says", {})}
    links = service.link("test", Mail().id, 1, "/x/")
    with database.writing() as db:
        service.post(db, "nudge", to=to, says=says, links=links, **more)
        db.commit()


def deliver(database: Database, postman: Any) -> int:
    return service.deliver(
        database, postman, base_url="http://x", sender="office@linden.example", sender_name="Linden Office"
    )


def states(db: Session) -> list[str]:
    db.rollback()
    return list(db.scalars(select(Mail.state).order_by(Mail.posted_at)))


def test_a_mail_is_handed_over_once_and_then_blanked(
    database: Database, db: Session, server: tuple[Post, SmtpPostman]
) -> None:
    post, postman = server
    write(database)

    assert [deliver(database, postman), deliver(database, postman)] == [1, 0]
    (taken,) = post.taken
    assert (taken["To"], taken["From"]) == ("theo@example.org", "Linden Office <office@linden.example>")
    assert "Theo, your page is as you left it." in taken.get_content()
    mail = db.scalars(select(Mail)).one()
    assert (mail.state, mail.recipient, mail.parameters, mail.sent_at is not None) == ("sent", "", "", True)


def test_a_server_that_refuses_for_now_is_asked_again_later_under_the_same_message_id(
    database: Database, db: Session, server: tuple[Post, SmtpPostman]
) -> None:
    post, postman = server
    post.answers = ["451 Try again later"]
    write(database)
    assert deliver(database, postman) == 0
    assert states(db) == ["waiting"]
    assert deliver(database, postman) == 0

    clock.stand_at(clock.now() + timedelta(minutes=2))
    assert deliver(database, postman) == 1
    mail = db.scalars(select(Mail)).one()
    assert post.taken[0]["Message-ID"] == f"<{mail.id.hex}@linden.example>"


def test_a_recipient_refused_for_good_is_lost_at_once_and_told_on(
    database: Database, db: Session, server: tuple[Post, SmtpPostman], monkeypatch: pytest.MonkeyPatch
) -> None:
    post, postman = server
    post.refuses = ["550 No such mailbox"]
    told: list[object] = []
    monkeypatch.setattr(service, "_told_of_lost", [lambda _db, mail_id: told.append(mail_id)])
    write(database)

    assert deliver(database, postman) == 0
    mail = db.scalars(select(Mail)).one()
    assert (mail.state, mail.recipient, told) == ("lost", "", [mail.id])
    clock.stand_at(clock.now() + timedelta(days=1))
    assert deliver(database, postman) == 0


def test_a_recipient_refused_for_now_is_not_lost(
    database: Database, db: Session, server: tuple[Post, SmtpPostman]
) -> None:
    post, postman = server
    post.refuses = ["450 Mailbox busy"]
    write(database)

    deliver(database, postman)

    assert states(db) == ["waiting"]


def test_after_two_days_of_trying_it_is_lost(database: Database, db: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    monkeypatch.setattr(service, "_told_of_lost", [lambda _db, mail_id: told.append(mail_id)])
    write(database)
    nobody = SmtpPostman(f"smtp://{HERE}:1")
    deliver(database, nobody)
    clock.stand_at(clock.now() + timedelta(days=2, minutes=1))
    deliver(database, nobody)

    assert (states(db), len(told)) == (["lost"], 1)


def test_one_mail_that_cannot_leave_does_not_hold_up_the_next(
    database: Database, db: Session, server: tuple[Post, SmtpPostman]
) -> None:
    post, postman = server
    post.refuses = ["451 Later"]
    write(database, "first@example.org")
    write(database, "second@example.org")

    assert deliver(database, postman) == 1
    assert post.recipients == [["second@example.org"]]
    assert states(db) == ["waiting", "sent"]


class _Crash(BaseException):
    """The machine goes down."""


class _Carries:
    """A postman during whose errand something else happens."""

    def __init__(self, postman: SmtpPostman, then: Callable[[], object]) -> None:
        self.postman, self.then = postman, then

    def carry(self, message: EmailMessage) -> None:
        self.postman.carry(message)
        self.then()


def _crash() -> None:
    raise _Crash


def test_a_crash_after_handing_over_sends_a_second_copy_that_can_be_told_for_one(
    database: Database, server: tuple[Post, SmtpPostman]
) -> None:
    post, postman = server
    write(database)
    with pytest.raises(_Crash):
        deliver(database, _Carries(postman, _crash))
    assert deliver(database, postman) == 0
    clock.stand_at(clock.now() + timedelta(minutes=6))

    assert deliver(database, postman) == 1
    assert len(post.taken) == 2
    assert len({taken["Message-ID"] for taken in post.taken}) == 1


def test_two_dispatchers_do_not_both_send(database: Database, server: tuple[Post, SmtpPostman]) -> None:
    post, postman = server
    write(database)
    other: list[int] = []
    deliver(database, _Carries(postman, lambda: other.append(deliver(database, postman))))

    assert (other, len(post.taken)) == ([0], 1)


def test_nothing_leaves_about_a_family_that_stands_still(
    database: Database, db: Session, cast: Cast, server: tuple[Post, SmtpPostman]
) -> None:
    post, postman = server
    write(database, engagement_id=cast.reyes.id)
    with database.writing() as writing:
        service.stop(writing, cast.reyes.id)
        writing.commit()
    write(database, engagement_id=cast.reyes.id)
    write(database)

    assert deliver(database, postman) == 1
    assert len(post.taken) == 1
    assert sorted(states(db)) == ["sent", "stopped"]


@pytest.mark.parametrize("breaks", ["\r\n", "\n", "\r", "\u2028"])
def test_what_was_typed_makes_no_header_and_no_recipient(
    database: Database, server: tuple[Post, SmtpPostman], breaks: str
) -> None:
    post, postman = server
    write(database, says={"professional": f"Dana{breaks}Bcc: somebody@else.example{breaks}{breaks}<p>"})
    deliver(database, postman)

    (taken,) = post.taken
    assert taken["Bcc"] is None
    assert post.recipients == [["theo@example.org"]]
    assert taken["Subject"] == "From Dana Bcc: somebody@else.example <p>, no hurry"


def test_places_typed_into_a_name_are_not_filled(database: Database, server: tuple[Post, SmtpPostman]) -> None:
    post, postman = server
    write(database, says={"name": "{professional}{link}"})
    deliver(database, postman)

    assert post.taken[0].get_content().startswith("{professional}{link}, your page")


def test_another_machine_without_tls_gets_nothing(database: Database, db: Session) -> None:
    with serving(ELSEWHERE) as (post, port):
        write(database)
        assert deliver(database, SmtpPostman(f"smtp://{ELSEWHERE}:{port}")) == 0

    assert (post.taken, states(db)) == ([], ["waiting"])


def test_another_machine_whose_certificate_nobody_vouches_for_gets_nothing(
    database: Database, db: Session, tmp_path: Path
) -> None:
    with serving(ELSEWHERE, tls_context=own_certificate(tmp_path)) as (post, port):
        write(database)
        assert deliver(database, SmtpPostman(f"smtp://{ELSEWHERE}:{port}")) == 0

    assert (post.taken, states(db)) == ([], ["waiting"])


def test_another_machine_that_is_vouched_for_gets_it_sealed(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = own_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "both.pem"))
    with serving(ELSEWHERE, tls_context=context, require_starttls=True) as (post, port):
        write(database)
        assert deliver(database, SmtpPostman(f"smtp://{ELSEWHERE}:{port}")) == 1

    assert len(post.taken) == 1


def own_certificate(folder: Path) -> ssl.SSLContext:
    """Make a certificate for the other machine, signed by nobody but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.example")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(ELSEWHERE))]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    pem = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "both.pem").write_bytes(pem + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context


@pytest.mark.parametrize("name", ["Linden, Hart & Co", "Linden: an office;", "(Linden", "Lindé <b@c.example>, D", ""])
def test_whatever_the_practice_is_called_its_mails_come_from_one_address(database: Database, name: str) -> None:
    write(database)
    with database.reading() as db:
        mail = db.scalars(select(Mail)).one()
        message = service.write_out(mail, base_url="http://x", sender="office@linden.example", sender_name=name)

    ((shown, address),) = [(one.display_name, one.addr_spec) for one in message["From"].addresses]
    assert (shown, address) == (name, "office@linden.example")
