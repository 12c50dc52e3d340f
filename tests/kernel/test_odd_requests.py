"""What no browser of ours sends: answered in words or led on, never by a fault, and never with words lost."""

from collections.abc import Callable

import pytest

from familyplan.demo.cast import Cast
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/lessons/%E2%82%AC", "/sign-in?next=/lessons/%E2%82%AC"),
        ("/lessons/a%0D%0Aset-cookie:%20x=1", "/sign-in?next=/lessons/a%0D%0Aset-cookie%3A%20x%3D1"),
        ("/lessons/a&next=b", "/sign-in?next=/lessons/a%26next%3Db"),
    ],
)
def test_the_way_to_the_sign_in_takes_any_path_along_as_one_line(visit: Visit, path: str, location: str) -> None:
    answer = visit("").get(path)

    assert (answer.status_code, answer.headers["location"]) == (303, location)
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("others", ["a,b=1", "[x]=1", '"=1', "=", ";;", "expires=never"])
def test_another_program_s_cookie_locks_nobody_out(visit: Visit, others: str) -> None:
    maria = visit("maria")
    sent = f"{others}; session={maria.cookies['session']}"

    assert visit("").ask("GET", "/sessions", headers={"cookie": sent}).status_code == 200


@pytest.mark.parametrize("model", ["arise"], indirect=True)
@pytest.mark.parametrize("typed", ["9" * 10, "9" * 30, "-" + "9" * 30, "9" * 5000])
def test_a_number_that_is_no_number_of_ours_is_refused_in_words(visit: Visit, cast: Cast, typed: str) -> None:
    form = {"kind": "level_reached", "happened_on": "2026-01-02", "source": "family", "early": "yes", "level": typed}
    refused = visit("dana").post(f"/engagements/{cast.reyes.id}/outcomes", form)

    assert refused.status_code == 422
    assert "That is not a number we can read." in refused.text


@pytest.mark.parametrize("number", ["9" * 5, "9" * 30, "9" * 5000, "-1", "²", "x"])
@pytest.mark.parametrize("path", ["/", "/engagements", "/engagements/{id}/journal"])
def test_a_page_that_there_cannot_be_is_the_first_one(visit: Visit, cast: Cast, path: str, number: str) -> None:
    dana, at = visit("dana"), path.format(id=cast.reyes.id)

    assert dana.get(f"{at}?page={number}").status_code == 200


@pytest.mark.parametrize("odd", ["%00", "%ED%A0%80", "%E2%80%AE", "%F0%9F%98%80"])
@pytest.mark.parametrize("path", ["/lessons/{odd}", "/engagements/{id}/stages/{odd}/opening"])
def test_a_path_of_odd_signs_is_not_found(visit: Visit, cast: Cast, path: str, odd: str) -> None:
    at = path.format(odd=odd, id=cast.reyes.id)

    assert visit("dana").get(f"/lessons/{odd}").status_code == 404
    assert visit("dana").post(at, {"why": "Because"}).status_code in (404, 405)


def test_signs_without_meaning_are_let_go_and_every_other_one_is_kept(visit: Visit, cast: Cast) -> None:
    dana = visit("dana")
    name = "Ana\0 \N{FAMILY} \u202eb\u2028c\u200bd"
    saved = dana.ask(
        "POST",
        f"/engagements/{cast.reyes.id}/members/{cast.members['ana'].id}",
        data={"_csrf_token": dana.token, "name": name, "relation": "sister", "phone": "5\0550100"},
    )
    page = dana.get(f"/engagements/{cast.reyes.id}/members/{cast.members['ana'].id}").text

    assert saved.status_code == 303
    assert "Ana \N{FAMILY} \u202eb\u2028c\u200bd" in page
    assert "\0" not in page
