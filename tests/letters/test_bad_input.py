"""What nobody would type on purpose: kept as it came and shown inert, or refused with the words still on the page."""

from collections.abc import Callable
from html import unescape
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from familyplan.kernel.forms import Form
from familyplan.letters.records import Section
from tests.visitor import Visitor

FORM = "application/x-www-form-urlencoded"
WORD = (
    "<html xmlns:o='urn:schemas-microsoft-com:office:office'>\r\n<p class=MsoNormal><o:p>&nbsp;</o:p></p>\r\n"
    "\u201cYou carried me over the ice\u201d \u2013 that\u2019s what I remember\u2026\u00a0\u00ad\x0b\t\r\n"
)
INERT = [
    "<script>alert(1)</script>",
    '</textarea><img src=x onerror="alert(1)">',
    "[come home](javascript:alert(1)) and <javascript:alert(1)>",
    "![x](https://elsewhere.example/pixel.png)",
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "# No heading\n\n- no list\n\n**not bold** &amp; not an ampersand",
    "\u202eright to left\u202c \u05d0\u05d4\u05d1\u05d4 \u0645\u0631\u062d\u0628\u0627",
    "\U0001f475\U0001f3fd \U0001f468\u200d\U0001f469\u200d\U0001f467 \u2028 \u200b \ufeff",
    "e\u0301 and \u00e9, Zalgo H\u0334\u0313\u0310e\u0335\u033a",
    "=cmd|'/c calc'!A1",
]


def sent(body: str, revision: int = 0) -> dict[str, object]:
    return {"body": body, "revision": revision, "writing": "page-one"}


def the_box(page: str) -> str:
    """What a browser shows in the box: the text of the first textarea, without the line end that opens it."""
    return unescape(page.split("<textarea", 1)[1].split(">", 1)[1].split("</textarea>", 1)[0].removeprefix("\n"))


@pytest.mark.parametrize("words", INERT)
def test_it_is_kept_as_typed_and_shown_inert(
    maria: Visitor, at: str, section: Callable[..., Section], words: str
) -> None:
    assert maria.put(f"{at}/sections/moments", sent(words)).status_code == 200

    assert section().body == words
    assert the_box(maria.get(f"{at}?part=moments").text) == words
    read = maria.get(f"{at}?read=1").text
    assert 'href="javascript:' not in read
    assert "<script>alert" not in read
    assert "<img" not in read
    assert maria.get(f"{at}/copy").content.decode() == words + "\n"


def test_200_kb_from_a_word_processor_are_kept(maria: Visitor, at: str, section: Callable[..., Section]) -> None:
    words = WORD * (200_000 // len(WORD.encode()))
    assert maria.put(f"{at}/sections/moments", sent(words)).status_code == 200

    kept = words.replace("\r\n", "\n")
    assert section().body == kept
    assert the_box(maria.get(f"{at}?part=moments").text) == kept
    assert "<o:p>" not in maria.get(f"{at}?read=1").text


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        (b"before%00after", "before\0after"),
        (b"before\x00after", "before\0after"),
        (b"before%ED%A0%BDafter", "before\ufffd\ufffd\ufffdafter"),
        (b"before\xff\xfeafter", "before\ufffd\ufffdafter"),
        (b"before%FFafter", "before\ufffdafter"),
        (b"100%25 %zz %", "100% %zz %"),
        (b"one+two%2Bthree", "one two+three"),
    ],
)
def test_bytes_that_are_no_text_cost_none_of_the_words_around_them(
    maria: Visitor, at: str, section: Callable[..., Section], raw: bytes, kept: str
) -> None:
    headers = {"content-type": FORM, "x-csrftoken": maria.token, "accept": "application/json"}
    answer = maria.ask("PUT", f"{at}/sections/moments", content=b"revision=0&writing=w&body=" + raw, headers=headers)

    assert answer.status_code == 200
    assert section().body == kept
    assert maria.get(f"{at}?part=moments").status_code == 200
    assert maria.get(f"{at}/copy").status_code == 200


