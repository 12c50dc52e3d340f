"""What was done to the writer is hers to tell: never marked, never put anew."""

import pytest

from familyplan.coach.shelf import Coach

HARM = """
You hit me on the stairs.
You hit me.
You slapped me in front of my sister.
You punched me in the ribs on Easter morning.
You had your hands round my neck.
You put your hands around my throat and squeezed.
Your fist hit my jaw before I could turn.
Your hand was over my mouth.
You choked me until I could not see.
You pushed me down the cellar steps.
You shoved Mom against the refrigerator.
You shoved me into the wall so hard that a picture fell.
You kicked me while I was on the floor.
You kicked our dog across the kitchen.
You broke my wrist when you twisted it.
You broke two of my fingers in the car door.
You split my lip at the table.
You gave me a black eye, and you hit me again the next day.
You dragged me across the yard by my hair.
You grabbed me by the throat.
You grabbed my arm and would not let go.
You bit me on the shoulder.
You beat me with your belt when I was nine.
You used to beat us with a wooden spoon.
I was slapped by you in the parking lot.
You threw a plate at my head.
You threw the pan and it cut my arm.
You threw the kettle at me and the water burned my leg.
You hurled a bottle at us and it broke on the wall.
You slammed me against the sink.
You slammed Theo into the door.
You held me down on the bed.
You held my head under the water.
You came at me with a hammer.
You swung at me in the hallway.
You tried to strangle me on New Year's Eve.
You put your fist through the door beside my head.
You pointed Dad's rifle at me.
You held a knife to my throat.
You waved a gun at us on the porch.
You threatened me with a screwdriver.
You threatened to kill me if I told Grandma.
You said you would kill me if I left.
You told us you'd burn the house down with us in it.
You forced me into the car.
You forced yourself on me.
You made me have sex with you.
You touched me where no father should.
You came into my bed at night when I was eleven.
You raped me.
You locked me in the basement overnight.
You locked us out in the snow.
You wouldn't let me leave the room.
You blocked the door so that I could not get out.
You took my phone out of my hand so I could not call anybody.
You killed my rabbit.
You drove with Mia in the car after six beers.
You drove the kids home drunk.
You drove drunk with the baby in the back seat.
You were high when you drove us to school.
You had been drinking and you drove the boys to practice.
You left the baby alone in the bath.
You left needles where the children play.
You nodded off holding the baby.
You gave Noah beer when he was eight.
You shook the baby.
You stole Mom's morphine from her bedside.
You took my pain pills and filled the bottle with aspirin.
You sold Grandpa's oxycodone while he was dying.
You took her insulin and sold it.
I remember the night you pushed Dad through the glass door.
When I was seven you hit me with a shoe.
Last March you threw a chair at me and I shook for hours.
You hit me, you selfish man, and then you said I had fallen.
You always hit me when you drink.
You never stopped until you had hit me, and you never said that you were sorry.
""".strip().splitlines()

NO_HARM = """
You destroy everyone.
You hurt me when you lied about the money.
You have hurt us all.
You broke my heart.
You broke every promise.
You never hit me.
You would never hit me.
You didn't hit me.
You beat me at chess every Sunday.
You pushed me on the swing until it was dark.
You pushed me to finish school.
You put your arm around me at the grave.
You held me when Dad died.
You held my hand in the waiting room.
You threw me the best birthday party.
You threw the ball to me for hours.
You drove me to school every morning.
You drove nine hours through the snow to be with me.
You grabbed my hand and we ran.
You touched my heart.
You took your pills at dinner.
You shut us out.
You burned the pancakes and we ate them anyway.
You cut my hair on the porch.
You said you would kill yourself.
He hit me.
I hit you, and I am sorry.
You let me down.
""".strip().splitlines()


def test_there_are_sixty_and_more() -> None:
    assert len(HARM) >= 60


@pytest.mark.parametrize("text", HARM)
def test_harm_told_first_hand_is_heard_and_never_marked(coach: Coach, text: str) -> None:
    reading = coach.read(text)

    assert [(one.start, one.end) for one in reading.harms] == [(0, len(text))]
    assert reading.findings == ()


@pytest.mark.parametrize("text", NO_HARM)
def test_other_sentences_are_no_report_of_harm(coach: Coach, text: str) -> None:
    assert coach.read(text).harms == ()


def test_harm_covers_its_own_sentence_alone(coach: Coach) -> None:
    text = "I love you. You hit me on the stairs. You are a drunk."
    reading = coach.read(text)

    assert [text[one.start : one.end] for one in reading.harms] == ["You hit me on the stairs."]
    assert "label_stigma" in {one.kind for one in reading.findings}
    assert not [one for one in reading.findings if one.start < len("I love you. You hit me on the stairs.")]
