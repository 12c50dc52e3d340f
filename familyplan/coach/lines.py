"""A reading as other programs take it: JSON with offsets in code points, and lines of text for people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence

from familyplan.coach.reading import Reading


def as_dict(reading: Reading) -> dict[str, object]:
    """The reading under the names that other programs rely on."""
    return {
        "findings": [
            {
                "start": one.start,
                "end": one.end,
                "kind": one.kind,
                "text": one.text,
                "why": one.why,
                "instead": list(one.instead),
            }
            for one in reading.findings
        ],
        "strengths": [{"start": one.start, "end": one.end, "kind": one.kind} for one in reading.strengths],
        "missing": list(reading.missing),
        "harms": [{"start": one.start, "end": one.end} for one in reading.harms],
        "now": reading.now,
        "words": reading.words,
        "read_aloud_seconds": reading.read_aloud_seconds,
        "reading_age": reading.reading_age,
    }


def as_json(reading: Reading) -> str:
    """One line of plain ASCII, so that half a surrogate pair is written as well as any other text."""
    return json.dumps(as_dict(reading))


def as_text(reading: Reading, text: str) -> str:
    """What is good first, then what is worth a second look, for people at a terminal."""
    lines = [f"{reading.words} words, {reading.read_aloud_seconds} seconds read aloud"]
    lines += [f"  good ({one.kind}): {_shown(text[one.start : one.end])}" for one in reading.strengths]
    for one in reading.findings:
        lines += [f"  {one.start}-{one.end} ({one.kind}): {_shown(one.text)}", f"      {one.why}"]
        lines += [f"      or: {_shown(way)}" for way in one.instead]
    lines += [f"  harm was reported here: {_shown(text[one.start : one.end])}" for one in reading.harms]
    if reading.now:
        lines.append("  this sounds like now: help is a call away")
    if reading.missing:
        lines.append(f"  not found: {', '.join(reading.missing)}")
    return "\n".join(lines)


def each_line(lines: Iterable[bytes], read: Callable[[str], Reading]) -> Iterator[tuple[str, bool]]:
    """For every line that holds one JSON string its reading; for any other ``{"error": …}`` and false."""
    for number, line in enumerate(lines, 1):
        try:
            text = json.loads(line)
        except (ValueError, RecursionError):
            text = None
        if isinstance(text, str):
            yield as_json(read(text)), True
        else:
            yield json.dumps({"error": f"line {number} is no JSON string"}), False


def missing_of(reading: Reading, groups: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Of a whole letter: what each part should have one of, for every part of which nothing was found."""
    there = {one.kind for one in reading.strengths}
    return tuple(dict.fromkeys(kind for group in groups if group and not there & set(group) for kind in group))


def _shown(text: str) -> str:
    """One line without line breaks, and without what a terminal cannot be sent."""
    return " ".join(text.encode("utf-8", "replace").decode().split())
