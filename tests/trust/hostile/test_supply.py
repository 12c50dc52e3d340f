"""What the program is made of: every package pinned with hashes, and each named in the list of parts."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LOCKS = ["requirements.txt", "requirements-dev.txt", "requirements-train.txt"]
PINNED = re.compile(r"^([a-z0-9][a-z0-9.-]*)(?:\[[\w,-]+\])?==([^\s;\\]+)", re.MULTILINE)


def unhashed(lock: str) -> list[str]:
    """Lines of a lock that name a package without a hash, or anything but one version of one package."""
    entries = [
        entry for entry in re.sub(r"\\\n", " ", lock).splitlines() if entry and not entry.lstrip().startswith("#")
    ]
    return [entry for entry in entries if not (PINNED.match(entry) and "--hash=sha256:" in entry)]


def parts(folder: Path) -> bytes:
    made = folder / "sbom.json"
    subprocess.run(
        [shutil.which("make") or "make", "-s", "sbom", f"SBOM={made}", "-o", "env"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return made.read_bytes()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_and_has_its_hashes(lock: str) -> None:
    assert unhashed((ROOT / lock).read_text()) == []
    assert len(PINNED.findall((ROOT / lock).read_text())) > 40


def test_control_a_package_without_a_hash_is_seen() -> None:
    assert unhashed("a==1 \\\n    --hash=sha256:00\nb==2\nc>=1 --hash=sha256:00\n-e .\n") == [
        "b==2",
        "c>=1 --hash=sha256:00",
        "-e .",
    ]


def test_the_list_of_parts_names_each_with_its_hashes_and_is_the_same_twice(tmp_path: Path) -> None:
    first, second = parts(tmp_path), parts(tmp_path)
    listed = {one["name"]: one for one in json.loads(first)["components"]}

    assert first == second
    assert {(name, one["version"]) for name, one in listed.items()} == set(
        PINNED.findall((ROOT / "requirements.txt").read_text())
    )
    assert [name for name, one in listed.items() if not one["externalReferences"][0].get("hashes")] == []
    assert b"/work" not in first
    assert b"localhost" not in first


def test_a_checker_that_is_told_to_look_away_says_why() -> None:
    marked = [
        line
        for file in (ROOT / "familyplan").rglob("*.py")
        for line in file.read_text().splitlines()
        if "nosec" in line
    ]

    assert [line for line in marked if not re.search(r"# nosec B\d{3}\b.*\s\s\w", line)] == []
