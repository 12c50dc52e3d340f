"""Posting a mail, and bringing it: at least once, never about a family that stands still."""

from __future__ import annotations

import json
import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Protocol
from uuid import UUID

from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.orm import Session

from familyplan.guidance import shelf
from familyplan.kernel import clock, log, vault
from familyplan.kernel.db import Database
from familyplan.mail.records import Mail, Stop

LEASE = timedelta(minutes=5)
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12))
GIVE_UP_AFTER = timedelta(days=2)
AT_ONCE = 20
FOR_GOOD = 500  # SMTP: from here on a refusal is for good


class Postman(Protocol):
    """Whoever carries a mail away; raises OSError (smtplib's errors are) when it could not be handed over."""

    def carry(self, message: EmailMessage) -> None:
        """Hand the mail over, or raise."""


def link(purpose: str, about: UUID, counter: int, path: str) -> dict[str, str]:
    """Name a link that is derived when the mail is written out, so that its token is never stored."""
    return {"purpose": purpose, "about": str(about), "counter": str(counter), "path": path}


def page(path: str) -> dict[str, str]:
    """Name a page that a mail leads to, with no token: whoever follows it has to sign in."""
    return {"path": path}


def post(
    db: Session,
    template: str,
    *,
    to: str,
    says: dict[str, str],
    links: dict[str, str] | None = None,
    engagement_id: UUID | None = None,
) -> Mail | None:
    """
    Put a mail into the outbox, in the caller's transaction; None, and no mail, for a family that stands still.

    *says* fills the places of the template in `content/emails/`; *links* (of `link`) adds `link` and `code`.
    """
    if not to or (engagement_id and db.scalar(select(Stop.id).where(Stop.about_engagement_id == engagement_id))):
        return None
    mail = _put(template, to, says, links, engagement_id)
    db.add(mail)
    return mail


def _put(
    template: str, to: str, says: dict[str, str], links: dict[str, str] | None, engagement_id: UUID | None
) -> Mail:
    now = clock.now()
    mail = Mail(about_engagement_id=engagement_id, template=template, posted_at=now, next_try_at=now)
    mail.recipient = to
    mail.parameters = json.dumps({"says": says, "links": links})
    return mail


def post_each(
    db: Session, template: str, to: list[tuple[str, dict[str, str]]], *, links: dict[str, str], engagement_id: UUID
) -> list[Mail]:
    """Post one mail to several, each an address and what it says there; none for a family that stands still."""
    if not to or db.scalar(select(Stop.id).where(Stop.about_engagement_id == engagement_id)):
        return []
    mails = [_put(template, address, says, links, engagement_id) for address, says in to]
    db.add_all(mails)
    return mails


def withdraw_those(db: Session, which: Select[UUID | None]) -> None:
    """Take back those of *which* (a select of mails' ids) that still wait; a mail that left stays as it is."""
    blank = {Mail.recipient.column: None, Mail.parameters.column: None}
    db.execute(update(Mail).where(Mail.id.in_(which), Mail.state == "waiting").values(state="stopped", **blank))


def withdraw(db: Session, mail_id: UUID) -> None:
    """Take one mail back while it waits; a mail that left stays as it is."""
    blank = {Mail.recipient.column: None, Mail.parameters.column: None}
    db.execute(update(Mail).where(Mail.id == mail_id, Mail.state == "waiting").values(state="stopped", **blank))


Lost = Callable[[Session, UUID], None]
_told_of_lost: list[Lost] = []


def tell_of_lost(*listeners: Lost) -> None:
    """Set who is told, in the same transaction, that the mail of an id came back for good; setting again replaces."""
    _told_of_lost[:] = listeners


def stop(db: Session, engagement_id: UUID) -> None:
    """Stop everything for one family: what waits is never sent, also not later. Twice is harmless."""
    waiting = update(Mail).where(Mail.about_engagement_id == engagement_id, Mail.state == "waiting")
    blank = {Mail.recipient.column: None, Mail.parameters.column: None}
    db.execute(waiting.values(state="stopped", **blank))
    if not db.scalar(select(Stop.id).where(Stop.about_engagement_id == engagement_id)):
        db.add(Stop(about_engagement_id=engagement_id, since_at=clock.now()))


def start_again(db: Session, engagement_id: UUID) -> None:
    """Let mails leave again; what was stopped stays stopped."""
    db.execute(delete(Stop).where(Stop.about_engagement_id == engagement_id))


