"""keys rotate: a new key for the installation, after which the old one opens nothing and every word is still there."""

import json
import shutil
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from familyplan.access.records import Person
from familyplan.demo.cast import Cast
from familyplan.engagements.records import Engagement
from familyplan.kernel import keyring, vault
from familyplan.kernel.db import Database
from familyplan.kernel.errors import Refusal
from familyplan.kernel.keyring import holding
from familyplan.kernel.vault import KeyRing, Locked, Vault
from familyplan.mail.records import Mail
from familyplan.mail.service import link, post, write_out
from familyplan.upkeep import keys

ANYBODY = "who.writes@example.org"


def read_all(database: Database) -> list[str]:
    """Every word that stands under the installation's key, and a family's name, in one order."""
    with database.reading() as db:
        words = [
            getattr(row, name)
            for record, sealed in keys.sealed_by_the_installation()
            for row in db.scalars(select(record).order_by(record.id))
            for name in sorted(word.column.removeprefix("_sealed_") for word in sealed)
        ]
        return words + [engagement.family_name for engagement in db.scalars(select(Engagement))]


def opened_with(folder: Path, database: Database) -> list[Any]:
    """What a key folder opens of the people and families: the thief's view."""
    found: list[Any] = []
    before = vault.current()
    thief = KeyRing(folder)
    vault.install(Vault(thief))
    try:
        with database.reading() as db:
            for one in db.scalars(select(Person)):
                try:
                    found.append(one.name)
                except Locked:
                    found.append(None)
        for engagement in KeyRing(folder).engagements():
            try:
                found.append(thief.engagement_key(engagement))
            except Locked:
                found.append(None)
    finally:
        vault.install(before)
    return found


@pytest.fixture
def old(ring: KeyRing, tmp_path: Path, database: Database) -> Path:
    """A thief's folder: the installation's key as it was, beside the families' keys as they will be."""
    shutil.copytree(ring.folder, tmp_path / "old")
    with database.writing() as db:
        post(db, "sign_in", to=ANYBODY, says={}, links=link("sign-in", UUID(int=5), 1, "/sign-in/"))
    return tmp_path / "old"


def steal_families(ring: KeyRing, old: Path) -> None:
    shutil.rmtree(old / "engagements")
    shutil.copytree(ring.folder / "engagements", old / "engagements")


def test_every_word_is_there_and_the_old_key_opens_nothing(database: Database, ring: KeyRing, old: Path) -> None:
    before = read_all(database)
    keys.rotate(database, ring)
    steal_families(ring, old)

    assert "Dana" in before
    assert ANYBODY in before
    assert read_all(database) == before
    assert set(opened_with(old, database)) == {None}
    assert list(json.loads((ring.folder / "installation.key").read_text())["keys"]) == ["2"]


def test_control_a_rotation_that_seals_nothing_again_is_found(
    database: Database, ring: KeyRing, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "seal_again", lambda *_given: 0)
    keys.rotate(database, ring)
    steal_families(ring, old)

    assert "Dana" in opened_with(old, database)


def test_control_a_rotation_that_wraps_nothing_again_is_found(
    database: Database, ring: KeyRing, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "wrap_again", lambda *_given: 0)
    keys.rotate(database, ring)
    steal_families(ring, old)

    assert {type(one) for one in opened_with(old, database)} == {bytes, type(None)}


def test_addresses_are_found_and_links_that_wait_or_left_go_on(database: Database, ring: KeyRing, cast: Cast) -> None:
    index, token = vault.current().address_index("ana@example.org"), vault.current().token("sign-in", cast.dana.id, 1)
    keys.rotate(database, ring)

    assert vault.current().address_index("ANA@example.org") == index
    assert vault.current().token("sign-in", cast.dana.id, 1) == token
    keys.rotate(database, ring)
    assert vault.current().token("sign-in", cast.dana.id, 1) == token


def test_a_server_that_runs_meanwhile_goes_on_with_the_new_key(database: Database, ring: KeyRing, cast: Cast) -> None:
    server = Vault(KeyRing(ring.folder))
    before = server.seal("a word", "test.word", cast.dana.id, None)
    keys.begin(ring)
    between = server.seal("a word", "test.word", cast.dana.id, None)
    assert server.open(before, "test.word", cast.dana.id, None) == "a word"
    keys.rotate(database, ring)
    family = server.seal("a word", "test.word", cast.dana.id, cast.reyes.id)

    assert between[1:3] == b"\0\2"
    assert server.open(between, "test.word", cast.dana.id, None) == "a word"
    assert server.open(family, "test.word", cast.dana.id, cast.reyes.id) == "a word"


@pytest.mark.parametrize("at", range(3))
def test_killed_at_any_file_it_leaves_every_word_readable_and_goes_on_when_begun_again(
    database: Database, ring: KeyRing, old: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:  # fmt: skip
    before, replaced, replace = read_all(database), count(), keyring.replace_file

    def killed(file: Path, content: bytes) -> None:
        if next(replaced) == at:
            raise KeyboardInterrupt
        replace(file, content)

    with monkeypatch.context() as patched:
        patched.setattr(keyring, "replace_file", killed)
        with pytest.raises(KeyboardInterrupt):
            keys.rotate(database, ring)
    vault.install(Vault(KeyRing(ring.folder)))  # the next process
    assert read_all(database) == before
    keys.rotate(database, vault.current().ring)
    steal_families(ring, old)

    assert read_all(database) == before
    assert set(opened_with(old, database)) == {None}
    assert len(ring.kept().masters) == 1


def test_killed_between_two_portions_of_rows_it_goes_on(
    database: Database, ring: KeyRing, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    before, portions, some = read_all(database), count(), keys.some_again

    def killed(*given: Any) -> int:
        if next(portions) == 2:
            raise KeyboardInterrupt
        return some(*given)

    with monkeypatch.context() as patched:
        patched.setattr(keys, "AT_ONCE", 2)
        patched.setattr(keys, "some_again", killed)
        with pytest.raises(KeyboardInterrupt):
            keys.rotate(database, ring)
    assert read_all(database) == before
    keys.rotate(database, ring)
    steal_families(ring, old)

    assert read_all(database) == before
    assert set(opened_with(old, database)) == {None}


def test_a_family_erased_before_gets_no_key_back(database: Database, ring: KeyRing, cast: Cast) -> None:
    ring.destroy_engagement_key(cast.reyes.id)
    ring.wrap_again(cast.reyes.id)

    assert cast.reyes.id not in ring.engagements()


def test_two_at_once_are_refused(database: Database, ring: KeyRing) -> None:
    with holding(ring.folder), pytest.raises(Refusal):
        keys.rotate(database, ring)
    assert ring.generation == 1


def test_a_mail_that_waits_keeps_the_link_it_had(database: Database, ring: KeyRing, old: Path) -> None:
    token = vault.current().token("sign-in", UUID(int=5), 1)
    keys.rotate(database, ring)
    with database.reading() as db:
        mail = next(one for one in db.scalars(select(Mail)) if one.recipient == ANYBODY)
        written = write_out(mail, base_url="", sender="office@example.org", sender_name="")

    assert written["To"] == ANYBODY
    assert f"/sign-in/{token}" in written.get_content()


def test_only_this_user_may_read_the_new_key(database: Database, ring: KeyRing) -> None:
    keys.rotate(database, ring)

    assert {file.stat().st_mode & 0o777 for file in ring.folder.rglob("*.key")} == {0o600}
    assert [file.name for file in ring.folder.rglob(".*")] == []
