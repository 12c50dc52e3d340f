"""From where a request came, for the journal: a keyed mark that tells two places apart, never an address."""

from __future__ import annotations

import hmac
from collections.abc import Collection
from contextvars import ContextVar
from ipaddress import ip_address
from typing import Any

from familyplan.kernel import vault

MARK_BYTES = 8
_address: ContextVar[str] = ContextVar("address", default="")


def came_from(address: str) -> None:
    """Say, for the rest of this request, which network address asks."""
    _address.set(address)


def address() -> str:
    """Give the network address that asks, or nothing outside of a request."""
    return _address.get()


def client(scope: Any, proxies: Collection[str]) -> str:
    """
    Say which network address asks: the other end of the connection, and nothing that it says about itself.

    Only where that other end is one of *proxies*, the reverse proxy that an installation names, the last address that
    it added to X-Forwarded-For counts instead; what a client wrote before it never does.
    """
    peer = str((scope.get("client") or ("",))[0])
    if peer not in proxies:
        return peer
    added = [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"x-forwarded-for"]
    last = added[-1].rpartition(",")[2].strip() if added else ""
    try:
        return str(ip_address(last))
    except ValueError:
        return peer


def mark() -> bytes | None:
    """
    Give the mark of where this request came from, or None outside of one (a command, the rounds).

    It is the same for the same address as long as the installation's key is, and nobody without that key can try
    addresses against it.
    """
    address = _address.get()
    if not address:
        return None
    return hmac.digest(vault.current().ring.derive("whence"), address.encode(), "sha256")[:MARK_BYTES]