@pytest.mark.parametrize("how", ["PUT", "POST"])
@pytest.mark.parametrize("form", [{}, {"revision": "1", "writing": "page-one"}, {"Body": "x"}])
def test_a_form_without_words_is_no_empty_text(
    maria: Visitor, at: str, write: Callable[..., None], section: Callable[..., Section], how: str, form: dict[str, str]
) -> None:
    write("It was Easter.")
    answer = maria.ask(how, f"{at}/sections/moments", data=form, headers={"x-csrftoken": maria.token})

    assert answer.status_code == 422
    assert "Nothing arrived here." in answer.text
    assert section().body == "It was Easter."


def test_of_a_field_sent_twice_the_last_counts(maria: Visitor, at: str, section: Callable[..., Section]) -> None:
    headers = {"content-type": FORM, "x-csrftoken": maria.token}
    maria.ask("PUT", f"{at}/sections/moments", content=b"body=one&revision=7&revision=0&body=two", headers=headers)

    assert section().body == "two"


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data; boundary=x", ""])
def test_another_kind_of_body_is_turned_away_and_nothing_changes(
    maria: Visitor, at: str, write: Callable[..., None], section: Callable[..., Section], kind: str
) -> None:
    write("It was Easter.")
    headers = {"content-type": kind, "x-csrftoken": maria.token}
    answer = maria.ask("PUT", f"{at}/sections/moments", content=b'{"body": "planted"}', headers=headers)

    assert answer.status_code in (403, 415)
    assert section().body == "It was Easter."


@pytest.mark.parametrize("field", ["revision", "writing", "turn"])
@pytest.mark.parametrize("odd", ["²", "-1", "1e9", "9" * 200, "\0", "\ufffd", "' OR 1=1", "[]", "\U0001f475" * 50])
def test_an_odd_number_or_name_is_an_answer_and_never_a_fault(
    maria: Visitor, at: str, section: Callable[..., Section], field: str, odd: str
) -> None:
    answer = maria.put(f"{at}/sections/moments", sent("Kept or refused.") | {field: odd})
    page = maria.post(f"{at}/sections/moments", sent("Kept or refused.") | {field: odd})

    assert answer.status_code in (200, 409, 422)
    assert page.status_code in (303, 409, 422)
    assert section().body == "Kept or refused." or "Kept or refused." in page.text


@pytest.mark.parametrize("key", ["%00", "%ED%A0%80", "x" * 3000, "moments'--", "moments%2f..%2f", "\u202e", "🧓"])
def test_an_odd_part_is_not_there(maria: Visitor, at: str, key: str) -> None:
    path = quote(key, safe="%'")
    assert maria.put(f"{at}/sections/{path}", sent("x")).status_code == 404
    assert maria.get(f"{at}?part={path}").status_code == 404


def test_more_than_the_program_reads_is_kindly_refused(
    maria: Visitor, at: str, section: Callable[..., Section]
) -> None:
    answer = maria.put(f"{at}/sections/moments", sent("x" * 5_000_000))

    assert answer.status_code == 413
    assert section().body == ""


@given(strategies.text())
@settings(max_examples=300)
def test_any_text_a_browser_can_send_is_read_as_it_was_typed(words: str) -> None:
    """A browser says CRLF, sends what is no character as a mark, and nothing else changes on the way."""
    crlf = words.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    read = Form.read(urlencode({"body": crlf}).encode()).raw("body")

    assert read == crlf.replace("\r\n", "\n")


@given(words=strategies.text(strategies.characters(exclude_categories=["Cs"]), max_size=400))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_kept_and_shown_again(maria: Visitor, at: str, section: Callable[..., Section], words: str) -> None:
    stands = section()
    answer = maria.put(f"{at}/sections/moments", sent(words, stands.revision))
    plain = words.replace("\r\n", "\n").replace("\r", "\n")

    assert answer.status_code == 200
    assert section().body == plain
    assert the_box(maria.get(f"{at}?part=moments").text) == plain
