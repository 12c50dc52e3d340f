"""The demo's outbox: every mail that was sent, readable; no other server has this page."""

from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from litestar import Request

from familyplan.access import guards
from familyplan.kernel.web import Answer, Db, Page, reads

MOST = 60


@dataclass(frozen=True)
class Kept:
    """One mail as its reader would see it."""

    to: str
    subject: str
    sender: str
    sent: str
    text: str


def kept_mails(folder: Path) -> list[Kept]:
    """Read the mails that were sent, newest first."""
    files = sorted(folder.glob("*.eml"), key=lambda file: file.name, reverse=True)[:MOST]
    return [_read(message_from_bytes(file.read_bytes(), policy=default)) for file in files]


def _read(message: EmailMessage) -> Kept:
    text: str = message.get_content()
    return Kept(str(message["To"]), str(message["Subject"]), str(message["From"]), str(message["Date"]), text)


OUTBOX = Page("demo/outbox.html")


@reads("/outbox", guards=[guards.staff])
def outbox(request: Request[Any, Any, Any], db: Db) -> Answer:
    """Show the mails that the demo sent to nobody."""
    return OUTBOX.show(says={"mails": kept_mails(request.app.state.settings.data / "mails")})


HANDLERS = [outbox]
