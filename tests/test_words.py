"""Words on screen are product: all translatable, and none that promises more than a family tool can keep."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from tests import lexicon

ROOT = Path(__file__).parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
JINJA = re.compile(r"\{#.*?#\}|\{%-?\s*trans.*?endtrans\s*-?%\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)

ATTRIBUTES = re.compile(
    r"\{% block look %\}.*?\{% endblock %\}|\{% macro _\w+.*?endmacro %\}", re.DOTALL
)  # names of looks and ids


def bare_text(source: str) -> str:
    """
    What a reader would see that did not come through gettext.

    Strings of Jinja go first, since a tag's attribute may hold one with quotes and brackets of its own.
    """
    source = ATTRIBUTES.sub("", source)
    return re.sub(r"<[^>]*>|&\w+;|<!--.*?-->", " ", JINJA.sub("", source), flags=re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_every_sentence_of_a_template_can_be_translated(path: Path) -> None:
    assert re.findall(r"[A-Za-z]{2,}", bare_text(path.read_text())) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_every_attribute_that_is_read_aloud_can_be_translated(path: Path) -> None:
    source = JINJA.sub("", path.read_text())

    assert re.findall(r"""(?:aria-label|title|placeholder|alt)="([^"]*[A-Za-z]{2,}[^"]*)\"""", source) == []


def messages() -> list[tuple[str, str]]:
    """Every sentence marked for translation, with the file that says it."""
    methods = [("familyplan/**.py", "python"), ("templates/**.html", "jinja2")]
    options = {"templates/**.html": {"trimmed": "true", "newstyle_gettext": "true", "extensions": "jinja2.ext.do"}}
    found = extract_from_dir(
        ROOT, methods, options, keywords={"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
    )
    return [
        (file, sentence)
        for file, _line, message, _comments, _context in found
        for sentence in ([message] if isinstance(message, str) else list(message))
    ]


def test_no_sentence_claims_what_nobody_can_keep() -> None:
    """The banned words of practice 6.6, over every sentence of templates and refusals; questions may ask."""
    said = messages()
    claims = [(file, sentence) for file, sentence in said if lexicon.claims(sentence)]

    assert len(said) > 300
    assert claims == []


def test_the_check_would_find_a_claim() -> None:
    assert lexicon.claims("Your letter is secure and confidential.") == ["secure", "confidential"]
    assert lexicon.claims("Is it safe for you to talk?") == []
