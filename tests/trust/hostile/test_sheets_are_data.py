"""A sheet to print holds what was typed as words: it reads no file, asks no host, and holds nothing that acts."""

import re
from pathlib import Path

import pytest

from familyplan.kernel import paths, pdf
from tests.pdf import opened, words_of
from tests.reach.conftest import Stand
from tests.reach.world import World

COMMANDS = [
    '#read("/etc/passwd")',
    '#read("../../pyproject.toml")',
    '#import "@preview/cetz:0.3.4": *',
    '#include "reading_copy.typ"',
    '#image("https://zq.example/x.png")',
    '#link("javascript:zq()")[x]',
    '#plugin("zq.wasm")',
    '#eval("1+1")',
    "#sys.inputs",
    '#json("/proc/self/environ")',
    "#panic(1)",
    "$x^2$",
    "*b* _i_ `c`",
    "= Heading",
    "#set page(width: 1pt)",
    "@ref <label>",
    "\\u{41}",
    "https://zq.example",
    "#{while true {}}",
    ']#read("x")[',
    '"); #read("x"); ("',
    "// comment",
    "/* open",
]
ACTS = (
    "/JavaScript",
    "/JS",
    "/OpenAction",
    "/AA",
    "/Launch",
    "/URI",
    "/SubmitForm",
    "/GoToR",
    "/EmbeddedFiles",
    "/RichMedia",
    "/AcroForm",
)


def sheet(sentence: str) -> bytes:
    said = [{"runs": pdf.runs(pdf.clean(sentence)), "whole": False}]
    letter = {"faces": [{"lang": "en", "dir": "auto"}], "parts": [[[said]]]}
    return pdf.write("reading_copy.typ", {"title": sentence, "lang": "en", "of": "of", "letters": [letter]})


def acts(content: bytes) -> set[str]:
    """Names of whatever in a PDF does something when it is opened or pressed."""
    found, file = set[str](), opened(content)
    for thing in file.objects:
        written = repr(thing)
        found |= {name for name in ACTS if re.search(rf"{name}\b", written)}
    return found


@pytest.mark.parametrize(
    "address", ["/letters/{letter_id}/reading-copy.pdf", "/engagements/{engagement_id}/binder.pdf"]
)
def test_the_sheets_of_the_program_hold_nothing_that_acts(stand: Stand, world: World, address: str) -> None:
    answer = stand("lead").get(address.format(**world.reyes.ids))

    assert answer.headers["content-type"] == "application/pdf"
    assert acts(answer.content) == set()


def test_no_template_reads_a_file_or_runs_what_it_is_given() -> None:
    for file in (paths.templates() / "print").glob("*.typ"):
        assert (
            re.findall(
                r"\b(?:read|eval|plugin|csv|yaml|toml|xml|cbor|image|include|import)\b\s*[(\"]", file.read_text()
            )
            == []
        )


def test_control_words_that_became_markup_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "print").mkdir()
    (tmp_path / "print" / "x.typ").write_text(
        '#set document(title: "x")\n#eval(json(bytes(sys.inputs.data)).title, mode: "markup")'
    )
    monkeypatch.setattr(paths, "templates", lambda: tmp_path)
    made = pdf.write("x.typ", {"title": '#link("https://zq.example")[x] #read("x.typ")'})

    assert "setdocument" in words_of(made)
    assert acts(made) == {"/URI"}
