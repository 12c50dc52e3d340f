"""The postmen: SMTP for a practice, nobody before one is named, a folder that can be read for the demo."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import unquote, urlsplit

TIMEOUT_SECONDS = 20
HERE = ("localhost", "127.0.0.1", "::1")


class SmtpPostman:
    """
    Hands mails to one server, named as `smtp://user:password@host:587` (STARTTLS) or `smtps://…:465` (TLS).

    Without TLS it speaks to this machine alone; there is no falling back to clear text.
    """

    def __init__(self, url: str) -> None:
        """Read the address; nothing is opened yet."""
        self.at = urlsplit(url)
        self.host = self.at.hostname or "localhost"
        self.implicit = self.at.scheme == "smtps"
        self.port = self.at.port or (465 if self.implicit else 587)

    def carry(self, message: EmailMessage) -> None:
        """Send one mail; raises smtplib.SMTPException or OSError when the server did not take it."""
        context = ssl.create_default_context()
        if self.implicit:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_SECONDS, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
        with server:
            if not self.implicit and self.host not in HERE:
                server.starttls(context=context)
            if self.at.username:
                server.login(unquote(self.at.username), unquote(self.at.password or ""))
            server.send_message(message)


class NoPostman:
    """Carries nothing, since no mail server is named: mails wait, sealed, and in the end count as not delivered."""

    def carry(self, message: EmailMessage) -> None:
        """Refuse, as a server that cannot be reached would."""
        raise OSError("no mail server is named")


class FolderPostman:
    """Keeps every mail as a file, so that a demo's outbox can be read; nothing leaves the machine."""

    def __init__(self, folder: Path) -> None:
        """Keep mails in *folder*."""
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def carry(self, message: EmailMessage) -> None:
        """Write one mail; a second copy under the same Message-ID replaces the first."""
        name = message["Message-ID"].strip("<>").partition("@")[0]
        (self.folder / f"{name}.eml").write_bytes(message.as_bytes(policy=SMTP))
