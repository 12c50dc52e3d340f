"""Sessions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.kernel.records import Record


class SignedIn(Record):
    """That a browser belongs to a person until it ends; the token itself is only in the browser's cookie."""

    __tablename__ = "signed_in"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]  # to the minute
    ends_at: Mapped[datetime]
    browser: Mapped[str] = mapped_column(String(60), default="")  # "Firefox, Linux", as the browser says
    factor_at: Mapped[datetime | None]  # when the second factor was shown; staff without it are only half in
    phone: Mapped[str] = mapped_column(String(10), default="")  # own | shared | "" while nobody said
    confirmed_at: Mapped[datetime | None]  # when the person last showed who they are: a password, a set-up or demo link
    ended_at: Mapped[datetime | None]
