"""What is offered instead is made of the writer's own words, and cures what it was to cure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familyplan.coach.reading import CONCERNS, LIMITS
from familyplan.coach.shelf import Coach, load
from tests.coach.conftest import SHIPPED

COACH = load(SHIPPED)
SUBJECTS = st.sampled_from(
    ["You", "Mom, you", "And you", "For years you", "When I came home you", "I know you", "Last week you"]
)
MIDDLES = st.sampled_from(
    ["", "never", "always", "have never", "just", "don't", "didn't even", "have always", "constantly", "will never"]
)
VERBS = st.sampled_from(
    [
        "call",
        "lied to",
        "leave",
        "care about",
        "ruined",
        "listen to",
        "betrayed",
        "choose the bottle over",
        "destroy",
        "came to see",
        "blame",
        "let down",
    ]
)
OBJECTS = st.sampled_from(
    [
        "me",
        "us all",
        "the children",
        "your own mother on her birthday",
        "everyone",
        "this family",
        "me when I needed you",
    ]
)
ENDS = st.sampled_from(
    [
        ".",
        "!",
        ", you drunk.",
        ", you selfish coward.",
        " and it's all your fault.",
        ", damn it.",
        ", or I'm leaving.",
        "?",
    ]
)
SENTENCES = st.tuples(SUBJECTS, MIDDLES, VERBS, OBJECTS, ENDS).map(
    lambda parts: " ".join(part for part in parts[:4] if part) + parts[4]
)
FRAMES = st.sampled_from(
    [
        "How could you {v} {o}?",
        "If you loved us you would not {v} {o}.",
        "You are an alcoholic and you {v} {o}.",
        "Do you know what it is like when you {v} {o}?",
        "If you don't stop today, I'm taking {o} and leaving.",
        "You're in denial, and you {v} {o}.",
        "You goddamn {v} {o}.",
        "All you do is {v} {o}.",
    ]
)
FRAMED = st.tuples(FRAMES, VERBS, OBJECTS).map(lambda parts: parts[0].format(v=parts[1], o=parts[2]))


@given(st.one_of(SENTENCES, FRAMED, st.text()), st.booleans())
def test_no_reworded_sentence_raises_the_finding_that_it_was_to_cure(text: str, other_page: bool) -> None:  # noqa: FBT001  hypothesis gives it by name
    for finding in COACH.read(text, other_page=other_page).findings:
        for way in finding.instead:
            again = {one.kind for one in COACH.read(way, other_page=other_page).findings}

            assert finding.kind not in again
            assert way != finding.text


@pytest.mark.parametrize(
    ("text", "kind", "way"),
    [
        ("You never listen to me.", "blame", "I wish you would listen to me."),
        ("You lied to me about the money.", "blame", "When you lied to me about the money, I felt hurt."),
        (
            "You always leave the dishes to me.",
            "absolute",
            "There are times when you leave the dishes to me, and that is hard for me.",
        ),
        (
            "I never wanted to be married to a junkie.",
            "label_stigma",
            "I never wanted to be married to someone who is ill with addiction.",
        ),
        ("I hope you get clean.", "label_stigma", "I hope you stop using."),
        ("You wrecked the damn car.", "profanity", "You wrecked the car."),
        ("How could you miss her birthday?", "guilt", "It has been hard for me that you missed her birthday."),
        ("Why can't you stop?", "guilt", "I wish you would stop."),
        ("If you loved us, you would come home tonight.", "guilt", "I wish you would come home tonight."),
        ("You won't listen to me.", "blame", "I wish you would listen to me."),
        ("You have a drinking problem.", "diagnosing", "I am worried about how much you drink."),
        ("If you don't go today, I'm leaving.", "threat", "Please go today."),
    ],
)
def test_a_rewording_is_built_from_the_sentence(coach: Coach, text: str, kind: str, way: str) -> None:
    assert way in next(one for one in coach.read(text).findings if one.kind == kind).instead


@pytest.mark.parametrize(
    "text", ["Your addict brother is here.", "She works as a substance abuse counselor's alcoholic father."]
)
def test_a_noun_before_another_noun_is_not_put_anew(coach: Coach, text: str) -> None:
    ways = [way for one in coach.read(text).findings for way in one.instead]

    assert not [way for way in ways if "someone" in way]


@pytest.mark.parametrize("text", ["Damn you for leaving us.", "I don't give a damn what you do."])
def test_a_curse_that_carries_the_sentence_is_not_left_out(coach: Coach, text: str) -> None:
    finding = next(one for one in coach.read(text).findings if one.kind == "profanity")

    assert finding.instead == ()
    assert finding.why.endswith("?")


def test_the_reason_never_names_a_kind(coach: Coach) -> None:
    said = [family.why + family.think for _file, family in coach.rules.filed] + [
        " ".join(why) for why in coach.wording.whys.values()
    ]

    assert not [why for why in said for kind in (*CONCERNS, *LIMITS) if "_" in kind and kind in why]
    assert not [why for why in said if "profanity" in why.casefold() or "blame" in why.casefold()]


def test_every_concern_and_limit_has_a_reason(coach: Coach) -> None:
    assert set(coach.wording.whys) == {*CONCERNS, *LIMITS}
    assert all(len(why) == 2 and all(why) for why in coach.wording.whys.values())
