"""The command line, run as a practice runs it: a process of its own and an exit status."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    surroundings = {
        **{name: value for name, value in os.environ.items() if not name.startswith("FAMILYPLAN_")},
        "FAMILYPLAN_DATA": str(tmp_path / "data"),
        "FAMILYPLAN_KEYS": str(tmp_path / "keys"),
    }

    def go(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "familyplan", *words]
        return subprocess.run(
            command, env={**surroundings, **more}, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
        )

    return go


def test_init_prints_a_one_use_link_and_never_makes_a_second_key(run: Run, tmp_path: Path) -> None:
    first = run("init", "--practice", "Linden Office", "--owner", "olga@example.org")
    key = (tmp_path / "keys" / "installation.key").read_bytes()
    second = run("init", "--practice", "Linden Office", "--owner", "olga@example.org")

    assert re.fullmatch(r"http://127\.0\.0\.1:8000/sign-in/[\w-]{43}\n", first.stdout), first.stderr
    assert first.returncode == 0
    assert second.returncode == 1
    assert (tmp_path / "keys" / "installation.key").read_bytes() == key
    assert "olga@example.org\towner" in run("accounts", "list").stdout
    assert run("journal", "verify").returncode == 0


def test_serve_refuses_without_its_key_and_says_what_to_do(run: Run) -> None:
    answer = run("serve")

    assert answer.returncode == 1
    assert "familyplan init" in answer.stderr


def test_serve_refuses_more_workers_than_sqlite_has_writers(run: Run) -> None:
    answer = run("serve", "--workers", "2")

    assert answer.returncode == 2
    assert "PostgreSQL" in answer.stderr


def test_serve_refuses_another_machine_without_https(run: Run) -> None:
    assert run("serve", "--host", "0.0.0.0").returncode == 2  # noqa: S104  the refusal is the point


def test_check_reads_all_and_models_lists_the_three(run: Run) -> None:
    assert run("check").returncode == 0
    assert [line.split("\t")[1] for line in run("models").stdout.splitlines()[1:]] == ["ARISE", "Johnson", "Love First"]


def test_a_broken_model_stops_the_start_naming_file_field_and_value(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    shipped = (Path(__file__).parent.parent / "models" / "johnson.toml").read_text()
    (own / "johnson.toml").write_text(
        shipped.replace('loved_one_learns = "on_the_day"', 'loved_one_learns = "by_telegram"')
    )
    run("init", "--practice", "Linden Office", "--owner", "olga@example.org")
    for command in ("check", "serve"):
        answer = run(command, FAMILYPLAN_MODELS=str(own))

        assert answer.returncode == 1
        assert "johnson.toml" in answer.stderr
        assert "loved_one_learns" in answer.stderr
        assert "by_telegram" in answer.stderr


def test_routes_names_who_may_ask(run: Run) -> None:
    table = json.loads(run("routes", "--json").stdout)
    by_path = {(row["method"], row["path"]): row["roles"] for row in table}

    assert by_path["POST", "/sign-in"] == ["anybody"]
    assert by_path["GET", "/settings"] == ["owner"]
    assert not [row for row in table if not row["roles"]]


@pytest.mark.parametrize("words", [(), ("no-such-thing",), ("init",)])
def test_wrong_use_is_two(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words).returncode == 2
