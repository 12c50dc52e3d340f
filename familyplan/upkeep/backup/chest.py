"""
The file of a backup: frames of msgpack, compressed, then encrypted as a whole with age.

Nothing of it lies on a disk unencrypted, not even for a moment; age says when a byte was changed or the end is gone.
"""

from __future__ import annotations

import io
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyrage
from pyrage import passphrase, x25519

from familyplan.kernel.errors import Refusal
from familyplan.kernel.keyring import sync_folder, write_new
from familyplan.kernel.language import _

IDENTITY = "backup.identity"  # beside the keys
BEGINS = b"age-encryption.org/v1\n"
SIZE_BYTES = 4  # in front of each frame


def identity(keys: Path) -> x25519.Identity:
    """Open the key that backups are made for; it is made the first time, beside the installation's own."""
    file = keys / IDENTITY
    if not file.exists():
        write_new(file, f"{x25519.Identity.generate()}\n".encode())
    return x25519.Identity.from_str(file.read_text().strip())


class Frames(io.RawIOBase):
    """What is to be encrypted, made while it is asked for."""

    def __init__(self, frames: Iterable[object]) -> None:
        """Read from *frames*, one after the other."""
        self._parts = _compressed(frames)
        self._rest = b""
        self.fault: Exception | None = None  # what making a frame raised

    def readable(self) -> bool:
        """Say yes."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Give up to *size* bytes, and none at the end."""
        while size < 0 or len(self._rest) < size:
            try:
                part = next(self._parts, None)
            except Exception as why:
                self.fault = why
                raise
            if part is None:
                break
            self._rest += part
        given, self._rest = (self._rest, b"") if size < 0 else (self._rest[:size], self._rest[size:])
        return given


def _compressed(frames: Iterable[object]) -> Iterator[bytes]:
    press, encode = zlib.compressobj(1), msgspec.msgpack.Encoder().encode
    for frame in frames:
        packed = encode(frame)
        if part := press.compress(len(packed).to_bytes(SIZE_BYTES) + packed):
            yield part
    yield press.flush()


class Unpacking(io.RawIOBase):
    """Where a decrypted backup is poured: each whole frame goes to *take*. What *take* raises is kept in `fault`."""

    def __init__(self, take: Callable[[Any], None]) -> None:
        """Hand frames to *take*."""
        self._take = take
        self._open, self._rest = zlib.decompressobj(), b""
        self.fault: BaseException | None = None

    def writable(self) -> bool:
        """Say yes."""
        return True

    def write(self, given: Any) -> int:
        """Take some bytes."""
        try:
            self._rest += self._open.decompress(bytes(given))
            at = 0
            while (end := at + SIZE_BYTES) <= len(self._rest):
                size = int.from_bytes(self._rest[at:end])
                if len(self._rest) < end + size:
                    break
                self._take(msgspec.msgpack.decode(self._rest[end : end + size]))
                at = end + size
            self._rest = self._rest[at:]
        except BaseException as why:
            self.fault = self.fault or why  # the first one: age may pour on
            raise
        return len(given)


def lock_up(file: Path, frames: Iterable[object], keys: Path, phrase: str = "") -> None:
    """
    Write *frames* to *file*, encrypted, for this user alone; at a fault what stood there before stands there still.

    With a *phrase* it opens with that instead of the key beside the installation's, and is put together in memory.
    """
    beside = file.with_name(f".{file.name}.part")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    told = Frames(frames)
    try:
        with os.fdopen(descriptor, "wb") as out:
            if phrase:
                out.write(passphrase.encrypt(told.read(), phrase))
            else:
                pyrage.encrypt_io(told, out, [identity(keys).to_public()])
            out.flush()
            os.fsync(out.fileno())
        beside.replace(file)
    except pyrage.EncryptError as why:
        raise told.fault or OSError(str(why)) from why
    finally:
        beside.unlink(missing_ok=True)
    sync_folder(file.parent)


def unlock(file: Path, take: Callable[[Any], None], keys: Path, phrase: str = "") -> None:
    """Hand every frame of *file* to *take*; raises `Refusal` when it is no backup, not ours, changed or cut short."""
    try:
        with file.open("rb") as kept:
            if kept.read(len(BEGINS)) != BEGINS:
                raise Refusal(_("This is no backup. Nothing was touched."))
            kept.seek(0)
            into = Unpacking(take)
            try:
                _pour(kept, into, keys, phrase)
            except Exception as why:
                raise _in_words(into.fault or why) from why
    except OSError as why:
        raise Refusal(_("The backup cannot be read: %(why)s. Nothing was touched."), why=why.strerror or why) from why


def _pour(kept: io.BufferedReader, into: Unpacking, keys: Path, phrase: str) -> None:
    if phrase:
        into.write(passphrase.decrypt(kept.read(), phrase))
    elif not (keys / IDENTITY).exists():
        raise Refusal(
            _("The key for backups, %(name)s, is not in the keys folder. Nothing was touched."), name=IDENTITY
        )
    else:
        pyrage.decrypt_io(kept, into, [identity(keys)])


def _in_words(why: BaseException) -> BaseException:
    """Say what a fault while decrypting means; faults of the database and our own refusals stay what they are."""
    if isinstance(why, pyrage.DecryptError | zlib.error | msgspec.MsgspecError | OSError | ValueError):
        return Refusal(
            _("This backup is damaged or cut short, or it was made for another key or passphrase. Nothing was touched.")
        )
    return why
