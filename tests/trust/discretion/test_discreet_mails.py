"""Every mail that is sent: nothing on a locked screen, no name but the reader's, one link, plain text alone."""

import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.guidance import shelf
from familyplan.guidance.emails import PLACES, Email, read_emails
from familyplan.guidance.telling import telling_words
from familyplan.kernel import paths
from familyplan.kernel.db import Database
from familyplan.kernel.files import Broken
from familyplan.mail.records import Mail
from familyplan.mail.service import link, post, write_out
from tests.reach.world import World, mark

MARK = re.compile(r"zq\w+qz")
BASE, SENDER = "https://linden.example.org", "office@linden.example.org"
HEADERS = {
    "subject", "from", "to", "date", "message-id", "auto-submitted", "content-type", "content-transfer-encoding",
    "mime-version",
}  # fmt: skip
SAYS = {
    "name": "zqreyesxreaderqz", "professional": "Dana", "practice": "Linden Office", "telephone": "555 0100",
    "our_word": "bluebird", "days": "3", "minutes": "10",
}  # fmt: skip


def written(mail: Mail) -> EmailMessage:
    return write_out(mail, base_url=BASE, sender=SENDER, sender_name="Linden Office")


def outside(message: EmailMessage) -> str:
    """What a locked screen, a list of mails and every server on the way see: the headers and the first line."""
    first = next(line for line in message.get_content().splitlines() if line.strip())
    return " ".join([*(f"{name}: {value}" for name, value in message.items()), first])


def tells(message: EmailMessage, *readers: str) -> list[str]:
    """Whatever is wrong with a mail to somebody who is called one of *readers*, in words."""
    text = message.get_content()
    inside = [name for name in MARK.findall(text) if name not in readers]
    links = re.findall(r"\w+://\S+", text)
    wrong = [f"outside: {word}" for word in telling_words(outside(message))]
    wrong += [
        f"name outside: {name}" for name in MARK.findall("".join(f"{message[kind]}" for kind in ("subject", "from")))
    ]
    wrong += [f"name inside: {name}" for name in inside]
    wrong += [] if len(links) == 1 and links[0].startswith(f"{BASE}/") else [f"links: {links}"]
    wrong += [] if message.get_content_type() == "text/plain" else ["not text alone"]
    wrong += [f"header: {name}" for name in message if name.lower() not in HEADERS]
    return wrong


def posted(database: Database, world: World) -> Iterator[tuple[Mail, list[str]]]:
    """The mails that the world's people caused, with the names that may stand in each, and the words agreed on."""
    agreed = [mark(family, "invitation_word") for family in world.families]
    with database.reading() as db:
        people = list(db.scalars(select(Person)))
        for mail in db.scalars(select(Mail).where(Mail.state == "waiting")):
            yield mail, [*agreed, *(person.first_name for person in people if person.address == mail.recipient)]


def test_no_mail_that_was_caused_gives_anybody_away(world: World, database: Database) -> None:
    found = list(posted(database, world))

    assert len(found) >= len(world.families)
    assert {mail.template: wrong for mail, readers in found if (wrong := tells(written(mail), *readers))} == {}


@pytest.mark.parametrize("template", PLACES)
def test_every_template_says_nothing_to_whoever_looks_over(db: Session, template: str) -> None:
    message = written(a_mail(db, template))

    assert tells(message, SAYS["name"]) == []
    assert SAYS["name"] not in f"{message['subject']}{message['from']}"


def a_mail(db: Session, template: str, **says: str) -> Mail:
    made = post(db, template, to="maria@example.org", says={**SAYS, **says}, links=a_link())
    assert made is not None
    return made


def a_link() -> dict[str, str]:
    return link("sign-in", Mail().id, 1, "/sign-in/")


@pytest.mark.parametrize("template", PLACES)
def test_a_mail_is_known_by_an_id_of_the_office_and_nothing_else(db: Session, template: str) -> None:
    message = written(a_mail(db, template))

    assert re.fullmatch(r"<[0-9a-f]{32}@linden\.example\.org>", message["message-id"])
    assert message["from"] == f"Linden Office <{SENDER}>"
    assert b"html" not in message.as_bytes(policy=SMTP).lower()


@pytest.mark.parametrize("template", ["loved_one_invitation", "new_link"])
def test_what_reaches_the_loved_one_first_calls_nobody_by_name(db: Session, template: str) -> None:
    assert SAYS["name"] not in written(a_mail(db, template)).get_content()


# ---- controls --------------------------------------------------------------------------------------------------------


def test_control_a_name_of_somebody_else_is_seen(db: Session) -> None:
    message = written(a_mail(db, "nudge", name=mark("reyes", "loved_name")))

    assert tells(message, SAYS["name"]) == ["name inside: zqreyesxlovedxnameqz"]


def test_control_a_telling_subject_and_a_second_link_are_seen(db: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    careless = Email(key="nudge", subject="Your letter to {name}", body="{link}\nhttps://tracker.example.org/pixel")
    monkeypatch.setitem(shelf.current().emails, "nudge", careless)
    wrong = tells(written(a_mail(db, "nudge")), SAYS["name"])

    assert [one.split(":")[0] for one in wrong] == ["outside", "name outside", "links"]


def test_control_a_header_more_is_seen(db: Session) -> None:
    message = written(a_mail(db, "nudge"))
    message["List-Id"] = "families"

    assert tells(message, SAYS["name"]) == ["header: List-Id"]


@pytest.mark.parametrize(("subject", "first"), [("Your letter", "Hello"), ("Hello", "Rehab")])
def test_a_practices_own_mail_that_tells_is_not_taken(tmp_path: Path, subject: str, first: str) -> None:
    (tmp_path / "emails").mkdir()
    (tmp_path / "emails" / "nudge.md").write_text(f"---\nsubject: {subject}\n---\n{first}\n{{link}}\n")

    with pytest.raises(Broken, match="tells whoever sees a locked screen"):
        read_emails([paths.content()[0], tmp_path])