def write_out(mail: Mail, *, base_url: str, sender: str, sender_name: str) -> EmailMessage:
    """Write the mail as it is sent: text alone, one link, a subject that says nothing to whoever looks over."""
    given = json.loads(mail.parameters)
    says: dict[str, str] = dict(given["says"])
    at = given["links"]
    if at and "about" not in at:
        says["link"] = f"{base_url}{at['path']}"
    elif at:
        token = vault.current().token(at["purpose"], UUID(at["about"]), int(at["counter"]))
        says |= {
            "link": f"{base_url}{at['path']}{token}",
            "code": spaced(vault.current().code(at["purpose"], UUID(at["about"]), int(at["counter"]))),
        }
    message = EmailMessage()
    subject, text = written(mail.template, says)
    message["Subject"] = subject
    message["From"] = formataddr((one_line(sender_name), sender))  # a name with a comma is still one sender
    message["To"] = one_line(mail.recipient)
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{mail.id.hex}@{sender.rpartition('@')[2] or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message


def written(template: str, says: dict[str, str]) -> tuple[str, str]:
    """Subject and text of a mail as they leave; a KeyError where the link or a word of the subject is missing."""
    subject, text = shelf.current().emails[template].filled(says)
    return one_line(subject), text


def one_line(text: str) -> str:
    """Make a header's text one line, so that nothing typed becomes a header of its own."""
    return " ".join(text.split())


def spaced(code: str) -> str:
    """Write six digits so that they can be read aloud."""
    return f"{code[:3]} {code[3:]}"


def _claim(db: Session, now: datetime) -> list[Mail]:
    free = or_(Mail.leased_until_at.is_(None), Mail.leased_until_at < now)
    due = select(Mail.id).where(Mail.state == "waiting", Mail.next_try_at <= now, free).order_by(Mail.next_try_at)
    claimed = []
    for mail_id in db.scalars(due.limit(AT_ONCE)).all():
        lease = update(Mail).where(Mail.id == mail_id, Mail.state == "waiting", free)
        taken = db.execute(lease.values(leased_until_at=now + LEASE, tries=Mail.tries + 1))
        if taken.rowcount == 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
            claimed.append(mail_id)
    return list(db.scalars(select(Mail).where(Mail.id.in_(claimed)))) if claimed else []


def deliver(database: Database, postman: Postman, *, base_url: str, sender: str, sender_name: str) -> int:
    """
    Bring what is due, once round; returns how many were handed over.

    Claimed by a lease, so that two dispatchers do not both send; a crash between handing over and noting it sends a
    second copy under the same Message-ID, never none.
    """
    with database.reading() as db:
        now = clock.now()
        if not db.scalar(select(Mail.id).where(Mail.state == "waiting", Mail.next_try_at <= now).limit(1)):
            return 0
    with database.writing() as db:
        claimed = _claim(db, clock.now())
    brought = 0
    for mail in claimed:
        try:
            postman.carry(write_out(mail, base_url=base_url, sender=sender, sender_name=sender_name))
        except Exception as why:  # noqa: BLE001  whatever a mail server does, the next mail must go out
            log.logger.warning("mail %s not handed over: %s", mail.id, type(why).__name__)
            _again_later(database, mail, for_good=refused_for_good(why))
        else:
            brought += 1
            _sent(database, mail.id)
    return brought


def _sent(database: Database, mail_id: UUID) -> None:
    with database.writing() as db:
        blank = {Mail.recipient.column: None, Mail.parameters.column: None}
        db.execute(update(Mail).where(Mail.id == mail_id).values(state="sent", sent_at=clock.now(), **blank))


def refused_for_good(why: Exception) -> bool:
    """Say whether the server refused every recipient and said that trying again is of no use (a code of 5xx)."""
    refused = why.recipients.values() if isinstance(why, smtplib.SMTPRecipientsRefused) else []
    return bool(refused) and all(code >= FOR_GOOD for code, _words in refused)


def _again_later(database: Database, mail: Mail, *, for_good: bool) -> None:
    now = clock.now()
    lost = for_good or now - mail.posted_at > GIVE_UP_AFTER
    wait = WAITS[min(mail.tries, len(WAITS)) - 1]
    blank = {Mail.recipient.column: None, Mail.parameters.column: None} if lost else {}
    with database.writing() as db:
        later = update(Mail).where(Mail.id == mail.id, Mail.state == "waiting")
        state = "lost" if lost else "waiting"
        noted = db.execute(later.values(state=state, leased_until_at=None, next_try_at=now + wait, **blank))
        if lost and noted.rowcount == 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
            for listener in _told_of_lost:
                listener(db, mail.id)
