"""
Sealing: what a person typed is kept as ciphertext, and its key lies outside the database and its backups.

A sealed value is version (1 byte), key generation (2), nonce (12), AES-256-GCM ciphertext. The associated data is a
label fixed for ever (a renamed column keeps it), the row's id and the engagement's id, so that a value copied to
another row or family does not open. Each engagement has a key of its own, wrapped by the installation's; when that
small file is gone, so are the family's words, in every backup.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import os
import unicodedata
from typing import Self, overload
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from familyplan.kernel.keyring import INSTALLATION, NONCE_BYTES, KeyRing, Locked, Mark

__all__ = (
    "INSTALLATION", "KeyRing", "Locked", "Sealed", "Vault", "current", "fingerprint", "install", "tidy_address",
)  # fmt: skip
VERSION = b"\x01"
HEAD_BYTES = 1 + 2 + NONCE_BYTES
NOBODY = UUID(int=0)


class Vault:
    """Seals and opens text, and makes the installation's other secrets: address index, tokens, form tokens."""

    def __init__(self, ring: KeyRing) -> None:
        """Stand on a ring of keys."""
        self.ring = ring
        self._ciphers: dict[bytes, AESGCM] = {}
        self._derived: dict[tuple[Mark, str, int | None], bytes] = {}

    def _key(self, purpose: str, generation: int | None = None) -> bytes:
        kept = self.ring.kept()
        known = self._derived.get((kept.changed, purpose, generation))
        if known is None:
            known = self._derived[kept.changed, purpose, generation] = kept.derive(purpose, generation)
        return known

    def _cipher(self, engagement: UUID | None, generation: int) -> AESGCM:
        key = self._key("data", generation) if engagement is None else self.ring.engagement_key(engagement)
        cipher = self._ciphers.get(key)
        if cipher is None:
            cipher = self._ciphers[key] = AESGCM(key)
        return cipher

    def seal(self, text: str, label: str, row: UUID, engagement: UUID | None) -> bytes:
        """Seal *text* for one place; any text, lone surrogates and NUL included, comes back as it was."""
        nonce = os.urandom(NONCE_BYTES)
        body = text.encode("utf-8", "surrogatepass")
        generation = self.ring.generation
        sealed = self._cipher(engagement, generation).encrypt(nonce, body, _about(label, row, engagement))
        return VERSION + generation.to_bytes(2) + nonce + sealed

    def open(self, sealed: bytes, label: str, row: UUID, engagement: UUID | None) -> str:
        """Open what `seal` made for the same place; raises `Locked` for any other place or a lost key."""
        cipher = self._cipher(engagement, int.from_bytes(sealed[1:3]))
        try:
            body = cipher.decrypt(sealed[3:HEAD_BYTES], sealed[HEAD_BYTES:], _about(label, row, engagement))
        except InvalidTag as why:
            raise Locked(label) from why
        return body.decode("utf-8", "surrogatepass")

    def address_index(self, address: str) -> bytes:
        """Find an address without keeping it readable: the same for any spelling that reaches one mailbox name."""
        return hmac.digest(self._key("address-index"), tidy_address(address).encode(), "sha256")

    def token(self, purpose: str, about: UUID, counter: int) -> str:
        """Derive a link's token; it is never stored, so it can be mailed again but not read from the database."""
        message = f"{purpose}:{about}:{counter}".encode()
        return base64.urlsafe_b64encode(hmac.digest(self._key("tokens"), message, "sha256")).decode().rstrip("=")

    def code(self, purpose: str, about: UUID, counter: int) -> str:
        """Derive six digits that can be read out over the phone; whoever checks them counts the tries."""
        digest = hmac.digest(self._key("tokens"), f"code:{purpose}:{about}:{counter}".encode(), "sha256")
        return f"{int.from_bytes(digest[:8]) % 1_000_000:06d}"


def _about(label: str, row: UUID, engagement: UUID | None) -> bytes:
    return label.encode() + row.bytes + (engagement or NOBODY).bytes


def tidy_address(address: str) -> str:
    """Fold the spellings of one address: NFKC, lower case, IDNA for the domain, no sub-address (`+tag`)."""
    folded = unicodedata.normalize("NFKC", address).strip().lower()
    name, at, domain = folded.rpartition("@")
    if not at:
        return folded
    with contextlib.suppress(UnicodeError):
        domain = domain.encode("idna").decode()
    return f"{name.split('+')[0]}@{domain}"


def fingerprint(token: str) -> bytes:
    """Hash a token for keeping; the token itself is only ever in a link or a cookie."""
    return hashlib.sha256(token.encode()).digest()


_installed: Vault | None = None


def install(vault: Vault) -> None:
    """Make *vault* the one that this process seals with."""
    global _installed  # noqa: PLW0603  one installation for a process
    _installed = vault


def current() -> Vault:
    """Hand out the installed vault; raises `Locked` before `install`."""
    if _installed is None:
        raise Locked("no vault is installed")
    return _installed


class Sealed:
    """
    Text that is kept sealed: setting seals, reading opens once and remembers. Nothing typed reads as "".

    The label is part of the seal: renaming a column keeps it, changing it makes every stored value unreadable.
    """

    def __init__(self, label: str) -> None:
        """Fix the label for ever."""
        self.label = label
        self.column = ""

    def __set_name__(self, owner: type, name: str) -> None:
        """Learn the attribute's name, and with it the column's."""
        self.column = f"_sealed_{name}"

    @overload
    def __get__(self, record: None, owner: type) -> Self: ...
    @overload
    def __get__(self, record: object, owner: type) -> str: ...
    def __get__(self, record: object | None, owner: type) -> Self | str:
        """Open the value; raises `Locked` when its key was destroyed."""
        if record is None:
            return self
        sealed: bytes | None = getattr(record, self.column)
        if not sealed:
            return ""
        opened: dict[str, tuple[bytes, str]] = record.__dict__.setdefault("_opened", {})
        known = opened.get(self.column)
        if known is None or known[0] is not sealed:
            text = current().open(sealed, self.label, record.id, record.sealed_under())  # type: ignore[attr-defined]  # every owner is a Record
            known = opened[self.column] = (sealed, text)
        return known[1]

    def __set__(self, record: object, text: str) -> None:
        """Seal *text*; an empty text is kept as nothing."""
        value = None
        if text:
            value = current().seal(text, self.label, record.id, record.sealed_under())  # type: ignore[attr-defined]  # every owner is a Record
        setattr(record, self.column, value)
