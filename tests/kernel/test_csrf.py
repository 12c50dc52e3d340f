"""The form token: without it, with somebody else's, or from another page, nothing is written."""

from collections.abc import Callable

import pytest

from tests.visitor import Visitor


@pytest.mark.parametrize("form", [{}, {"_csrf_token": ""}, {"_csrf_token": "00" * 32}])
def test_a_missing_or_invented_token_is_turned_away(visit: Callable[[str], Visitor], form: dict[str, str]) -> None:
    assert visit("maria").ask("POST", "/sign-out", data=form).status_code == 403


def test_the_token_of_another_session_is_turned_away(visit: Callable[[str], Visitor]) -> None:
    luis = visit("luis")
    answer = visit("maria").ask("POST", "/sign-out", data={"_csrf_token": luis.token})

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "header",
    [
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
    ],
)
def test_another_page_is_turned_away_even_with_the_token(
    visit: Callable[[str], Visitor], header: dict[str, str]
) -> None:
    maria = visit("maria")
    answer = maria.ask("POST", "/sign-out", data={"_csrf_token": maria.token}, headers=header)

    assert answer.status_code == 403


def test_the_control_the_same_press_with_its_token_works(visit: Callable[[str], Visitor]) -> None:
    assert visit("maria").post("/sign-out").status_code == 303


def test_a_form_of_our_own_arrives_with_a_null_origin(visit: Callable[[str], Visitor]) -> None:
    """A page without referrer makes Chromium say `Origin: null`, also to its own host."""
    maria = visit("maria")
    own = {"origin": "null", "sec-fetch-site": "same-origin"}
    answer = maria.ask("POST", "/sign-out", data={"_csrf_token": maria.token}, headers=own)

    assert answer.status_code == 303


def test_a_stale_token_gives_the_form_back_with_the_words(visit: Callable[[str], Visitor]) -> None:
    maria = visit("maria")
    words = "a line of mine\nand another"
    answer = maria.ask("POST", "/sign-in/links", data={"_csrf_token": "stale", "note": words})

    assert answer.status_code == 403
    assert words in answer.text
    assert f'value="{maria.token}"' in answer.text


def test_a_session_that_ended_gives_the_form_back_too(visit: Callable[[str], Visitor]) -> None:
    maria = visit("maria")
    token = maria.token
    maria.post("/sign-out")
    maria.cookies["session"] = "one-that-has-ended"
    answer = maria.ask("POST", "/sign-in/links", data={"_csrf_token": token, "note": "a line\nkept"})

    assert answer.status_code == 401
    assert "a line\nkept" in answer.text


def test_json_cannot_sneak_past(visit: Callable[[str], Visitor]) -> None:
    maria = visit("maria")
    answer = maria.ask(
        "POST", "/sign-out", content=b"{}", headers={"content-type": "text/plain", "x-csrftoken": maria.token}
    )

    assert answer.status_code == 415


@pytest.mark.parametrize("who", ["maria", ""])
@pytest.mark.parametrize("header", [{"origin": "https://evil.example"}, {"sec-fetch-site": "same-site"}])
def test_a_form_that_another_page_sent_is_not_given_back_with_a_token_that_fits(
    visit: Callable[[str], Visitor], who: str, header: dict[str, str]
) -> None:
    """Else one press on our own page, which asks for it, would do what the other page wanted."""
    answer = visit(who).ask("POST", "/calls", data={"note": "somebody else's words"}, headers=header)

    assert answer.status_code == 403
    assert "somebody else's words" not in answer.text.replace("&#39;", "'")
    assert 'action="/calls"' not in answer.text
