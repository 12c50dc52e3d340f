"""The wheel: installed alone, with nothing but the locked runtime packages, it runs the demo far from the checkout."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import zipfile
from contextlib import contextmanager
from html.parser import HTMLParser
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT = Path(__file__).resolve().parent.parent
LONGEST_START = 120  # seconds until a demo that never says its address is a failure
LEFT_OUT = {"..", "__pycache__", "bin"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    python("build", "--wheel", "--no-isolation", "--outdir", folder, CHECKOUT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment of its own: the wheel, and by links exactly what requirements.txt names; no pip, no checkout."""
    home = tmp_path_factory.mktemp("elsewhere")
    python("venv", "--without-pip", home)
    python("uv", "pip", "install", "--offline", "--no-deps", "--no-config", "--python", home / "bin" / "python", wheel)
    shelf = next(home.glob("lib/python3*/site-packages"))
    for name in re.findall(r"^([\w.-]+)==", (CHECKOUT / "requirements.txt").read_text(), re.MULTILINE):
        link_package(name, shelf)
    return home


def python(module: str, *words: str | Path) -> None:
    """Run a module of this environment; what it said is the failure's text."""
    said = subprocess.run([sys.executable, "-m", module, *words], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr


def link_package(name: str, shelf: Path) -> None:
    try:
        package = distribution(name)
    except PackageNotFoundError:
        return  # locked for another system or Python
    for top in {file.parts[0] for file in package.files or []} - LEFT_OUT:
        if not (shelf / top).exists():
            (shelf / top).symlink_to(Path(str(package.locate_file(top))).resolve())


def far_away() -> dict[str, str]:
    """This process's environment without whatever could lead back to the checkout."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("FAMILYPLAN_", "PYTHON", "PYTEST_", "VIRTUAL_ENV"))
    }


@contextmanager
def running_demo(elsewhere: Path, folder: Path) -> Iterator[dict[str, Any]]:
    """Run `familyplan demo` in *folder* until it has said where it listens; yield what it wrote into its links file."""
    links = folder / "links.json"
    log = folder / "log"
    with (
        log.open("w") as errors,
        subprocess.Popen(
            [str(elsewhere / "bin" / "familyplan"), "demo", "--port", "0", "--links", str(links)],
            cwd=folder,
            env=far_away(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as demo,
    ):
        patience = threading.Timer(LONGEST_START, demo.kill)
        patience.start()
        try:
            assert demo.stdout is not None
            said = ""
            for line in demo.stdout:
                said += line
                if is_whole(links):
                    break
            assert is_whole(links), f"the demo ended without its links: {said}\n{log.read_text()}"
            patience.cancel()
            yield json.loads(links.read_text())
        finally:
            patience.cancel()
            demo.terminate()
            demo.communicate(timeout=30)


def is_whole(links: Path) -> bool:
    try:
        json.loads(links.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return False
    return True


class OneForm(HTMLParser):
    """The form that posts, with the fields it would send."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and said.get("method", "").lower() == "post" and not self.action:
            self.action, self._inside = said.get("action", ""), True
        elif self._inside and tag in {"input", "button"} and said.get("name"):
            self.fields[said["name"]] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"


def test_the_wheel_brings_one_top_level_name(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"familyplan"}


def test_the_wheel_carries_every_model_text_template_and_static_file(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    for folder in ("models", "content", "templates", "familyplan/static", "familyplan/migrations"):
        there = [path for path in (CHECKOUT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        assert there, f"{folder} is empty"
        for path in there:
            name = path.relative_to(CHECKOUT).as_posix()
            assert (name if name.startswith("familyplan/") else f"familyplan/_data/{name}") in inside


def test_the_wheel_runs_the_demo_and_dana_signs_in_to_her_desk(elsewhere: Path, tmp_path: Path) -> None:
    with running_demo(elsewhere, tmp_path) as links, httpx.Client(follow_redirects=True, timeout=60) as dana:
        assert set(links["engagements"]) == {"johnson", "arise", "love_first"}
        link = links["sign_in"]["dana"]
        door = dana.get(link)
        assert door.status_code == 200, door.text
        form = OneForm(door.text)
        desk = dana.post(
            httpx.URL(link).join(form.action or link),
            data=form.fields,
            headers={"origin": links["url"].rstrip("/")},
        )
        assert desk.status_code == 200, desk.text
        again = dana.get(links["url"])
        assert again.status_code == 200
        assert links["engagements"]["love_first"] in again.text, "the desk names no engagement of hers"
