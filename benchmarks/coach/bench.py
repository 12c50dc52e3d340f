"""How the coach does on labelled sentences, and how long it takes: ``make bench-coach FILE=sentences.jsonl``.

The file holds one JSON object a line: ``text``, ``concerns``, ``strengths`` (lists, ``none`` counts as empty) and
``letter``; letters whose name begins with ``x`` are contrast pairs, two sentences each. Without a file only the
times and the calm letters are told. Nothing of the file is kept or written.
"""

import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from familyplan.coach import shelf
from familyplan.coach.coach import Coach
from familyplan.coach.reading import CONCERNS, STRENGTHS
from familyplan.kernel import paths

CALM = Path(__file__).parents[2] / "tests" / "coach" / "calm"
TIMES = 9


class Row(NamedTuple):
    letter: str
    wanted: frozenset[str]
    said: frozenset[str]


class Marks(NamedTuple):
    precision: float
    recall: float
    f1: float
    there: int


def fresh() -> Coach:
    """The shipped coach, remembering nothing."""
    coach = shelf.open_coach(paths.content())
    if coach is None:
        sys.exit("there is no coach: run `familyplan check`")
    return coach


def read(path: Path, coach: Coach) -> list[Row]:
    rows = []
    for line in path.read_text("utf-8").splitlines():
        one = json.loads(line)
        reading = coach.read(one["text"])
        said = {mark.kind for mark in reading.findings} | {mark.kind for mark in reading.strengths}
        wanted = frozenset({*one["concerns"], *one["strengths"]} - {"none"})
        rows.append(Row(one.get("letter", ""), wanted, frozenset(said)))
    return rows


def marks(rows: list[Row], has: Callable[[frozenset[str]], bool]) -> Marks:
    there, said = [has(row.wanted) for row in rows], [has(row.said) for row in rows]
    hits = sum(one and other for one, other in zip(there, said, strict=True))
    precision, recall = hits / max(sum(said), 1), hits / max(sum(there), 1)
    return Marks(precision, recall, 2 * precision * recall / max(precision + recall, 1e-9), sum(there))


def carries(kind: str, labels: frozenset[str]) -> bool:
    return kind in labels


def table(rows: list[Row]) -> Iterator[str]:
    def line(name: str, one: Marks) -> str:
        return f"{name:16} {one.there:5d}   {one.precision:.2f}   {one.recall:.2f}   {one.f1:.2f}"

    yield f"{'':16} there   prec.  recall  F1"
    yield line("any concern", marks(rows, lambda labels: not labels.isdisjoint(CONCERNS)))
    for kinds, name in ((CONCERNS, "concerns"), (STRENGTHS, "strengths")):
        each = [marks(rows, partial(carries, kind)) for kind in kinds]
        yield from (line(kind, one) for kind, one in zip(kinds, each, strict=True))
        yield f"{'macro ' + name:16} {'':21} {statistics.mean(one.f1 for one in each):.3f}"
    pairs = defaultdict(list)
    for row in rows:
        if row.letter.startswith("x"):
            pairs[row.letter].append(row.wanted.isdisjoint(CONCERNS) == row.said.isdisjoint(CONCERNS))
    if pairs:
        yield f"contrast pairs with both halves right: {sum(map(all, pairs.values()))} of {len(pairs)}"


def calm(coach: Coach) -> Iterator[str]:
    words = false = 0
    for path in sorted(CALM.glob("*.txt")):
        reading = coach.read(path.read_text("utf-8"))
        words += reading.words
        false += len(reading.findings)
    yield f"calm letters: {false} marks in {words} words, {600 * false / max(words, 1):.2f} per 600 words"


def best(do: Callable[[], object]) -> float:
    """The median of several runs, in milliseconds."""
    took = []
    for _ in range(TIMES):
        begin = time.perf_counter()
        do()
        took.append(1000 * (time.perf_counter() - begin))
    return statistics.median(took)


def times(coach: Coach) -> Iterator[str]:
    text = "\n".join(path.read_text("utf-8") for path in sorted(CALM.glob("*.txt")))
    letter = " ".join(text.split()[:600])
    changed = letter.replace("I ", "I really ", 1)

    def cold() -> None:
        coach.read_sentence.cache_clear()
        coach.read(letter)

    def edit() -> None:
        coach.read_sentence.cache_clear()
        coach.read(letter)
        begin = time.perf_counter()
        coach.read(changed)
        edits.append(1000 * (time.perf_counter() - begin))

    yield f"600 words cold: {best(cold):.1f} ms"
    edits: list[float] = []
    best(edit)
    yield f"one sentence of them changed: {statistics.median(edits):.2f} ms"
    for name, piece in (("one word", "a" * 50), ("quotes", '"' * 50), ("you never", "you never "), ("dots", ". ? ! ")):
        hostile = (piece * 200_000)[:200_000]
        half = best(partial(coach.read, hostile[:100_000]))
        whole = best(partial(coach.read, hostile))
        yield f"200 kB of {name}: {whole:.0f} ms, {whole / max(half, 0.01):.1f} times 100 kB"


def main() -> None:
    begin = time.perf_counter()
    coach = fresh()
    print(f"start: {1000 * (time.perf_counter() - begin):.0f} ms")
    for path in map(Path, sys.argv[1:]):
        print(*table(read(path, coach)), sep="\n")
    print(*calm(coach), *times(coach), sep="\n")


if __name__ == "__main__":
    main()
