"""All that the coach would say, for the lead beside a letter that was given; for nobody else, and never a number."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from familyplan.demo.cast import Cast
from familyplan.letters.coaching.remarks.queries import OnPart, Remark, bits
from familyplan.letters.comments.queries import Piece
from tests.letters.conftest import Visit
from tests.letters.scripted import ALWAYS, BARE, HIT, INSTEAD, LOVE, NOW, WHY, Broken, Scripted
from tests.visitor import Visitor

BODY = f"{LOVE} {ALWAYS} The ice held."


@pytest.fixture(autouse=True)
def _scripted(coach: Callable[[Any], None]) -> None:
    coach(Scripted())


@pytest.fixture
def give(write: Callable[..., None], maria: Visitor, at: str) -> Callable[[str], str]:
    """Maria writes and gives a letter with these words in it."""

    def hand(body: str) -> str:
        write(body)
        assert maria.post(f"{at}/hand-in").status_code == 303
        return at

    return hand


def words_of(page: str, key: str = "moments") -> str:
    """A part's text on the lead's page, without its marks."""
    shown = page.partition(f'data-section="{key}"')[2].partition(">")[2].partition("</div>")[0]
    return unescape(re.sub(r"<[^>]+>", "", shown))


def test_what_is_good_and_what_to_look_at_stand_beside_it_in_plain_words(
    give: Callable[[str], str], dana: Visitor
) -> None:
    page = dana.get(give(BODY)).text
    beside = page.partition('id="beside"')[2]

    assert f"<q>{LOVE}</q>" in beside
    assert "Always or never" in beside
    assert WHY in beside
    assert INSTEAD in beside
    assert "absolute" not in re.sub(r"<[^>]+>", "", page)


def test_words_that_are_good_in_two_ways_stand_there_once() -> None:
    good = [("Love", "You stayed."), ("Thanks", "Thank you."), ("A memory", "You stayed.")]
    assert OnPart("moments", "Moments", good, [], []).praised == [
        ("You stayed.", ["Love", "A memory"]),
        ("Thank you.", ["Thanks"]),
    ]


def test_it_is_marked_in_the_text_with_a_title_and_the_text_stays_as_it_is(
    give: Callable[[str], str], dana: Visitor
) -> None:
    page = dana.get(give(BODY)).text

    assert '<mark class="noticed" title="Always or never">always</mark>' in page
    assert words_of(page) == BODY


def test_one_tap_fills_the_form_of_a_thought_and_sends_nothing(
    give: Callable[[str], str], dana: Visitor, maria: Visitor
) -> None:
    at = give(BODY)
    tap = re.search(r'href="(/letters/[^"#]+\?idea=[^"#]+)#thought"', dana.get(at).text)
    assert tap
    page = dana.get(unescape(tap[1])).text
    form = page.partition('id="thought"')[2].partition("</form>")[0]

    assert f">\n{ALWAYS}</textarea>" in form
    assert f">\n{INSTEAD}</textarea>" in form
    assert f'name="starts" value="{len(LOVE) + 1}"' in form
    assert '<option value="moments" selected>' in form
    assert INSTEAD not in maria.get(at).text

    sent = {"section": "moments", "phrase": ALWAYS, "starts": len(LOVE) + 1, "note": "", "proposal": INSTEAD}
    dana.post(f"{at}/comments", sent)
    assert INSTEAD in maria.get(at).text


@pytest.mark.parametrize("named", ["moments.99.0", "moments.12.7", "moments.12.-1", "x", "", "..", "moments.12.\u0660"])
def test_a_remark_that_is_no_more_fills_nothing(give: Callable[[str], str], dana: Visitor, named: str) -> None:
    answer = dana.get(f"{give(BODY)}?idea={named}")

    assert answer.status_code == 200
    assert f">{INSTEAD}</textarea>" not in answer.text


def test_harm_is_no_fault_of_the_letter_and_leads_to_the_reporting_note(
    give: Callable[[str], str], dana: Visitor, cast: Cast
) -> None:
    page = dana.get(give(f"{HIT} The ice held.")).text

    assert "Harm reported" in page
    assert f'href="/engagements/{cast.reyes.id}/safety/reporting"' in page
    assert "Propose this" not in page
    assert "Blame" not in page


def test_words_that_sound_like_now_are_marked_like_any_others(give: Callable[[str], str], dana: Visitor) -> None:
    page = dana.get(give(f"{NOW} The ice held.")).text

    assert f'<mark class="noticed" title="Sounds like now">{NOW}</mark>' in page
    assert "This card opened" not in page


def test_what_a_part_has_none_of_is_said_to_the_lead_alone_and_never_where_nothing_comes(
    give: Callable[[str], str], dana: Visitor, maria: Visitor
) -> None:
    at = give("The ice held.")
    assert "Nothing found here of:" in dana.get(at).text.partition('id="beside-love_and_memory"')[2]
    form = {"body": "", "revision": 0, "writing": "page-one", "go": "nothing"}
    maria.post(f"{at}/sections/love_and_memory", form)

    assert 'id="beside-love_and_memory"' not in dana.get(at).text
    for path in (at, f"{at}?read=1", f"{at}?all=1", f"{at}?part=moments"):
        assert "Nothing found here" not in maria.get(path).text


def test_an_open_thought_and_a_remark_may_lie_over_each_other(give: Callable[[str], str], dana: Visitor) -> None:
    at = give(BODY)
    dana.post(f"{at}/comments", {"section": "moments", "phrase": "You always leave", "note": "Hm.", "proposal": ""})
    page = dana.get(at).text

    assert '<mark class="noticed on" title="Always or never">always</mark>' in page
    assert words_of(page) == BODY


@pytest.mark.parametrize("name", ["luis", "sam", "cole", "sol", "olga", "priya"])
def test_nobody_else_sees_anything_of_it(give: Callable[[str], str], visit: Visit, name: str) -> None:
    page = visit(name).get(give(BODY)).text

    assert WHY not in page
    assert "Read beside it" not in page


def test_nothing_of_it_is_there_before_the_letter_is_given_or_once_it_was_taken_back(
    give: Callable[[str], str], write: Callable[..., None], dana: Visitor, maria: Visitor, at: str
) -> None:
    write(BODY)
    assert WHY not in dana.get(at).text
    give(f"{BODY} Still.")
    assert WHY in dana.get(at).text
    maria.post(f"{at}/hand-in/withdrawal")

    assert WHY not in dana.get(f"{at}?idea=moments.12.0").text


@pytest.mark.parametrize("made", [Broken(), None], ids=["fails", "is not there"])
def test_without_a_coach_the_letter_is_read_as_ever(
    give: Callable[[str], str], dana: Visitor, coach: Callable[[Any], None], made: Broken | None
) -> None:
    at = give(BODY)
    coach(made)

    assert words_of(dana.get(at).text) == BODY


def test_going_through_the_other_page_together_shows_all_but_the_part_that_is_hers(
    maria: Visitor, dana: Visitor, other_page: str
) -> None:
    for key, body in (("line", f"{ALWAYS} {BARE}"), ("keep", HIT)):
        maria.put(f"{other_page}/sections/{key}", {"body": body, "revision": 0, "writing": "page-one"})
    assert WHY not in dana.get(f"{other_page}/other-page").text
    maria.post(f"{other_page}/other-page/showing")
    page = dana.get(f"{other_page}/other-page").text

    assert "Police, courts or employers" in page
    assert INSTEAD in page
    assert "Harm reported" not in page
    assert "Propose this" not in page


def test_remarks_and_thoughts_are_cut_into_runs_that_lose_nothing() -> None:
    body = "One two three four."
    on = OnPart("k", "K", [], [Remark("k.0", ("blame",), ((4, 7), (6, 13)), 0, body)], [])
    cut = bits([Piece(body[:6]), Piece(body[6:])], on)

    assert "".join(bit.text for bit in cut) == body
    assert [bit.text for bit in cut if bit.remark] == ["tw", "o", " three"]
