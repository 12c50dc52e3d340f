"""The commands that keep an installation, as a practice runs them; what is served is a process of its own."""

import io
import os
import re
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from familyplan.commands import main
from familyplan.kernel import vault
from familyplan.kernel.vault import KeyRing
from familyplan.settings import Settings
from tests.test_commands import Run
from tests.test_commands import run as run  # noqa: PLC0414  a fixture
from tests.test_serving import _serving

INIT = ("init", "--practice", "Linden Office", "--owner", "olga@example.org")


@dataclass(frozen=True)
class Answer:
    """What a command left."""

    returncode: int
    stdout: str
    stderr: str


Made = Callable[..., Answer]


@pytest.fixture
def made(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Generator[Made]:
    """Run commands in this process, on an installation of the test's own."""
    assert settings.keys.exists()  # the vault that the other tests share is put back afterwards
    before, mask = vault.current(), os.umask(0o022)
    for name in [name for name in os.environ if name.startswith("FAMILYPLAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def go(*words: str, data: str = "data") -> Answer:
        monkeypatch.setenv("FAMILYPLAN_DATA", str(tmp_path / data))
        monkeypatch.setenv("FAMILYPLAN_KEYS", str(tmp_path / "keys"))
        try:
            status = main([*words])
        except SystemExit as why:
            status = int(str(why.code))
        return Answer(status, *capsys.readouterr())

    assert go(*INIT).returncode == 0
    yield go
    vault.install(before)
    os.umask(mask)


def test_what_was_backed_up_is_there_on_an_empty_machine_with_the_keys(made: Made, tmp_path: Path) -> None:
    said = made("backup", "kept")
    back = made("restore", "kept", data="new")
    again = made("restore", "kept", data="new")

    assert (said.returncode, back.returncode, again.returncode) == (0, 0, 1)
    assert "olga@example.org" in made("accounts", "list", data="new").stdout
    assert "already" in again.stderr
    assert made("journal", "verify", data="new").returncode == 0


def test_a_damaged_backup_is_refused_in_words_and_touches_nothing(made: Made, tmp_path: Path) -> None:
    made("backup", "kept")
    (tmp_path / "kept").write_bytes((tmp_path / "kept").read_bytes()[:-5])
    answer = made("restore", "kept", data="new")

    assert answer.returncode == 1
    assert answer.stderr.endswith("Nothing was touched.\n")
    assert list((tmp_path / "new").iterdir()) == []


def test_without_its_passphrase_file_nothing_is_begun(made: Made) -> None:
    assert made("backup", "kept", "--passphrase-file", "nowhere").returncode == 2
    assert not Path("kept").exists()


def test_the_old_key_file_put_back_opens_nothing(made: Made, tmp_path: Path) -> None:
    key = tmp_path / "keys" / "installation.key"
    old = key.read_bytes()
    assert made("keys", "rotate").returncode == 0
    new = key.read_bytes()
    key.write_bytes(old)
    for command in (("serve", "--port", "0"), ("accounts", "list")):
        answer = made(*command)

        assert answer.returncode == 1
        assert "not the one of this database" in answer.stderr
    key.write_bytes(new)
    assert "olga@example.org" in made("accounts", "list").stdout


def test_another_installations_key_is_refused(made: Made, tmp_path: Path) -> None:
    (tmp_path / "keys" / "installation.key").unlink()
    KeyRing.make(tmp_path / "keys")

    assert "not the one of this database" in made("serve", "--port", "0").stderr


def test_keys_are_renewed_while_the_pages_are_served(tmp_path: Path, run: Run) -> None:
    with _serving(tmp_path) as (_served, asking):
        before = [asking.get("/sign-in").status_code for _time in range(3)]
        renewed = run("keys", "rotate")
        page = asking.get("/sign-in")
        token = re.search(r'name="_csrf_token" value="([0-9a-f]+)"', page.text)
        assert token is not None
        asked = asking.post("/sign-in/links", data={"_csrf_token": token[1], "email": "olga@example.org"})

    assert before == [httpx.codes.OK] * 3
    assert renewed.returncode == 0, renewed.stderr
    assert asked.status_code < httpx.codes.BAD_REQUEST


def test_erasing_asks_for_the_id_again(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    about = "01890000-0000-7000-8000-000000000000"

    assert made("erase").returncode == 2
    assert made("erase", "the-reyes").returncode == 2
    assert made("erase", "person").returncode == 2
    monkeypatch.setattr("sys.stdin", io.StringIO("something else\n"))
    refused = made("erase", about)
    assert (refused.returncode, refused.stderr.endswith("Nothing was erased.\n")) == (1, True)
    for words in ((about,), ("person", about)):
        answer = made("erase", *words, "--yes")
        assert answer.returncode == 1
        assert "There is no such" in answer.stderr


def test_doctor_says_what_is_unsafe_and_ends_with_one(made: Made, tmp_path: Path) -> None:
    here = made("doctor")
    public = made("doctor", "--deploy")
    (tmp_path / "keys").chmod(0o755)
    opened = made("doctor")

    assert (here.returncode, public.returncode, opened.returncode) == (0, 1, 1), here.stdout
    assert "Nothing unsafe was found." in here.stdout
    assert "https" in public.stdout
    assert "mode 0755" in opened.stdout
