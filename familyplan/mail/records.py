"""Mails on their way, and the families to whom nothing is sent now."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.kernel.records import Record
from familyplan.kernel.vault import Sealed


class Mail(Record):
    """
    One mail to one address. What it says is sealed, and blanked once it is sent.

    Delivered at least once, under one Message-ID, so that a second copy after a crash can be told for what it is.
    """

    __tablename__ = "mail"

    about_engagement_id: Mapped[UUID | None] = mapped_column(index=True)
    template: Mapped[str] = mapped_column(String(60))
    recipient = Sealed("mail.recipient")
    parameters = Sealed("mail.parameters")  # JSON
    state: Mapped[str] = mapped_column(String(10), default="waiting", index=True)  # waiting sent stopped lost
    tries: Mapped[int] = mapped_column(default=0)
    posted_at: Mapped[datetime]
    next_try_at: Mapped[datetime] = mapped_column(index=True)
    leased_until_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]


class Stop(Record):
    """That nothing is sent about one family, or to one person of it, until the row is gone."""

    __tablename__ = "mail_stop"

    about_engagement_id: Mapped[UUID] = mapped_column(unique=True)
    since_at: Mapped[datetime]
