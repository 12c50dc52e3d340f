"""GET …/day/run-sheet, /cards and /pack.pdf: minute by minute, one card for each, and all of it on paper."""

import re
from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any
from uuid import UUID

import pikepdf
import pytest

from familyplan.day import service as days
from familyplan.day.run_sheet.service import spoken
from familyplan.demo.cast import Cast
from familyplan.engagements import service as acts
from familyplan.kernel import clock, pdf
from familyplan.kernel.db import Database
from tests import lexicon
from tests.day.test_seats import keep_apart
from tests.letters.conftest import journaled
from tests.pdf import opened, words_of
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


@pytest.fixture
def sheet(family: str) -> str:
    return f"{family}/day/run-sheet"


@pytest.fixture
def pack(family: str) -> str:
    return f"{family}/day/pack.pdf"


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("&#39;", "'").split())


def titles(page: str) -> list[str]:
    found = re.findall(r'<div class="row-title"><span>(.*?)</span>', page)
    return [one.replace("\u202f", " ") for one in found]


@pytest.fixture
def ten_oclock(in_family: Any, cast: Cast) -> None:
    """The day is at ten in the morning where the family lives, three days from now."""
    ahead = clock.local(clock.now(), cast.reyes.zone) + timedelta(days=3)
    ten = ahead.replace(hour=10, minute=0, second=0, microsecond=0).astimezone(UTC)
    in_family(acts.set_day, ten, "Aunt Rosa's house")


@pytest.mark.usefixtures("ten_oclock")
def test_minute_by_minute_with_the_times_of_the_rehearsal(
    dana: Visitor, family: str, sheet: str, letter_of: Callable[..., UUID]
) -> None:
    for name in ("maria", "luis", "ana"):
        dana.post(f"{family}/day/rehearsal/times", {"letter": str(letter_of(name)), "seconds": "130"})
    told = titles(dana.get(sheet).text)

    assert told[:4] == ["9:30 AM · Gather", "9:50 AM · Sit down", "10:00 AM · Begin", "10:02 AM · 1. Maria reads"]
    assert "10:04 AM · 2. Luis reads" in told
    assert told[-5:] == ["If it is yes", "If it is not today", "What then", "This evening", "The next day"]
    page = words(dana.get(sheet).text)
    assert "2 min 10 s in rehearsal." in page
    assert "Not timed yet" not in page
    assert "Dana calls the family, whatever the answer was." in page


def test_what_is_missing_is_said_instead_of_made_up(dana: Visitor, sheet: str) -> None:
    page = words(dana.get(sheet).text)
    for said in (
        "No day is set yet.", "Not agreed yet: how the person comes to be there. We do not make up a story;",
        "Who drives: not chosen yet.",
        "Not chosen yet: who speaks.",
        "Answers come from one voice alone.", "Not timed yet; about 3 min.", "No lines are said today.",
        "Nobody blocks the way out, holds anybody, hides keys or phones.", "“We'll stop here. The offer stays.”",
        "No go stands for the day yet", "Everyone out. Call 911. Nothing else matters.", "No meeting without Dana.",
    ):  # fmt: skip
        assert said in page, said


def test_a_letter_that_was_given_is_reckoned_by_its_length_for_the_lead_alone(
    visit: Visit, dana: Visitor, sheet: str, letter_of: Callable[..., UUID]
) -> None:
    maria, letter = visit("maria"), f"/letters/{letter_of('maria')}"
    maria.put(f"{letter}/sections/moments", {"body": "ice " * 650, "revision": 0, "writing": "w"})
    maria.post(f"{letter}/hand-in")
    assert "Not timed yet; about 5 min." in words(dana.get(sheet).text)
    assert "Not timed yet; about 5 min." not in words(visit("sol").get(sheet).text)
    assert "ice ice" not in dana.get(sheet).text


