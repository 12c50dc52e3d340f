"""A practice edits these files: what is wrong in one is said with its name, and never stops the rest of the program."""

from pathlib import Path

import pytest

from familyplan.coach import shelf
from familyplan.coach.shelf import Broken, check, load, open_coach

ONE = """
[[families]]
key = "shouting"
kinds = ["blame"]
certain = true
patterns = ["you ADVERB? shout|shouted"]
why = "Shouting is answered with shouting."
examples = ["You shouted at me."]
not_examples = ["I shouted."]
"""


def test_the_shipped_files_hold_their_own_examples(folder: Path) -> None:
    coach = load(folder)
    check(coach)

    assert all(family.examples for _file, family in coach.rules.filed)
    assert len(coach.rules.filed) > 25


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("key =", "shade = 1\nkey ="), ("coach/own.toml", "shade")),
        (('"blame"', '"rudeness"'), ("coach/own.toml", "shouting", "rudeness")),
        (("ADVERB?", "ADVERBS?"), ("coach/own.toml", "shouting", "ADVERBS")),
        (("shout|shouted", "sh'out"), ("coach/own.toml", "shouting", "sh'out")),
        (('"you ADVERB? shout|shouted"', '"..3"'), ("coach/own.toml", "shouting", "everywhere")),
        (('"shouting"', '"you_harm"'), ("coach/own.toml", "you_harm", "another")),
        (("why =", 'instead = ["@politely"]\nwhy ='), ("coach/own.toml", "shouting", "@politely")),
        (("why =", 'instead = ["You {verbed}"]\nwhy ='), ("coach/own.toml", "shouting", "verbed")),
        (("[[families]]", "[[families"), ("coach/own.toml", "no TOML")),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_its_entry(
    folder: Path, change: tuple[str, str], said: tuple[str, ...]
) -> None:
    (folder / "own.toml").write_text(ONE.replace(*change))

    with pytest.raises(Broken) as broken:
        load(folder)

    assert [part for part in said if part not in str(broken.value)] == []


@pytest.mark.parametrize(
    ("old", "new"), [("You shouted at me.", "You whispered."), ("I shouted.", "Yes, you shouted.")]
)
def test_an_example_that_does_not_hold_is_named(folder: Path, old: str, new: str) -> None:
    (folder / "own.toml").write_text(ONE.replace(old, new))

    with pytest.raises(Broken, match=r"own\.toml: shouting: .*" + new.rstrip(".")):
        check(load(folder))


def test_a_practices_own_file_adds_to_the_shipped_ones_and_replaces_one_of_the_same_name(
    folder: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "shouting.toml").write_text(ONE)
    (own / "labels.toml").write_text(ONE.replace('"shouting"', '"whispering"').replace("shout|shouted", "whispered"))
    coach = load(folder, own)

    assert [one.kind for one in coach.read("You shouted.").findings] == ["blame"]
    assert "label_stigma" not in {one.kind for one in coach.read("You are a crackhead to them.").findings}


@pytest.mark.parametrize("gone", ["words.toml", "exceptions.toml"])
def test_without_its_words_there_is_no_coach_and_no_noise(
    folder: Path, gone: str, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / gone).unlink()

    assert open_coach([folder.parent]) is None
    assert gone in caplog.text


def test_without_the_folder_there_is_no_coach(tmp_path: Path) -> None:
    assert open_coach([tmp_path]) is None


def test_the_coach_in_use_is_the_last_one_given() -> None:
    before = shelf.current()
    shelf.use(None)
    after = shelf.current()
    shelf.use(before)

    assert after is None
