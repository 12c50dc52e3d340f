"""The corpus that the coach's model was trained on, and what the model makes of text that it has not seen."""

import hashlib
import json
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from familyplan.coach.coach import Coach
from familyplan.coach.lines import as_dict
from familyplan.coach.reading import CONCERNS, STRENGTHS
from familyplan.coach.weights import FILE
from familyplan.kernel import paths

HOME = Path(__file__).parents[2]
BATCHES = sorted((HOME / "benchmarks" / "coach" / "corpus").glob("*.tsv"))
CALM = sorted((Path(__file__).parent / "calm").glob("*.txt"))


def rows() -> list[tuple[frozenset[str], str, str]]:
    """Labels, text and pair of every line; a pair's name is its batch's own."""
    found = []
    for path in BATCHES:
        for line in path.read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                concerns, strengths, text, *pair = line.split("\t")
                labels = frozenset({*concerns.split(","), *strengths.split(",")} - {"-", "none"})
                found.append((labels, text, f"{path.stem}:{pair[0]}" if pair and pair[0] else ""))
    return found


def test_every_line_has_known_labels_and_words() -> None:
    known = {*CONCERNS, *STRENGTHS}
    assert [text for labels, text, _pair in rows() if not labels <= known or not text.strip()] == []


def test_there_are_thousands_of_sentences_in_many_batches() -> None:
    counts = Counter(label for labels, _text, _pair in rows() for label in labels)

    assert len(BATCHES) >= 10
    assert len(rows()) > 20_000
    assert min(counts[label] for label in (*CONCERNS, *STRENGTHS)) > 300


def test_of_every_pair_one_half_carries_a_concern() -> None:
    pairs = defaultdict(list)
    for labels, _text, pair in rows():
        pairs[pair].append(not labels.isdisjoint(CONCERNS))
    pairs.pop("")

    assert len(pairs) > 1000
    assert [name for name, halves in pairs.items() if sorted(halves) != [False, True]] == []


def test_the_weights_are_those_of_this_corpus() -> None:
    digest = hashlib.sha256()
    for labels, text, _pair in rows():
        digest.update(f"{sorted(labels)} {text}\n".encode())

    assert digest.hexdigest() in (paths.content()[0] / "coach" / FILE).read_text("utf-8")[:200]


def test_nothing_is_marked_more_than_once_in_600_words_of_calm_letters(coach: Coach) -> None:
    """Fourteen letters that no batch holds; the bound is the issue's."""
    read = [coach.read(path.read_text("utf-8")) for path in CALM]
    words, marks = sum(one.words for one in read), sum(len(one.findings) for one in read)

    assert words > 5000
    assert 600 * marks / words <= 1


@pytest.mark.parametrize("path", CALM, ids=lambda path: path.stem)
def test_a_calm_letter_shows_its_strengths(coach: Coach, path: Path) -> None:
    kinds = {one.kind for one in coach.read(path.read_text("utf-8")).strengths}
    assert {"love", "memory", "request"} <= kinds


def test_the_bench_tells_each_label_of_a_file(tmp_path: Path) -> None:
    told = [
        {"text": "You are a liar and a drunk.", "concerns": ["shame_contempt", "label_stigma"], "strengths": ["none"]},
        {"text": "I love you, and I am afraid.", "concerns": [], "strengths": ["love", "feeling"]},
    ]
    file = tmp_path / "told.jsonl"
    file.write_text("\n".join(json.dumps(one | {"letter": "x1"}) for one in told), "utf-8")
    bench = HOME / "benchmarks" / "coach" / "bench.py"

    said = subprocess.run([sys.executable, str(bench), str(file)], capture_output=True, text=True, check=True).stdout

    assert "any concern          1   1.00   1.00   1.00" in said
    assert "contrast pairs with both halves right: 1 of 1" in said
    assert "600 words cold" in said


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_every_process_reads_alike(coach: Coach, seed: str) -> None:
    """No order of a set, which every process shakes anew, may reach a verdict."""
    text = "\n\n".join(
        [*(path.read_text("utf-8") for path in CALM[:6]), *(text for _labels, text, _pair in rows()[:400])]
    )
    told = subprocess.run(
        [sys.executable, "-m", "familyplan", "coach", "-"],
        input=text.encode(),
        capture_output=True,
        check=True,
        env={"PYTHONHASHSEED": seed, "PATH": ""},
        cwd=HOME,
    ).stdout

    assert json.loads(told) == as_dict(coach.read(text))
