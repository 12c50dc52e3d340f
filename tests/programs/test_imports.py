"""/programs/imports: many at once; looked at first, kept once, and what is not kept is named with a reason."""

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import said
from familyplan.programs.directory.records import Program
from familyplan.programs.directory.service import TEXTS, Described
from familyplan.programs.tables.service import MOST_ROWS, Read, read, written
from familyplan.settings import Settings
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
DRAFT, KEEP = "/programs/imports/draft", "/programs/imports"
HEAD = "name,place,level,residential,medication for opioid use,insurers\n"
TWO = HEAD + 'Harbor House,Portland,3.5,yes,no,"Blue, Green"\nRiver Clinic,Salem,level 2.1,no,yes,\n'


@pytest.fixture(autouse=True)
def _shelf(settings: Settings) -> None:
    """The levels are read from the shelf."""


def kept(db: Session) -> list[Program]:
    db.rollback()  # look at what stands now
    return list(db.scalars(select(Program).order_by(Program.name)))


def why(text: str, way: str = "table") -> str:
    with pytest.raises(Refusal) as refused:
        read(text, way)
    return said(refused.value)


def reasons(found: Read) -> dict[int, str]:
    return {one.number: said(one.why) for one in found.refused}


def test_looking_keeps_nothing(visit: Visit, db: Session) -> None:
    page = visit("dana").post(DRAFT, {"way": "table", "rows": TWO})

    assert page.status_code == 200
    assert "Nothing is kept yet. 2 new." in page.text
    assert "Harbor House" in page.text
    assert kept(db) == []


def test_keeping_it_twice_doubles_nothing(visit: Visit, db: Session) -> None:
    olga = visit("olga")
    first = olga.post(KEEP, {"way": "table", "rows": TWO})
    again = olga.post(KEEP, {"way": "table", "rows": TWO, "change": "yes"})

    assert "2 programs were added." in first.text
    assert "0 programs were added. 0 were changed. 2 stood here already." in again.text
    assert [(one.name, one.level, one.residential, one.insurers) for one in kept(db)] == [
        ("Harbor House", "3.5", "yes", "Blue, Green"),
        ("River Clinic", "2.1", "no", ""),
    ]


def test_a_known_program_is_offered_as_a_change_and_an_empty_cell_takes_nothing_away(
    visit: Visit, db: Session
) -> None:  # fmt: skip
    dana = visit("dana")
    dana.post(KEEP, {"way": "table", "rows": TWO})
    newer = HEAD + "harbor house,portland,3.7,,,\n"
    look = dana.post(DRAFT, {"way": "table", "rows": newer})
    assert "1 stands here and would change." in look.text

    left = dana.post(KEEP, {"way": "table", "rows": newer})
    assert "1 was left as it is." in left.text
    dana.post(KEEP, {"way": "table", "rows": newer, "change": "yes"})
    assert {(one.name, one.level, one.insurers) for one in kept(db)} >= {("Harbor House", "3.7", "Blue, Green")}


def test_a_program_that_was_put_away_is_not_brought_back_by_an_import(visit: Visit, db: Session) -> None:
    dana = visit("dana")
    dana.post(KEEP, {"way": "table", "rows": TWO})
    dana.post(f"/programs/{kept(db)[0].id}/putting-away")
    look = dana.post(DRAFT, {"way": "table", "rows": TWO})

    assert "1 was put away here and stays so." in look.text
    dana.post(KEEP, {"way": "table", "rows": TWO, "change": "yes"})
    assert kept(db)[0].put_away_at is not None


def test_every_row_that_is_not_taken_has_its_number_and_a_sentence(visit: Visit, db: Session) -> None:
    rows = (
        HEAD + "Good,Town,,,,\n"
        ",Nowhere,,,,\n"
        "Odd,Town,9.9,,,\n"
        "Perhaps,Town,,maybe,,\n"
        "GOOD, town ,,,,\n"
        "Wide,Town,,,,,,too much\n"
        "Marks \ufffd,Town,,,,\n"
        f"Long,Town,,,,{'x' * 2001}\n"
    )
    found = reasons(read(rows, "table"))
    assert found == {
        3: "Which program is it? Its name is enough for now.",
        4: "“9.9” is no level that we know. Write it like 3.5, or leave it empty.",
        5: "“maybe” under “residential” is neither yes nor no nor unknown.",
        6: "It names the same program as row 2. Only the first one counts.",
        7: "It has 8 cells, and there are 6 columns.",
        8: "It has signs that could not be read. Save the table as UTF-8 and paste it again.",
        9: "That is longer than fits here. Please keep it under 2000 signs.",
    }

    answer = visit("dana").post(KEEP, {"way": "table", "rows": rows})
    assert "1 program was added." in answer.text
    assert "7 rows are not brought in" in answer.text
    assert all(f"Row {number}" in answer.text for number in found)
    assert [one.name for one in kept(db)] == ["Good"]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("", "There is nothing here yet."),
        ("   \n\n", "There is nothing here yet."),
        ("foo,bar\n1,2\n", "We know no column called “foo”, “bar”."),
        ("place,level\nTown,3.5\n", "one of them is “name”"),
        ("name,name\na,b\n", "Two columns mean the same."),
        ('name,place\n"Harbor,Portland\n', "a quotation mark is opened and never closed"),
        ('name,place\n"Harbor" House,Portland\n', "a quotation mark is opened and never closed"),
        (f"name\n{'x' * 140_000}\n", "far too long"),
        ("name\n" + "x\n" * 5000, "There are 5000 rows here; at most 500 fit at a time. Nothing was kept."),
    ],
)
def test_what_cannot_be_understood_as_a_whole_is_refused_as_a_whole(
    visit: Visit, db: Session, rows: str, sentence: str
) -> None:  # fmt: skip
    assert sentence in why(rows)

    for path in (DRAFT, KEEP):
        answer = visit("dana").post(path, {"way": "table", "rows": rows})
        assert answer.status_code == 422
        assert sentence in answer.text.replace("&#39;", "'")
        assert (rows.strip()[:40] or "textarea") in answer.text.replace("&#34;", '"')
    assert kept(db) == []


