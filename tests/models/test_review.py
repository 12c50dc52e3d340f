"""models/README.md: a professional is asked to read every entry that no source has shown us."""

from __future__ import annotations

import pytest

from familyplan.guidance import review
from familyplan.guidance.marks import marked
from familyplan.guidance.shelf import open_shelf
from familyplan.kernel import paths

README = paths.models()[0] / "README.md"
SHELF = open_shelf(paths.models()[:1], paths.content()[:1])


def test_it_is_up_to_date() -> None:
    """After a change: python -m familyplan.guidance.review."""
    text = README.read_text(encoding="utf-8")

    assert review.renewed(text, SHELF) == text


@pytest.mark.parametrize("key", SHELF.models)
def test_it_names_every_entry_of_a_model_that_is_ours_or_not_verified(key: str) -> None:
    text = README.read_text(encoding="utf-8")
    table = text.partition(f"(`{key}.toml`)\n")[2].partition("\n### ")[0]
    ours = [entry for entry in marked(SHELF.models[key]) if entry.mark != "source"]

    assert ours
    assert [entry.where for entry in ours if f"| `{entry.where}` | {entry.words} |" not in table] == []


def test_it_leaves_the_rest_of_the_file_alone() -> None:
    text = f"before\n{review.BEGIN}\nold\n{review.END}\nafter\n"

    renewed = review.renewed(text, SHELF)

    assert renewed.startswith(f"before\n{review.BEGIN}\n\n### ")
    assert renewed.endswith(f"{review.END}\nafter\n")
    assert "\nold\n" not in renewed


def test_it_refuses_a_readme_without_a_place_for_it() -> None:
    with pytest.raises(ValueError, match="has no lines"):
        review.renewed("# Models\n", SHELF)


@pytest.mark.parametrize("key", SHELF.models)
def test_it_carries_each_models_notice(key: str) -> None:
    text = README.read_text(encoding="utf-8")

    assert SHELF.models[key].title in text.partition("## Notices")[2].partition("\n## ")[0]
