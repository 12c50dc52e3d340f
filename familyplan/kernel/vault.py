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
import json
import os
import secrets
import unicodedata
from pathlib import Path
from typing import Self, overload
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
NONCE_BYTES = 12
HEAD_BYTES = 1 + 2 + NONCE_BYTES
NOBODY = UUID(int=0)
INSTALLATION = "installation.key"


class Locked(Exception):  # noqa: N818  the field's word
    """The key for this value is absent, wrong or was destroyed; the words cannot be read, by anyone."""


class KeyRing:
    """
    The keys of one installation in a folder of its own (0700), never in the database and never in a backup.

    `installation.key` is made once and never overwritten. Wrapped engagement keys are small files beside it.
    """

    def __init__(self, folder: Path) -> None:
        """Open the ring; raises `Locked` when the installation's key is not there or cannot be read."""
        self.folder = folder
        self._known: dict[UUID, tuple[int, bytes]] = {}
        try:
            kept = json.loads((folder / INSTALLATION).read_text())
            self.generation = int(kept["current"])
            self._master = {int(name): base64.b64decode(key) for name, key in kept["keys"].items()}
        except (OSError, ValueError, KeyError) as why:
            raise Locked(str(folder / INSTALLATION)) from why

    @classmethod
    def make(cls, folder: Path) -> Self:
        """Make a new installation key; raises FileExistsError rather than overwrite one."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "engagements").mkdir(mode=0o700, exist_ok=True)
        text = json.dumps({"current": 1, "keys": {"1": base64.b64encode(secrets.token_bytes(32)).decode()}})
        _write_new(folder / INSTALLATION, text.encode())
        return cls(folder)

    def derive(self, purpose: str, generation: int | None = None) -> bytes:
        """Derive 32 bytes for one *purpose* from the installation's key."""
        master = self._master.get(generation or self.generation)
        if master is None:
            raise Locked(purpose)
        return HKDF(SHA256(), 32, salt=None, info=b"familyplan:" + purpose.encode()).derive(master)

    def _file(self, engagement: UUID) -> Path:
        return self.folder / "engagements" / f"{engagement}.key"

    def make_engagement_key(self, engagement: UUID) -> None:
        """Make and sync a key for *engagement*; call it before the engagement commits."""
        key, nonce = secrets.token_bytes(32), secrets.token_bytes(NONCE_BYTES)
        wrapped = AESGCM(self.derive("wrap")).encrypt(nonce, key, engagement.bytes)
        _write_new(self._file(engagement), self.generation.to_bytes(2) + nonce + wrapped)

    def engagement_key(self, engagement: UUID) -> bytes:
        """Open an engagement's key; raises `Locked` once it was destroyed, by this process or another."""
        file = self._file(engagement)
        try:
            changed = file.stat().st_mtime_ns
        except OSError as why:
            self._known.pop(engagement, None)
            raise Locked(str(engagement)) from why
        known = self._known.get(engagement)
        if known is None or known[0] != changed:
            kept = file.read_bytes()
            wrap = AESGCM(self.derive("wrap", int.from_bytes(kept[:2])))
            try:
                key = wrap.decrypt(kept[2 : 2 + NONCE_BYTES], kept[2 + NONCE_BYTES :], engagement.bytes)
            except InvalidTag as why:
                raise Locked(str(engagement)) from why
            known = self._known[engagement] = (changed, key)
        return known[1]

    def destroy_engagement_key(self, engagement: UUID) -> None:
        """Remove an engagement's key for good; doing it twice is harmless."""
        self._known.pop(engagement, None)
        self._file(engagement).unlink(missing_ok=True)
        _sync_folder(self._file(engagement).parent)


def _write_new(file: Path, content: bytes) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    _sync_folder(file.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Vault:
    """Seals and opens text, and makes the installation's other secrets: address index, tokens, form tokens."""

    def __init__(self, ring: KeyRing) -> None:
        """Stand on a ring of keys."""
        self.ring = ring
        self._ciphers: dict[bytes, AESGCM] = {}
        self._data = ring.derive("data")
        self._index = ring.derive("address-index")
        self._tokens = ring.derive("tokens")

    def _cipher(self, engagement: UUID | None, generation: int) -> AESGCM:
        if engagement is not None:
            key = self.ring.engagement_key(engagement)
        else:
            key = self._data if generation == self.ring.generation else self.ring.derive("data", generation)
        cipher = self._ciphers.get(key)
        if cipher is None:
            cipher = self._ciphers[key] = AESGCM(key)
        return cipher

    def seal(self, text: str, label: str, row: UUID, engagement: UUID | None) -> bytes:
        """Seal *text* for one place; any text, lone surrogates and NUL included, comes back as it was."""
        nonce = os.urandom(NONCE_BYTES)
        body = text.encode("utf-8", "surrogatepass")
        sealed = self._cipher(engagement, self.ring.generation).encrypt(nonce, body, _about(label, row, engagement))
        return VERSION + self.ring.generation.to_bytes(2) + nonce + sealed

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
        return hmac.digest(self._index, tidy_address(address).encode(), "sha256")

    def token(self, purpose: str, about: UUID, counter: int) -> str:
        """Derive a link's token; it is never stored, so it can be mailed again but not read from the database."""
        message = f"{purpose}:{about}:{counter}".encode()
        return base64.urlsafe_b64encode(hmac.digest(self._tokens, message, "sha256")).decode().rstrip("=")

    def code(self, purpose: str, about: UUID, counter: int) -> str:
        """Derive six digits that can be read out over the phone; whoever checks them counts the tries."""
        digest = hmac.digest(self._tokens, f"code:{purpose}:{about}:{counter}".encode(), "sha256")
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