def test_more_than_a_page_can_hold_is_refused_and_the_words_come_back(visit: Visit, db: Session) -> None:
    answer = visit("dana").post(DRAFT, {"way": "table", "rows": "name\n" + "x" * 1_000_001})

    assert answer.status_code == 422
    assert "longer than fits" in answer.text
    assert kept(db) == []


def test_five_hundred_rows_fit(visit: Visit, db: Session) -> None:
    rows = "name,place\n" + "".join(f"Program {number},Town\n" for number in range(MOST_ROWS))
    answer = visit("dana").post(KEEP, {"way": "table", "rows": rows})

    assert f"{MOST_ROWS} programs were added." in answer.text
    assert len(kept(db)) == MOST_ROWS


def test_a_mark_at_the_beginning_semicolons_tabs_and_line_ends_of_all_kinds_are_read() -> None:
    for sign in ",;\t":
        text = f"\ufeffName{sign}City\r\nHarbor House{sign}Portland\r\n\r\n"
        found = read(text.replace("\r\n", "\n"), "table")
        assert [(one.said.name, one.said.place) for one in found.rows] == [("Harbor House", "Portland")]


def test_a_cell_may_hold_line_ends_and_doubled_quotes() -> None:
    found = read('name,notes\n"The ""Hill""","one\ntwo"\nNext,\n', "table")

    assert [(one.number, one.said.name, one.said.notes) for one in found.rows] == [
        (2, 'The "Hill"', "one\ntwo"),
        (3, "Next", ""),
    ]


def test_lines_with_tabs_need_no_first_line() -> None:
    assert [one.said.level for one in read("Harbor House\tPortland\t3.5\tyes", "lines").rows] == ["3.5"]
    assert [one.said.place for one in read("Program\tCity\nHarbor\tPortland", "lines").rows] == ["Portland"]


def test_plain_words_are_one_program_for_each_paragraph() -> None:
    found = read("Harbor House\nCity: Portland\nphone: 555 0199\nThey called back.\n\n\nRiver Clinic\n", "words")

    first, second = (one.said for one in found.rows)
    assert (first.name, first.place, first.contacts, first.notes) == (
        "Harbor House", "Portland", "555 0199", "They called back.",
    )  # fmt: skip
    assert second == Described(name="River Clinic")


FORMULAS = ("=1+1", "+1 555 0199", "@SUM(A1)", "-2+3", "=cmd|' /C calc'!A0")


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_cell_like_a_formula_stays_plain_words_and_is_said(visit: Visit, db: Session, cell: str) -> None:
    dana = visit("dana")
    rows = f'name,contacts\nHarbor House,"{cell}"\n'
    assert "Some cells look like a formula" in dana.post(DRAFT, {"way": "table", "rows": rows}).text
    dana.post(KEEP, {"way": "table", "rows": rows})
    assert [one.contacts for one in kept(db)] == [cell]

    out = dana.get("/programs.csv")
    assert out.headers["content-type"].startswith("text/csv")
    [row] = csv.DictReader(io.StringIO(out.content.decode("utf-8-sig")))
    assert row["contacts"] == f"'{cell}"
    assert "0 programs were added. 0 were changed. 1 stood here already." in dana.post(
        KEEP, {"way": "table", "rows": out.content.decode("utf-8-sig"), "change": "yes"}
    ).text.replace("\n", " ")


@given(st.lists(st.text(max_size=40), min_size=5, max_size=5))
def test_what_was_written_out_is_read_back_and_no_cell_begins_a_formula(cells: list[str]) -> None:
    clean = ["".join(sign for sign in cell if sign not in "\r\0\ufffd").strip() for cell in cells]
    row = Described(name="Name", **dict(zip(TEXTS, clean, strict=True)))
    text = written([row])

    assert not any(
        cell.startswith(("=", "+", "-", "@", "\t")) for line in csv.reader(io.StringIO(text)) for cell in line
    )
    assert [one.said for one in read(text, "table").rows] == [row]


def test_going_back_keeps_what_was_pasted(visit: Visit) -> None:
    page = visit("dana").post(DRAFT, {"way": "lines", "rows": "Harbor\tPortland", "again": "yes"})

    assert page.status_code == 200
    assert "Harbor\tPortland" in page.text