def test_only_lines_that_hold_may_be_said(dana: Visitor, family: str, sheet: str, ids: Callable[[str], str]) -> None:
    for name, said in (("maria", "yes"), ("luis", "not_yet")):
        dana.post(f"{family}/day/rehearsal/lines", {"member": ids(name), "said": said})
    assert "Who has a line that holds may say it, if they still want to: Maria." in words(dana.get(sheet).text)


def test_who_speaks_drives_and_walks_along(dana: Visitor, family: str, sheet: str, ids: Callable[[str], str]) -> None:
    for role, name in (
        ("chairperson", "luis"),
        ("driver", "ana"),
        ("walks_out_with", "maria"),
        ("child_minder", "theo"),
    ):
        dana.post(f"{family}/day/tasks", {"role": role, "member": ids(name), "was": ""})
    page = words(dana.get(sheet).text)
    assert "Luis asks once:" in page
    assert "Answers come from Luis alone." in page
    assert "Who drives: Ana. The person never drives there." in page
    assert "Walking beside, without holding anybody back: Maria." in page
    assert "Somewhere else, with the children: Theo." in page
    assert "Next to each other: Maria, Luis, Ana, Dana, S." in page


def test_two_who_would_sit_too_close_are_said_without_names_and_never_put_on_paper(
    dana: Visitor, sheet: str, pack: str, cast: Cast
) -> None:
    said = "Two people who must not meet would sit next to each other."
    assert said not in dana.get(sheet).text
    keep_apart(dana, cast, "maria", "luis")
    assert said in dana.get(sheet).text
    assert said in dana.get(pack).text
    assert dana.get(pack).headers["content-type"].startswith("text/html")


def test_each_card_for_when_it_goes_otherwise(dana: Visitor, family: str) -> None:
    page = dana.get(f"{family}/day/cards").text
    heads = re.findall(r"<h2>(.*?)</h2>", page)
    assert heads == [
        "Walks out", "“Tomorrow”", "Very drunk, confused, or in withdrawal", "Threat or violence", "Talk of suicide",
        "A reader can&#39;t" if "A reader can&#39;t" in heads else "A reader can't",
        "Dana does not arrive", "The place fell through",
    ]  # fmt: skip
    assert "Nobody blocks, holds, or hides keys or phones." in page
    assert "Call 988 or 911" in page
    assert lexicon.claims(words(page)) == []


def test_the_familys_own_sentence_stands_on_the_card(dana: Visitor, family: str, in_family: Any) -> None:
    in_family(days.agree, "", "Enough for today, Sam.", 0)
    assert "“Enough for today, Sam.”" in dana.get(f"{family}/day/cards").text


@pytest.mark.usefixtures("ten_oclock")
def test_the_paper_pack_is_tagged_in_a_language_with_a_title_and_large(
    dana: Visitor, family: str, pack: str, in_family: Any
) -> None:
    in_family(days.agree, "Luis asks him to come by.", "", 0)
    answer = dana.get(pack)
    made = opened(answer.content)

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'inline; filename="pack.pdf"'
    assert made.Root.MarkInfo.Marked
    assert str(made.Root.Lang) == "en"
    assert made.docinfo.Title == "Paper pack"
    assert made.Root.ViewerPreferences.DisplayDocTitle
    with made.open_metadata() as meta:
        assert meta["pdfuaid:part"] == "1"
    assert smallest_type(made) >= 13
    said = words_of(answer.content)
    for text in (
        "Runsheet", "9:30", "Luisaskshimtocomeby.", "Whoreadswhen", "Nexttoeachother", "Numberstocall", "911", "988",
        "Theoffice:5550100", "Walksout", "Threatorviolence", "Danadoesnotarrive", "Theplacefellthrough",
    ):  # fmt: skip
        assert text in said, text
    assert "Reyes" not in said
    assert lexicon.claims(said) == []


def smallest_type(made: pikepdf.Pdf) -> float:
    """The smallest type on any page, in points: what the font is set in, times how the text is scaled."""
    sizes = []
    for page in made.pages:
        scale = 1.0
        instructions: list[Any] = list(pikepdf.parse_content_stream(page))
        for operands, operator in instructions:
            if str(operator) == "Tm":
                scale = abs(float(operands[3]))
            if str(operator) == "Tf":
                sizes.append(float(operands[1]) * (scale if scale > 0 else 1.0))
    return min(sizes)


