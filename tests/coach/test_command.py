"""`familyplan coach`: what other programs rely on."""

import io
import json
import sys
from pathlib import Path

import pytest

from familyplan.commands import main
from familyplan.kernel import paths

LETTER = "Dear Mom,\nYou are an alcoholic. I love you.\n"


def given(monkeypatch: pytest.MonkeyPatch, text: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text), encoding="utf-8"))


def test_a_file_gives_one_json_object_with_offsets_in_code_points(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "letter.txt"
    text = "\U0001f622 " + LETTER
    file.write_text(text, encoding="utf-8")

    assert main(["coach", str(file)]) == 0
    said = json.loads(capsys.readouterr().out)
    marked = next(one for one in said["findings"] if one["kind"] == "label_stigma")

    assert text[marked["start"] : marked["end"]] == marked["text"] == "an alcoholic"
    assert set(marked) == {"start", "end", "kind", "text", "why", "instead"}
    assert {"findings", "strengths", "missing", "words", "read_aloud_seconds", "reading_age"} <= set(said)
    assert "love" in {one["kind"] for one in said["strengths"]}
    assert (said["words"], said["reading_age"]) == (9, None)


def test_standard_input_is_read_where_no_file_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given(monkeypatch, LETTER.encode())

    assert main(["coach", "--format", "text"]) == 0
    assert "an alcoholic" in capsys.readouterr().out


def test_with_a_model_it_says_which_parts_of_that_letter_were_not_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given(monkeypatch, LETTER.encode())

    assert main(["coach", "-", "--model", "johnson"]) == 0
    assert json.loads(capsys.readouterr().out)["missing"] == ["memory", "feeling", "hope", "request"]


@pytest.mark.parametrize("model", ["johnson", "arise", "love_first"])
def test_of_every_model_parts_of_a_letter_are_expected(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], model: str
) -> None:
    given(monkeypatch, b"The kettle was red.")

    assert main(["coach", "-", "--model", model]) == 0
    assert json.loads(capsys.readouterr().out)["missing"] != []


def test_lines_give_a_result_each_even_for_half_a_surrogate_pair(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given(monkeypatch, b'"You are a drunk \\ud83d."\n""\n')

    assert main(["coach", "--lines"]) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert "label_stigma" in {one["kind"] for one in first["findings"]}
    assert second["words"] == 0


def test_a_line_that_is_no_string_is_an_error_on_its_line_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given(monkeypatch, b'nonsense\n{"a": 1}\n\xff\n' + b"[" * 100_000 + b'\n"I love you"\n')

    assert main(["coach", "--lines"]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert ["error" in line for line in lines] == [True, True, True, True, False]


def test_bytes_that_are_no_utf_8_are_read_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given(monkeypatch, b"I love you \xff\xfe\x00")

    assert main(["coach"]) == 0
    assert json.loads(capsys.readouterr().out)["words"] == 3


@pytest.mark.parametrize("words", [["coach", "/no/such/file"], ["coach", "--model", "no_such_model"]])
def test_wrong_use_is_two(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, b"")

    assert main(words) == 2


def test_check_reads_the_coach_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "content" / "coach"
    own.mkdir(parents=True)
    (own / "own.toml").write_text('[[families]]\nkey = "x"\nkinds = ["blame"]\npatterns = ["NO_SUCH_CLASS"]\n')
    monkeypatch.setenv("FAMILYPLAN_CONTENT", str(own.parent))
    monkeypatch.setattr(paths, "_own", {})

    assert main(["check"]) == 1
    assert "own.toml" in capsys.readouterr().err
