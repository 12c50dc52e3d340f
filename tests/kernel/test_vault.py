"""Sealing: what was typed comes back exactly, in its own place alone, for as long as its key is there."""

from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familyplan.kernel.vault import KeyRing, Locked, Vault, tidy_address

ROW, OTHER_ROW, FAMILY, OTHER_FAMILY = UUID(int=11), UUID(int=12), UUID(int=21), UUID(int=22)


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    ring = KeyRing.make(tmp_path_factory.mktemp("vault") / "keys")
    ring.make_engagement_key(FAMILY)
    ring.make_engagement_key(OTHER_FAMILY)
    return Vault(ring)


@given(text=st.text(st.characters(), max_size=200))
def test_any_text_comes_back_as_it_was(vault: Vault, text: str) -> None:
    assert vault.open(vault.seal(text, "letter", ROW, FAMILY), "letter", ROW, FAMILY) == text


@pytest.mark.parametrize("text", ["\x00", "\ud800", "a\u2028b", "👩‍👧", "שלום"])
def test_odd_text_comes_back_as_it_was(vault: Vault, text: str) -> None:
    assert vault.open(vault.seal(text, "letter", ROW, None), "letter", ROW, None) == text


@pytest.mark.parametrize(
    ("label", "row", "family"),
    [("note", ROW, FAMILY), ("letter", OTHER_ROW, FAMILY), ("letter", ROW, OTHER_FAMILY), ("letter", ROW, None)],
)
def test_it_opens_in_no_other_place(vault: Vault, label: str, row: UUID, family: UUID | None) -> None:
    sealed = vault.seal("You carried me over the ice", "letter", ROW, FAMILY)

    with pytest.raises(Locked):
        vault.open(sealed, label, row, family)


def test_nothing_of_the_text_is_in_the_seal_and_no_two_seals_are_alike(vault: Vault) -> None:
    first, second = (vault.seal("over the ice", "letter", ROW, FAMILY) for _time in range(2))

    assert b"ice" not in first
    assert first != second


def test_a_destroyed_key_takes_the_words_with_it_in_every_process(vault: Vault) -> None:
    family = UUID(int=31)
    vault.ring.make_engagement_key(family)
    sealed = vault.seal("over the ice", "letter", ROW, family)
    another_process = Vault(KeyRing(vault.ring.folder))
    assert another_process.open(sealed, "letter", ROW, family) == "over the ice"
    vault.ring.destroy_engagement_key(family)

    for whoever in (vault, another_process):
        with pytest.raises(Locked):
            whoever.open(sealed, "letter", ROW, family)


def test_a_key_is_never_overwritten_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    ring = KeyRing.make(tmp_path / "keys")

    assert (tmp_path / "keys" / "installation.key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    with pytest.raises(FileExistsError):
        KeyRing.make(ring.folder)


def test_a_missing_key_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(Locked):
        KeyRing(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "spelling", ["sam@example.org", " SAM@Example.ORG", "sam+home@example.org", "\uff53am@example.org"]
)
def test_every_spelling_of_an_address_is_found(spelling: str) -> None:
    assert tidy_address(spelling) == "sam@example.org"


def test_a_token_is_the_same_each_time_and_another_for_another_counter(vault: Vault) -> None:
    assert vault.token("invitation", ROW, 1) == vault.token("invitation", ROW, 1)
    assert vault.token("invitation", ROW, 1) != vault.token("invitation", ROW, 2)
    assert vault.code("invitation", ROW, 1).isdigit()
