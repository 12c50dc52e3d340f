"""On the other page a limit of one's own is welcome; what would make a lever of it is looked at."""

import pytest

from familyplan.coach.shelf import Coach


def kinds(coach: Coach, text: str) -> set[str]:
    return {one.kind for one in coach.read(text, other_page=True).findings}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("From May you will not see your grandson.", "children"),
        ("On Monday I will file for custody.", "children"),
        ("On Monday I will call the police.", "authorities"),
        ("On Friday I will tell your boss.", "authorities"),
        ("From Monday Dad will stop paying your rent.", "not_own_hands"),
        ("From today you must move out.", "not_own_hands"),
        ("From today I will never speak to you again.", "cannot_keep"),
        ("From Monday I will take your car keys.", "belongings"),
        ("From Monday I am going to hold your medication.", "belongings"),
        ("On Monday you will regret this.", "punishment"),
        ("On Monday I will tell everyone what you did.", "secrets"),
        ("I will stop paying your rent.", "no_date"),
    ],
)
def test_what_makes_a_lever_of_it_is_found(coach: Coach, text: str, kind: str) -> None:
    assert kind in kinds(coach, text)


@pytest.mark.parametrize(
    "text",
    [
        "From the first of March I will sleep at my sister's when you have been drinking.",
        "If you say not today, I will stop paying for the phone from May 1.",
        "From tomorrow I will not ride with you after you have been drinking.",
        "From Monday I will not let the children ride along after drinking.",
        "I will always love you.",
        "My door stays open, and I will be glad the moment you call.",
        "I don't have one.",
    ],
)
def test_a_limit_of_ones_own_is_welcome(coach: Coach, text: str) -> None:
    assert kinds(coach, text) == set()


def test_a_condition_is_no_threat_there(coach: Coach) -> None:
    text = "If you don't go today, I'm leaving on Friday."

    assert "threat" in {one.kind for one in coach.read(text).findings}
    assert "threat" not in kinds(coach, text)


def test_one_date_serves_the_whole_page(coach: Coach) -> None:
    assert "no_date" not in kinds(
        coach, "I will stop paying your rent. I will sleep at Ann's.\n\nFrom the first of March."
    )


def test_the_letter_itself_is_not_looked_at_for_this(coach: Coach) -> None:
    assert not {"authorities", "no_date"} & {one.kind for one in coach.read("I called the police that night.").findings}
