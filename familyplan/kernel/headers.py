"""The headers that every answer of this program carries, whoever gives it: a page, a fault, or the server itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; object-src 'none'"
)
_NOBODY_MAY = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "clipboard-read", "display-capture",
    "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts",
    "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "serial", "usb", "window-management",
    "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join(
    [*(f"{what}=()" for what in _NOBODY_MAY), "publickey-credentials-create=(self)", "publickey-credentials-get=(self)"]
)
HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow, noarchive",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": PERMISSIONS,
}
HSTS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
Headers: TypeAlias = list[tuple[bytes, bytes]]


def dressed(given: Iterable[tuple[bytes, bytes]], *, https: bool) -> Headers:
    """
    Give an answer's headers as they leave: with all of HEADERS, no-store unless it says otherwise, and no banner.

    What an answer says itself stays; HSTS is sent exactly where the installation's own address is https. Twice is
    harmless.
    """
    kept = [(name.lower(), value) for name, value in given if name.lower() != b"server"]
    said = {name for name, _value in kept}
    kept += [(name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in said]
    if b"cache-control" not in said:
        kept.append((b"cache-control", b"no-store"))
    if https and HSTS[0] not in said:
        kept.append(HSTS)
    return kept
