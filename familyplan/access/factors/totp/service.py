"""The app on a telephone: a secret that both sides keep, and a code that is taken once."""

from __future__ import annotations

import hmac
import io

import pyotp
import segno
from markupsafe import Markup
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from familyplan.access.factors.records import Totp
from familyplan.access.records import Person
from familyplan.kernel import clock, vault

STEP_SECONDS = 30
DIGITS = 6
EITHER_SIDE = 1  # steps by which a telephone's clock may differ


def new_secret() -> str:
    """Make a secret of 160 bits, as an app takes it: base32."""
    return pyotp.random_base32()


def mark(secret: str, bearer: str) -> str:
    """Sign a secret for the session that it is shown in; nothing is stored before a code from it was typed."""
    key = vault.current().ring.derive("authenticator")
    return hmac.digest(key, f"{bearer}|{secret}".encode(), "sha256").hex()


def is_ours(secret: str, marked: str, bearer: str) -> bool:
    """Say whether this program showed *secret* in this session."""
    return hmac.compare_digest(mark(secret, bearer).encode(), marked.encode())


def in_fours(secret: str) -> str:
    """Write a secret so that it can be typed by hand: groups of four."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def uri(secret: str, person: Person, practice: str) -> str:
    """Write what an app is told, as the otpauth address that opens it on a telephone."""
    return pyotp.TOTP(secret).provisioning_uri(name=person.address, issuer_name=practice)


def picture(secret: str, person: Person, practice: str) -> Markup:
    """Draw what a telephone's camera reads: an inline SVG without any style, dark on light in every mode."""
    drawn = io.BytesIO()
    segno.make(uri(secret, person, practice), error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=False, nl=False, scale=5, dark="#000", light="#fff", svgclass=None,
        lineclass=None,
    )  # fmt: skip
    return Markup(drawn.getvalue().decode())  # noqa: S704  segno's own drawing: squares and numbers


def step_of(secret: str, code: str) -> int | None:
    """Say for which half minute *code* is right; every one is compared to its end, whichever fits."""
    now, typed, fitting = int(clock.now().timestamp()) // STEP_SECONDS, digits(code).encode(), None
    reckoned = pyotp.TOTP(secret, digits=DIGITS, interval=STEP_SECONDS)
    for step in range(now - EITHER_SIDE, now + EITHER_SIDE + 1):
        if hmac.compare_digest(reckoned.generate_otp(max(step, 0)).encode(), typed):
            fitting = step
    return fitting


def digits(code: str) -> str:
    """Keep the digits of what was typed."""
    return "".join(sign for sign in code if sign in "0123456789")


def take(db: Session, person: Person, code: str) -> bool:
    """Take a code once: of two at the same moment one is right, and so is no older one after it."""
    kept = db.scalar(select(Totp).where(Totp.person_id == person.id, Totp.proven_at.is_not(None)))
    step = step_of(kept.secret if kept is not None else new_secret(), code)  # nobody's takes as long as somebody's
    if kept is None or step is None:
        return False
    taken = update(Totp).where(Totp.id == kept.id, Totp.last_step < step, Totp.proven_at.is_not(None))
    return bool(db.execute(taken.values(last_step=step)).rowcount == 1)  # type: ignore[attr-defined]  # an UPDATE's result counts rows


def enrol(db: Session, person: Person, secret: str, code: str) -> bool:
    """Keep *secret* once a code from it was typed; it takes the place of an earlier one, and that code is used up."""
    step = step_of(secret, code)
    if step is None:
        return False
    now, kept = clock.now(), db.scalar(select(Totp).where(Totp.person_id == person.id))
    if kept is None:
        kept = Totp(person_id=person.id)
        db.add(kept)
    kept.secret, kept.made_at, kept.proven_at, kept.last_step = secret, now, now, step
    return True
