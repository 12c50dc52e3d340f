"""next_for: one thing to do, by a plain rule."""

from dataclasses import replace

import pytest
from uuid_utils.compat import uuid7

from familyplan.home.service import MemberState, next_for
from familyplan.letters.queries import OnBoard, Standing, State
from familyplan.letters.records import Letter


def _letter(state: State, title: str = "Your letter") -> OnBoard:
    return OnBoard(Letter(engagement_id=uuid7(), member_id=uuid7(), kind="letter"), title, state, Standing())


READY = MemberState(agreed=True, phone_known=True)


def test_the_cards_come_before_everything() -> None:
    assert next_for(MemberState(letters=[_letter("writing")], phone_known=False)).kind == "pledge"


def test_whoever_said_not_for_me_is_asked_nothing() -> None:
    assert next_for(MemberState(declined=True, letters=[_letter("not_opened")])).kind == "declined"


def test_whoever_agreed_after_all_goes_on() -> None:
    assert next_for(replace(READY, declined=True, letters=[_letter("not_opened")])).kind == "write"


def test_then_whose_phone_it_is() -> None:
    assert next_for(replace(READY, phone_known=False, letters=[_letter("writing")])).kind == "phone"


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("not_opened", "write"),
        ("opened", "write"),
        ("writing", "go_on"),
        ("change_asked", "thought"),
        ("handed_in", "with_lead"),
        ("ready", "ready"),
    ],
)
def test_a_letter_says_what_it_waits_for(state: State, kind: str) -> None:
    one = _letter(state)

    assert next_for(replace(READY, letters=[one])).kind == kind
    assert next_for(replace(READY, letters=[one])).letter_id == one.letter.id


def test_a_letter_begun_goes_before_one_that_is_not() -> None:
    begun = _letter("writing")

    assert next_for(replace(READY, letters=[_letter("not_opened"), begun])).letter_id == begun.letter.id


def test_of_two_not_begun_the_first_comes_first() -> None:
    first = _letter("not_opened", "first")

    assert next_for(replace(READY, letters=[first, _letter("not_opened", "second")])).letter_id == first.letter.id


def test_when_all_is_given_there_is_something_to_read() -> None:
    assert next_for(replace(READY, letters=[_letter("handed_in")], lesson="boundaries")).kind == "read"


def test_and_then_nothing() -> None:
    assert next_for(READY).kind == "nothing"


@pytest.mark.parametrize("state", ["writing", "opened", "not_opened", "change_asked", "handed_in", "ready"])
def test_once_it_is_behind_them_nobody_is_led_to_a_letter(state: State) -> None:
    assert next_for(replace(READY, letters=[_letter(state)], behind=True)).kind == "nothing"
    assert next_for(replace(READY, letters=[_letter(state)], lesson="boundaries", behind=True)).kind == "read"


def test_what_comes_before_the_letters_stays_asked() -> None:
    assert next_for(MemberState(letters=[_letter("writing")], behind=True)).kind == "pledge"
