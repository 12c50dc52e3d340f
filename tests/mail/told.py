"""What the outbox would say."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.mail.records import Mail
from familyplan.mail.service import write_out


def mails(db: Session) -> list[str]:
    """The text of each mail, in the order in which they were posted."""
    waiting = db.scalars(select(Mail).order_by(Mail.posted_at, Mail.id)).all()
    written = [write_out(mail, base_url="http://x.test", sender="office@x.test", sender_name="L") for mail in waiting]
    return [message.get_content() for message in written]
