"""Never a fault: love with 'always' in it, the writer's own blame, other people's words, sadness and illness."""

import pytest

from familyplan.coach.shelf import Coach

NO_FAULT = """
I will always love you.
I have always loved you and I always will.
I will never stop loving you.
You never gave up on me.
You never missed one of my games.
You never once complained when you sat up with me.
You always made us laugh.
You were always so patient with me.
You have always been the kindest of my uncles.
You never let me down.
We will never leave you.
Nothing will ever change that I am your mother.
It is not your fault.
That you fell ill is not your fault.
None of this is your fault.
I blame myself.
I blame myself for all those years.
I was a selfish brother.
I lied to you.
I let you down when you needed me.
I was an addict for nine years myself.
I don't believe that you are a bad father.
I am not saying that you are selfish.
I never thought you were lazy.
You are not weak.
You are not a bad father.
He said I was useless.
She told me I was a selfish mother.
You said I was a liar.
You told me that I was to blame.
Dad called me a coward that night.
You call yourself an addict.
You call yourself a drunk, and I hear how it hurts you to say it.
“You are a selfish coward, and you always were,” my father told me once.
I am so sad that I cannot sleep.
I am afraid of the phone.
I am angry and I am tired.
I am terrified that you will die.
I was drowning, and nobody saw.
You are very sick.
You are ill, and you did not choose it.
Alcoholism is a disease.
The drugs took you from us.
Alcohol has stolen so many evenings from you.
It breaks my heart to see you like this.
I won't ride with you when you have been drinking.
I won't leave you.
I'm not going to give you an ultimatum.
If you say yes, I will drive you there tonight.
That was one hell of a cake you baked.
We went fishing with Uncle Dick.
Your habit of humming while you cook makes me smile.
I helped you clean the garage.
Thank you for never giving up on me.
Do you know how much I love you?
Do you remember the lake?
Will you let us help you today?
Please come home.
On Tuesday I found you asleep in the car, and I was frightened.
When you did not come home on Friday, I felt afraid.
You don't have to decide today.
You did not choose this illness.
I'm not a doctor and I don't know what this is.
How could I not love you?
""".strip().splitlines()


@pytest.mark.parametrize("text", NO_FAULT)
def test_nothing_is_found_where_nothing_is_wrong(coach: Coach, text: str) -> None:
    assert [(one.kind, one.text) for one in coach.read(text).findings] == []


CONTRASTS = [
    ("You never gave up on me.", "You never came to see me.", "blame"),
    ("You always made us laugh.", "You always ruin it for us.", "absolute"),
    ("It's not your fault.", "It's all your fault.", "blame"),
    ("I was an alcoholic too.", "You are an alcoholic.", "label_stigma"),
    ("I am not saying you are selfish.", "You are so selfish.", "shame_contempt"),
    ("Thank you for everything.", "Thanks for nothing.", "shame_contempt"),
    ("I won't leave you.", "I'm leaving you for good.", "threat"),
    ("If you say yes, I will drive you.", "If you don't go, I'm taking the kids.", "threat"),
    ("Do you know how much I love you?", "Do you know what you put us through?", "guilt"),
    ("I'm not a doctor.", "You're in denial.", "diagnosing"),
    ("You hit me on the stairs.", "You destroy everyone.", "blame"),
    ("That was one hell of a cake you baked.", "What the hell did you do that for?", "profanity"),
]


@pytest.mark.parametrize(("calm", "sharp", "kind"), CONTRASTS)
def test_of_two_sentences_alike_only_one_is_marked(coach: Coach, calm: str, sharp: str, kind: str) -> None:
    assert coach.read(calm).findings == ()
    assert kind in {one.kind for one in coach.read(sharp).findings}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I love you very much.", "love"),
        ("I remember the summer at the lake.", "memory"),
        ("I am so afraid at night.", "feeling"),
        ("I am worried about your health.", "concern"),
        ("I hope we can dance at the wedding.", "hope"),
        ("Will you please go with me today?", "request"),
        ("Thank you for sitting with me.", "gratitude"),
    ],
)
def test_what_is_good_is_seen(coach: Coach, text: str, kind: str) -> None:
    assert kind in {one.kind for one in coach.read(text).strengths}


def test_what_a_part_was_expected_to_have_is_missing_only_where_none_of_it_is_there(coach: Coach) -> None:
    assert coach.read("The bus was late.", expects=("love", "gratitude")).missing == ("love", "gratitude")
    assert coach.read("Thank you for sitting with me.", expects=("love", "gratitude")).missing == ()
    assert coach.read("The bus was late.").missing == ()


@pytest.mark.parametrize(
    "text",
    [
        "Du hast immer getrunken und nie etwas gesagt, und wir haben auf dich gewartet.",
        "Siempre llegas tarde y nunca llamas, y yo sigo esperando en la cocina.",
        "Tu n'es jamais venu me voir.",
        "Nigdy do mnie nie dzwonisz.",
    ],
)
def test_another_language_is_not_judged(coach: Coach, text: str) -> None:
    """Neither marked nor praised by a model that has met none of its words."""
    assert coach.read(text).findings == ()
    assert coach.read(text).strengths == ()
