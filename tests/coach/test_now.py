"""Words that sound like now open the card; the past, and fear for somebody, do not."""

import pytest

from familyplan.coach.shelf import Coach

SELF = """
I want to die.
I don't want to live anymore.
I do not want to be here any more.
I can't go on living.
I can't go on.
I am going to kill myself.
I'm going to kill myself tonight.
I have decided to end my life.
I am thinking about killing myself.
I keep thinking about killing myself.
I wish I was dead.
I wish I were dead.
Everyone would be better off without me.
You would all be better off if I was dead.
I have no reason to live.
There is no point in living.
I am suicidal.
I have taken all my pills.
I took all of the tablets and I am tired.
I just want to end it all.
I don't want to wake up tomorrow.
I'm better off dead.
I want to kill myself.
I might hurt myself tonight.
""".strip().splitlines()

OTHER = """
He is not breathing.
He isn't breathing.
She is not waking up.
She won't wake up.
He is unconscious.
Dad is turning blue.
She has taken all the pills.
He just swallowed a whole bottle of pills.
He is hurting me.
He is hitting her.
He's choking me.
He has a knife and he is outside my door.
He is going to kill me.
She is going to kill herself.
Someone help me!
Please call 911.
Mom is overdosing.
There is blood everywhere.
I am hiding in the bathroom and he is at the door.
""".strip().splitlines()

NOT_NOW = """
When you overdosed in March I thought I had lost you.
I wanted to die that year.
I thought I wanted to die when you left.
You said you wanted to die.
You told me you were going to kill yourself.
I am dying to see you.
I am dying to hear about your new job.
I am scared that you will die.
I am afraid that one day you will not wake up.
I don't want to die.
I don't want you to die.
You were not breathing that night.
He was not breathing when the ambulance came.
She had taken all the pills, and you found her.
It is hurting us to watch.
You are hurting me when you lie.
Your drinking is killing me.
I laughed so hard I thought I would die.
I could have died of shame.
I can't go on pretending.
I can't go on like this with the bills.
I want this to end.
I would die for you.
Grandpa died in May.
I am killing myself with work.
I would like to kill this silence between us.
""".strip().splitlines()


def test_there_are_forty_and_more() -> None:
    assert len(SELF) + len(OTHER) >= 40
    assert len(NOT_NOW) >= 20


@pytest.mark.parametrize("text", SELF)
def test_the_writers_own_life_now(coach: Coach, text: str) -> None:
    assert coach.read(text).now == "self"


@pytest.mark.parametrize("text", SELF)
def test_nobody_is_praised_or_corrected_for_it(coach: Coach, text: str) -> None:
    reading = coach.read(text)

    assert reading.findings == ()
    assert reading.strengths == ()


@pytest.mark.parametrize("text", OTHER)
def test_somebody_in_danger_now(coach: Coach, text: str) -> None:
    assert coach.read(text).now == "other"


@pytest.mark.parametrize("text", NOT_NOW)
def test_the_past_a_fear_and_a_figure_of_speech_are_not_now(coach: Coach, text: str) -> None:
    assert coach.read(text).now == ""


def test_the_writers_own_life_comes_before_all(coach: Coach) -> None:
    assert coach.read("He is not breathing. I want to die.").now == "self"
