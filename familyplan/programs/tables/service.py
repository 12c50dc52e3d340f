"""Reading many programs from pasted words or a table, and writing them out so that nothing is calculated."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field

from familyplan.guidance import shelf
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.programs.directory.service import CHOICES, Described, check, known_as

WAYS = ("table", "lines", "words")
MOST_ROWS = 500
LONGEST = 1_000_000  # code points; five thousand rows fit, and are then counted and refused in words
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # a cell that begins so is calculated by some programs for tables
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("name", "program", "programme", "facility"),
    "place": ("place", "city", "address", "location"),
    "level": ("level", "level offered", "asam level"),
    "residential": ("residential",),
    "opioid_medication": ("opioid medication", "medication for opioid use", "moud"),
    "alcohol_medication": ("alcohol medication", "medication for alcohol use"),
    "insurers": ("insurers", "insurance"),
    "entry": ("entry", "entry requirements", "requirements"),
    "contacts": ("contacts", "contact", "phone"),
    "admission": ("admission", "how to admit"),
    "notes": ("notes", "note"),
}
YES_NO = {
    **dict.fromkeys(("yes", "y", "true", "1", "x"), "yes"),
    **dict.fromkeys(("no", "n", "false", "0"), "no"),
    **dict.fromkeys(("", "unknown", "?", "don't know", "not known"), "unknown"),
}


@dataclass(frozen=True)
class Row:
    """One program as it was read. `formula` names the columns that look like a formula and stay plain words."""

    number: int
    said: Described
    formula: tuple[str, ...] = ()


@dataclass(frozen=True)
class RefusedRow:
    """A row that is not brought in, and why."""

    number: int
    begins: str
    why: Refusal


@dataclass(frozen=True)
class Read:
    """Everything that was read, in order."""

    rows: list[Row] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)


def read(text: str, way: str) -> Read:
    """
    Read *text* as a table with a first line, as lines with tabs, or as plain words, one paragraph for each program.

    Refuses the whole where its columns or its quotation marks cannot be understood, or more rows than `MOST_ROWS`
    stand in it; a single row that cannot be taken is in `refused`, with its sentence. Reads only.
    """
    text = text.lstrip("\ufeff").replace("\0", "")
    if not text.strip():
        raise Refusal(_("There is nothing here yet. Paste the rows first."), field="rows")
    columns, cells = {"table": _table, "lines": _lines, "words": _words}[way](text)
    if len(cells) > MOST_ROWS:
        sentence = _("There are %(rows)d rows here; at most %(most)d fit at a time. Nothing was kept.")
        raise Refusal(sentence, field="rows", rows=len(cells), most=MOST_ROWS)
    found, known = Read(), dict[str, int]()
    for number, row in cells:
        try:
            one = _row(number, columns, row)
            key = known_as(one.said.name, one.said.place)
            if key in known:
                sentence = _("It names the same program as row %(other)d. Only the first one counts.")
                raise Refusal(sentence, other=known[key])  # noqa: TRY301  said like every other reason
            known[key] = number
            found.rows.append(one)
        except Refusal as why:
            found.refused.append(RefusedRow(number, " ".join(row)[:60], why))
    return found


Cells = list[tuple[int, list[str]]]


def _table(text: str) -> tuple[list[str], Cells]:
    first = text.lstrip("\n").split("\n", 1)[0]
    sign = max(",;\t", key=first.count)
    cells: Cells = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=sign, strict=True), 1):
            if any(cell.strip() for cell in row):
                cells.append((number, row))
    except csv.Error as why:
        raise _unread(why, len(cells) + 1) from None
    return _columns(cells[0][1]), cells[1:]


def _unread(why: csv.Error, number: int) -> Refusal:
    if "larger than" in str(why):
        return Refusal(_("A cell near row %(row)d is far too long. Nothing was kept."), field="rows", row=number)
    sentence = _("Near row %(row)d a quotation mark is opened and never closed, or stands alone. Nothing was kept.")
    return Refusal(sentence, field="rows", row=number)


def _columns(head: Sequence[str]) -> list[str]:
    """Say which of ours each column is; refuses an unknown, a doubled and a missing one, all with their names."""
    by_word = {word: ours for ours, words in COLUMNS.items() for word in (*words, ours)}
    asked = [" ".join(cell.casefold().replace("_", " ").split()) for cell in head]
    while asked and not asked[-1]:
        asked.pop()
    by_word |= {word.replace("_", " "): ours for word, ours in by_word.items()}
    unknown = [cell.strip()[:40] for cell, word in zip(head, asked, strict=False) if word not in by_word]
    ours = [by_word[word] for word in asked if word in by_word]
    if unknown or "name" not in ours:
        odd = ", ".join(f"“{cell}”" for cell in unknown[:5])
        sentence = _("The first line has to name the columns, and one of them is “name”. We know: %(known)s.")
        if unknown:
            sentence = _("We know no column called %(odd)s. The first line may name: %(known)s. Nothing was kept.")
        raise Refusal(sentence, field="rows", odd=odd, known=", ".join(one.replace("_", " ") for one in COLUMNS))
    if len(set(ours)) < len(ours):
        raise Refusal(_("Two columns mean the same. Please leave one out. Nothing was kept."), field="rows")
    return ours


def _lines(text: str) -> tuple[list[str], Cells]:
    rows = [line.split("\t") for line in text.split("\n")]
    cells = [(number, row) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    first = [" ".join(cell.casefold().split()) for cell in cells[0][1]]
    if first[0] in COLUMNS["name"]:
        return _columns(cells[0][1]), cells[1:]
    return list(COLUMNS), cells


def _words(text: str) -> tuple[list[str], Cells]:
    """Take each paragraph as one program: its first line is the name, `word: …` fills a column, the rest are notes."""
    by_word = {word: ours for ours, words in COLUMNS.items() for word in words}
    cells: Cells = []
    for number, paragraph in enumerate(re.split(r"\n[ \t]*\n+", text.strip("\n")), 1):
        first, *more = [line.strip() for line in paragraph.strip().split("\n")]
        told = dict.fromkeys(COLUMNS, "") | {"name": first}
        for line in more:
            word, colon, rest = line.partition(":")
            column = by_word.get(word.strip().casefold(), "") if colon else ""
            if column and not told[column]:
                told[column] = rest.strip()
            else:
                told["notes"] = f"{told['notes']}\n{line}".strip()
        cells.append((number, list(told.values())))
    return list(COLUMNS), cells


def _row(number: int, columns: Sequence[str], row: Sequence[str]) -> Row:
    """Read one row; refuses what the list cannot hold."""
    if any(cell.strip() for cell in row[len(columns) :]):
        raise Refusal(
            _("It has %(cells)d cells, and there are %(columns)d columns."), cells=len(row), columns=len(columns)
        )
    if any(UNREADABLE in cell for cell in row):
        raise Refusal(_("It has signs that could not be read. Save the table as UTF-8 and paste it again."))
    raw = dict(zip(columns, row, strict=False))
    told = {column: _plain(cell) for column, cell in raw.items()}
    if "level" in told:
        told["level"] = _level(told["level"])
    for column in CHOICES:
        if column in told:
            told[column] = _yes_no(column, told[column])
    said = Described(**{"name": "", **told})
    check(said)
    formula = tuple(column for column in columns if told.get(column, "").startswith(FORMULA))
    return Row(number, said, formula)


def _plain(cell: str) -> str:
    """Take the mark off that `written` put before what looks like a formula, and the blanks around."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell


def _yes_no(column: str, cell: str) -> str:
    answer = YES_NO.get(" ".join(cell.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()))
    if answer is None:
        sentence = _("“%(cell)s” under “%(column)s” is neither yes nor no nor unknown.")
        raise Refusal(sentence, cell=cell[:40], column=column.replace("_", " "))
    return answer


def _level(cell: str) -> str:
    levels = shelf.current().programs.levels.levels
    folded = re.sub(r"^(asam )?(level )?", "", " ".join(cell.casefold().split()))
    for level in levels:
        names = (level.key, level.title, f"{level.key} {level.title}", f"{level.key}.0")
        if folded in {name.casefold() for name in names}:
            return level.key
    if not folded:
        return ""
    raise Refusal(_("“%(cell)s” is no level that we know. Write it like 3.5, or leave it empty."), cell=cell[:40])


def written(rows: Iterable[Described]) -> str:
    """Write programs as a table; what looks like a formula gets a mark before it, so that no program calculates it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(f"'{cell}" if cell.startswith(FORMULA) else cell for cell in asdict(row).values())
    return "\ufeff" + out.getvalue()
