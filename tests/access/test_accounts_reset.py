"""`familyplan accounts reset`: a link for a new password; with --factor the second step goes too, and is told."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

Run = Callable[..., subprocess.CompletedProcess[str]]
OLGA = "olga@example.org"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("FAMILYPLAN_")}
    ours = {"FAMILYPLAN_DATA": str(tmp_path / "data"), "FAMILYPLAN_KEYS": str(tmp_path / "keys")}

    def go(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "familyplan", *words]
        return subprocess.run(
            command, env=inherited | ours, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
        )

    assert go("init", "--practice", "Linden Office", "--owner", OLGA).returncode == 0
    return go


def told(tmp_path: Path, what: str) -> list[str]:
    """One column of the practice's database."""
    with create_engine(f"sqlite:///{tmp_path / 'data' / 'familyplan.db'}").connect() as raw:
        return [str(row[0]) for row in raw.execute(text(what))]


ACTS = "SELECT act FROM journal_entry ORDER BY number"
MAILS = "SELECT template FROM mail ORDER BY posted_at, id"


def test_it_prints_a_link_and_leaves_the_second_step_alone(run: Run, tmp_path: Path) -> None:
    answer = run("accounts", "reset", OLGA)

    assert (answer.returncode, "/sign-in/" in answer.stdout) == (0, True)
    assert "person.factors.reset" not in told(tmp_path, ACTS)
    assert "sign_in_changed" not in told(tmp_path, MAILS)


def test_with_factor_it_is_noted_and_mailed_also_twice(run: Run, tmp_path: Path) -> None:
    answers = [run("accounts", "reset", "--factor", OLGA) for _time in range(2)]

    assert [answer.returncode for answer in answers] == [0, 0]
    assert told(tmp_path, ACTS).count("person.factors.reset") == 2
    assert told(tmp_path, MAILS).count("sign_in_changed") == 2


def test_nobody_s_address_is_said_so(run: Run) -> None:
    answer = run("accounts", "reset", "--factor", "nobody@example.org")

    assert (answer.returncode, answer.stdout) == (1, "")


def test_end_closes_the_door_and_refuses_the_only_owner_in_words(run: Run, tmp_path: Path) -> None:
    run("accounts", "add", "--name", "Cole", "--role", "counselor", "cole@example.org")
    ended, again, owner = (run("accounts", "end", who) for who in ("cole@example.org", "cole@example.org", OLGA))

    assert (ended.returncode, ended.stdout) == (0, "Cole cannot sign in any more. What they wrote stays.\n")
    assert (again.returncode, "Nobody here signs in with that address." in again.stderr) == (1, True)
    assert owner.returncode != 0
    assert "This is the only owner." in owner.stderr
    assert "Traceback" not in owner.stderr
    assert told(tmp_path, ACTS).count("person.dismissed") == 1
    assert "Cole" not in run("accounts", "list").stdout
