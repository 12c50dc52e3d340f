"""Train the coach's linear model on the corpus beside this file, and say how it does on batches kept apart.

Writes ``content/coach/weights.tsv``. Needs scikit-learn (``pip install -e '.[train]'``); nothing else does.
With ``--calibrate FILE`` the bounds are chosen on labelled sentences of the form of ``{"text", "concerns",
"strengths"}`` a line; without it on the batches, each scored by a model that has not seen it.
"""

import argparse
import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from familyplan.coach import shelf
from familyplan.coach.features import features
from familyplan.coach.reading import CONCERNS
from familyplan.coach.weights import FILE, LABELS, SCALE
from familyplan.kernel import paths

CORPUS = Path(__file__).parent / "corpus"
STRENGTH, POSITIVE = 0.1, 2  # how freely weights may grow; how much more a sentence with the label counts
SEEN_AT_LEAST, SMALLEST = 2, 0.04
BAGS = 200
CALM = 10  # hundredths by which "any" is raised: what families write with help is calmer than what is measured on
PARTS = 4  # the batches, each by a writer of its own, are kept apart in so many turns


class Row(NamedTuple):
    batch: str
    labels: frozenset[str]
    text: str
    pair: str


def corpus() -> list[Row]:
    """Every sentence of the corpus, in the order of files and lines."""
    rows = []
    for path in sorted(CORPUS.glob("*.tsv")):
        for line in path.read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                concerns, strengths, text, *pair = line.split("\t")
                labels = frozenset({*concerns.split(","), *strengths.split(",")} - {"-", "none"})
                rows.append(Row(path.stem, labels, text, pair[0] if pair else ""))
    return rows


def labelled(path: Path) -> list[Row]:
    """Sentences of a file in the form of the measuring set."""
    rows = []
    for line in path.read_text("utf-8").splitlines():
        one = json.loads(line)
        labels = frozenset({*one["concerns"], *one["strengths"]} - {"none"})
        rows.append(Row(one["letter"], labels, one["text"], ""))
    return rows


def table(rows: list[Row]) -> Any:
    """One row a sentence, one column a label; the last says whether there is a concern at all."""
    return np.array(
        [[*(label in row.labels for label in LABELS[:-1]), bool(row.labels & set(CONCERNS))] for row in rows]
    )


class Names:
    """Which feature stands in which column."""

    def __init__(self, found: list[list[str]]) -> None:
        counts = Counter(name for one in found for name in one)
        self.names = sorted(name for name, count in counts.items() if count >= SEEN_AT_LEAST)
        self.columns = {name: at for at, name in enumerate(self.names)}

    def matrix(self, found: list[list[str]]) -> Any:
        rows = [sorted(self.columns[name] for name in one if name in self.columns) for one in found]
        starts = np.cumsum([0, *(len(row) for row in rows)]).astype(np.int32)
        columns = np.array([at for row in rows for at in row], dtype=np.int32)
        return csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(rows), len(self.names)))


def fit(matrix: Any, wanted: Any) -> tuple[Any, Any]:
    """Weights (label x feature) and beginnings, rounded as they are written."""
    models = [
        LogisticRegression(C=STRENGTH, solver="liblinear", class_weight={0: 1, 1: POSITIVE}, random_state=0).fit(
            matrix, wanted[:, at]
        )
        for at in range(wanted.shape[1])
    ]
    weights = np.vstack([model.coef_[0] for model in models])
    weights[np.abs(weights) < SMALLEST] = 0
    begin = np.array([model.intercept_[0] for model in models])
    return np.round(weights * SCALE), np.round(begin * SCALE)


def bounds(scores: Any, wanted: Any, weight: Any, precision: float = 0.0) -> Any:
    """For each label the bound with the best F1 over many draws of the sentences: one sentence decides little."""
    draw = np.random.default_rng(0)
    grid = np.arange(-300, 301, 5)
    total = np.zeros((len(grid), wanted.shape[1]))
    for _bag in range(BAGS):
        pick = draw.choice(len(wanted), len(wanted), p=weight / weight.sum())
        for at in range(wanted.shape[1]):
            said = scores[pick, at][None, :] >= grid[:, None]
            true = wanted[pick, at][None, :]
            hits = (said & true).sum(1)
            f1 = 2 * hits / np.maximum(said.sum(1) + true.sum(1), 1)
            sure = hits / np.maximum(said.sum(1), 1)
            need = precision if at == wanted.shape[1] - 1 else 0.0
            total[:, at] += f1 - np.maximum(need - sure, 0) * 2
    return grid[total.argmax(0)]


