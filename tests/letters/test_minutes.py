"""How long a letter takes to read aloud: at the practice's own pace, and in scripts without blanks."""

from collections.abc import Callable

import pytest

from familyplan.letters.writing.queries import spoken
from tests.visitor import Visitor


def settings_of(olga: Visitor, words_a_minute: str) -> int:
    form = {"name": "Linden Office", "words_a_minute": words_a_minute}
    status: int = olga.post("/settings", form).status_code
    return status


def test_130_words_a_minute_unless_the_practice_says_otherwise(
    visit: Callable[[str], Visitor], maria: Visitor, at: str, write: Callable[..., None]
) -> None:
    write("love " * 520)
    assert "About 4 minutes, read aloud." in maria.get(f"{at}?read=1").text
    assert settings_of(visit("olga"), "104") == 303
    assert "About 5 minutes, read aloud." in maria.get(f"{at}?read=1").text
    assert "About 5 minutes, read aloud." in maria.get(f"{at}/reading-copy").text
    assert settings_of(visit("olga"), "") == 303
    assert "About 4 minutes, read aloud." in maria.get(f"{at}/reading-copy").text


@pytest.mark.parametrize("typed", ["5", "900", "-1", "fast"])
def test_a_pace_that_no_voice_has_is_refused(visit: Callable[[str], Visitor], typed: str) -> None:
    answer_of = visit("olga")
    assert settings_of(answer_of, typed) == 422


def test_words_are_counted_where_no_blanks_stand() -> None:
    assert spoken("Thank you for the ice.") == 5
    assert spoken("谢谢你带我走过冰面") == 5
    assert spoken("") == 0