def test_each_card_is_a_sheet_of_its_own_and_headings_are_marked(dana: Visitor, pack: str) -> None:
    made = opened(dana.get(pack).content)
    kinds = [str(one.S) for one in elements(made.Root.StructTreeRoot) if "/S" in one]
    assert kinds.count("/H1") == 1 + 3 + 8
    assert "/H2" in kinds
    assert "/LI" in kinds
    assert len(made.pages) >= 1 + 3 + 8


def elements(node: Any) -> list[Any]:
    kids = node.get("/K", [])
    every = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    here = [one for one in every if isinstance(one, pikepdf.Dictionary)]
    return here + [deeper for one in here for deeper in elements(one)]


def test_answers_are_in_it_and_what_was_typed_stays_text(dana: Visitor, family: str, pack: str) -> None:
    page = dana.get(f"{family}/day/answers").text
    own = re.findall(r'name="answer_id" value="([^"]+)"', page)[-1]
    typed = {"answer_id": own, "said": "#panic(1) *dog*", "answer": "[He] stays\\ = with me.", "revision": "0"}
    dana.post(f"{family}/day/answers", typed)
    said = words_of(dana.get(pack).content)
    assert "#panic(1)*dog*" in said
    assert "[He]stays\\=withme." in said


def test_making_it_is_journaled_and_it_is_the_leads_alone(
    visit: Visit, dana: Visitor, pack: str, database: Database
) -> None:
    assert {visit(name).get(pack).status_code for name in ("sol", "cole", "olga", "maria")} == {403}
    assert visit("priya").get(pack).status_code == 404
    dana.get(pack)
    with database.reading() as db:
        assert journaled(db, "day.pack_made") == 1


def test_a_sign_that_cannot_be_printed_is_said_on_the_page_instead(
    dana: Visitor, pack: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(*_about: Any) -> bytes:
        raise pdf.CannotPrint

    monkeypatch.setattr(pdf, "write", cannot)
    answer = dana.get(pack)
    assert answer.status_code == 200
    assert "Some signs cannot be put into the file" in answer.text


def test_no_word_of_a_letter_or_a_sealed_page_is_in_it(
    visit: Visit, dana: Visitor, sheet: str, pack: str, letter_of: Callable[..., UUID]
) -> None:
    maria, letter = visit("maria"), f"/letters/{letter_of('maria')}"
    maria.put(f"{letter}/sections/moments", {"body": "OVERTHEICE", "revision": 0, "writing": "w"})
    maria.post(f"{letter}/hand-in")
    assert "OVERTHEICE" not in dana.get(sheet).text
    assert "OVERTHEICE" not in words_of(dana.get(pack).content)


def test_seconds_as_one_says_them() -> None:
    assert [spoken(seconds) for seconds in (45, 60, 130)] == ["45 s", "1 min", "2 min 10 s"]


def test_a_reading_order_changed_by_a_drag_is_the_run_sheets(
    dana: Visitor, family: str, sheet: str, letter_of: Callable[..., UUID]
) -> None:
    order = f"{family}/reading-order"
    seen = dana.get(order).text.split('name="seen" value="')[1].split('"')[0]
    form = {"letter": str(letter_of("ana")), "before": str(letter_of("maria")), "seen": seen}
    assert dana.post(order, form).status_code == 303
    assert dana.post(order, form).status_code == 409
    assert next(one for one in titles(dana.get(sheet).text) if "reads" in one) == "1. Ana reads"

    seen = dana.get(order).text.split('name="seen" value="')[1].split('"')[0]
    dana.post(order, {"letter": str(letter_of("ana")), "before": "", "seen": seen})
    assert "Last to read." in words(dana.get(sheet).text)
    assert [one for one in titles(dana.get(sheet).text) if "reads" in one][-1].endswith("Ana reads")
