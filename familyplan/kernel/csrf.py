"""
Whether a write really comes from our own page.

The token is an HMAC over the session's id, so it dies with the session and no other session's fits. Somebody who is
not signed in is bound to a random cookie instead. The browser's own word (Origin, Sec-Fetch-Site) is asked first.
"""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from familyplan.kernel import vault

FIELD = "_csrf_token"
HEADER = "x-csrftoken"


def token_for(bearer: str) -> str:
    """Make the form token that belongs to *bearer*: a session's or a visitor's cookie."""
    key = vault.current().ring.derive("form-token")
    return hmac.digest(key, bearer.encode(), "sha256").hex()


def belongs(token: str, bearer: str) -> bool:
    """Say whether *token* is the one of *bearer*; nobody's bearer has none."""
    return bool(bearer) and hmac.compare_digest(token.encode(), token_for(bearer).encode())


def from_our_page(headers: dict[str, str]) -> bool:
    """
    Say whether the browser reports our own page as the sender; a browser that says nothing is believed so far.

    Our pages send no referrer, so a form's Origin arrives as `null`; then Sec-Fetch-Site alone speaks.
    """
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin", "null")
    return origin == "null" or urlsplit(origin).netloc == headers.get("host", "")
