"""
What of a request is counted, and the cookie of a browser that signed in to an account before.

The cookie holds a number drawn once and, for at most five accounts, a keyed mark of that number and the account: no
name, no address, nothing to read. It lets nobody in; it only says that guesses made elsewhere are not this browser's.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Any

from litestar import Request
from litestar.datastructures import Cookie
from sqlalchemy.orm import Session

from familyplan.access.throttle import service
from familyplan.kernel import whence
from familyplan.kernel.vault import tidy_address

MOST_ACCOUNTS = 5
MARK_SIGNS = 32
KEPT_SECONDS = 365 * 24 * 3600
Asked = Request[Any, Any, Any]


def tried(request: Asked, what: str, address: str) -> service.Try:
    """Say what is tried here: *what* at the account of *address*."""
    about = tidy_address(address)
    return service.Try(what, about, service.place(whence.address()), known(request, about))


def attempt(request: Asked, what: str, address: str) -> None:
    """Count a try at the account of *address*, before it is checked; raises `Wait` (429). For `before=` of a write."""
    service.attempt(request.app.state.database, tried(request, what, address))
    request.scope["state"]["tried"] = what  # noted, should it be refused: see app.wiring


def right(request: Asked, db: Session, what: str, address: str) -> None:
    """Take back what was counted: the try was right."""
    service.forgive(db, tried(request, what, address))


def cookie_name(*, https: bool) -> str:
    """Name the cookie of a browser that is known."""
    return "__Host-known" if https else "known"


def known(request: Asked, about: str) -> str:
    """Give the number of a browser that signed in to the account of *about* before, or nothing."""
    number, marks = _read(request)
    ours = _mark(number, about)
    return number if number and any(hmac.compare_digest(ours, each) for each in marks) else ""


def knows_staff(request: Asked) -> bool:
    """Say whether staff signed in by this browser before; only what a page shows first hangs on it."""
    return bool(_read(request)[1])


def remember(request: Asked, address: str) -> Cookie:
    """Make the cookie by which this browser is known at the account of *address* from now on."""
    https: bool = request.app.state.settings.https
    number, marks = _read(request)
    number = number or secrets.token_hex(16)
    ours = _mark(number, tidy_address(address))
    kept = [ours, *(each for each in marks if each != ours)][:MOST_ACCOUNTS]
    return Cookie(
        key=cookie_name(https=https), value=".".join([number, *kept]), path="/", httponly=True, secure=https,
        samesite="lax", max_age=KEPT_SECONDS,
    )  # fmt: skip


def _read(request: Asked) -> tuple[str, list[str]]:
    https: bool = request.app.state.settings.https
    number, *marks = str(request.scope["state"]["cookies"].get(cookie_name(https=https), "")).split(".")
    whole = number.isascii() and number.isalnum() and len(number) == MARK_SIGNS
    return (number, [each for each in marks if each.isascii()][:MOST_ACCOUNTS]) if whole else ("", [])


def _mark(number: str, about: str) -> str:
    return service.mark("browser", number, about).hex()[:MARK_SIGNS]