def decided(scores: Any, least: Any) -> Any:
    """What the model says, as ``familyplan.coach.weights`` does."""
    over = scores - least
    yes = over >= 0
    count = len(CONCERNS)
    yes[:, :count] &= yes[:, -1:]
    for at in np.flatnonzero(yes[:, -1] & ~yes[:, :count].any(1)):
        yes[at, over[at, :count].argmax()] = True
    return yes


def f1(wanted: Any, said: Any) -> tuple[float, float, float]:
    hits = (wanted & said).sum()
    precision, recall = hits / max(said.sum(), 1), hits / max(wanted.sum(), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def show(title: str, wanted: Any, said: Any) -> None:
    each = [f1(wanted[:, at], said[:, at])[2] for at in range(len(LABELS))]
    count = len(CONCERNS)
    sure, found, both = f1(wanted[:, -1], said[:, :count].any(1))
    print(
        f"{title:24} any P {sure:.3f} R {found:.3f} F1 {both:.3f}"
        f"   concerns {np.mean(each[:count]):.3f}   strengths {np.mean(each[count:-1]):.3f}"
    )
    print("   ", "  ".join(f"{label} {one:.2f}" for label, one in zip(LABELS, each, strict=True) if label != "any"))


def write(names: list[str], weights: Any, begin: Any, least: Any, rows: list[Row]) -> None:
    digest = hashlib.sha256()
    for row in rows:
        digest.update(f"{sorted(row.labels)} {row.text}\n".encode())
    lines = [
        "# Written by benchmarks/coach/train.py (make train-coach); not edited by hand.",
        f"# {len(rows)} sentences; corpus {digest.hexdigest()}",
        *(f"@begin\t{label}\t{int(one)}" for label, one in zip(LABELS, begin, strict=True)),
        *(f"@at_least\t{label}\t{int(one)}" for label, one in zip(LABELS, least, strict=True)),
    ]
    for at, name in enumerate(names):
        pairs = [f"{label}:{int(weights[label, at])}" for label in np.flatnonzero(weights[:, at])]
        if pairs:
            lines.append("\t".join([name, *pairs]))
    (paths.content()[0] / "coach" / FILE).write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--calibrate", type=Path, help="labelled sentences to choose the bounds on")
    ask.add_argument("--batches", action="store_true", help="score the batches by models trained without them")
    args = ask.parse_args()
    coach = shelf.load(paths.content()[0] / "coach")
    rows = corpus()
    wanted = table(rows)
    found = [list(features(coach.parse(row.text))) for row in rows]
    names = Names(found)
    matrix = names.matrix(found)
    print(len(rows), "sentences,", matrix.shape[1], "features")
    if args.batches or not args.calibrate:
        batch = np.array([row.batch for row in rows])
        scores = np.zeros(wanted.shape)
        for part in np.array_split(np.array(sorted(set(batch))), PARTS):
            apart = np.isin(batch, part)
            weights, begin = fit(matrix[~apart], wanted[~apart])
            scores[apart] = matrix[apart] @ weights.T + begin
        least = bounds(scores, wanted, np.ones(len(rows)))
        show("batches kept apart", wanted, decided(scores, least))
    weights, begin = fit(matrix, wanted)
    if args.calibrate:
        other = labelled(args.calibrate)
        other_wanted = table(other)
        other_scores = names.matrix([list(features(coach.parse(row.text))) for row in other]) @ weights.T + begin
        least = bounds(other_scores, other_wanted, np.ones(len(other)), precision=0.87)
        least[-1] += CALM
        show("calibrated on", other_wanted, decided(other_scores, least))
    write(names.names, weights, begin, least, rows)


main()
