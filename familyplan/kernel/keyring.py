"""
The keys of one installation: files of their own, outside the database and its backups.

Every change to one is whole or not at all, and on the disk before anything rests on it.
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12
INSTALLATION = "installation.key"


class Locked(Exception):  # noqa: N818  the field's word
    """The key for this value is absent, wrong or was destroyed; the words cannot be read, by anyone."""


Mark = tuple[int, int]  # a file's time (ns) and number: another one once it was replaced


def mark_of(file: Path) -> Mark:
    """Say which writing of a file stands there; raises OSError where there is none."""
    found = file.stat()
    return found.st_mtime_ns, found.st_ino


@dataclass(frozen=True)
class Kept:
    """What `installation.key` holds: the keys by generation, and what a rotation leaves as it was."""

    current: int
    masters: dict[int, bytes]
    lasting: dict[str, bytes]
    changed: Mark = (0, 0)

    @classmethod
    def read(cls, written: bytes, changed: Mark) -> Self:
        """Read the file; raises ValueError, KeyError or AttributeError when it is none."""
        raw = json.loads(written)
        masters = {int(name): base64.b64decode(key) for name, key in raw["keys"].items()}
        lasting = {name: base64.b64decode(key) for name, key in raw.get("lasting", {}).items()}
        if int(raw["current"]) not in masters:
            raise ValueError("current")
        return cls(int(raw["current"]), masters, lasting, changed)

    def written(self) -> bytes:
        """Write it as it is kept."""
        masters = {str(name): base64.b64encode(key).decode() for name, key in self.masters.items()}
        lasting = {name: base64.b64encode(key).decode() for name, key in self.lasting.items()}
        return json.dumps({"current": self.current, "keys": masters, "lasting": lasting}).encode()

    def derive(self, purpose: str, generation: int | None = None) -> bytes:
        """Derive 32 bytes for *purpose*; raises `Locked` for a generation that is gone."""
        if generation is None and purpose in self.lasting:
            return self.lasting[purpose]
        master = self.masters.get(generation or self.current)
        if master is None:
            raise Locked(purpose)
        return HKDF(SHA256(), 32, salt=None, info=b"familyplan:" + purpose.encode()).derive(master)


class KeyRing:
    """
    The keys of one installation in a folder of its own (0700), never in the database and never in a backup.

    `installation.key` is made once and never overwritten by another installation's; `keys rotate` alone replaces it,
    and a process that runs meanwhile learns of it by the file's time. Wrapped engagement keys are files beside it.
    """

    def __init__(self, folder: Path) -> None:
        """Open the ring; raises `Locked` when the installation's key is not there or cannot be read."""
        self.folder = folder
        self._known: dict[UUID, tuple[Mark, bytes]] = {}
        self._read = self._open()

    def _open(self) -> Kept:
        file = self.folder / INSTALLATION
        try:
            changed = mark_of(file)
            return Kept.read(file.read_bytes(), changed)
        except (OSError, ValueError, KeyError, AttributeError) as why:
            raise Locked(str(file)) from why

    def kept(self) -> Kept:
        """Give the installation's keys as they are now; what was read before stays good while the file is away."""
        with contextlib.suppress(OSError, Locked):
            if mark_of(self.folder / INSTALLATION) != self._read.changed:
                self._read = self._open()
        return self._read

    @property
    def generation(self) -> int:
        """The generation that is sealed with now."""
        return self.kept().current

    @classmethod
    def make(cls, folder: Path) -> Self:
        """Make a new installation key; raises FileExistsError rather than overwrite one."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "engagements").mkdir(mode=0o700, exist_ok=True)
        write_new(folder / INSTALLATION, Kept(1, {1: secrets.token_bytes(32)}, {}).written())
        return cls(folder)

    def derive(self, purpose: str, generation: int | None = None) -> bytes:
        """Derive 32 bytes for one *purpose*; what must find again what it once marked stays through a rotation."""
        return self.kept().derive(purpose, generation)

    def replace(self, kept: Kept) -> None:
        """Put *kept* in the place of the installation's keys, whole or not at all; for a rotation alone."""
        replace_file(self.folder / INSTALLATION, kept.written())
        self._read = self._open()

    def _file(self, engagement: UUID) -> Path:
        return self.folder / "engagements" / f"{engagement}.key"

    def engagements(self) -> list[UUID]:
        """Name the engagements that have a key."""
        return [UUID(file.stem) for file in sorted((self.folder / "engagements").glob("*.key"))]

    def make_engagement_key(self, engagement: UUID) -> None:
        """Make and sync a key for *engagement*; call it before the engagement commits."""
        write_new(self._file(engagement), self._wrapped(engagement, secrets.token_bytes(32)))

    def _wrapped(self, engagement: UUID, key: bytes) -> bytes:
        nonce, kept = secrets.token_bytes(NONCE_BYTES), self.kept()
        sealed = AESGCM(kept.derive("wrap", kept.current)).encrypt(nonce, key, engagement.bytes)
        return kept.current.to_bytes(2) + nonce + sealed

    def wrap_again(self, engagement: UUID) -> None:
        """Wrap a key under the newest generation; a key that was destroyed meanwhile stays so. Twice is harmless."""
        with self._alone(), contextlib.suppress(FileNotFoundError):
            file = self._file(engagement)
            if int.from_bytes(file.read_bytes()[:2]) != self.generation:
                replace_file(file, self._wrapped(engagement, self.engagement_key(engagement)))

    def engagement_key(self, engagement: UUID) -> bytes:
        """Open an engagement's key; raises `Locked` once it was destroyed, by this process or another."""
        file = self._file(engagement)
        try:
            changed = mark_of(file)
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
        with self._alone():
            self._known.pop(engagement, None)
            self._file(engagement).unlink(missing_ok=True)
            sync_folder(self._file(engagement).parent)

    @contextlib.contextmanager
    def _alone(self) -> Generator[None]:
        """Keep a rotation from writing a key anew that is being destroyed, across processes of this machine."""
        with holding(self.folder / "engagements"):
            yield


@contextlib.contextmanager
def holding(folder: Path, *, wait: bool = True) -> Generator[None]:
    """Hold a folder against other processes of this machine; BlockingIOError where it is held and *wait* is off."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def write_new(file: Path, content: bytes) -> None:
    """Write a file that is not there yet, readable by this user alone, and have it on the disk; or FileExistsError."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    sync_folder(file.parent)


def replace_file(file: Path, content: bytes) -> None:
    """Put *content* in the place of a file, whole or not at all, and have it on the disk."""
    beside = file.with_name(f".{file.name}.new")
    beside.unlink(missing_ok=True)
    write_new(beside, content)
    beside.replace(file)
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Have a folder's names on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
