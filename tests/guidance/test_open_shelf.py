"""Opening the shelf: shipped files, then a practice's own, everything read once."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from familyplan.guidance import shelf
from familyplan.kernel.files import Broken

if TYPE_CHECKING:
    from tests.guidance.conftest import Folders


def test_a_model_knows_its_key_and_the_hash_of_its_file(folders: Folders) -> None:
    """A family keeps the hash it began with; it is of the bytes, so that anybody can compute it."""
    johnson = folders.open().models["johnson"]

    assert johnson.key == "johnson"
    assert johnson.sha256 == hashlib.sha256((folders.models / "johnson.toml").read_bytes()).hexdigest()


def test_a_practice_replaces_a_file_by_its_name(folders: Folders) -> None:
    text = (folders.models / "johnson.toml").read_text(encoding="utf-8")
    (folders.own_models / "johnson.toml").write_text(text.replace('"Johnson"', '"Our way"'), encoding="utf-8")
    (folders.own_content / "emails").mkdir()
    (folders.own_content / "emails" / "nudge.md").write_text("---\nsubject: Hello\n---\n{link}\n", encoding="utf-8")

    opened = folders.open()

    assert opened.models["johnson"].title == "Our way"
    assert opened.emails["nudge"].subject == "Hello"
    assert opened.emails["comment"].subject == "From {professional}"


def test_a_folder_that_is_not_there_is_named(folders: Folders) -> None:
    """A slip in a path would otherwise serve families without the practice's own words, and nobody would notice."""
    folders.own_models.rmdir()

    with pytest.raises(Broken, match="there is no such folder"):
        folders.open()


def test_a_practice_adds_a_model_and_a_lesson(folders: Folders) -> None:
    text = (folders.models / "johnson.toml").read_text(encoding="utf-8").replace('"how-johnson-works", ', '"ours", ')
    (folders.own_models / "our_way.toml").write_text(text, encoding="utf-8")
    (folders.own_content / "lessons").mkdir()
    (folders.own_content / "lessons" / "ours.md").write_text(
        "---\ntitle: Ours\nminutes: 1\nfor: member\nmodels: [our_way]\nsources: []\n---\n"
        "Short.\n<!-- more -->\nLong.\n",
        encoding="utf-8",
    )
    questions = (folders.content / "letters" / "johnson.toml").read_text(encoding="utf-8")
    (folders.own_content / "letters").mkdir()
    (folders.own_content / "letters" / "our_way.toml").write_text(questions, encoding="utf-8")

    opened = folders.open()

    assert opened.models["our_way"].lessons.member[0] == "ours"
    assert (opened.lessons["ours"].short, opened.lessons["ours"].body) == ("Short.", "Long.")
    assert opened.prompt("our_way", "letter", "hope", "friend") == "What do you miss doing together?"


def test_a_translation_stands_in_for_its_plain_file_and_falls_back_to_it(folders: Folders) -> None:
    day = folders.content / "lessons" / "the-day.md"
    spanish = day.read_text(encoding="utf-8").replace("title: The day", "title: El día")
    day.with_name("the-day.es.md").write_text(spanish, encoding="utf-8")
    nudge = folders.content / "emails" / "nudge.md"
    nudge.with_name("nudge.es.md").write_text("---\nsubject: Hola\n---\n{link}\n", encoding="utf-8")
    questions = '[[prompts]]\nkinds = ["letter"]\nsection = "hope"\nfriend = "¿Qué extrañas?"\n'
    (folders.content / "letters" / "johnson.es.toml").write_text(questions, encoding="utf-8")

    opened = folders.open()

    assert "the-day.es" not in opened.lessons
    assert opened.lessons["the-day"].in_language("es").title == "El día"
    assert opened.lessons["the-day"].in_language("fr").title == "The day"
    assert opened.emails["nudge"].in_language("es").subject == "Hola"
    assert opened.prompt("johnson", "letter", "hope", "friend", language="es") == "¿Qué extrañas?"
    assert opened.prompt("johnson", "letter", "ask", "mother", language="es").startswith("In your own words")


@pytest.mark.parametrize("name", ["the-night.es.md", "the-day.spanish.md"])
def test_a_translation_of_nothing_or_into_nothing_is_named(folders: Folders, name: str) -> None:
    text = (folders.content / "lessons" / "the-day.md").read_text(encoding="utf-8")
    (folders.content / "lessons" / name).write_text(text, encoding="utf-8")

    with pytest.raises(Broken, match=f"lessons/{name}"):
        folders.open()


def test_the_shelf_in_use_is_the_last_one_put_to_use(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "_in_use", [])

    with pytest.raises(RuntimeError):
        shelf.current()

    first, second = folders.open(), folders.open()
    shelf.use(first)
    shelf.use(second)

    assert shelf.current() is second


def test_nothing_on_the_shelf_can_be_changed(folders: Folders) -> None:
    opened = folders.open()

    with pytest.raises(AttributeError):
        setattr(opened.models["arise"], "title", "Other")  # noqa: B010  a type checker already refuses the plain form
