"""What is asked about safety, what each answer opens, whom to call: content, the same for every model."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args

from familyplan.guidance import words
from familyplan.guidance.milestones import Milestone
from familyplan.guidance.models import Finding
from familyplan.guidance.reading import files, known, unique
from familyplan.guidance.vocabulary import NeededIf, Strict
from familyplan.kernel.files import Broken, toml

ROW_OF: dict[NeededIf, str] = {
    "opioids_possible": "opioids",
    "guns_possible": "guns",
    "minors_at_home": "children",
    "court_possible": "court",
}
"""Which row opens which kind of milestone, on "yes" and on "don't know" alike."""


class HelpNumber(Strict, frozen=True, kw_only=True):
    """One telephone number that helps at once."""

    key: str
    label: str
    number: str
    """As people say it."""
    dial: str
    """As a phone link dials it."""
    text: str = ""
    """The number one may write to instead; empty is none."""


class Country(Strict, frozen=True, kw_only=True):
    """The numbers of one country; it has at least ``emergency``, ``crisis`` and ``violence``."""

    code: str
    numbers: tuple[HelpNumber, ...]


class SafetyRow(Strict, frozen=True, kw_only=True):
    """One of the rows asked aloud. "Don't know" counts like "yes" for what happens next."""

    key: str
    question: str
    """With ``NAME`` for the person everyone is here for."""
    step: str
    """What opens; help numbers filled in by :meth:`Safety.step`. For staff."""
    ask_alone: bool = False
    ask_clinician: bool = False
    first_when_whispering: bool = False


class GateText(Strict, frozen=True, kw_only=True):
    """What stands on the page of one gate: shown, neither ticked nor counted."""

    key: str
    title: str
    before: str
    looked_at: tuple[str, ...]
    wait: tuple[str, ...]
    no: tuple[str, ...]
    safety_within_days: int | None = None
    """Answers older than this are shown as old; the gate is still a person's decision."""


class Told(Strict, frozen=True, kw_only=True):
    """One line that the caller is told before anything else."""

    key: str
    text: str


class Way(Strict, frozen=True, kw_only=True):
    """One thing that may be right before a model, or instead of one."""

    key: str
    title: str
    when: str
    text: str
    source: str = ""
    rows: tuple[str, ...] = ()
    """Safety rows that point here when answered yes or don't know."""
    evidence: tuple[Finding, ...] = ()


class SomethingElse(Strict, frozen=True, kw_only=True):
    """The fourth card of the chooser."""

    title: str
    opening: str
    ways: tuple[Way, ...]


class _Countries(Strict, frozen=True, kw_only=True):
    countries: tuple[Country, ...]


class _Rows(Strict, frozen=True, kw_only=True):
    rows: tuple[SafetyRow, ...]


class _Milestones(Strict, frozen=True, kw_only=True):
    milestones: tuple[Milestone, ...]


class _Gates(Strict, frozen=True, kw_only=True):
    above: str
    gates: tuple[GateText, ...]


class _Lines(Strict, frozen=True, kw_only=True):
    lines: tuple[Told, ...]


class Safety(Strict, frozen=True, kw_only=True):
    """Everything of ``content/safety/``."""

    rows: dict[str, SafetyRow]
    """In the order in which they are asked."""
    milestones: tuple[Milestone, ...]
    """Laid out beside a model's own, where ``needed_if`` is true for the family."""
    above_gates: str
    gates: dict[str, GateText]
    told: tuple[Told, ...]
    something_else: SomethingElse
    numbers: dict[str, dict[str, HelpNumber]]
    """By country, then by key."""

    def step(self, row: str, *, country: str = "US") -> str:
        """What a yes or a don't know opens, with the country's numbers."""
        return words.fill(self.rows[row].step, spoken_numbers(self.numbers[country]))


def spoken_numbers(numbers: Mapping[str, HelpNumber]) -> dict[str, str]:
    """Help numbers as values for a text with places, as people say them."""
    return {key: number.number for key, number in numbers.items()}


def read_safety(folders: Sequence[Path]) -> Safety:
    """All of ``content/safety/``; :class:`Broken` where a part is missing or points to nothing."""
    paths = files(folders, "safety", ".toml")
    for name in ("help_numbers", "rows", "milestones", "gates", "told", "something_else"):
        if name not in paths:
            raise Broken(f"safety/{name}.toml", "", "is missing")
    countries = toml(paths["help_numbers"], _Countries).countries
    rows = toml(paths["rows"], _Rows).rows
    gates = toml(paths["gates"], _Gates)
    safety = Safety(
        rows={row.key: row for row in rows},
        milestones=toml(paths["milestones"], _Milestones).milestones,
        above_gates=gates.above,
        gates={gate.key: gate for gate in gates.gates},
        told=toml(paths["told"], _Lines).lines,
        something_else=toml(paths["something_else"], SomethingElse),
        numbers={country.code: {number.key: number for number in country.numbers} for country in countries},
    )
    unique("safety/rows.toml", "rows", [row.key for row in rows])
    unique("safety/help_numbers.toml", "countries", [country.code for country in countries])
    for country in countries:
        unique("safety/help_numbers.toml", f"countries ({country.code})", [number.key for number in country.numbers])
    _check(safety)
    return safety


def _check(safety: Safety) -> None:
    for country, numbers in safety.numbers.items():
        for key in ("emergency", "crisis", "violence"):
            known("safety/help_numbers.toml", f"countries ({country})", key, numbers, "number")
        for row in safety.rows.values():
            words.check("safety/rows.toml", f"step (in `{row.key}`)", row.step, numbers)
        for way in safety.something_else.ways:
            words.check("safety/something_else.toml", f"text (in `{way.key}`)", way.text, numbers)
    for way in safety.something_else.ways:
        for key in way.rows:
            known("safety/something_else.toml", f"rows (in `{way.key}`)", key, safety.rows, "safety row")
    for key in ("a", "b", "c"):
        known("safety/gates.toml", "gates", key, safety.gates, "gate")
    for needed_if in get_args(NeededIf):
        if needed_if in ROW_OF:
            known("safety/rows.toml", "rows", ROW_OF[needed_if], safety.rows, "safety row")
    unique("safety/milestones.toml", "milestones", [step.key for step in safety.milestones])
    unique("safety/told.toml", "lines", [line.key for line in safety.told])
